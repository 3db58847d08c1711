import { z } from "zod";
import { isoDay } from "./day.ts";
import { hashOf } from "./hash.ts";
import { refuse } from "./problem.ts";

/**
 * What a tumour board does with a patient, as a chain of acts: the question that brings them, a proposal, votes on it, the
 * signed decision. Nothing is edited; each act carries the hash of the one before, so a decision binds all that led to it.
 */

const sentence = (what: string) =>
  z.string().trim().min(1, `Write ${what}: a sentence.`).max(2000, `Keep ${what} under 2,000 characters.`);

/** What a board can come to; the words beside it say it for this patient. */
export const BOARD_DECISIONS = [
  "continue treatment",
  "continue, confirm by a scan",
  "biopsy",
  "change treatment",
  "stop treatment",
  "local treatment",
  "more information",
  "other",
] as const;
export const boardProposal = z.strictObject({
  decision: z.enum(BOARD_DECISIONS),
  /** What is done, by whom and by when. */
  text: sentence("what is to be done"),
  reason: sentence("the reason"),
});
export type BoardProposal = z.infer<typeof boardProposal>;

export const BOARD_VOTES = ["for", "against", "abstained"] as const;
export const boardVote = z.strictObject({ vote: z.enum(BOARD_VOTES), reason: z.string().trim().max(2000).default("") });
export type BoardVote = z.infer<typeof boardVote>;

const question = z.strictObject({ kind: z.literal("question"), text: sentence("the question to the board") });
const proposal = boardProposal.extend({
  kind: z.literal("proposal"),
  /** Why what was decided is taken up again; null for a first proposal. */
  again: z.string().nullable(),
});
const vote = boardVote.extend({ kind: z.literal("vote") });
const decision = boardProposal.extend({
  kind: z.literal("decision"),
  meaning: z.literal("decided by the board"),
  votes: z.array(z.strictObject({ person: z.string(), vote: z.enum(BOARD_VOTES) })),
  /** What the responses were computed from when the board decided, by criterion: hashes of the course. */
  course: z.record(z.string(), z.string()),
  /** The meeting at which it was decided; decisions signed before meetings could be moved do not say it. */
  meeting: z.strictObject({ heldOn: isoDay, title: z.string() }).optional(),
});
const withdrawn = z.strictObject({ kind: z.literal("withdrawn"), reason: sentence("why the patient is taken off") });

export const boardAct = z.discriminatedUnion("kind", [question, proposal, vote, decision, withdrawn]);
export type BoardAct = z.infer<typeof boardAct>;

/** An act as it stands in the record: who, the how manieth of this patient at this meeting, and the chain of hashes. */
export interface BoardEntry {
  readonly number: number;
  readonly person: string;
  readonly act: BoardAct;
  readonly hash: string;
}

type Vote = BoardVote & { readonly person: string };
/** Why a decision is taken up again; null at a first proposal and at what came of it. */
type Again = { readonly again: string | null };
type Decision = z.infer<typeof decision> & Again & { readonly person: string; readonly hash: string };
export interface BoardState {
  readonly question: string | null;
  readonly proposal: (BoardProposal & Again & { readonly person: string }) | null;
  /** The last vote of each person on this very proposal, by person. */
  readonly votes: readonly Vote[];
  /** The last decision; a later proposal takes it up again and leaves it standing until another is signed. */
  readonly decision: Decision | null;
  /** Decisions before that one, oldest first. */
  readonly former: readonly Decision[];
  readonly isWithdrawn: boolean;
  readonly last: { readonly number: number; readonly hash: string | null };
}

const EMPTY: BoardState = {
  question: null,
  proposal: null,
  votes: [],
  decision: null,
  former: [],
  isWithdrawn: false,
  last: { number: 0, hash: null },
};

/** What the acts, in their order, come to. */
export const boardState = (entries: readonly BoardEntry[]): BoardState => entries.reduce(after, EMPTY);

function after(state: BoardState, { number, person, act, hash }: BoardEntry): BoardState {
  const next = { ...state, last: { number, hash } };
  switch (act.kind) {
    case "question":
      return { ...next, question: act.text, isWithdrawn: false };
    case "proposal":
      return { ...next, proposal: { ...wordsOf(act), again: act.again, person }, votes: [] };
    case "vote": {
      const others = state.votes.filter((v) => v.person !== person);
      const votes = [...others, { person, vote: act.vote, reason: act.reason }];
      return { ...next, votes: votes.sort((a, b) => (a.person < b.person ? -1 : 1)) };
    }
    case "decision":
      return {
        ...next,
        proposal: null,
        votes: [],
        decision: { ...act, again: state.proposal?.again ?? null, person, hash },
        former: state.decision ? [...state.former, state.decision] : state.former,
      };
    case "withdrawn":
      return { ...next, isWithdrawn: true };
  }
}

const wordsOf = ({ decision, text, reason }: BoardProposal): BoardProposal => ({ decision, text, reason });

/** The hash of an act: over the case, its place in the chain, who acted, and what; so over everything before it. */
export const boardHash = (entry: {
  readonly case: string;
  readonly number: number;
  readonly person: string;
  readonly before: string | null;
  readonly act: BoardAct;
}): string => hashOf(entry);

/** Refuses an act that has no place in this state: `NO_QUESTION`, `NO_PROPOSAL`, `NO_VOTES`, `VOTED_DOWN`, `REASON_MISSING`, `OFF_THE_AGENDA`, `DECIDED_ALREADY`. */
export function checkBoardAct(state: BoardState, act: BoardAct): void {
  if (state.isWithdrawn && act.kind !== "question")
    refuse("OFF_THE_AGENDA", "This patient was taken off the agenda; put them on it again with a question first.");
  if (act.kind === "withdrawn" && state.decision)
    refuse("DECIDED_ALREADY", "The board has decided on this patient; a decision stays. Propose anew to change it.");
  if (act.kind === "proposal" && state.decision && !act.again?.trim())
    refuse("REASON_MISSING", "The board has decided on this patient; say in a sentence why it is taken up again.");
  if (act.kind !== "vote" && act.kind !== "decision") return;
  if (!state.proposal) refuse("NO_PROPOSAL", "There is no proposal to vote or decide on; write one first.");
  if (act.kind === "vote" && act.vote === "against" && act.reason === "")
    refuse("REASON_MISSING", "A vote against says why, in a sentence.");
  if (act.kind !== "decision") return;
  const count = (which: BoardVote["vote"]) => state.votes.filter((v) => v.vote === which).length;
  if (count("for") === 0)
    refuse("NO_VOTES", "Nobody has voted for this proposal yet; a decision is signed after the vote.");
  if (count("against") >= count("for"))
    refuse(
      "VOTED_DOWN",
      `${count("against")} voted against this proposal and ${count("for")} for it; change the proposal and vote again.`,
    );
}
