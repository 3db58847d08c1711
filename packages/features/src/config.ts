import {
  type FeatureConfig,
  type FeatureConfigInput,
  featureConfig,
  type Modality,
  Refusal,
  refuse,
} from "@nadir/domain";
import { parseFilter } from "./filters/parse-filter.ts";

/**
 * A complete configuration from what a person wrote. Refuses `BAD_CONFIG` with one problem per setting that is
 * misspelt or out of range, `BAD_FILTER` likewise for its filter.
 */
export function parseConfig(input: unknown): FeatureConfig {
  const parsed = featureConfig.safeParse(input);
  if (parsed.success) {
    const { filter, ...rest } = parsed.data;
    for (const name of ["fusion", "biasCorrection"] as const)
      if (rest[name] && rest.profile === "pyradiomics")
        refuse(
          "BAD_CONFIG",
          `Feature configuration, ${name}: the profile 'pyradiomics' knows no ${name}; make the image first.`,
          {
            where: { path: name },
          },
        );
    if (filter && rest.profile === "pyradiomics")
      refuse(
        "BAD_CONFIG",
        "Feature configuration, filter: the profile 'pyradiomics' names its filters under pyradiomics.imageType.",
        { where: { path: "filter" } },
      );
    return filter ? { ...rest, filter: { ...parseFilter(filter) } } : rest;
  }
  throw new Refusal(
    parsed.error.issues.map((issue) => {
      const path = issue.path.join(".") || "the document";
      return {
        code: "BAD_CONFIG",
        message: `Feature configuration, ${path}: ${issue.message}.`,
        where: { path },
      };
    }),
  );
}

const complete = (input: FeatureConfigInput): FeatureConfig => featureConfig.parse(input);

/** No interpolation, 32 bins, all families. */
export const DEFAULT_CONFIG: FeatureConfig = complete({});

export type ImageKind = Modality | "ADC" | "OTHER";

/**
 * Defaults by kind of image; a trial may name its own. CT: 1 mm, whole HU, −1000…400 HU kept, bins of 25 HU.
 * MR: 1 mm, z-score over the image, ±3 sd kept, 32 bins. PET (SUV): 3 mm, bins of 0.25 SUV from 0.
 * ADC (1e-6 mm²/s): 2 mm, ±3 sd kept, 32 bins. Ultrasound and radiographs: what a single slice has (shape in the slice,
 * intensities, textures in 2D), pixels as they are, 32 bins; their grey values have no unit.
 */
export function configFor(kind: ImageKind): FeatureConfig {
  switch (kind) {
    case "CT":
      return complete({
        interpolation: { spacingMm: [1, 1, 1] },
        roundIntensities: true,
        resegmentation: { range: [-1000, 400] },
        discretisation: { method: "fixed-bin-size", width: 25 },
        intensityVolumeHistogram: { method: "unit" },
      });
    case "MR":
      return complete({
        normalisation: { method: "z-score", over: "image" },
        interpolation: { spacingMm: [1, 1, 1] },
        resegmentation: { outlierSigma: 3 },
      });
    case "PT":
      return complete({
        interpolation: { spacingMm: [3, 3, 3] },
        resegmentation: { range: [0, null] },
        discretisation: { method: "fixed-bin-size", width: 0.25 },
        intensityVolumeHistogram: { method: "fixed-bin-size", width: 0.05 },
      });
    case "ADC":
      return complete({
        interpolation: { spacingMm: [2, 2, 2] },
        resegmentation: { outlierSigma: 3 },
      });
    case "US":
    case "CR":
    case "DX":
    case "MG":
      return complete({
        families: [
          "statistics",
          "histogram",
          "glcm",
          "glrlm",
          "glszm",
          "gldzm",
          "ngtdm",
          "ngldm",
          "statistics-extra",
          "shape-2d",
        ],
        aggregations: ["2D-merged"],
      });
    case "OTHER":
      return DEFAULT_CONFIG;
  }
}
