import { asPerson, type Database } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { z } from "zod";
import { notAllowed } from "../identity/permissions.ts";
import { trialAccess } from "../read/index.ts";
import { agendaFacts, caseRows, meetingRow } from "./board-rows.ts";

export const ordering = z.object({
  meeting: z.uuid(),
  /** Every patient's case of this meeting, by id, in the order in which they are to be heard. */
  cases: z.array(z.uuid()).min(1).max(1000),
  /** The number of the order as the person saw it, 0 where none was made yet. */
  seen: z.int().min(0),
});

/**
 * Puts the patients of a meeting in another order. Refuses `MEETING_UNKNOWN`, `NOT_ALLOWED` to whoever does not prepare agendas
 * of the whole trial, `CHANGED_MEANWHILE` where a patient was added or somebody else ordered since.
 */
export function orderAgenda(db: Database, personId: string, { meeting, cases, seen }: z.infer<typeof ordering>) {
  return asPerson(db, personId, async (tx) => {
    const { trialId, trial } = await meetingRow(tx, meeting);
    const { permissions } = await trialAccess(tx, personId, trial);
    const { order, mayOrder } = await agendaFacts(tx, trialId, meeting);
    if (!mayOrder) notAllowed("decide", permissions);
    const there = (await caseRows(tx, [meeting])).map((row) => row.id);
    const named = new Set(cases);
    const isSame = cases.length === there.length && there.every((id) => named.has(id));
    if (!isSame || order !== seen) return changedMeanwhile();
    const [made] = await tx.sql<{ number: number }[]>`
      insert into board.agenda_order (meeting_id, trial_id, number, cases)
      values (${meeting}, ${trialId}, ${seen + 1}, ${cases}::uuid[])
      on conflict (meeting_id, number) do nothing returning number`;
    return made ?? changedMeanwhile();
  });
}

const changedMeanwhile = (): never =>
  refuse("CHANGED_MEANWHILE", "Somebody changed this agenda while you were reading. Look again, then order it.");
