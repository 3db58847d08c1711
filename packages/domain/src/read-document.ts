import { z } from "zod";
import { key, lesionRole, measurementStatus, nonTargetStatus, sinceLast } from "./record/vocabulary.ts";
import { LARGEST_VOLUME_MM3, LONGEST_LENGTH_MM } from "./response-case.ts";

/** How a trial's scans are read. Readers and adjudicators are blinded to site, arm, clinical data and the reads of others. */
export const readingCharter = z.strictObject({
  /** Readers a patient. Two read independently of one another. */
  readers: z.union([z.literal(1), z.literal(2)]).default(2),
  /** With two readers: whether differences go to an adjudicator, who chooses the read that stands. */
  adjudication: z.boolean().default(true),
  /**
   * Share by which the larger of two sums exceeds the smaller and from which the sums differ, in per cent. Null: what the
   * trial's primary criterion calls progression (RECIST 1.1: 20 %, Eisenhauer 2009 §4.3.1; RANO: 25 %).
   */
  sumDiffersPercent: z.number().min(1).max(100).nullable().default(null),
  /** The first reader of every patient is a senior one; whoever is not takes the second place. */
  firstIsSenior: z.boolean().optional(),
  /** Whether readers and adjudicators know the days of the scans, or their order alone. Left out: shown. */
  dates: z.enum(["shown", "hidden"]).optional(),
});
export type ReadingCharter = z.infer<typeof readingCharter>;

/** How far a reader has come: in training, a specialist, a specialist of long experience. */
export const readerGrade = z.enum(["in-training", "specialist", "senior"]);
export type ReaderGrade = z.infer<typeof readerGrade>;

export const readerRole = z.enum(["reader-1", "reader-2"]);
export type ReaderRole = z.infer<typeof readerRole>;

/** A hundredth of a millimetre is below what any scan shows. */
const size = (max: number) =>
  z
    .number()
    .min(0)
    .max(max)
    .refine((value) => value === 0 || value >= 0.01, "is smaller than 0.01; write 0 or a size that can be measured")
    .nullable();
const length = size(LONGEST_LENGTH_MM);
const coordinate = z.number().min(-5000).max(5000);

const point = z.tuple([coordinate, coordinate, coordinate]);
const lineMm = z.tuple([point, point]);
export type LineMm = z.infer<typeof lineMm>;

/** Where a lesion's size was measured by line: the image, the plane of the slice, and the lines from end to end. */
export const measuredLines = z.strictObject({
  image: z.uuid(),
  plane: z.enum(["axial", "coronal", "sagittal"]),
  /** Of `longestMm`: scanner millimetres as NIfTI has them (right, anterior, superior positive; DICOM's LPS with x and y negated). */
  longest: lineMm,
  /** Of `shortMm`, at right angles to it, where both diameters were drawn; in the same millimetres. */
  perpendicular: lineMm.optional(),
});
export type MeasuredLines = z.infer<typeof measuredLines>;

/** Length in mm between the ends of a line. */
export const lengthMm = ([[x, y, z], [u, v, w]]: LineMm): number => Math.hypot(u - x, v - y, w - z);

/** The middle of a line, in its millimetres. */
export const middleOf = ([from, to]: LineMm): [number, number, number] => [
  (from[0] + to[0]) / 2,
  (from[1] + to[1]) / 2,
  (from[2] + to[2]) / 2,
];

/** Why something cannot be evaluated: the choices of a reader, in the words that stand as the reason. */
export const REASON_WORDS = {
  "not-imaged": "not imaged",
  "poor-quality": "poor image quality",
  "outside-field-of-view": "outside the field of view",
  indistinct: "coalesced with another lesion, or indistinct",
  "removed-or-irradiated": "removed by surgery, or irradiated",
  other: "other",
} as const;
export const notEvaluableReason = z.enum(Object.keys(REASON_WORDS) as [NotEvaluableReason, ...NotEvaluableReason[]]);
export type NotEvaluableReason = keyof typeof REASON_WORDS;

/** The reason in words, and the choice that it is; left out in reads that were kept before there were choices. */
const why = { reason: z.string().trim().max(500), reasonCode: notEvaluableReason.optional() };
export interface Why {
  readonly reason: string;
  readonly reasonCode?: NotEvaluableReason | undefined;
}

