import { z } from "zod";
import {
  biasSettings,
  divergenceSettings,
  edgeSettings,
  fusionSettings,
  kineticsSettings,
  vesselSettings,
} from "./feature-maps.ts";
import {
  adcSettings,
  habitatSettings,
  partsSettings,
  perfusionSettings,
  petSettings,
  referenceRole,
  regionSettings,
} from "./feature-modality.ts";
import { pyradiomicsParameters } from "./feature-pyradiomics.ts";
import { hashOf } from "./hash.ts";

/** Feature families of the IBSI reference manual, chapter 3. */
export const FEATURE_FAMILIES = [
  "morphology",
  "local-intensity",
  "statistics",
  "histogram",
  "ivh",
  "glcm",
  "glrlm",
  "glszm",
  "gldzm",
  "ngtdm",
  "ngldm",
] as const;
/** Families that IBSI does not define; computed only where a configuration names them. */
export const EXTRA_FAMILIES = [
  "statistics-extra",
  "shape-2d",
  "fractal",
  "minkowski",
  "autoregressive",
  "oriented-gradients",
  "habitats",
  "pet",
  "adc",
  "perfusion",
  "parts",
  "maps",
  "kinetics",
  "divergence",
  "edge",
  "vessel",
] as const;
export const featureFamily = z.enum([...FEATURE_FAMILIES, ...EXTRA_FAMILIES]);
export type FeatureFamily = z.infer<typeof featureFamily>;

/**
 * How texture matrices are joined over slices and directions (IBSI, "Approaches for calculating texture features").
 * Families without directions (zones, neighbourhoods) read only the part before the dash.
 */
export const TEXTURE_AGGREGATIONS = [
  "2D-average",
  "2D-merged",
  "2.5D-average",
  "2.5D-merged",
  "3D-average",
  "3D-merged",
] as const;
export const textureAggregation = z.enum(TEXTURE_AGGREGATIONS);
export type TextureAggregation = z.infer<typeof textureAggregation>;

const positive = z.number().positive();
const spacing = z.union([positive, z.literal(0), z.null()]).describe("mm; 0 or null keeps the axis");

const normalisation = z.discriminatedUnion("method", [
  z.strictObject({ method: z.literal("none") }),
  z.strictObject({
    method: z.literal("z-score"),
    /** The voxels that mean and sd are taken over. */
    over: z.union([z.enum(["image", "roi"]), z.strictObject({ reference: referenceRole })]),
    /** Values further than this many sd from the mean are set to that bound. */
    clipSigma: positive.nullable().default(null),
    scale: positive.default(1),
  }),
  /** Divided by the median of a reference mask. */
  z.strictObject({ method: z.literal("reference-tissue"), reference: referenceRole }),
]);

const interpolation = z.strictObject({
  spacingMm: z.tuple([spacing, spacing, spacing]),
  image: z.enum(["linear", "cubic", "nearest"]).default("linear"),
  mask: z.enum(["linear", "nearest"]).default("linear"),
});

const bound = z.number().nullable();
const resegmentation = z.strictObject({
  /** Closed range of intensities that stay in the intensity mask; null leaves an end open. */
  range: z
    .tuple([bound, bound])
    .refine(([low, high]) => low === null || high === null || low < high, "the lower end must lie below the upper end")
    .nullable()
    .default(null),
  /** Intensities further than this many population sd from the mean leave the intensity mask. */
  outlierSigma: positive.nullable().default(null),
});

const bins = z.int().min(2, "at least 2 bins").max(65_535, "at most 65535 bins");
const discretisation = z.discriminatedUnion("method", [
  z.strictObject({ method: z.literal("fixed-bin-number"), bins }),
  z.strictObject({ method: z.literal("fixed-bin-size"), width: positive }),
]);

const volumeHistogram = z.discriminatedUnion("method", [
  /** The discretised intensities of the run are the levels. */
  z.strictObject({ method: z.literal("discretised") }),
  /** The intensities are already levels of width 1 (CT in whole HU). */
  z.strictObject({ method: z.literal("unit") }),
  z.strictObject({ method: z.literal("fixed-bin-size"), width: positive }),
  z.strictObject({ method: z.literal("fixed-bin-number"), bins }),
]);

/**
 * Everything that decides a feature value, besides image, mask and engine. Two runs may be compared only when their
 * configurations hash alike. Unknown keys are refused, so that a misspelt setting cannot pass for a default.
 */
export const featureConfig = z.strictObject({
  schema: z.literal("nadir.feature-config/1").default("nadir.feature-config/1"),
  profile: z.enum(["ibsi", "pyradiomics"]).default("ibsi"),
  normalisation: normalisation.default({ method: "none" }),
  interpolation: interpolation.nullable().default(null),
  /** Round intensities to whole numbers after interpolation (CT in HU). */
  roundIntensities: z.boolean().default(false),
  resegmentation: resegmentation.default({ range: null, outlierSigma: null }),
  /**
   * A filter of the interpolated image, whose response the features are taken of; its settings are those of
   * `parseFilter` (@nadir/features). Left out: none. Morphology and resegmentation stay with the unfiltered image.
   */
  filter: z.record(z.string(), z.unknown()).optional(),
  discretisation: discretisation.default({ method: "fixed-bin-number", bins: 32 }),
  intensityVolumeHistogram: volumeHistogram.default({ method: "fixed-bin-number", bins: 1000 }),
  families: z
    .array(featureFamily)
    .min(1)
    .refine((list) => new Set(list).size === list.length, "each family once")
    .default([...FEATURE_FAMILIES]),
  /** `auto`: 3D merged, or 2.5D merged when the slice spacing exceeds 2.5 times the in-plane spacing. */
  aggregations: z
    .union([
      z.literal("auto"),
      z
        .array(textureAggregation)
        .min(1)
        .refine((list) => new Set(list).size === list.length, "each aggregation once"),
    ])
    .default("auto"),
  region: regionSettings.optional(),
  /** Settings of the families of the same name, needed where those are named. */
  pet: petSettings.optional(),
  adc: adcSettings.optional(),
  perfusion: perfusionSettings.optional(),
  parts: partsSettings.optional(),
  habitats: habitatSettings.optional(),
  kinetics: kineticsSettings.optional(),
  divergence: divergenceSettings.optional(),
  edge: edgeSettings.optional(),
  vessel: vesselSettings.optional(),
  /** Before all else: the image fused with its map `ct`. Left out: the image alone. */
  fusion: fusionSettings.optional(),
  /** Correction of a smooth bias field, before normalisation. Left out: none. */
  biasCorrection: biasSettings.optional(),
  /** Put a mask that lies on another grid onto the image's by nearest neighbour, instead of refusing it. */
  resampleMask: z.boolean().default(false),
  /** Profile `pyradiomics` only: everything PyRadiomics decides by its parameter file. */
  pyradiomics: pyradiomicsParameters.optional(),
});
/** A complete configuration: every setting stated. */
export type FeatureConfig = z.infer<typeof featureConfig>;
/** What a person may write: settings left out take their default. */
export type FeatureConfigInput = z.input<typeof featureConfig>;

/** The canonical hash of a complete configuration; order of keys and of families does not matter. */
export function featureConfigHash(config: FeatureConfig): string {
  const aggregations = config.aggregations === "auto" ? "auto" : [...config.aggregations].sort();
  return hashOf({ ...config, families: [...config.families].sort(), aggregations });
}
