import { z } from "zod";

/**
 * Parameters of PyRadiomics 3.1 under their own names, as its parameter files carry them. What is left out takes
 * PyRadiomics' default; a key that is not listed here is refused by name.
 */
const positive = z.number().positive();
const numbers = z.array(z.number());

export const pyradiomicsSetting = z.strictObject({
  label: z.int().default(1),
  /** Accepted and without effect here: one scalar mask comes in, and provenance is always written. */
  label_channel: z.int().optional(),
  additionalInfo: z.boolean().optional(),
  enableCExtensions: z.boolean().optional(),
  verbose: z.boolean().optional(),
  geometryTolerance: z.number().nullish(),
  interpolator: z
    .union([z.string(), z.number(), z.null()])
    .transform((name) => ({ 1: "sitkNearestNeighbor", 2: "sitkLinear", 3: "sitkBSpline" })[String(name)] ?? name)
    .pipe(z.enum(["sitkNearestNeighbor", "sitkLinear", "sitkBSpline"]).nullable())
    .default("sitkBSpline"),

  normalize: z.boolean().default(false),
  normalizeScale: z.number().default(1),
  removeOutliers: positive.nullable().default(null),
  /** mm; 0 keeps an axis. */
  resampledPixelSpacing: z.array(z.number().nonnegative()).length(3).nullable().default(null),
  /** Cut the image to the region's box and `padDistance` voxels around it before filters. */
  preCrop: z.boolean().default(false),
  padDistance: z.int().nonnegative().default(5),
  correctMask: z.boolean().default(false),
  minimumROIDimensions: z.int().min(1).max(3).default(2),
  minimumROISize: z.int().nonnegative().nullable().default(null),
  resegmentRange: numbers.min(1).max(2).nullable().default(null),
  resegmentMode: z.enum(["absolute", "relative", "sigma"]).default("absolute"),
  resegmentShape: z.boolean().default(false),
  binWidth: positive.default(25),
  binCount: z.int().min(1).max(65_535).nullable().default(null),
  voxelArrayShift: z.number().default(0),
  force2D: z.boolean().default(false),
  /** The axis across the slices: 0 is z (k), 1 is y, 2 is x. */
  force2Ddimension: z.int().min(0).max(2).default(0),
  /** Chebyshev distances of the neighbours that GLCM, NGTDM and GLDM pair, voxels. */
  distances: z.array(z.int().min(1).max(16)).min(1).default([1]),
  symmetricalGLCM: z.literal(true, "only symmetric co-occurrences are computed").default(true),
  weightingNorm: z.enum(["manhattan", "euclidean", "infinity", "no_weighting"]).nullable().default(null),
  gldm_a: z.number().nonnegative().default(0),
  /** LoG and wavelet settings may stand here too, for all image types. */
  sigma: z.array(positive).min(1).optional(),
  wavelet: z.string().optional(),
  level: z.literal(1, "only the first level is computed").optional(),
  start_level: z.literal(0, "only start_level 0 is computed").optional(),
});

const perType = z.strictObject({
  binWidth: positive.optional(),
  binCount: z.int().min(1).max(65_535).nullish(),
});
const plain = perType.nullish().transform((x) => x ?? {});

export const pyradiomicsImageType = z.strictObject({
  Original: plain.optional(),
  LoG: perType.extend({ sigma: z.array(positive).min(1).optional() }).optional(),
  Wavelet: perType
    .extend({
      wavelet: z.string().optional(),
      level: z.literal(1, "only the first level is computed").optional(),
      start_level: z.literal(0, "only start_level 0 is computed").optional(),
    })
    .nullish()
    .transform((x) => x ?? {})
    .optional(),
  Square: plain.optional(),
  SquareRoot: plain.optional(),
  Logarithm: plain.optional(),
  Exponential: plain.optional(),
  Gradient: perType
    .extend({ gradientUseSpacing: z.boolean().optional() })
    .nullish()
    .transform((x) => x ?? {})
    .optional(),
});
export type PyradiomicsImageType = z.infer<typeof pyradiomicsImageType>;

/** Features of a class by name; null or empty: all of them. */
const chosen = z
  .array(z.string())
  .nullable()
  .transform((names) => (names && names.length > 0 ? names : null));

export const pyradiomicsFeatureClass = z.strictObject({
  shape: chosen.optional(),
  firstorder: chosen.optional(),
  glcm: chosen.optional(),
  glrlm: chosen.optional(),
  glszm: chosen.optional(),
  gldm: chosen.optional(),
  ngtdm: chosen.optional(),
});
export const PYRADIOMICS_CLASSES = ["shape", "firstorder", "glcm", "glrlm", "glszm", "gldm", "ngtdm"] as const;
export type PyradiomicsClass = (typeof PYRADIOMICS_CLASSES)[number];

const allClasses = { shape: null, firstorder: null, glcm: null, glrlm: null, glszm: null, gldm: null, ngtdm: null };

export const pyradiomicsParameters = z.strictObject({
  setting: pyradiomicsSetting.default(() => pyradiomicsSetting.parse({})),
  imageType: pyradiomicsImageType.default({ Original: {} }),
  featureClass: pyradiomicsFeatureClass.default(allClasses),
});
export type PyradiomicsParameters = z.infer<typeof pyradiomicsParameters>;
export type PyradiomicsSetting = z.infer<typeof pyradiomicsSetting>;
