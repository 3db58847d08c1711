import { z } from "zod";
import { key, modality } from "./vocabulary.ts";

/** One image volume of a visit. The file is stored once, by content hash. */
export const image = z.strictObject({
  subject: key,
  visit: key,
  id: key,
  file: z.string().min(1),
  modality,
  /** What the image shows: `T1 post-contrast`, `FDG SUVbw` … */
  description: z.string().min(1),
  /** Unit of the voxel values: HU, SUV, or `arbitrary`. */
  unit: z.enum(["HU", "SUV", "arbitrary"]),
  simulated: z.boolean().default(false),
});
export type Image = z.infer<typeof image>;

/** A segmentation of one lesion on one image of the same visit. Never edited, only superseded. */
export const mask = z.strictObject({
  subject: key,
  visit: key,
  image: key,
  lesion: key,
  file: z.string().min(1),
  /** The label value of the lesion in the file. */
  label: z.int().min(1).default(1),
  authorKind: z.enum(["person", "import", "model", "simulation"]).default("import"),
  author: z.string().min(1).default("import"),
});
export type Mask = z.infer<typeof mask>;
