import { asSystem, type Database } from "@nadir/db";
import { type ImmuneEventTarget, refuse } from "@nadir/domain";
import { immuneOutcomeOf, knownUntil } from "./immune-outcome.ts";
import { readCourseFacts } from "./read-course-facts.ts";

/** One row a subject of whom it is known whether the event came. */
export interface ImmuneEventTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly events: number;
  /** Subjects that are not in the table: of sealed test sets, without a start of immunotherapy, followed too short. */
  readonly sealed: number;
  readonly undated: number;
  readonly tooShort: number;
}

/**
 * Who had an immune-related event, as the outcome of a model (`nadir develop`): `name` 0 or 1 within the days of the target,
 * and for a model of time `name_event` and `name_days`. Nobody of a sealed test set stands in it. Refuses `TRIAL_UNKNOWN`.
 */
export async function immuneEventTable(
  db: Database,
  trialKey: string,
  target: ImmuneEventTarget,
  name: string,
): Promise<ImmuneEventTable> {
  return asSystem(db, `nadir export immune-events ${trialKey}`, async (tx) => {
    const [trial] = await tx.sql<{ id: string }[]>`
      select id from record.trial where key = ${trialKey} and superseded_at is null`;
    if (!trial) return refuse("TRIAL_UNKNOWN", `There is no trial '${trialKey}' in this installation.`);
    const heads = await tx.sql<{ id: string; key: string; site: string; start: string | null; sealed: boolean }[]>`
      select s.id, s.key, site.key as site, coalesce(s.document ->> 'immunotherapyStart', s.treatment_start::text) as start,
             exists (select from sealed.member m where m.subject_id = s.id) as sealed
        from record.subject s join record.site site on site.id = s.site_id
       where s.trial_id = ${trial.id} and s.superseded_at is null order by s.key collate "C"`;
    const open = heads.filter((h) => !h.sealed);
    const rows: (string | number | null)[][] = [];
    let tooShort = 0;
    for (const { id, key, site, start } of open) {
      if (start === null) continue;
      const found = immuneOutcomeOf(await readCourseFacts(tx, id), target, start, await knownUntil(tx, id));
      if (found.happened === null) tooShort++;
      else rows.push([key, site, Number(found.happened), Number(found.event), found.days, found.grade]);
    }
    return {
      columns: ["subject", "site", name, `${name}_event`, `${name}_days`, `${name}_grade`],
      rows,
      events: rows.filter((row) => row[2] === 1).length,
      sealed: heads.length - open.length,
      undated: open.filter((h) => h.start === null).length,
      tooShort,
    };
  });
}
