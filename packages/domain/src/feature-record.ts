import { z } from "zod";
import { featureConfig, featureFamily, textureAggregation } from "./feature-config.ts";
import { mapRole } from "./feature-maps.ts";
import { referenceRole } from "./feature-modality.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const triple = z.tuple([z.number(), z.number(), z.number()]);

/** One feature of the catalogue: what it is, in which unit, by which formula, from where. */
export const catalogueEntry = z.strictObject({
  /** The tag of the IBSI reference tables, without aggregation: `cm_joint_max`. */
  id: z.string(),
  /** Four characters, the IBSI identifier; null for a feature IBSI does not define. */
  code: z.string().length(4).nullable(),
  name: z.string(),
  /** `vasari` and `location` come from people, not from images: no configuration names them. */
  family: featureFamily.or(z.enum(["vasari", "location"])),
  /** `intensity` stands for the image's own unit (HU, SUV, …), `level` for a discretised grey level; 1 = none. */
  unit: z.string(),
  formula: z.string(),
  source: z.string(),
  /** Whether IBSI gives a consensus value to check against. */
  standardised: z.boolean(),
  /** Which aggregations the feature comes in: none, by slice and direction (6), by slice (3). */
  aggregated: z.enum(["none", "directional", "zonal"]),
});
export type CatalogueEntry = z.infer<typeof catalogueEntry>;

/** Why a value is null. */
export const undefinedReason = z.enum([
  "NO_PAIRS",
  "ZERO_DENOMINATOR",
  "ZERO_VARIANCE",
  "ZERO_MEAN",
  "FLAT_REGION",
  "NON_FINITE_NEIGHBOURHOOD",
  "LESION_VANISHED",
  /** A reference mask that the feature divides by was not given. */
  "REFERENCE_MISSING",
  /** No voxel meets the feature's condition (none positive, no necrosis, …). */
  "NO_VOXELS",
  /** The region is too small for the feature's scales. */
  "REGION_TOO_SMALL",
  /** The mask's statement of its parts does not name the part that the feature needs. */
  "PART_NOT_NAMED",
  /** One label of the mask holds the part together with another. */
  "PART_NOT_APART",
  /** A reader left the item out. */
  "NOT_READ",
]);
export type UndefinedReason = z.infer<typeof undefinedReason>;

export const featureValue = z.strictObject({
  /** Unique within a result: id, and the aggregation as IBSI's tables write it: `cm_joint_max_3D_comb`. */
  key: z.string(),
  id: z.string(),
  code: z.string().nullable(),
  aggregation: textureAggregation.or(z.enum(["2D", "2.5D", "3D"])).nullable(),
  value: z.number().nullable(),
  /** Set exactly when the value is null. */
  reason: undefinedReason.optional(),
});
export type FeatureValue = z.infer<typeof featureValue>;

export const featureWarning = z.strictObject({ code: z.string(), message: z.string() });
export type FeatureWarning = z.infer<typeof featureWarning>;

const grid = z.strictObject({ dims: triple, spacingMm: triple });

