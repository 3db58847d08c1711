import type { Tx } from "@nadir/db";
import { type VasariRow, vasariReadingOf } from "@nadir/domain";
import { vasariValues } from "@nadir/features";
import { z } from "zod";
import { trialAccess } from "../read/index.ts";
import { noteSealedCourses } from "../read/note-sealed.ts";
import { scanNamesOfTrial } from "../reads/scan-names.ts";

/** One answer of a signed reading as a row of the feature table. */
export const vasariFeatures = z.array(
  z.object({
    subject: z.string(),
    visit: z.string(),
    reader: z.string(),
    key: z.string(),
    value: z.number().nullable(),
    reason: z.string().nullable(),
  }),
);
export type VasariFeatures = z.infer<typeof vasariFeatures>;

/**
 * Every signed reading of a trial as rows of the feature table (`vasari_f1` … `vasari_f30`), as the person may see them: a
 * blinded reader's are their own. Refuses `TRIAL_UNKNOWN`.
 */
export async function readVasariFeatures(tx: Tx, personId: string, trial: string): Promise<VasariFeatures> {
  const { trialId, view } = await trialAccess(tx, personId, trial);
  if (view !== "reader") await noteSealedCourses(tx, trialId, "VASARI readings");
  const rows = await tx.sql<{ document: VasariRow }[]>`
    select r.document from record.vasari_reading r
      join record.visit v on v.id = r.visit_id and v.superseded_at is null
      join record.subject s on s.id = r.subject_id and s.superseded_at is null
     where r.trial_id = ${trialId} and r.superseded_at is null and r.state = 'signed'
       and (${view !== "reader"} or r.reader = ${personId})
     order by s.key, v.date, v.key, r.reader`;
  const names = await scanNamesOfTrial(tx, { trialId, view });
  return rows.flatMap(({ document }) => {
    const visit = names(document.subject).name(document.visit);
    if (visit === undefined) return [];
    return vasariValues(vasariReadingOf(document)).map(({ key, value, reason }) => ({
      subject: document.subject,
      visit,
      reader: document.reader,
      key,
      value,
      reason: reason ?? null,
    }));
  });
}
