import { refuse } from "@nadir/domain";
import type { Triple } from "@nadir/imaging";
import { collage } from "./collage.ts";
import type { Boundary, Pooling } from "./convolve.ts";
import { edgeStrength } from "./edges.ts";
import { frequencyFilter, gaborPlane, shannon, simoncelli } from "./frequency.ts";
import type { Scalars } from "./grid.ts";
import { type HaralickFeature, haralickMap, levelsOf } from "./haralick.ts";
import { localBinaryPatterns } from "./local-binary-patterns.ts";
import { type PointWise, pointWise } from "./point-wise.ts";
import { logBase, type RieszBase, rieszResponse } from "./riesz.ts";
import { type LawsKernel, laplacianOfGaussian, lawsFilter, meanFilter, separableWavelet } from "./spatial.ts";
import { steeredRiesz } from "./steered-riesz.ts";
import { waveletFilters } from "./wavelet-coefficients.ts";

interface Common {
  readonly boundary: Boundary;
  /** Slice by slice (across k). */
  readonly is2d: boolean;
}

interface Riesz {
  /** Order of the Riesz transform taken of the response. */
  readonly riesz: Triple | null;
  /** σ (mm) of the structure tensor that the transform is steered by; null leaves it in the axes of the image. */
  readonly steeringMm: number | null;
}

/**
 * A filter: the convolutional ones of IBSI 2 (Whybra et al., Radiology 2024;310:e231319; arXiv:2006.05470), and from
 * the literature edges, point-wise transforms and local binary patterns.
 */
export type ImageFilter = Common &
  (
    | { readonly kind: "mean"; readonly support: number }
    | ({ readonly kind: "log"; readonly sigmaMm: number; readonly cutoff: number } & Riesz)
    | { readonly kind: "gradient" | "sobel" }
    | { readonly kind: "square" | "square-root" | "logarithm" | "exponential" }
    | { readonly kind: "lbp"; readonly radius: number }
    | { readonly kind: "haralick"; readonly feature: HaralickFeature; readonly width: number; readonly radius: number }
    | {
        readonly kind: "collage";
        readonly feature: HaralickFeature;
        readonly gradientRadius: number;
        readonly radius: number;
        readonly bins: number;
        readonly angle: "theta" | "phi";
      }
    | {
        readonly kind: "laws";
        readonly kernels: readonly LawsKernel[];
        readonly pooling: Pooling | null;
        readonly energyDistance: number | null;
      }
    | {
        readonly kind: "gabor";
        readonly sigmaMm: number;
        readonly lambdaMm: number;
        readonly gamma: number;
        readonly theta: number;
        readonly step: number | null;
        readonly pooling: Pooling;
        /** Average over the three orthogonal planes. */
        readonly isOrthogonal: boolean;
      }
    | {
        readonly kind: "wavelet";
        readonly wavelet: string;
        readonly bands: string;
        readonly level: number;
        readonly pooling: Pooling | null;
      }
    | ({ readonly kind: "simoncelli" | "shannon"; readonly level: number } & Riesz)
  );

/** The response map of a filter on a whole image. Refuses `NON_FINITE_IMAGE`, `BAD_WAVELET`, `BAD_FILTER`. */
export function filterImage(image: Scalars, spacing: Triple, filter: ImageFilter): Float64Array {
  for (let p = 0; p < image.data.length; p++)
    if (!Number.isFinite(image.data[p]!))
      refuse("NON_FINITE_IMAGE", `Voxel ${p} is ${image.data[p]}; a filter reads every voxel, so all must be numbers.`);
  const { boundary, is2d } = filter;
  switch (filter.kind) {
    case "mean":
      return meanFilter(image, filter.support, boundary, is2d);
    case "log":
      if (filter.riesz) return rieszOf(image, spacing, filter, logBase(spacing, filter, boundary, is2d));
      return laplacianOfGaussian(image, spacing, filter.sigmaMm, filter.cutoff, boundary, is2d);
    case "gradient":
    case "sobel":
      return edgeStrength(image, spacing, filter.kind, boundary, is2d);
    case "square":
    case "square-root":
    case "logarithm":
    case "exponential":
      return image.data.map(pointWise(POINT_WISE[filter.kind], image.data));
    case "haralick":
      return haralickMap(levelsOf(image, filter.width), filter, boundary, is2d);
    case "collage":
      return collage(image, spacing, filter, boundary, is2d);
    case "lbp":
      return localBinaryPatterns(image, filter.radius, boundary, is2d);
    case "laws":
      return lawsFilter(image, filter, boundary, is2d);
    case "wavelet":
      return separableWavelet(
        image,
        waveletFilters(filter.wavelet),
        filter.bands,
        filter.level,
        filter.pooling,
        boundary,
        is2d,
      );
    case "gabor":
      return gabor(image, spacing, filter);
    case "simoncelli":
    case "shannon": {
      const base = filter.kind === "simoncelli" ? simoncelli(filter.level) : shannon(filter.level);
      if (filter.riesz) return rieszOf(image, spacing, filter, { transfer: base, options: {} });
      return frequencyFilter(image, base, boundary, is2d);
    }
  }
}

function rieszOf(image: Scalars, spacing: Triple, filter: Common & Riesz, base: RieszBase): Float64Array {
  const { riesz: order, steeringMm, boundary, is2d } = filter;
  return steeringMm === null
    ? rieszResponse(image, base, order!, boundary, is2d)
    : steeredRiesz(image, spacing, base, order!, steeringMm, boundary, is2d);
}

const POINT_WISE = {
  square: "Square",
  "square-root": "SquareRoot",
  logarithm: "Logarithm",
  exponential: "Exponential",
} as const satisfies Record<string, PointWise>;

function gabor(image: Scalars, spacing: Triple, filter: ImageFilter & { kind: "gabor" }): Float64Array {
  const planes = filter.isOrthogonal
    ? ([
        [0, 1, 2],
        [0, 2, 1],
        [1, 2, 0],
      ] as const)
    : ([[0, 1, 2]] as const);
  const out = new Float64Array(image.data.length);
  for (const axes of planes) {
    const turned = reorder(image, axes);
    const mm = spacing[axes[0]];
    const map = gaborPlane(
      turned,
      {
        sigma: filter.sigmaMm / mm,
        wavelength: filter.lambdaMm / mm,
        gamma: filter.gamma,
        ratio: spacing[axes[1]] / mm,
        theta: filter.theta,
        step: filter.step,
        pooling: filter.pooling,
      },
      filter.boundary,
    );
    const back = axes.map((_, x) => axes.indexOf(x as 0)) as unknown as Order;
    const straight = reorder({ data: map, dims: turned.dims }, back).data;
    for (let p = 0; p < out.length; p++) out[p]! += straight[p]! / planes.length;
  }
  return out;
}

type Order = readonly [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2];

/** The same values with axis n of the result being axis `axes[n]` of the source. */
function reorder({ data, dims }: Scalars, axes: Order): Scalars {
  if (axes[0] === 0 && axes[1] === 1) return { data, dims };
  const size: Triple = [dims[axes[0]], dims[axes[1]], dims[axes[2]]];
  const stride = [1, dims[0], dims[0] * dims[1]] as const;
  const [a, b, c] = [stride[axes[0]], stride[axes[1]], stride[axes[2]]];
  const out = new Float64Array(data.length);
  for (let k = 0, to = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++) for (let i = 0; i < size[0]; i++) out[to++] = data[i * a + j * b + k * c]!;
  return { data: out, dims: size };
}
