import { type FeatureConfig, type FeatureConfigInput, TEXTURE_AGGREGATIONS } from "@nadir/domain";
import { parseConfig } from "./config.ts";

const in2d = ["2D-average", "2D-merged", "2.5D-average", "2.5D-merged"] as const;
const in3d = ["3D-average", "3D-merged"] as const;
const config = (input: FeatureConfigInput): FeatureConfig => parseConfig(input);

/**
 * The configurations under which IBSI 1 published its consensus values: the digital phantom, and A to E of the CT
 * phantom (IBSI reference manual, chapter 5, table "Image processing configurations").
 */
export const IBSI_1_CONFIGS = {
  "digital-phantom": config({
    discretisation: { method: "fixed-bin-size", width: 1 },
    intensityVolumeHistogram: { method: "unit" },
    aggregations: [...TEXTURE_AGGREGATIONS],
  }),
  A: config({
    resegmentation: { range: [-500, 400] },
    discretisation: { method: "fixed-bin-size", width: 25 },
    intensityVolumeHistogram: { method: "unit" },
    aggregations: [...in2d],
  }),
  B: config({
    interpolation: { spacingMm: [2, 2, null] },
    roundIntensities: true,
    resegmentation: { range: [-500, 400] },
    discretisation: { method: "fixed-bin-number", bins: 32 },
    intensityVolumeHistogram: { method: "unit" },
    aggregations: [...in2d],
  }),
  C: config({
    interpolation: { spacingMm: [2, 2, 2] },
    roundIntensities: true,
    resegmentation: { range: [-1000, 400] },
    discretisation: { method: "fixed-bin-size", width: 25 },
    intensityVolumeHistogram: { method: "fixed-bin-size", width: 2.5 },
    aggregations: [...in3d],
  }),
  D: config({
    interpolation: { spacingMm: [2, 2, 2] },
    roundIntensities: true,
    resegmentation: { outlierSigma: 3 },
    discretisation: { method: "fixed-bin-number", bins: 32 },
    intensityVolumeHistogram: { method: "unit" },
    aggregations: [...in3d],
  }),
  E: config({
    interpolation: { spacingMm: [2, 2, 2], image: "cubic" },
    roundIntensities: true,
    resegmentation: { range: [-1000, 400], outlierSigma: 3 },
    discretisation: { method: "fixed-bin-number", bins: 32 },
    intensityVolumeHistogram: { method: "fixed-bin-number", bins: 1000 },
    aggregations: [...in3d],
  }),
} as const satisfies Record<string, FeatureConfig>;

/** Filters of IBSI 2, phase 2, by their number; the second form is that of settings B (3D). */
const FILTERS_A: Readonly<Record<string, object | null>> = {
  "1": null,
  "2": { kind: "mean", support: 5 },
  "3": { kind: "log", sigmaMm: 1.5, cutoff: 4 },
  "4": { kind: "laws", kernels: ["L5", "E5"], pooling: "max", energyDistance: 7 },
  "5": { kind: "gabor", sigmaMm: 5, lambdaMm: 2, gamma: 1.5, step: Math.PI / 8, pooling: "mean", isOrthogonal: false },
  "6": { kind: "wavelet", wavelet: "db3", bands: "LH", level: 1, pooling: "mean" },
  "7": { kind: "wavelet", wavelet: "db3", bands: "HH", level: 2, pooling: "mean" },
  "8": { kind: "simoncelli", level: 1 },
  "9": { kind: "simoncelli", level: 2 },
};
const FILTERS_B: typeof FILTERS_A = {
  ...FILTERS_A,
  "4": { kind: "laws", kernels: ["L5", "E5", "E5"], pooling: "max", energyDistance: 7 },
  "5": { kind: "gabor", sigmaMm: 5, lambdaMm: 2, gamma: 1.5, step: Math.PI / 8, pooling: "mean", isOrthogonal: true },
  "6": { kind: "wavelet", wavelet: "db3", bands: "LLH", level: 1, pooling: "mean" },
  "7": { kind: "wavelet", wavelet: "db3", bands: "HHH", level: 2, pooling: "mean" },
};

const settingsOf = (suffix: "A" | "B", filters: typeof FILTERS_A): [string, FeatureConfig][] =>
  Object.entries(filters).map(([number, filter]) => [
    `${number}.${suffix}`,
    config({
      ...(suffix === "B"
        ? { interpolation: { spacingMm: [1, 1, 1], image: "cubic" as const }, roundIntensities: true }
        : {}),
      resegmentation: { range: [-1000, 400] },
      families: ["statistics"],
      ...(filter ? { filter: { ...filter, boundary: "mirror", is2d: suffix === "A" } } : {}),
    }),
  ]);

/**
 * The filter settings under which IBSI 2 published its feature values on the CT phantom (phase 2; arXiv:2006.05470,
 * chapter "Benchmarking"): 1.A … 9.A by slice on the image as it is, 1.B … 9.B in space at 1 mm, cubic spline.
 */
export const IBSI_2_CONFIGS: Readonly<Record<string, FeatureConfig>> = Object.fromEntries([
  ...settingsOf("A", FILTERS_A),
  ...settingsOf("B", FILTERS_B),
]);
