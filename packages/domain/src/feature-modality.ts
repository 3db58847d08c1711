import { z } from "zod";

const positive = z.number().positive();
const unique = <T>(list: readonly T[]): boolean => new Set(list).size === list.length;

/** Masks besides the lesion's that a feature may compare with; given by the caller beside image and mask. */
export const REFERENCE_ROLES = [
  "liver",
  "spleen",
  "bone-marrow",
  "muscle",
  "blood-pool",
  "white-matter",
  /** The brain without its skull: what a z-score is taken over in place of the whole image. */
  "brain",
  /** The lesion as anatomical imaging shows it, for the metabolic-to-morphologic volume ratio. */
  "morphologic",
  /** Normal tissue of the breast, for its background enhancement. */
  "parenchyma",
  /** Rings and bands stay inside. */
  "organ",
] as const;
export const referenceRole = z.enum(REFERENCE_ROLES);
export type ReferenceRole = z.infer<typeof referenceRole>;

/** PET in SUV: thresholds of the metabolic tumour volume. The mask as given always counts as well. */
export const petSettings = z.strictObject({
  /** Voxels of at least this SUV. */
  suvThresholds: z.array(positive).refine(unique, "each threshold once").default([2.5, 4]),
  /** Voxels of at least this percentage of the lesion's SUVmax. */
  percentOfMax: z.array(positive.max(100)).refine(unique, "each percentage once").default([41, 50]),
});

/** 1e-6 mm²/s for one stored unit. */
export const ADC_UNITS = { "mm2/s": 1e6, "1e-3 mm2/s": 1e3, "1e-6 mm2/s": 1 } as const;
export const adcSettings = z.strictObject({
  /** The unit of the stored voxels; features come in 1e-6 mm²/s. */
  storedUnit: z.enum(["mm2/s", "1e-3 mm2/s", "1e-6 mm2/s"]),
  /** Closed interval of intermediate ADC, 1e-6 mm²/s. */
  intermediate: z
    .tuple([z.number(), z.number()])
    .refine(([low, high]) => low < high, "the lower end must lie below the upper end")
    .nullable()
    .default(null),
});

/** Perfusion: CBV divided by its mean in the reference mask white-matter. */
export const perfusionSettings = z.strictObject({
  /** nCBV above which a voxel counts as hyperperfused. */
  threshold: positive,
});

export const LESION_PARTS = ["enhancing", "non-enhancing", "necrosis", "oedema"] as const;
export type LesionPart = (typeof LESION_PARTS)[number];
/** Parts that one label holds together, joined by `+` in the order of `LESION_PARTS`: `non-enhancing+necrosis`. */
export type LesionPartSet = string;
/** Every set of parts that a label can hold: 15. */
export const LESION_PART_SETS: readonly LesionPartSet[] = Array.from({ length: 2 ** LESION_PARTS.length - 1 }, (_, n) =>
  LESION_PARTS.filter((_part, at) => ((n + 1) >> at) & 1).join("+"),
);
/**
 * The mask's labels of each part of a lesion, or of parts that a label does not tell apart. An empty list says that the
 * part was looked for and there is none; a part that stands nowhere was not delineated.
 */
export const lesionParts = z
  .partialRecord(z.enum(LESION_PART_SETS), z.array(z.number()))
  .refine((parts) => unique(Object.values(parts).flat()), "each label belongs to one part")
  .refine((parts) => Object.values(parts).flat().length > 0, "at least one label");
export type LesionParts = z.infer<typeof lesionParts>;

export const partsSettings = z.strictObject({
  labels: lesionParts,
  /** Upper ends of the volume classes but the last, mL, ascending; a volume on an end belongs to the class above. */
  volumeClassesMl: z
    .array(positive)
    .refine((list) => list.every((x, n) => n === 0 || x > list[n - 1]!), "ascending")
    .default([]),
});

/** Where features are taken: the lesion, a ring around it, or a band across its border (radiomics §10). */
export const regionSettings = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("lesion") }),
  z
    .strictObject({ kind: z.literal("ring"), fromMm: z.number().nonnegative().default(0), toMm: positive.default(5) })
    .refine((r) => r.toMm > r.fromMm, "toMm must exceed fromMm"),
  z.strictObject({ kind: z.literal("band"), rimMm: positive, toMm: positive }),
]);
export type RegionSettings = z.infer<typeof regionSettings>;

export const habitatSettings = z.strictObject({
  /** Habitats that the intensities are parted into. */
  count: z.int().min(2).max(9).default(2),
});
