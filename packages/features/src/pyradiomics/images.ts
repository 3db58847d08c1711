import {
  type FeatureWarning,
  PYRADIOMICS_IMAGE_TYPES,
  type PyradiomicsImageTypeName,
  type PyradiomicsParameters,
  type PyradiomicsSetting,
} from "@nadir/domain";
import type { Region } from "@nadir/imaging";
import { gradientMagnitude } from "../filters/gradient.ts";
import { type Box, SUB_BANDS, type SubBand } from "../filters/grid.ts";
import { logRecursive } from "../filters/log-recursive.ts";
import { type PointWise, pointWise } from "../filters/point-wise.ts";
import { stationaryWavelet } from "../filters/stationary-wavelet.ts";
import { stationaryWaveletSingle } from "../filters/stationary-wavelet-single.ts";
import { waveletLevels } from "../filters/wavelet-levels.ts";
import type { ImageGrid } from "./image-grid.ts";
import { localBinaryPattern2d } from "./lbp-2d.ts";
import { localBinaryPattern3d } from "./lbp-3d.ts";
import { boxValues, type ProfileRegion } from "./region.ts";

/** Images that one filter gives: each its name before the class and its values over the region's box. */
type Images = Iterable<readonly [name: string, values: Float64Array]>;

/** Images that are made together, not before they are asked for, and once. */
export interface ImageLot {
  /** The file's settings with what the image type has of its own. */
  readonly setting: PyradiomicsSetting;
  /** What making them and taking their features costs, in bands of a wavelet; so that threads begin with the dearest. */
  readonly cost: number;
  readonly images: () => Images;
}

/** The axis (0 is i) that `force2Ddimension` (0 is z) calls across the slices. */
export const acrossSlices = ({ force2Ddimension }: Pick<PyradiomicsSetting, "force2Ddimension">): 0 | 1 | 2 =>
  (2 - force2Ddimension) as 0 | 1 | 2;

type Filter = (
  grid: ImageGrid,
  prepared: Pick<ProfileRegion, "region" | "intensity">,
  setting: PyradiomicsSetting,
  warnings: FeatureWarning[],
) => Images;

const boxOf = (region: Region): Box => ({ first: region.box.min, dims: region.dims });

const pointWiseFilter =
  (kind: PointWise): Filter =>
  (grid, { region }) => [[kind.toLowerCase(), boxValues(grid, region).map(pointWise(kind, grid.data))]];

const FILTERS: Readonly<Record<Exclude<PyradiomicsImageTypeName, "LoG">, Filter>> = {
  Original: (grid, { region }) => [["original", boxValues(grid, region)]],
  Wavelet: waveletsOfLevels,
  Square: pointWiseFilter("Square"),
  SquareRoot: pointWiseFilter("SquareRoot"),
  Logarithm: pointWiseFilter("Logarithm"),
  Exponential: pointWiseFilter("Exponential"),
  Gradient: (grid, { region }, setting) => {
    const spacing = setting.gradientUseSpacing === false ? ([1, 1, 1] as const) : grid.spacing;
    return [["gradient", gradientMagnitude(grid.data, grid.dims, spacing, boxOf(region))]];
  },
  LBP2D: (grid, { region }, setting, warnings) => {
    if (!setting.force2D)
      warnings.push({
        code: "LBP_2D_IN_3D",
        message: "LBP2D is taken within slices, but features of it are taken in space; set force2D for both.",
      });
    const data = localBinaryPattern2d(grid, {
      radius: setting.lbp2DRadius ?? 1,
      samples: setting.lbp2DSamples ?? 8,
      method: setting.lbp2DMethod ?? "uniform",
      across: acrossSlices(setting),
    });
    return [["lbp-2D", boxValues({ ...grid, data }, region)]];
  },
  LBP3D: (grid, { region, intensity }, setting) => {
    const levels = setting.lbp3DLevels ?? 2;
    const maps = localBinaryPattern3d(grid, region, intensity, {
      levels,
      radius: setting.lbp3DIcosphereRadius ?? 1,
      subdivision: setting.lbp3DIcosphereSubdivision ?? 1,
    });
    return maps.map((values, n) => [n === levels ? "lbp-3D-k" : `lbp-3D-m${n + 1}`, values] as const);
  },
};

