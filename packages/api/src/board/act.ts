import { asPerson, type Database, type Tx } from "@nadir/db";
import {
  type BoardAct,
  type BoardState,
  boardAct,
  boardHash,
  boardProposal,
  boardState,
  boardVote,
  checkBoardAct,
  hashOf,
  refuse,
  sha256Text,
} from "@nadir/domain";
import { z } from "zod";
import { permissionsOf, requirePermission } from "../identity/permissions.ts";
import { requireAuthenticated, type Signatory } from "../trial-validation/index.ts";
import { actRows, type CaseRow, courseOf, holdMeetings, meetingRow } from "./board-rows.ts";

/** Which case, and the number of its last act as the person saw it. */
const onCase = { case: z.uuid(), seen: z.int().min(1) };
export const proposing = z.object({
  ...onCase,
  ...boardProposal.shape,
  again: z.string().trim().max(2000).default(""),
});
export const voting = z.object({ ...onCase, ...boardVote.shape });
/** With how often the meeting had been changed as the signatory saw it, and the hash of the course that they saw. */
export const deciding = z.object({ ...onCase, meetingChanged: z.int().min(0), courseSeen: sha256Text });
export const askingAgain = z.object({ ...onCase, text: z.string() });
export const takingOff = z.object({ ...onCase, reason: z.string() });

type On = { readonly case: string; readonly seen: number };

/** Writes what is to be done with the patient; votes on an earlier proposal do not count for it. */
export const propose = (
  db: Database,
  personId: string,
  { case: id, seen, again, ...proposal }: z.infer<typeof proposing>,
) => act(db, personId, { case: id, seen }, "proposal", () => ({ ...proposal, again: again === "" ? null : again }));

/** Votes on the proposal that stands; a second vote of the same person replaces the first. */
export const castVote = (db: Database, personId: string, { case: id, seen, ...vote }: z.infer<typeof voting>) =>
  act(db, personId, { case: id, seen }, "vote", () => vote);

/** Words the question anew, or hears a patient again who was taken off. */
export const askAgain = (db: Database, personId: string, { text, ...on }: z.infer<typeof askingAgain>) =>
  act(db, personId, on, "question", () => ({ text }));

export const takeOffAgenda = (db: Database, personId: string, { reason, ...on }: z.infer<typeof takingOff>) =>
  act(db, personId, on, "withdrawn", () => ({ reason }));

/**
 * Signs the proposal that stands as the board's decision. The signature is the act: it names the votes and what the
 * responses were computed from, and its hash binds every act before. Refuses `SIGNATURE_MISSING` where the signatory does
 * not confirm who they are, `CHANGED_MEANWHILE` where the meeting was moved or renamed or the patient's course changed since
 * they looked, and what `checkBoardAct` refuses.
 */
export async function decide(
  db: Database,
  signatory: Signatory,
  { meetingChanged, courseSeen, ...on }: z.infer<typeof deciding>,
) {
  await requireAuthenticated(signatory, "decided by the board");
  return act(db, signatory.personId, on, "decision", async (tx, row, { proposal, votes }) => {
    if (!proposal) refuse("NO_PROPOSAL", "There is no proposal to vote or decide on; write one first.");
    const { person: _, again: __, ...words } = proposal!;
    await holdMeetings(tx, row.trialId);
    const { heldOn, title, changed } = await meetingRow(tx, row.meetingId);
    if (changed !== meetingChanged)
      refuse(
        "CHANGED_MEANWHILE",
        `Somebody changed this meeting while you were reading: it is '${title}' on ${heldOn} now. Look again, then sign.`,
      );
    const course = await courseOf(tx, row.subjectId);
    if (hashOf(course) !== courseSeen)
      refuse(
        "CHANGED_MEANWHILE",
        `The record of ${row.subject} has changed while you were reading, and the responses were computed anew. Look again, then sign.`,
      );
    return {
      meaning: "decided by the board",
      ...words,
      votes: votes.map(({ person, vote }) => ({ person, vote })),
      course,
      meeting: { heldOn, title },
    };
  });
}

type Words = (tx: Tx, row: CaseRow, state: BoardState) => object | Promise<object>;

/**
 * One act on a case: allowed to this person, fitting the state, and on what they saw (`CHANGED_MEANWHILE` otherwise: two
 * who act at once act one after the other, and the second has to look first).
 */
function act(
  db: Database,
  personId: string,
  on: On,
  kind: BoardAct["kind"],
  words: Words,
): Promise<{ number: number }> {
  return asPerson(db, personId, async (tx) => {
    const row = await caseRow(tx, on.case);
    const state = boardState((await actRows(tx, [row.id])).get(row.id) ?? []);
    await requireMay(tx, personId, row.trialId, kind);
    if (state.last.number !== on.seen) return changedMeanwhile();
    const parsed = boardAct.safeParse({ kind, ...(await words(tx, row, state)) });
    if (!parsed.success) return refuse("INVALID", parsed.error.issues.map((i) => i.message).join(" "));
    checkBoardAct(state, parsed.data);
    const number = on.seen + 1;
    const hash = boardHash({ case: row.id, number, person: personId, before: state.last.hash, act: parsed.data });
    const [made] = await tx.sql<{ number: number }[]>`
      insert into board.act ${tx.sql({
        case_id: row.id,
        trial_id: row.trialId,
        site_id: row.siteId,
        subject_id: row.subjectId,
        number,
        kind: parsed.data.kind,
        document: parsed.data,
        document_hash: hash,
      } as unknown as Record<string, string>)} on conflict (case_id, number) do nothing returning number`;
    return made ?? changedMeanwhile();
  });
}

const changedMeanwhile = (): never =>
  refuse("CHANGED_MEANWHILE", "Somebody acted on this patient while you were reading. Look again, then act.");

async function requireMay(tx: Tx, personId: string, trialId: string, kind: BoardAct["kind"]): Promise<void> {
  if (kind === "question" || kind === "withdrawn") {
    const held = await permissionsOf(tx, personId, trialId);
    if (held.has("enter-data")) return;
  }
  await requirePermission(tx, personId, trialId, "decide");
}

async function caseRow({ sql }: Tx, id: string): Promise<CaseRow> {
  const [row] = await sql<CaseRow[]>`
    select c.id, c.meeting_id as "meetingId", c.trial_id as "trialId", c.site_id as "siteId", c.subject_id as "subjectId", s.key as subject
      from board.case c join record.subject s on s.id = c.subject_id where c.id = ${id}`;
  return row ?? refuse("CASE_UNKNOWN", "There is no such patient on an agenda, or not in a trial of yours.");
}
