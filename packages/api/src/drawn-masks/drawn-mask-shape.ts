import { drawingTool, key } from "@nadir/domain";
import { z } from "zod";

/** A compressed mask of 8 MB holds more than any lesion: base64 is a third longer. */
const MOST_BYTES = 8_000_000;

/** A NIfTI file as the viewer writes it, gzip-compressed, as base64. */
const drawing = z
  .string()
  .max(Math.ceil(MOST_BYTES / 3) * 4, { error: `A drawn mask may have ${MOST_BYTES / 1e6} MB, compressed.` })
  .regex(/^[A-Za-z0-9+/]+={0,2}$/, { error: "Send the drawn mask as base64." });

export const onImage = z.object({ trial: key, image: z.uuid() });
export type OnImage = z.infer<typeof onImage>;

export const drawnMaskForm = onImage.extend({
  lesion: key,
  mask: drawing,
  tools: z.array(drawingTool).max(drawingTool.options.length),
  note: z.string().trim().max(500).optional(),
  /** Version of this lesion's drawing that the reader had before them; 0 where there was none. */
  seen: z.int().min(0),
  /** Why the drawing is changed; needed from the second version on. */
  reason: z.string().trim().max(500).optional(),
});
export type DrawnMaskForm = z.infer<typeof drawnMaskForm>;

/** Names a draft by its content (SHA-256, hex); null where none is kept. */
const draftName = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .nullable();

export const draftForm = onImage.extend({
  mask: drawing.nullable(),
  /** The draft that this window had before it. */
  seen: draftName,
});
export type DraftForm = z.infer<typeof draftForm>;

export const drawnMaskSaved = z.object({ id: z.uuid(), version: z.int() });
export type DrawnMaskSaved = z.infer<typeof drawnMaskSaved>;

const version = z.object({
  /** Names this version: the address of its file. */
  id: z.uuid(),
  lesion: z.string(),
  author: z.string(),
  authorName: z.string(),
  isOwn: z.boolean(),
  version: z.int(),
  /** What stands; false of former versions. */
  isLive: z.boolean(),
  at: z.date(),
  reason: z.string().nullable(),
  tools: z.array(drawingTool),
  note: z.string().nullable(),
  voxels: z.int(),
  /** False where the scan was replaced by another file after the drawing. */
  isOfThisScan: z.boolean(),
});

const triple = z.tuple([z.number(), z.number(), z.number()]);
export const drawnMasks = z.object({
  /** Where the scan's voxels lie, as the record has it; null where it does not: then nothing can be drawn. */
  grid: z.object({ dims: triple, spacing: triple, affine: z.array(z.number()).length(16) }).nullable(),
  mayDraw: z.boolean(),
  versions: z.array(version),
});
export type DrawnMasks = z.infer<typeof drawnMasks>;

export const draftKept = z.object({ kept: draftName });
export type DraftKept = z.infer<typeof draftKept>;

export const drawingDraft = z.object({ mask: z.string(), at: z.date(), kept: draftName }).nullable();
export type DrawingDraft = z.infer<typeof drawingDraft>;
