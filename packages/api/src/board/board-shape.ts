import { BOARD_VOTES, isoDay, key } from "@nadir/domain";
import { z } from "zod";

/** Where a patient of an agenda stands. */
export const CASE_STANDINGS = ["to be heard", "proposed", "decided", "taken up again", "off the agenda"] as const;

export const meetingsQuery = z.object({
  trial: key,
  /** Only those held on this day or later. */
  from: isoDay.optional(),
});
export type MeetingsQuery = z.infer<typeof meetingsQuery>;

export const meetingQuery = z.object({
  meeting: z.uuid(),
  /** Where named, the meeting is looked for in this trial only. */
  trial: key.optional(),
});
export type MeetingQuery = z.infer<typeof meetingQuery>;
export const caseQuery = meetingQuery.extend({ subject: z.string() });
export type CaseQuery = z.infer<typeof caseQuery>;

export const meetingCard = z.object({
  id: z.uuid(),
  heldOn: isoDay,
  title: z.string(),
  /** Why it was called off; null where it stands. */
  offBecause: z.string().nullable(),
  /** Of those on the agenda whom this person may see. */
  patients: z.int(),
  decided: z.int(),
});
export type MeetingCard = z.infer<typeof meetingCard>;

/** One of `BOARD_DECISIONS`, unless it was changed past the rules: the page must still stand, to say that the signature is broken. */
const decision = z.string();
const proposal = z.object({ decision, text: z.string(), reason: z.string() });
const person = z.object({ id: z.string(), name: z.string() });
/** Why what was decided before is taken up again; null where nothing was. */
const again = z.string().nullable();
const vote = z.object({ person, vote: z.enum(BOARD_VOTES), reason: z.string() });
const decided = proposal.extend({
  person,
  again,
  at: z.date(),
  votes: z.array(z.object({ person, vote: z.enum(BOARD_VOTES) })),
  hash: z.string(),
});

export const caseLine = z.object({
  id: z.uuid(),
  subject: z.string(),
  question: z.string(),
  standing: z.enum(CASE_STANDINGS),
  /** The decision in a word; null before one. */
  decision: decision.nullable(),
});
export type CaseLine = z.infer<typeof caseLine>;

const may = z.object({ prepare: z.boolean(), decide: z.boolean() });

export const meetings = z.object({ trialTitle: z.string(), meetings: z.array(meetingCard), may });

export const meetingDetail = z.object({
  id: z.uuid(),
  trial: z.string(),
  trialTitle: z.string(),
  heldOn: isoDay,
  title: z.string(),
  /** Why it was called off; null where it stands. Nobody acts at a meeting that was called off. */
  offBecause: z.string().nullable(),
  /** How often it was changed. Who changes it names that. */
  changed: z.int(),
  /** In the order in which they are heard; taken off ones last. */
  cases: z.array(
    caseLine.extend({
      /** The responses are computed from other data now than when the decision was signed. */
      hasChangedSince: z.boolean(),
    }),
  ),
  /** Keys of the trial's other patients, for whoever may put them on the agenda; empty for everybody else. */
  others: z.array(z.string()),
  /** The number of the order that holds, 0 where patients stand as they were put on. Who changes it names it. */
  order: z.int(),
  may: may.extend({
    /** Whether the person may change the order. */
    order: z.boolean(),
    /** Whether the person may move, rename or call off the meeting: until the board decides at it. */
    change: z.boolean(),
  }),
});
export type MeetingDetail = z.infer<typeof meetingDetail>;

export const caseDetail = caseLine.extend({
  meeting: meetingDetail.pick({ id: true, heldOn: true, title: true, offBecause: true, changed: true }),
  trial: z.string(),
  proposal: proposal.extend({ person, again }).nullable(),
  votes: z.array(vote),
  decided: decided
    .extend({
      /** Why the signature no longer holds; null where it does. */
      broken: z.string().nullable(),
      /** Criteria whose course is not the one that the board saw: what was corrected or added since. */
      changedSince: z.array(z.string()),
    })
    .nullable(),
  /** Decisions before that one, oldest first. */
  former: z.array(decided),
  /** The hash of what the responses are computed from now: who signs names it. */
  courseHash: z.string(),
  /** The number of the last act: who acts names it, so that nobody acts on what they have not seen. */
  seen: z.int(),
  /** The patient before and after on the agenda, by key. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  may,
});
export type CaseDetail = z.infer<typeof caseDetail>;