/** Something with another reason: a choice with its own words, `other` with those of the reader, null with none. */
export function withWhy<T extends Why>(of: T, code: NotEvaluableReason | null, words = ""): T {
  const { reasonCode: _former, ...rest } = of;
  const reason = code === null ? "" : code === "other" ? words : REASON_WORDS[code];
  return { ...rest, reason, ...(code === null ? {} : { reasonCode: code }) } as T;
}

/** A lesion as one read has it. A draft may leave anything open. */
export const readLesion = z.strictObject({
  id: key,
  role: lesionRole,
  /** Carried on from the record, which sets no limit. */
  organ: z.string().trim(),
  location: z.string().trim(),
  node: z.boolean(),
  component: z.enum(["enhancing", "non-enhancing"]).nullable(),
  /** Of a new lesion. */
  certainty: z.enum(["equivocal", "unequivocal"]).nullable(),
  longestMm: length,
  /** Short axis of a node, or the longest diameter perpendicular to `longestMm`. */
  shortMm: length,
  volumeMm3: size(LARGEST_VOLUME_MM3),
  status: measurementStatus.nullable(),
  /** Why it cannot be evaluated. */
  ...why,
  /** Where it was last measured in the viewer: scanner millimetres (right, anterior, superior positive). */
  centreMm: point.optional(),
  /** The lines whose lengths its sizes are; left out where they were typed, and in reads that were kept before lines were. */
  lines: measuredLines.optional(),
});
export type ReadLesion = z.infer<typeof readLesion>;

type Sizes = Pick<ReadLesion, "longestMm" | "shortMm" | "volumeMm3">;

/** A lesion with sizes that were typed: what is no longer the length of a line loses the line. */
export function withTypedSizes(lesion: ReadLesion, typed: Partial<Sizes>): ReadLesion {
  const { lines, ...rest } = lesion;
  const next = { ...rest, ...typed };
  if (!lines || next.longestMm !== lesion.longestMm) return next;
  if (next.shortMm === lesion.shortMm) return { ...next, lines };
  const { perpendicular: _former, ...longest } = lines;
  return { ...next, lines: longest };
}

/** An image that a reader had in sight, and what it held then. */
export const imageSeen = z.strictObject({
  image: z.uuid(),
  /** Of the stored file. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ImageSeen = z.infer<typeof imageSeen>;

/** One reader's read of one visit: lengths in mm, volumes in mm³. */
export const readDocument = z.strictObject({
  lesions: z.array(readLesion).max(100),
  /** The non-target disease as a whole. */
  nonTarget: z.strictObject({
    status: nonTargetStatus.nullable(),
    sinceLast: sinceLast.nullable(),
    ...why,
  }),
  note: z.string().trim().max(2000),
  /**
   * The images that the read rests on, of its visit and of those before: what the reader had in sight. Left out in reads that
   * were kept before this was recorded.
   */
  images: z.array(imageSeen).max(10_000).optional(),
});
export type ReadDocument = z.infer<typeof readDocument>;

/** What an adjudicator decides: whose reads of the patient stand, and why. */
export const adjudication = z.strictObject({
  comparison: z.uuid(),
  chosen: readerRole,
  reason: z.string().trim().min(1, "Say in a sentence why this read stands.").max(2000),
});
export type Adjudication = z.infer<typeof adjudication>;

/** `R1-T2`: a reader's own lesion, by the reader's place, so that two who choose alone never choose one name. */
export const OWN_LESION = /^R([12])-([TNX])([1-9]\d?)$/;
const LETTER = { target: "T", "non-target": "N", new: "X" } as const;
const ORDER = { T: "target", N: "non-target", X: "new" } as const;

/** The next free name of a lesion of this reader's own. */
export function nextLesionId(reader: ReaderRole, role: ReadLesion["role"], taken: readonly string[]): string {
  const stem = `R${reader === "reader-1" ? 1 : 2}-${LETTER[role]}`;
  const numbers = taken.flatMap((id) => (id.startsWith(stem) ? [Number(id.slice(stem.length))] : []));
  return `${stem}${Math.max(0, ...numbers) + 1}`;
}

/** Whether the name is one that a reader in this place gives to a lesion of this role. */
export function isOwnLesionId(reader: ReaderRole, { id, role }: Pick<ReadLesion, "id" | "role">): boolean {
  const match = OWN_LESION.exec(id);
  return match?.[1] === (reader === "reader-1" ? "1" : "2") && ORDER[match[2] as "T" | "N" | "X"] === role;
}
