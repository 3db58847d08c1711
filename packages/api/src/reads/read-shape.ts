import { criterionId, disease, readDocument, readerRole, readLesion, shownDates, visitRole } from "@nadir/domain";
import { z } from "zod";
import { presentLock } from "../identity/data-lock.ts";
import { boundSignature } from "../read/signature-shape.ts";
import { charterInForce } from "./charter.ts";

/** What keeps a read from being signed, and what the primary criterion makes of the reader's own reads with it. */
export const readStanding = z.object({
  problems: z.array(z.object({ code: z.string(), message: z.string(), path: z.string().nullable() })),
  overall: z.string().nullable(),
  sum: z.number().nullable(),
  unit: z.enum(["mm", "mm2", "mm3"]).nullable(),
  percentFromBaseline: z.number().nullable(),
  percentFromNadir: z.number().nullable(),
});
export type ReadStanding = z.infer<typeof readStanding>;

const aboutTrial = z.object({ key: z.string(), title: z.string(), dates: shownDates, disease });

export const readForm = z.object({
  session: z.uuid(),
  trial: aboutTrial,
  criterion: criterionId,
  /** By volume: the criterion adds up volumes. */
  isByVolume: z.boolean(),
  subject: z.string(),
  visit: z.object({ id: z.string(), date: z.string(), role: visitRole }),
  readerRole,
  /** `dropped`: an amendment that its reader dropped; the read that it amends goes on standing. */
  state: z.enum(["draft", "signed", "dropped"]),
  version: z.int(),
  keptAt: z.date(),
  /** Of a draft with the images that are in sight now, as it is to be sent back. */
  document: readDocument,
  /** The draft was last kept with other images in sight, or the read to amend was signed on others. */
  haveImagesChanged: z.boolean(),
  /** The reader's earlier reads of the patient, first to last. */
  earlier: z.array(z.object({ visit: z.string(), date: z.string(), document: readDocument })),
  /** Lesions that stay in the read as what they are. */
  carried: z.array(z.string()),
  /** Names of the reader's lesions that are taken, also by later reads. */
  taken: z.array(z.string()),
  standing: readStanding,
  signed: boundSignature.nullable(),
  /** The read that this one amends, and why. */
  amends: z.object({ session: z.uuid(), reason: z.string() }).nullable(),
  amendedBy: z.uuid().nullable(),
  /** The lock under which nothing of it is kept, signed or amended; null where there is none. */
  locked: presentLock.nullable(),
});
export type ReadForm = z.infer<typeof readForm>;

export const readDiscrepancy = z.object({
  kind: z.enum(["response", "new-lesion", "progression", "sum", "not-judged"]),
  visit: z.string().nullable(),
  first: z.string(),
  second: z.string(),
});
export type ReadDiscrepancy = z.infer<typeof readDiscrepancy>;

/** What the rule found between the reads of two readers, as it is kept. */
export const comparisonDocument = z.object({
  criterion: criterionId,
  sumDiffersPercent: z.number(),
  visits: z.array(z.string()),
  discrepancies: z.array(readDiscrepancy),
});
export type ComparisonDocument = z.infer<typeof comparisonDocument>;

export const decision = z.object({
  chosen: readerRole,
  reason: z.string(),
  by: z.string(),
  at: z.date(),
  hash: z.string(),
});

const sideOfVisit = z.object({
  visit: z.string(),
  date: z.string(),
  signed: boundSignature,
  overall: z.string().nullable(),
  sum: z.number().nullable(),
  unit: z.enum(["mm", "mm2", "mm3"]).nullable(),
  lesions: z.array(readLesion),
  nonTarget: readDocument.shape.nonTarget,
  note: z.string(),
});
const side = z.object({
  best: z.string().nullable(),
  progressionOn: z.string().nullable(),
  visits: z.array(sideOfVisit),
});
export type AdjudicationSide = z.infer<typeof side>;

export const adjudicationForm = z.object({
  comparison: z.uuid(),
  trial: aboutTrial,
  criterion: criterionId,
  subject: z.string(),
  visit: z.string(),
  sumDiffersPercent: z.number(),
  discrepancies: z.array(readDiscrepancy),
  first: side,
  second: side,
  /** The decision on this comparison, and its signature. */
  decided: boundSignature.extend(decision.shape).nullable(),
  /** A later comparison of the patient's reads has replaced this one. */
  isReplaced: z.boolean(),
  /** Whose reads were amended since: they are shown as they were compared, and are judged under the later comparison. */
  amended: z.array(readerRole),
  /** The lock under which nothing is decided; null where there is none. */
  locked: presentLock.nullable(),
  may: z.object({ adjudicate: z.boolean() }),
});
export type AdjudicationForm = z.infer<typeof adjudicationForm>;

export const readLine = z.object({
  subject: z.string(),
  visit: z.string(),
  date: z.string(),
  role: visitRole,
  state: z.enum(["waiting", "draft", "signed"]),
  session: z.uuid().nullable(),
  /** All earlier scans of the patient are signed. */
  isNext: z.boolean(),
  place: readerRole.nullable(),
  isAmendment: z.boolean(),
  at: z.date().nullable(),
});
export type ReadLine = z.infer<typeof readLine>;

export const adjudicationLine = z.object({
  comparison: z.uuid(),
  subject: z.string(),
  visit: z.string(),
  discrepancies: z.array(readDiscrepancy),
  state: z.enum(["waiting", "decided"]),
  decided: decision.nullable(),
});
export type AdjudicationLine = z.infer<typeof adjudicationLine>;

export const readsOfTrial = z.object({
  trial: aboutTrial,
  charter: charterInForce.nullable(),
  may: z.object({ read: z.boolean(), adjudicate: z.boolean(), administer: z.boolean() }),
  /** The lock under which nothing is read or signed; null where there is none. */
  locked: presentLock.nullable(),
  /** A reader's own reads, to be done first; at most `SHOWN_READS`. */
  mine: z.array(readLine),
  counts: z.object({ waiting: z.int(), draft: z.int(), signed: z.int() }),
  adjudications: z.array(adjudicationLine),
  /** For who sees the record unblinded: how far the trial's reads are. */
  progress: z
    .object({ scans: z.int(), first: z.int(), second: z.int(), waiting: z.int(), decided: z.int() })
    .nullable(),
});
export type ReadsOfTrial = z.infer<typeof readsOfTrial>;
export const SHOWN_READS = 200;
