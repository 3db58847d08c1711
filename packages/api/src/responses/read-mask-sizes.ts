import { gunzipSync } from "node:zlib";
import type { Tx } from "@nadir/db";
import { Refusal } from "@nadir/domain";
import { type LesionSize, lesionSize, readVolume, type SlicePlane } from "@nadir/imaging";
import type { ObjectStore } from "@nadir/storage";
import { z } from "zod";
import { oneInProcess } from "../kept/index.ts";
import { noteSealedCourse } from "../read/note-sealed.ts";
import { responseAccess } from "./cohort-outcomes.ts";
import { subjectQuery } from "./read-case.ts";

export const maskSizesQuery = subjectQuery.extend({ plane: z.enum(["axial", "acquisition"]).default("axial") });

const figure = z.object({ value: z.number(), slice: z.int() });
const size = z.object({
  axis: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  longestMm: z.number(),
  perpendicularMm: z.number(),
  /** Slice of the longest diameter, counted from 0 along `axis`. */
  slice: z.int(),
  shortAxis: figure,
  product: figure,
  largestProduct: figure,
  volumeMm3: z.number(),
  sliceCount: z.int(),
});

export const maskSizes = z.array(
  z.object({
    mask: z.uuid(),
    lesion: z.string(),
    visit: z.string(),
    date: z.string(),
    image: z.string(),
    modality: z.string(),
    simulated: z.boolean(),
    author: z.string(),
    /** Null with `problem` where the delineation cannot be measured. */
    size: size.nullable(),
    problem: z.string().nullable(),
  }),
);
export type MaskSizes = z.infer<typeof maskSizes>;

interface MaskRow {
  readonly mask: string;
  readonly lesion: string;
  readonly visit: string;
  readonly date: string;
  readonly image: string;
  readonly modality: string;
  readonly simulated: boolean;
  readonly author: string;
  readonly label: number;
  readonly object: string;
}

/**
 * What a reader would measure of each delineation of a subject, derived from it: never stored as a measurement. Masks are
 * found under the person's rights; the work on them is done by `measureMasks`, outside the transaction.
 */
export async function readMasksToMeasure(
  tx: Tx,
  personId: string,
  { trial, subject }: { trial: string; subject: string },
): Promise<MaskRow[]> {
  const { trialId } = await responseAccess(tx, personId, trial);
  const [row] = await tx.sql<{ id: string }[]>`
    select id from record.subject where trial_id = ${trialId} and key = ${subject} and superseded_at is null`;
  if (row) await noteSealedCourse(tx, row.id);
  return tx.sql<MaskRow[]>`
    select m.id as mask, l.key as lesion, v.key as visit, v.date::text as date, i.description as image, i.modality,
      i.simulated, m.author, m.label, m.object_hash as object
    from record.mask m
    join record.image i on i.id = m.image_id and i.superseded_at is null
    join record.visit v on v.id = i.visit_id
    join record.lesion l on l.id = m.lesion_id
    join record.subject s on s.id = m.subject_id
    where s.trial_id = ${trialId} and s.key = ${subject} and s.superseded_at is null and m.superseded_at is null
    order by v.date, l.key, i.modality, i.key`;
}

/** Measures each mask; between two it lets other requests through. */
export async function measureMasks(
  store: ObjectStore,
  rows: readonly MaskRow[],
  plane: SlicePlane,
): Promise<MaskSizes> {
  const measured: MaskSizes = [];
  for (const { object, label, ...row } of rows) {
    try {
      measured.push({ ...row, size: shown(await sizeOf(store, object, label, plane)), problem: null });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      measured.push({ ...row, size: null, problem: error.message });
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return measured;
}

/** Sizes by object, label and plane: an object never changes, so that what was measured once stands. The oldest go first. */
const known = oneInProcess("sizes of masks", () => new Map<string, LesionSize>());
const MOST_KNOWN = 2000;

async function sizeOf(store: ObjectStore, object: string, label: number, plane: SlicePlane): Promise<LesionSize> {
  const at = `${object} ${label} ${plane}`;
  const found = known.get(at) ?? lesionSize(readVolume(await store.get(object), gunzipSync), label, plane);
  known.delete(at);
  known.set(at, found);
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KNOWN) break;
    known.delete(oldest);
  }
  return found;
}

const shown = ({ axis, longest, ...figures }: LesionSize): z.infer<typeof size> => ({
  axis,
  longestMm: longest.longestMm,
  perpendicularMm: longest.perpendicularMm,
  slice: longest.slice,
  shortAxis: figures.shortAxis,
  product: figures.product,
  largestProduct: figures.largestProduct,
  volumeMm3: figures.volumeMm3,
  sliceCount: figures.sliceCount,
});
