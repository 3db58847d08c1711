import type { Tx } from "@nadir/db";
import { type LesionReading, lesionFormId, lesionReading } from "@nadir/domain";
import { type ItemAgreement, lesionAgreements } from "@nadir/risk";
import { z } from "zod";
import { trialAccess } from "../read/index.ts";
import { noteSealedCourses } from "../read/note-sealed.ts";
import { scanNamesOfTrial } from "../reads/scan-names.ts";

const itemAgreement = z.object({
  item: z.string(),
  name: z.string(),
  scans: z.int(),
  observed: z.number().nullable(),
  kappa: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  weights: z.enum(["unweighted", "quadratic"]),
  reason: z.string(),
}) satisfies z.ZodType<ItemAgreement>;

export const lesionReadings = z.object({
  readings: z.array(lesionReading),
  /** Of every two readers who read a lesion both; none for a blinded reader. */
  agreement: z.array(
    z.object({ form: lesionFormId, readers: z.tuple([z.string(), z.string()]), items: z.array(itemAgreement) }),
  ),
});
export type LesionReadings = z.infer<typeof lesionReadings>;

/**
 * Every signed reading of lesions of a trial, as the person may see them (a blinded reader's are their own), and the agreement
 * of every two readers. Refuses `TRIAL_UNKNOWN`.
 */
export async function readLesionReadings(tx: Tx, personId: string, trial: string): Promise<LesionReadings> {
  const { trialId, view } = await trialAccess(tx, personId, trial);
  if (view !== "reader") await noteSealedCourses(tx, trialId, "readings of lesions");
  const rows = await tx.sql<{ document: LesionReading }[]>`
    select r.document from record.lesion_reading r
      join record.visit v on v.id = r.visit_id and v.superseded_at is null
      join record.lesion l on l.id = r.lesion_id and l.superseded_at is null
      join record.subject s on s.id = r.subject_id and s.superseded_at is null
     where r.trial_id = ${trialId} and r.superseded_at is null and r.state = 'signed'
       and (${view !== "reader"} or r.reader = ${personId})
     order by r.form, s.key, v.date, v.key, l.key, r.reader`;
  const readings = rows.map(({ document }) => document);
  if (view === "reader") {
    const names = await scanNamesOfTrial(tx, { trialId, view });
    const own = readings.flatMap((reading) => {
      const visit = names(reading.subject).name(reading.visit);
      return visit === undefined ? [] : [{ ...reading, visit }];
    });
    return { readings: own, agreement: [] };
  }
  const agreement = lesionAgreements(readings).map(({ form, readers, items }) => ({
    form,
    readers: [...readers] as [string, string],
    items: [...items],
  }));
  return { readings, agreement };
}
