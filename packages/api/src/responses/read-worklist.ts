import type { Tx } from "@nadir/db";
import { type CriterionId, criterionId, key, trial as trialDocument } from "@nadir/domain";
import { confirmationsDue } from "@nadir/response";
import { z } from "zod";
import { keptPart } from "../kept/index.ts";
import { confirmationDue } from "../read/patient-shape.ts";
import { pageOf, rowsPage } from "../read/rows-page.ts";
import { askCohort, type CohortOutcomes, criteriaOfTrial, responseAccess } from "./cohort-outcomes.ts";

export const worklistQuery = z.object({
  trial: key,
  /** What the awaited scan would confirm; left out: either. */
  of: confirmationDue.shape.of.optional(),
  ...rowsPage,
});

export const worklist = z.object({
  trial: z.object({ key: z.string(), title: z.string(), dates: trialDocument.shape.dates }),
  criteria: z.array(criterionId),
  /** How many wait, over all pages. */
  total: z.int(),
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
/** The same, where rows that were checked before are not checked again. */
export const keptWorklist = worklist.extend({ rows: keptPart(worklist.shape.rows) });

/** Who awaits a scan that confirms a progression or a response, from when to when, and what it must show. */
export async function readWorklist(tx: Tx, personId: string, query: z.infer<typeof worklistQuery>): Promise<Worklist> {
  const access = await responseAccess(tx, personId, query.trial);
  const { own, title, dates } = await criteriaOfTrial(tx, access.trialId);
  const { rows, ...counts } = await askCohort(
    tx,
    access,
    { told: "responses", question: "awaited", criteria: own },
    (cohort) => awaitedIn(cohort, own),
  );
  const asked = query.of === undefined ? rows : rows.filter((row) => row.of === query.of);
  return {
    trial: { key: query.trial, title, dates: trialDocument.shape.dates.parse(dates) },
    criteria: own,
    total: asked.length,
    rows: pageOf(asked, query),
    ...counts,
  };
}

function awaitedIn({ subjects, refused, withheld }: CohortOutcomes, own: readonly CriterionId[]) {
  const rows = subjects.flatMap(({ key: subject, site, document, outcomes }) =>
    own.flatMap((criterion): Worklist["rows"] => {
      const outcome = outcomes[criterion];
      const last = document.visits.at(-1);
      if (!outcome || !last) return [];
      return confirmationsDue(outcome, document.course.deathDate).map((due) => ({
        ...due,
        criterion,
        subject,
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
  return { rows, refused: refused.length, withheld };
}
