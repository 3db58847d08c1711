import type { Tx } from "@nadir/db";
import { type CriterionId, criterionId, key, trial as trialDocument } from "@nadir/domain";
import { confirmationsDue } from "@nadir/response";
import { z } from "zod";
import { keptPart } from "../kept/index.ts";
import { lastDayOf } from "../read/last-day.ts";
import { confirmationDue } from "../read/patient-shape.ts";
import { pageOf, rowsPage } from "../read/rows-page.ts";
import { askCohort, type CohortOutcomes, criteriaOfTrial, responseAccess } from "./cohort-outcomes.ts";

export const worklistQuery = z.object({ trial: key, ...rowsPage });

/** What the awaited scan would confirm is asked for apart, each with a page of its own. */
export const awaitedQuery = z.object({
  trial: key,
  progressionPage: rowsPage.page.unwrap().default(1),
  responsePage: rowsPage.page.unwrap().default(1),
  pageSize: rowsPage.pageSize,
});

const about = {
  trial: z.object({ key: z.string(), title: z.string(), dates: trialDocument.shape.dates }),
  criteria: z.array(criterionId),
  refused: z.int(),
  withheld: z.int(),
  /** The last day on the trial's record: as which a trial that counts study days is looked at, like in the work to be done. */
  lastDay: z.string().nullable(),
};
const awaitedRow = confirmationDue.extend({
  subject: z.string(),
  site: z.string(),
  criterion: criterionId,
  /** The criterion with what the trial changed of it. */
  name: z.string(),
  /** The last visit on record. */
  lastVisit: z.object({ id: z.string(), date: z.string(), overall: z.string().nullable() }),
});
/** Total: how many wait, over all pages. The earliest first. */
const awaitedRows = z.object({ total: z.int(), rows: z.array(awaitedRow) });

export const worklist = z.object({ ...about, ...awaitedRows.shape });
export type Worklist = z.infer<typeof worklist>;
/** Rows that were checked before are not checked again. */
const keptRows = awaitedRows.extend({ rows: keptPart(awaitedRows.shape.rows) });
export const keptWorklist = z.object({ ...about, ...keptRows.shape });

export const awaited = z.object({ ...about, progression: awaitedRows, response: awaitedRows });
export const keptAwaited = z.object({ ...about, progression: keptRows, response: keptRows });

/** Who awaits a scan that confirms a progression or a response, from when to when, and what it must show. */
export async function readWorklist(tx: Tx, personId: string, query: z.infer<typeof worklistQuery>): Promise<Worklist> {
  const { rows, ...told } = await askAwaited(tx, personId, query.trial);
  return { ...told, total: rows.length, rows: pageOf(rows, query) };
}

/** The same, progressions and responses apart. */
export async function readAwaited(
  tx: Tx,
  personId: string,
  { trial, progressionPage, responsePage, pageSize }: z.infer<typeof awaitedQuery>,
): Promise<z.infer<typeof awaited>> {
  const { rows, ...told } = await askAwaited(tx, personId, trial);
  const part = (of: Worklist["rows"][number]["of"], page: number) => {
    const asked = rows.filter((row) => row.of === of);
    return { total: asked.length, rows: pageOf(asked, { page, pageSize }) };
  };
  return {
    ...told,
    progression: part("progression", progressionPage),
    response: part("response", responsePage),
  };
}

async function askAwaited(tx: Tx, personId: string, trial: string) {
  const access = await responseAccess(tx, personId, trial);
  const { own, title, dates } = await criteriaOfTrial(tx, access.trialId);
  const found = await askCohort(tx, access, { told: "responses", question: "awaited", criteria: own }, (cohort) =>
    awaitedIn(cohort, own),
  );
  return {
    ...found,
    lastDay: await lastDayOf(tx, access.trialId),
    trial: { key: trial, title, dates: trialDocument.shape.dates.parse(dates) },
    criteria: own,
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
