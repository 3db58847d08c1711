import type { FeatureWarning, PyradiomicsParameters } from "@nadir/domain";
import type { Region } from "@nadir/imaging";
import { gradientMagnitude } from "../filters/gradient.ts";
import type { Box } from "../filters/grid.ts";
import { logRecursive } from "../filters/log-recursive.ts";
import { type PointWise, pointWise } from "../filters/point-wise.ts";
import { SUB_BANDS, stationaryWavelet } from "../filters/stationary-wavelet.ts";
import { stationaryWaveletSingle } from "../filters/stationary-wavelet-single.ts";
import type { ImageGrid } from "./image-grid.ts";
import { boxValues } from "./region.ts";

/** One image that features are taken from: its name before the class, and its values over the region's box. */
export interface ProfileImage {
  readonly name: string;
  readonly values: Float64Array;
  readonly binWidth: number;
  readonly binCount: number | null;
}

const POINT_WISE: readonly PointWise[] = ["Square", "SquareRoot", "Logarithm", "Exponential"];

/** The enabled images in PyRadiomics' naming: original, wavelet-LLH …, log-sigma-3-0-mm-3D, square, … One at a time. */
export function* profileImages(
  grid: ImageGrid,
  region: Region,
  { setting, imageType }: PyradiomicsParameters,
  warnings: FeatureWarning[],
): Generator<ProfileImage> {
  const box: Box = { first: region.box.min, dims: region.dims };
  const bins = (own: { binWidth?: number | undefined; binCount?: number | null | undefined }) => ({
    binWidth: own.binWidth ?? setting.binWidth,
    binCount: own.binCount === undefined ? setting.binCount : own.binCount,
  });
  const { Original, Wavelet, LoG, Gradient } = imageType;
  if (Original) yield { name: "original", values: boxValues(grid, region), ...bins(Original) };
  if (Wavelet) {
    const wavelet = Wavelet.wavelet ?? setting.wavelet ?? "coif1";
    const transform = grid.data instanceof Float32Array ? stationaryWaveletSingle : stationaryWavelet;
    const bands: Record<string, Float64Array> = transform(grid.data, grid.dims, wavelet, box);
    for (const band of SUB_BANDS) yield { name: `wavelet-${band}`, values: bands[band]!, ...bins(Wavelet) };
  }
  if (LoG)
    for (const sigma of LoG.sigma ?? setting.sigma ?? []) {
      const short = grid.dims.some((n, x) => n < Math.ceil(sigma / grid.spacing[x]!) + 1);
      if (short) {
        warnings.push({
          code: "IMAGE_TOO_SMALL",
          message: `LoG with sigma ${sigma} mm is left out: the image of ${grid.dims.join("×")} voxels is too small.`,
        });
        continue;
      }
      const values = logRecursive(grid.data, grid.dims, grid.spacing, sigma, box);
      yield { name: `log-sigma-${decimal(sigma).replace(".", "-")}-mm-3D`, values, ...bins(LoG) };
    }
  for (const kind of POINT_WISE) {
    const own = imageType[kind];
    if (own)
      yield { name: kind.toLowerCase(), values: boxValues(grid, region).map(pointWise(kind, grid.data)), ...bins(own) };
  }
  if (Gradient) {
    const spacing = Gradient.gradientUseSpacing === false ? ([1, 1, 1] as const) : grid.spacing;
    yield { name: "gradient", values: gradientMagnitude(grid.data, grid.dims, spacing, box), ...bins(Gradient) };
  }
}

/** As Python writes a float: 3 becomes 3.0. */
const decimal = (x: number): string => (Number.isInteger(x) ? x.toFixed(1) : String(x));
