import { z } from "zod";
import { acquisition } from "./acquisition.ts";
import { partLabels } from "./part-labels.ts";
import { key, modality } from "./vocabulary.ts";

/** DICOM PS3.5, section 9.1: components of digits without leading zeros, at most 64 characters. */
const dicomUid = z
  .string()
  .max(64)
  .regex(/^(0|[1-9]\d*)(\.(0|[1-9]\d*))+$/, { error: "write a DICOM UID, as 1.2.840.113619.2.5" });

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
  /** DICOM Study and Series Instance UID, as the de-identified files bear them: tell one scan under two keys. */
  studyUid: dicomUid.optional(),
  seriesUid: dicomUid.optional(),
  /** The machine: maker, model and a serial number or station name, e.g. `Siemens Skyra 45231`. */
  scanner: z.string().min(1).optional(),
  /** Where the scan was made and where it is read, when that is not the subject's own site. */
  imagingSite: key.optional(),
  readingSite: key.optional(),
  simulated: z.boolean().default(false),
  ...acquisition.shape,
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
  /**
   * Which label of the file is which part of the lesion, `1=necrosis|2=oedema|3=non-enhancing|4=enhancing`: written, because
   * the conventions differ. Parts that one label holds together are joined, `2=non-enhancing+oedema`; a part that was
   * looked for and is not there, `none=non-enhancing`. Left out: the file does not tell parts apart.
   */
  partLabels: partLabels.optional(),
  authorKind: z.enum(["person", "import", "model", "simulation"]).default("import"),
  author: z.string().min(1).default("import"),
});
export type Mask = z.infer<typeof mask>;

/** What a mask was drawn with in the viewer; `loaded`: it began as a recorded one. */
export const drawingTool = z.enum(["brush", "outline", "eraser", "grow", "interpolate", "loaded"]);
export type DrawingTool = z.infer<typeof drawingTool>;

/** A mask that a reader drew in the viewer: a row like an imported mask's, never brought by a table. */
export const drawnMask = mask.omit({ partLabels: true }).extend({
  label: z.literal(1),
  authorKind: z.literal("drawn"),
  /** The scan that was drawn on, by content hash. */
  baseScan: z.string().regex(/^[0-9a-f]{64}$/),
  tools: z.array(drawingTool),
  voxels: z.int().min(1),
  /** The reader's remark. */
  note: z.string().max(500).optional(),
});
export type DrawnMask = z.infer<typeof drawnMask>;