/** The enabled images in PyRadiomics' naming: original, wavelet-LLH …, log-sigma-3-0-mm-3D, square, …; their order is the ranks'. */
export function imageLots(
  grid: ImageGrid,
  prepared: Pick<ProfileRegion, "region" | "intensity">,
  { setting, imageType }: PyradiomicsParameters,
  warnings: FeatureWarning[],
): ImageLot[] {
  const { region } = prepared;
  return PYRADIOMICS_IMAGE_TYPES.flatMap((type): ImageLot[] => {
    const own = imageType[type];
    if (!own) return [];
    const stated = Object.entries(own).filter(([, value]) => value !== undefined);
    const merged: PyradiomicsSetting = { ...setting, ...Object.fromEntries(stated) };
    if (type === "Wavelet" && isOneLevel(merged)) return bandLots(grid, region, merged);
    if (type === "LoG")
      return (merged.sigma ?? []).map((sigma) => ({
        setting: merged,
        cost: 2 + sigma / 4,
        images: () => laplacian(grid, region, sigma, warnings),
      }));
    return [
      { setting: merged, cost: COST[type] ?? 1.5, images: () => FILTERS[type](grid, prepared, merged, warnings) },
    ];
  });
}

/** Images that are several at once. */
const COST: Partial<Record<PyradiomicsImageTypeName, number>> = { Wavelet: 16, LBP3D: 16 };

const isOneLevel = ({ level = 1, start_level = 0, force2D }: PyradiomicsSetting): boolean =>
  level === 1 && start_level === 0 && !force2D;

/** The bands of one level are filtered together, when the first is asked for; each is let go when it was handed over. */
function bandLots(grid: ImageGrid, region: Region, setting: PyradiomicsSetting): ImageLot[] {
  const transform = grid.data instanceof Float32Array ? stationaryWaveletSingle : stationaryWavelet;
  let bands: Partial<Record<SubBand, Float64Array>> | null = null;
  return SUB_BANDS.map((band) => ({
    setting,
    // The mean of the image is in this one: it has the most grey levels.
    cost: band === "LLL" ? 2.2 : 1,
    images: () => {
      bands ??= transform(grid.data, grid.dims, setting.wavelet ?? "coif1", boxOf(region));
      const values = bands[band]!;
      delete bands[band];
      return [[`wavelet-${band}`, values]];
    },
  }));
}

function* waveletsOfLevels(
  grid: ImageGrid,
  { region }: Pick<ProfileRegion, "region">,
  setting: PyradiomicsSetting,
): Images {
  const { wavelet = "coif1", level = 1, start_level = 0, force2D } = setting;
  const axes = ([0, 1, 2] as const).filter((axis) => !force2D || axis !== acrossSlices(setting));
  const settings = { wavelet, levels: level, startLevel: start_level, axes };
  for (const { level: at, band, values } of waveletLevels(grid.data, grid.dims, settings, boxOf(region)))
    yield [`wavelet${at === 1 ? "" : at}-${band}`, values];
}

function laplacian(grid: ImageGrid, region: Region, sigma: number, warnings: FeatureWarning[]): Images {
  if (grid.dims.some((n, x) => n < Math.ceil(sigma / grid.spacing[x]!) + 1)) {
    warnings.push({
      code: "IMAGE_TOO_SMALL",
      message: `LoG with sigma ${sigma} mm is left out: the image of ${grid.dims.join("×")} voxels is too small.`,
    });
    return [];
  }
  const values = logRecursive(grid.data, grid.dims, grid.spacing, sigma, boxOf(region));
  return [[`log-sigma-${decimal(sigma).replace(".", "-")}-mm-3D`, values]];
}

/** As Python writes a float: 3 becomes 3.0. */
const decimal = (x: number): string => (Number.isInteger(x) ? x.toFixed(1) : String(x));
