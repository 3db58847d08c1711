import { asPerson, type Database } from "@nadir/db";
import { boardAct, boardHash, isoDay, key, refuse } from "@nadir/domain";
import { z } from "zod";
import { notAllowed } from "../identity/permissions.ts";
import { trialAccess } from "../read/index.ts";
import { holdMeetings, meetingRow, preparesWholeTrial, standingAlike } from "./board-rows.ts";

export const meetingTitle = z.string().trim().min(1, "Give the meeting a name, e.g. 'Neuro-oncology board'.").max(200);

export const newMeeting = z.object({ trial: key, heldOn: isoDay, title: meetingTitle });

export const newCase = z.object({
  meeting: z.uuid(),
  /** The patient's key in the trial of the meeting. */
  subject: z.string().trim().min(1, "Name the patient by the key that the trial uses."),
  question: z.string(),
});

/**
 * Calls a meeting of a trial's board. The same day and title again is the same meeting.
 * Refuses `TRIAL_UNKNOWN`, and `NOT_ALLOWED` to whoever neither decides nor prepares agendas in the whole trial.
 */
export function callMeeting(db: Database, personId: string, { trial, heldOn, title }: z.infer<typeof newMeeting>) {
  return asPerson(db, personId, async (tx) => {
    const { trialId, permissions } = await trialAccess(tx, personId, trial);
    if (!(await preparesWholeTrial(tx, trialId))) notAllowed("decide", permissions);
    await holdMeetings(tx, trialId);
    const there = await standingAlike(tx, trialId, { heldOn, title });
    if (there) return { meeting: there };
    const row = { trial_id: trialId, held_on: heldOn, title };
    const [made] = await tx.sql<[{ id: string }]>`insert into board.meeting ${tx.sql(row)} returning id`;
    return { meeting: made.id };
  });
}

/**
 * Puts a patient on the agenda with the question that brings them.
 * Refuses `MEETING_UNKNOWN`, `SUBJECT_UNKNOWN`, `ON_THE_AGENDA`, `NOT_ALLOWED`.
 */
export function putOnAgenda(db: Database, personId: string, asked: z.infer<typeof newCase>) {
  const parsed = boardAct.safeParse({ kind: "question", text: asked.question });
  if (!parsed.success) return refuse("INVALID", parsed.error.issues.map((i) => i.message).join(" "));
  const act = parsed.data;
  return asPerson(db, personId, async (tx) => {
    const { id: meetingId, trialId, trial, offBecause } = await meetingRow(tx, asked.meeting);
    const { permissions } = await trialAccess(tx, personId, trial);
    if (!permissions.has("decide") && !permissions.has("enter-data")) notAllowed("decide", permissions);
    if (offBecause !== null)
      refuse("MEETING_OFF", "This meeting was called off; call it after all, or hear the patient at another.");
    // As it is written, else in another case of its letters where that is one patient alone.
    const found = await tx.sql<{ id: string; siteId: string; key: string }[]>`
      select id, site_id as "siteId", key from record.subject
       where trial_id = ${trialId} and lower(key) = lower(${asked.subject}) and superseded_at is null`;
    const subject = found.find(({ key }) => key === asked.subject) ?? (found.length === 1 ? found[0] : undefined);
    if (!subject)
      return refuse(
        "SUBJECT_UNKNOWN",
        `There is no patient '${asked.subject}' in this trial, or not at a site of yours.`,
      );
    const place = { trial_id: trialId, site_id: subject.siteId, subject_id: subject.id };
    const [made] = await tx.sql<{ id: string }[]>`
      insert into board.case ${tx.sql({ meeting_id: meetingId, ...place })}
      on conflict (meeting_id, subject_id) do nothing returning id`;
    if (!made) return refuse("ON_THE_AGENDA", `Patient '${subject.key}' is on the agenda of this meeting already.`);
    const hash = boardHash({ case: made.id, number: 1, person: personId, before: null, act });
    await tx.sql`insert into board.act ${tx.sql({
      case_id: made.id,
      ...place,
      number: 1,
      kind: act.kind,
      document: act,
      document_hash: hash,
    } as unknown as Record<string, string>)}`;
    return { case: made.id };
  });
}
