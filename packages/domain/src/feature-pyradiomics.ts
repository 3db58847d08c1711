import { z } from "zod";

/**
 * Parameters of PyRadiomics 3.1 under their own names, as its parameter files carry them. What is left out takes
 * PyRadiomics' default; a key that is not listed here is refused by name.
 */
const positive = z.number().positive();
const numbers = z.array(z.number());
const bins = z.int().min(1).max(65_535);
const sliceAxis = z.int().min(0).max(2);
const distances = z.array(z.int().min(1).max(16)).min(1);
const weightingNorm = z.enum(["manhattan", "euclidean", "infinity", "no_weighting"]).nullable();

/** Settings of filters; optional, so that a file without them keeps its hash. Defaults are PyRadiomics' own. */
const filterSettings = {
  /** LoG: mm. */
  sigma: z.array(positive).min(1).optional(),
  /** Wavelet: coif1; one level; from the first. */
  wavelet: z.string().optional(),
  level: z.int().min(1).max(8).optional(),
  start_level: z.int().min(0).max(8).optional(),
  /** Gradient: true. */
  gradientUseSpacing: z.boolean().optional(),
  /** LBP2D: radius 1 voxel, 8 samples (its code; its page says 9), uniform. */
  lbp2DRadius: positive.optional(),
  lbp2DSamples: z.int().min(1).max(30).optional(),
  lbp2DMethod: z.enum(["default", "ror", "uniform", "var"]).optional(),
  /** LBP3D: 2 levels of spherical harmonics, radius 1 voxel, one subdivision of the icosahedron. */
  lbp3DLevels: z.int().min(1).max(10).optional(),
  lbp3DIcosphereRadius: positive.optional(),
  lbp3DIcosphereSubdivision: z.int().min(0).max(4).optional(),
};

export const pyradiomicsSetting = z.strictObject({
  label: z.int().default(1),
  /** Accepted and without effect here: one scalar mask comes in, and provenance is always written. */
  label_channel: z.int().optional(),
  additionalInfo: z.boolean().optional(),
  enableCExtensions: z.boolean().optional(),
  verbose: z.boolean().optional(),
  /** Allowed difference of spacing, origin and axes, as a fraction of the voxel's side; null: Nadir's 1e-4. */
  geometryTolerance: positive.nullish(),
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
  binCount: bins.nullable().default(null),
  voxelArrayShift: z.number().default(0),
  force2D: z.boolean().default(false),
  /** The axis across the slices: 0 is z (k), 1 is y, 2 is x. */
  force2Ddimension: sliceAxis.default(0),
  /** Chebyshev distances of the neighbours that GLCM, NGTDM and GLDM pair, voxels. */
  distances: distances.default([1]),
  /** Whether a pair counts both ways; if not, rows are the voxel and columns its neighbour ahead. */
  symmetricalGLCM: z.boolean().default(true),
  weightingNorm: weightingNorm.default(null),
  gldm_a: z.number().nonnegative().default(0),
  /** Filter settings may stand here too, for all image types. */
  ...filterSettings,
});

/** What one image type may have otherwise than `setting`: everything that acts at or after its filter. */
const perType = z.strictObject({
  binWidth: positive.optional(),
  binCount: bins.nullable().optional(),
  voxelArrayShift: z.number().optional(),
  force2D: z.boolean().optional(),
  force2Ddimension: sliceAxis.optional(),
  distances: distances.optional(),
  symmetricalGLCM: z.boolean().optional(),
  weightingNorm: weightingNorm.optional(),
  gldm_a: z.number().nonnegative().optional(),
  ...filterSettings,
});
const imageTypeSettings = perType
  .nullish()
  .transform((x) => x ?? {})
  .optional();

/** PyRadiomics' image types, in the order in which they are computed. */
export const PYRADIOMICS_IMAGE_TYPES = [
  "Original",
  "Wavelet",
  "LoG",
  "Square",
  "SquareRoot",
  "Logarithm",
  "Exponential",
  "Gradient",
  "LBP2D",
  "LBP3D",
] as const;
export type PyradiomicsImageTypeName = (typeof PYRADIOMICS_IMAGE_TYPES)[number];

export const pyradiomicsImageType = z.strictObject({
  Original: imageTypeSettings,
  Wavelet: imageTypeSettings,
  LoG: imageTypeSettings,
  Square: imageTypeSettings,
  SquareRoot: imageTypeSettings,
  Logarithm: imageTypeSettings,
  Exponential: imageTypeSettings,
  Gradient: imageTypeSettings,
  LBP2D: imageTypeSettings,
  LBP3D: imageTypeSettings,
});
export type PyradiomicsImageType = z.infer<typeof pyradiomicsImageType>;

/** Features of a class by name; null or empty: all of them. */
const chosen = z
  .array(z.string())
  .nullable()
  .transform((names) => (names && names.length > 0 ? names : null));

export const pyradiomicsFeatureClass = z.strictObject({
  shape: chosen.optional(),
  /** Of a region of one slice, with force2D; only where a file names it, as in PyRadiomics. */
  shape2D: chosen.optional(),
  firstorder: chosen.optional(),
  glcm: chosen.optional(),
  glrlm: chosen.optional(),
  glszm: chosen.optional(),
  gldm: chosen.optional(),
  ngtdm: chosen.optional(),
});
export const PYRADIOMICS_CLASSES = [
  "shape",
  "shape2D",
  "firstorder",
  "glcm",
  "glrlm",
  "glszm",
  "gldm",
  "ngtdm",
] as const;
export type PyradiomicsClass = (typeof PYRADIOMICS_CLASSES)[number];

const allClasses = { shape: null, firstorder: null, glcm: null, glrlm: null, glszm: null, gldm: null, ngtdm: null };

export const pyradiomicsParameters = z.strictObject({
  setting: pyradiomicsSetting.default(() => pyradiomicsSetting.parse({})),
  imageType: pyradiomicsImageType.default({ Original: {} }),
  featureClass: pyradiomicsFeatureClass.default(allClasses),
  /** Settings of PyRadiomics' feature maps: read, checked and without effect on the features of a region. */
  voxelSetting: z
    .strictObject({
      kernelRadius: z.int().positive().optional(),
      maskedKernel: z.boolean().optional(),
      initValue: z.number().optional(),
      voxelBatch: z.int().positive().optional(),
    })
    .optional(),
});
export type PyradiomicsParameters = z.infer<typeof pyradiomicsParameters>;
export type PyradiomicsSetting = z.infer<typeof pyradiomicsSetting>;