/** Where a result comes from (radiomics §1.5): enough to compute it again and to see what was measured. */
export const featureProvenance = z.strictObject({
  engine: z.strictObject({ name: z.literal("@nadir/features"), version: z.string() }),
  catalogueVersion: z.string(),
  profile: z.enum(["ibsi", "pyradiomics"]),
  configHash: sha256,
  /** SHA-256 of the voxel values (little endian, array order), without header. */
  imageVoxelHash: sha256,
  /** What the image's file says of itself (NIfTI `descrip`), e.g. that it is a simulated follow-up. */
  imageDescription: z.string().optional(),
  maskVoxelHash: sha256,
  /** SHA-256 of the voxels of every reference mask that was given. */
  referenceVoxelHashes: z.partialRecord(referenceRole, sha256).optional(),
  /** SHA-256 of the voxels of every map that was given, and of the moments of a dynamic series. */
  mapVoxelHashes: z.partialRecord(mapRole, sha256).optional(),
  dynamicVoxelHashes: z.array(sha256).optional(),
  labels: z.array(z.number()),
  /** 4×4, row-major, voxel index to RAS+ mm. */
  imageAffine: z.array(z.number()).length(16),
  imageGrid: grid,
  /** The grid that the features were computed on. */
  computedGrid: grid,
  roiVoxels: z.strictObject({
    original: z.int(),
    interpolated: z.int(),
    afterRange: z.int(),
    afterOutliers: z.int(),
  }),
  /** First and last voxel of the region on the computed grid, both included. */
  boundingBox: z.strictObject({ min: triple, max: triple }),
  /** 26-connected parts of the region on the computed grid. */
  components: z.int(),
  touchesImageBorder: z.boolean(),
  greyLevels: z.int().nullable(),
});
export type FeatureProvenance = z.infer<typeof featureProvenance>;

/** All features of one region under one configuration. */
export const featureResult = z.strictObject({
  schema: z.literal("nadir.feature-result/1"),
  config: featureConfig,
  values: z.array(featureValue),
  warnings: z.array(featureWarning),
  provenance: featureProvenance,
});
export type FeatureResult = z.infer<typeof featureResult>;

/**
 * A result as one stored row: values as an array in the order of `keys`, which the catalogue version and the
 * configuration fix. `identity` names what was computed from what; the same identity is never computed twice.
 */
export const featureVector = z.strictObject({
  identity: sha256,
  keys: z.array(z.string()),
  values: z.array(z.number().nullable()),
  reasons: z.record(z.string(), undefinedReason),
  warnings: z.array(featureWarning),
  config: featureConfig,
  provenance: featureProvenance,
});
export type FeatureVector = z.infer<typeof featureVector>;

/** Why a change is null: a value was missing, the baseline gives nothing to divide by, or the days are too few. */
export const deltaReason = z.enum([
  "BASELINE_MISSING",
  "FOLLOWUP_MISSING",
  "BASELINE_NEAR_ZERO",
  "NOT_POSITIVE",
  "LESS_THAN_ONE_DAY",
]);
export type DeltaReason = z.infer<typeof deltaReason>;

const change = z.number().nullable();

/** A change held against what repeated measurement alone does; null where the change is undefined. */
export const changeJudgement = z.strictObject({
  verdict: z.enum(["decreased", "within-noise", "increased"]).nullable(),
  /** Changes from the first to the second are within noise. */
  limit: z.tuple([z.number(), z.number()]),
  basis: z.enum(["absolute", "relative"]),
  source: z.string(),
});
export type ChangeJudgement = z.infer<typeof changeJudgement>;

/** The change of one feature between two visits (radiomics §11.1). Null changes have their reason under their name. */
export const deltaRow = z.strictObject({
  key: z.string(),
  id: z.string(),
  code: z.string().nullable(),
  unit: z.string(),
  baseline: change,
  followup: change,
  /** Days from baseline to follow-up. */
  days: z.number(),
  absolute: change,
  /** (f1 − f0) / |f0| */
  relative: change,
  /** ln(f1 / f0) */
  logRatio: change,
  ratePerDay: change,
  relativeRatePerDay: change,
  /** (f1 − fmin) / |fmin|, fmin the least value of all earlier visits given. */
  nadirRelative: change,
  /** Tumour growth rate, % per month of 30.4375 days; only on volumes and the 3D diameter. */
  tgrPercentPerMonth: change.optional(),
  /** Only where the feature's repeatability is known. */
  judgement: changeJudgement.optional(),
  reasons: z.partialRecord(
    z.enum([
      "absolute",
      "relative",
      "logRatio",
      "ratePerDay",
      "relativeRatePerDay",
      "nadirRelative",
      "tgrPercentPerMonth",
    ]),
    deltaReason,
  ),
});
export type DeltaRow = z.infer<typeof deltaRow>;
