import type { Tx } from "@nadir/db";
import { criterionId, key, refuse, responseCase } from "@nadir/domain";
import { z } from "zod";
import { buildOwnReadsCase, buildResponseCase } from "../compute/response-case.ts";
import { noteSealedCourse } from "../read/note-sealed.ts";
import { trialAccess } from "../read/view.ts";
import { areDaysHidden } from "../reads/scan-names.ts";
import { criteriaOfTrial } from "./cohort-outcomes.ts";

export const subjectQuery = z.object({ trial: key, subject: key });

export const subjectCase = z.object({
  /** The course as the criteria read it (`nadir.response-case/1`). */
  document: responseCase,
  /** The trial's criteria, the primary first. */
  own: z.array(criterionId),
  /** What else exists for the disease. */
  possible: z.array(criterionId),
  /** True for a blinded reader: the case holds that reader's own reads alone, and its days count from the baseline scan. */
  ownReadsOnly: z.boolean(),
});
export type SubjectCase = z.infer<typeof subjectCase>;

/**
 * One subject's course as a response case, for judging it anew where it is shown; a blinded reader's holds that reader's own
 * reads and nothing else. Refuses what makes it unusable.
 */
export async function readCase(
  tx: Tx,
  personId: string,
  { trial, subject }: z.infer<typeof subjectQuery>,
): Promise<SubjectCase> {
  const access = await trialAccess(tx, personId, trial);
  const [row] = await tx.sql<{ id: string; sealed: boolean; shown: boolean }[]>`
    select s.id, exists (select from sealed.member m where m.subject_id = s.id) as sealed,
      exists (select from derived.assessment a where a.subject_id = s.id and a.current) as shown
    from record.subject s where s.trial_id = ${access.trialId} and s.key = ${subject} and s.superseded_at is null`;
  if (!row) refuse("SUBJECT_UNKNOWN", `There is no patient '${subject}' in this trial, or not at a site of yours.`);
  if (row.sealed) await noteSealedCourse(tx, row.id);
  const { own, possible } = await criteriaOfTrial(tx, access.trialId);
  // Every criterion asks for days: the browser could not judge without them.
  if (await areDaysHidden(tx, access))
    refuse("NOT_ALLOWED", "Days are hidden from the readers of this trial, so measurements are not tried out here.");
  if (access.view === "reader")
    return { document: await buildOwnReadsCase(tx, row.id, personId), own, possible, ownReadsOnly: true };
  if (row.sealed && !row.shown)
    refuse(
      "NOT_ALLOWED",
      `The course of ${subject} is sealed from you after its index day; its response cannot be judged.`,
    );
  return { document: await buildResponseCase(tx, row.id), own, possible, ownReadsOnly: false };
}
