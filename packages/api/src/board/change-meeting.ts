import { asPerson, type Database } from "@nadir/db";
import { isoDay, refuse } from "@nadir/domain";
import { z } from "zod";
import { notAllowed } from "../identity/permissions.ts";
import { trialAccess } from "../read/index.ts";
import { holdMeetings, meetingRow, preparesWholeTrial, standingAlike } from "./board-rows.ts";
import { meetingTitle } from "./call-meeting.ts";

export const changedMeeting = z.object({
  meeting: z.uuid(),
  heldOn: isoDay,
  title: meetingTitle,
  /** Whether it is called off. */
  isOff: z.boolean(),
  reason: z.string().trim().min(1, "Say in a sentence why the meeting is changed.").max(500),
  /** How often it was changed as the person saw it. */
  seen: z.int().min(0),
});

/**
 * Moves, renames or calls off a meeting, or calls it after all. Refuses `MEETING_UNKNOWN`, `NOT_ALLOWED` to whoever does not
 * prepare agendas of the whole trial, `CHANGED_MEANWHILE`, `NOTHING_CHANGED`, `MEETING_THERE` where another of the trial stands
 * on that day under that name, and `MEETING_DECIDED` once the board has decided at it.
 */
export function changeMeeting(
  db: Database,
  personId: string,
  { meeting, heldOn, title, isOff, reason, seen }: z.infer<typeof changedMeeting>,
) {
  return asPerson(db, personId, async (tx) => {
    const { trialId, trial } = await meetingRow(tx, meeting);
    const { permissions } = await trialAccess(tx, personId, trial);
    if (!(await preparesWholeTrial(tx, trialId))) notAllowed("decide", permissions);
    await holdMeetings(tx, trialId);
    const now = await meetingRow(tx, meeting);
    if (now.changed !== seen)
      refuse("CHANGED_MEANWHILE", "Somebody changed this meeting while you were reading. Look again, then change it.");
    if (now.heldOn === heldOn && now.title === title && (now.offBecause !== null) === isOff)
      refuse("NOTHING_CHANGED", "Day, name and whether it is held are as before; change one of them.");
    const alike = isOff ? undefined : await standingAlike(tx, trialId, { heldOn, title });
    if (alike !== undefined && alike !== meeting)
      refuse(
        "MEETING_THERE",
        `Another meeting of this trial is called '${title}' on ${heldOn}; give this one another name.`,
      );
    await tx.sql`insert into board.meeting_change ${tx.sql({
      meeting_id: meeting,
      trial_id: trialId,
      number: seen + 1,
      held_on: heldOn,
      title,
      is_off: isOff,
      reason,
    })}`;
    return { changed: seen + 1 };
  });
}
