import type { Tx } from "@nadir/db";
import { criterionId, trial as trialDocument } from "@nadir/domain";
import { confirmationsDue } from "@nadir/response";
import { z } from "zod";
import { confirmationDue } from "../read/patient-shape.ts";
import { criteriaOfTrial, readCohortOutcomes, responseAccess } from "./cohort-outcomes.ts";

export const worklist = z.object({
  trial: z.object({ key: z.string(), title: z.string(), dates: trialDocument.shape.dates }),
  criteria: z.array(criterionId),
  /** The earliest first. */
  rows: z.array(
    confirmationDue.extend({
      subject: z.string(),
      site: z.string(),
      criterion: criterionId,
      /** The criterion with what the trial changed of it. */
      name: z.string(),
      /** The last visit on record. */
      lastVisit: z.object({ id: z.string(), date: z.string(), overall: z.string().nullable() }),
    }),
  ),
  refused: z.int(),
  withheld: z.int(),
});
export type Worklist = z.infer<typeof worklist>;

/** Who awaits a scan that confirms a progression or a response, from when to when, and what it must show. */
export async function readWorklist(tx: Tx, personId: string, trialKey: string): Promise<Worklist> {
  const access = await responseAccess(tx, personId, trialKey);
  const { own, title, dates } = await criteriaOfTrial(tx, access.trialId);
  const { subjects, refused, withheld } = await readCohortOutcomes(tx, access, own);
  const rows = subjects.flatMap(({ key, site, document, outcomes }) =>
    own.flatMap((criterion): Worklist["rows"] => {
      const outcome = outcomes[criterion];
      const last = document.visits.at(-1);
      if (!outcome || !last) return [];
      return confirmationsDue(outcome, document.course.deathDate).map((due) => ({
        ...due,
        criterion,
        subject: key,
        site,
        name: outcome.name,
        lastVisit: { id: last.id, date: last.date, overall: outcome.visits[last.id]?.overall ?? null },
      }));
    }),
  );
  rows.sort(
    (a, b) =>
      a.earliest.localeCompare(b.earliest) ||
      a.subject.localeCompare(b.subject) ||
      own.indexOf(a.criterion) - own.indexOf(b.criterion),
  );
  return {
    trial: { key: trialKey, title, dates: trialDocument.shape.dates.parse(dates) },
    criteria: own,
    rows,
    refused: refused.length,
    withheld,
  };
}
