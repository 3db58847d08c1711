import { csvText, type FeatureFamily, type FeatureResult, type Problem, Refusal } from "@nadir/domain";
import { type LesionSize, lesionSize, requireSameGeometry, type Volume, withData } from "@nadir/imaging";
import { catalogueEntryOf } from "./catalogue/catalogue.ts";
import { configFor, type ImageKind } from "./config.ts";
import { extract } from "./extract.ts";
import { longTable } from "./output/feature-table.ts";
import { textureModule } from "./texture/kernels/instance.ts";

/** A region of an image whose features are wanted now: as it lies in a mask, or as its voxels were drawn. */
export interface LiveRegion {
  readonly image: Volume;
  readonly kind: ImageKind;
  /** What the region is called in the table, e.g. that it was drawn and is not recorded. */
  readonly name: string;
  readonly region:
    | { readonly mask: Volume; readonly label: number }
    /** One number a voxel in the image's storage order; what is not 0 is inside. */
    | { readonly drawn: Uint8Array };
}

export interface LiveFeatures {
  readonly result: FeatureResult;
  /** Diameters and volume on the image's own grid. */
  readonly size: LesionSize;
  /** Name, unit and family of each value of `result`, in its order. */
  readonly rows: readonly { readonly name: string; readonly unit: string; readonly family: string }[];
  /** Every value with its unit, reason and provenance. */
  readonly csv: string;
  /** Whether the compiled kernels counted, or the plain path (same values). */
  readonly isCompiled: boolean;
}
export type LiveAnswer = LiveFeatures | { readonly problems: readonly Problem[] };

/**
 * The features of a region under the configuration of its image's kind, the same as a trial's stored ones; for a web
 * worker, so nothing is thrown that a person can mend: every refusal of `extract` and `lesionSize` comes back as problems.
 */
export function liveFeatures(
  { image, kind, name, region }: LiveRegion,
  onFamily?: (family: FeatureFamily) => void,
): LiveAnswer {
  try {
    const { mask, label } = "drawn" in region ? { mask: drawnMask(image, region.drawn), label: 1 } : region;
    requireSameGeometry(image, mask);
    const size = lesionSize(mask, label);
    const result = extract({ image, mask, label, config: configFor(kind), onFamily });
    const { columns, rows } = longTable([{ name, result }]);
    return {
      result,
      size,
      rows: result.values.map(({ id }) => {
        const { name, unit, family } = catalogueEntryOf(id)!;
        return { name, unit, family };
      }),
      csv: csvText(
        ["region", ...columns.map((column) => column.name)],
        rows.map((row) => [name, ...row]),
      ),
      isCompiled: textureModule.exports() !== null,
    };
  } catch (error) {
    if (error instanceof Refusal) return { problems: error.problems };
    throw error;
  }
}

/** The drawing as a mask on the image's grid, label 1. Refuses `BAD_VOLUME` when it is not one number a voxel. */
function drawnMask(image: Volume, drawn: Uint8Array): Volume {
  return withData(
    { dims: image.dims, spacing: image.spacing, affine: image.affine },
    drawn.map((value) => (value === 0 ? 0 : 1)),
  );
}
