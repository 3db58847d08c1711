import { type FeatureConfig, type FeatureConfigInput, featureConfig, TEXTURE_AGGREGATIONS } from "@nadir/domain";

const in2d = ["2D-average", "2D-merged", "2.5D-average", "2.5D-merged"] as const;
const in3d = ["3D-average", "3D-merged"] as const;
const config = (input: FeatureConfigInput): FeatureConfig => featureConfig.parse(input);

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
