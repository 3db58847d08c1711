import type { FeatureWarning } from "@nadir/domain";
import type { Affine, Triple } from "@nadir/imaging";

/** A box of intensities around the region, for features that look beyond it. */
export interface Field {
  readonly values: Float64Array;
  readonly dims: Triple;
  /** Where the region's box begins inside this one. */
  readonly offset: Triple;
}

/**
 * A region ready for features: interpolated, rounded and resegmented, cut to the bounding box of its morphological
 * mask. Arrays over the box run i fastest.
 */
export interface Prepared {
  readonly dims: Triple;
  readonly spacing: Triple;
  /** M: 1 where the region lies. Geometry is measured on it. */
  readonly morphological: Uint8Array;
  /** I: M without the voxels that resegmentation took out. Intensities are measured on it. */
  readonly intensity: Uint8Array;
  /** Voxels of I as positions in the box, ascending. */
  readonly at: Int32Array;
  /** Their intensities. */
  readonly values: Float64Array;
  readonly field: Field;
  readonly resegmentRange: readonly [number | null, number | null] | null;
  readonly trace: PreparationTrace;
  readonly warnings: FeatureWarning[];
}

/** What happened to the region on the way, for the provenance. */
export interface PreparationTrace {
  readonly labels: readonly number[];
  readonly imageGrid: { readonly dims: Triple; readonly spacing: Triple; readonly affine: Affine };
  readonly computedGrid: { readonly dims: Triple; readonly spacing: Triple };
  readonly voxels: {
    readonly original: number;
    readonly interpolated: number;
    readonly afterRange: number;
    readonly afterOutliers: number;
  };
  /** On the computed grid. */
  readonly box: { readonly min: Triple; readonly max: Triple };
  readonly components: number;
  readonly touchesImageBorder: boolean;
}
