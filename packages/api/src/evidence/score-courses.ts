import type { Tx } from "@nadir/db";
import { daysBetween, givesProbability } from "@nadir/domain";
import { type RecordOnDay, recordInputs, scoreCard } from "@nadir/risk";
import { z } from "zod";
import { monitoringRecord } from "../models/monitoring-record.ts";
import { latestMonitoring } from "../models/read-monitoring.ts";
import type { TrialModels } from "../models/score-models.ts";

/** One model's probability at each visit of a patient, and how it held at such visits over the trial. */
export const scoreCourse = z.object({
  id: z.string(),
  title: z.string(),
  version: z.string(),
  predicts: z.string(),
  points: z.array(
    z.object({
      /** Null at the start of treatment. */
      visit: z.string().nullable(),
      date: z.string(),
      day: z.int(),
      /** 0 the start of treatment, then the scans after it: as the monitoring counts them. */
      order: z.int(),
      probability: z.number(),
      lower: z.number().nullable(),
      upper: z.number().nullable(),
    }),
  ),
  /** Visits at which the record lacks an input, by their keys. */
  notScored: z.array(z.string()),
  /** By the latest monitoring; null where nobody had the model watched. */
  validity: z
    .object({ at: z.date(), wish: monitoringRecord.shape.wish, visits: monitoringRecord.shape.visits })
    .nullable(),
});
export type ScoreCourse = z.infer<typeof scoreCourse>;

export interface CourseVisit {
  readonly id: string;
  readonly date: string;
  readonly role: string;
}

/**
 * The models that give a probability, asked at the start of treatment and at each scan after it, each time with the record as
 * it stood that day. A model that speaks at an increase is asked from the first scan on, whether something grew or not.
 */
export async function scoreCourses(
  tx: Tx,
  models: TrialModels["shown"],
  treatmentStart: string,
  visits: readonly CourseVisit[],
  recordOn: (visit: string | undefined, date: string) => RecordOnDay,
): Promise<ScoreCourse[]> {
  const asked = models.filter(({ card }) => givesProbability(card.signature.form));
  const watched = await latestMonitoring(
    tx,
    asked.map(({ id }) => id),
  );
  const baseline = visits.findLast(({ role }) => role === "baseline");
  const moments = [
    { visit: null, record: baseline?.id, date: treatmentStart },
    ...visits
      .filter((v) => v.date > treatmentStart && v.role !== "baseline" && v.role !== "pre-baseline")
      .map((v) => ({ visit: v.id, record: v.id, date: v.date })),
  ];
  return asked.flatMap(({ id, card }): ScoreCourse[] => {
    const points: ScoreCourse["points"] = [];
    const notScored: string[] = [];
    for (const [order, { visit, record, date }] of moments.entries()) {
      if (order === 0 && card.speaks === "at-increase") continue;
      const { probability, interval } = scoreCard(card, recordInputs(card.signature, recordOn(record, date)));
      if (probability === null) {
        notScored.push(visit ?? "start of treatment");
        continue;
      }
      const own = interval?.of === "probability" ? interval : null;
      const limits = { lower: own?.lower ?? null, upper: own?.upper ?? null };
      points.push({ visit, date, day: daysBetween(treatmentStart, date), order, probability, ...limits });
    }
    const latest = watched.get(id);
    const { title, version, predicts } = card.signature;
    const validity = latest ? { at: latest.at, wish: latest.record.wish, visits: latest.record.visits } : null;
    return points.length === 0 ? [] : [{ id, title, version, predicts, points, notScored, validity }];
  });
}
