import { z } from "zod";
import { referenceRole } from "./feature-modality.ts";

const positive = z.number().positive();

/** Images besides the one that features are taken of, by what they show, with the unit of their values. */
export const MAP_ROLES = {
  /** The CT of a PET/CT. */
  ct: "HU",
  "pre-contrast": "intensity",
  "post-contrast": "intensity",
  "t1-map": "ms",
  "t2-map": "ms",
  r1: "1/s",
  r2: "1/s",
  "r2-star": "1/s",
  cbf: "mL/100 g/min",
  cbv: "mL/100 g",
  mtt: "s",
  oxygenation: "%",
  ktrans: "1/min",
  kep: "1/min",
  ve: "1",
  cest: "%",
  mrsi: "1",
} as const;
export const mapRole = z.enum(Object.keys(MAP_ROLES) as [MapRole, ...MapRole[]]);
export type MapRole = keyof typeof MAP_ROLES;

const window = z
  .tuple([z.number(), z.number()])
  .refine(([low, high]) => low < high, "the lower end must lie below the upper end");

/**
 * The image fused with its map `ct` before anything else: both scaled to 0 … 1 within their windows, then joined voxel by
 * voxel. The map is put on the image's grid.
 */
export const fusionSettings = z.strictObject({
  /** a: image, b: map. weighted: w a + (1 − w) b; product: a b; maximum: max(a, b). */
  method: z.enum(["weighted", "product", "maximum"]),
  weight: z.number().min(0).max(1).default(0.5),
  imageWindow: window,
  mapWindow: window,
});
export type FusionSettings = z.infer<typeof fusionSettings>;

/** A smooth multiplicative field taken out of the image before it is normalised. */
export const biasSettings = z.strictObject({
  /** Voxels that the field is fitted over: above Otsu's threshold, or in a reference mask. */
  over: z.union([z.literal("foreground"), z.strictObject({ reference: referenceRole })]).default("foreground"),
  /** Degree of the polynomial that the field's logarithm is. */
  degree: z.int().min(1).max(5).default(3),
  /** Kinds of tissue, told apart by their intensity. */
  classes: z.int().min(1).max(6).default(3),
});
export type BiasSettings = z.infer<typeof biasSettings>;

/** A dynamic series of at least three moments, before, early after and late after contrast. */
export const kineticsSettings = z.strictObject({
  /** Index of the moment of the early phase, counted from 0; moment 0 is before contrast, the last one late. */
  early: z.int().min(1).default(1),
  /** Early enhancement from which a voxel counts as enhancing, %. */
  enhancingPercent: positive.default(50),
  /** Change from early to late within which a curve is a plateau, %. */
  plateauPercent: positive.default(10),
});
export type KineticsSettings = z.infer<typeof kineticsSettings>;

/** Divergence of PET from CT. */
export const divergenceSettings = z.strictObject({
  /** The window that CT is scaled within, HU. */
  ctWindow: window.default([-1000, 400]),
  /** Grey levels of the divergence map for its textures. */
  bins: z.int().min(2).max(1000).default(32),
});
export type DivergenceSettings = z.infer<typeof divergenceSettings>;

/** The edge of the region: how far on both sides it is looked at, mm; shells of the radial signal. */
export const edgeSettings = z.strictObject({
  reachMm: positive.default(6),
  shells: z.int().min(2).max(20).default(5),
});
export type EdgeSettings = z.infer<typeof edgeSettings>;

/** A centre line: sd of the smoothing along it, mm (left out: three times the smallest voxel side); paths shorter than this are left out. */
export const vesselSettings = z.strictObject({
  smoothMm: positive.nullable().default(null),
  leastMm: positive.default(5),
});
export type VesselSettings = z.infer<typeof vesselSettings>;
