import type { Tx } from "@nadir/db";
import { kaplanMeier, logRank, median, survivalQuantile } from "@nadir/statistics";
import { remembered } from "../kept/index.ts";
import type { CourseRow } from "./cohort-courses.ts";
import { featureKinds, figuresAt } from "./feature-values.ts";
import { patientOf } from "./patient-of.ts";
import { pooledBySubject } from "./pool-figures.ts";
import { chooseFeatures } from "./read-features.ts";
import { type AskedCohort, askedCohort } from "./read-responses.ts";
import { type CohortSurvival, type SurvivalQuery, survivalQuery } from "./survival-shape.ts";

type Asked = ReturnType<typeof survivalQuery.parse>;
interface Grouped {
  readonly grouping: string;
  readonly groupOf: (row: CourseRow) => string | null;
  /** Whom the grouping leaves out because they are sealed. */
  readonly sealed: ReadonlySet<string>;
  readonly noTest: string | null;
}

/**
 * Kaplan–Meier curves of the cohort by a grouping that was fixed before treatment (arm, site, a marker or a feature of the
 * baseline, split at its median), or by a selection. Groups of a marker or a feature hold nobody of a sealed test set,
 * whoever asks. No p is given for a selection: it was made looking at the outcome.
 */
export async function readCohortSurvival(tx: Tx, personId: string, asked: SurvivalQuery): Promise<CohortSurvival> {
  const query = survivalQuery.parse(asked);
  return survivalIn(tx, await askedCohort(tx, personId, query), query);
}

export function survivalIn(tx: Tx, cohort: AskedCohort, query: Asked): Promise<CohortSurvival> {
  return remembered(tx, cohort.state, `cohort's survival ${JSON.stringify(query)}`, () =>
    survivalOf(tx, cohort, query),
  );
}

async function survivalOf(tx: Tx, cohort: AskedCohort, query: Asked): Promise<CohortSurvival> {
  const { trialId } = cohort.state;
  const { courses } = cohort.narrowed();
  const codes = await tx.sql<{ code: string }[]>`
    select distinct code from record.biomarker
     where trial_id = ${trialId} and superseded_at is null and value is not null order by code`;
  const markers = codes.map(({ code }) => code);
  const marker = markers.find((code) => code === query.marker) ?? markers[0] ?? null;
  const { grouping, groupOf, sealed, noTest } = await groupingOf(tx, trialId, courses, query, marker);
  let leftOut = 0;
  const patients = courses.flatMap((row) => {
    if (sealed.has(row.key)) return [];
    const time = patientOf(row, query.best)[query.endpoint];
    const group = groupOf(row);
    if (time === null || group === null) {
      leftOut++;
      return [];
    }
    // A scan between baseline and the start of treatment counts as day 0, as at the trial's endpoints.
    return [{ subject: row.key, group, days: Math.max(0, time.days), event: time.event, rule: time.rule }];
  });
  const input = {
    time: patients.map(({ days }) => days),
    event: patients.map(({ event }) => (event ? 1 : 0)),
    group: patients.map(({ group }) => group),
  };
  const labels = [...new Set(input.group)].sort();
  const tested = noTest === null && labels.length > 1 ? logRank(input) : null;
  const simulated = courses.filter((row) => row.simulated && !sealed.has(row.key)).length;
  const entered = query.endpoint === "os" ? await withEnteredSurvival(tx, trialId) : new Set<string>();
  return {
    endpoint: query.endpoint,
    by: query.by,
    markers,
    marker,
    grouping,
    groups: labels.flatMap((label) =>
      groupCurve(
        label,
        patients.filter(({ group }) => group === label),
      ),
    ),
    logRank: tested?.estimable ? { chiSquare: tested.chiSquare, df: tested.df, p: tested.p } : null,
    noTest: noTest ?? (tested !== null && !tested.estimable ? tested.reason : null),
    patients,
    leftOut,
    sealed: courses.filter(({ key }) => sealed.has(key)).length,
    enteredSurvival: patients.filter(({ subject }) => entered.has(subject)).length,
    simulated,
  };
}

function groupCurve(label: string, patients: CohortSurvival["patients"]): CohortSurvival["groups"] {
  const curve = kaplanMeier({
    time: patients.map(({ days }) => days),
    event: patients.map(({ event }) => (event ? 1 : 0)),
  });
  if (!curve.estimable) return [];
  const { n, events, steps } = curve;
  return [
    {
      label,
      n,
      events,
      steps: steps.map(({ time, atRisk, censored, survival, lower, upper }) => ({
        ...{ time, atRisk, censored, survival, lower, upper },
      })),
      median: survivalQuantile(curve),
    },
  ];
}

async function groupingOf(
  tx: Tx,
  trialId: string,
  courses: readonly CourseRow[],
  query: Asked,
  marker: string | null,
): Promise<Grouped> {
  const nobody = new Set<string>();
  const plain = (grouping: string, groupOf: Grouped["groupOf"], noTest: string | null = null): Grouped => ({
    ...{ grouping, groupOf, sealed: nobody, noTest },
  });
  if (query.by === "arm") return plain("arm", ({ arm }) => arm);
  if (query.by === "site") return plain("site", ({ site }) => site);
  if (query.by === "selection") {
    const selected = new Set(query.selection);
    return plain(
      "selected patients and the others",
      ({ key }) => (selected.has(key) ? "Selected" : "Others"),
      "A selection is made looking at outcomes: no test is made of it.",
    );
  }
  if (query.by === "all") return plain("all patients", () => "All patients");
  const sealed = await sealedKeys(tx, trialId);
  const open = courses.filter(({ key }) => !sealed.has(key));
  const { what, values } =
    query.by === "marker"
      ? await markerValues(tx, trialId, marker, open)
      : await featureColumn(tx, trialId, query, open);
  const known = [...values.values()];
  if (known.length === 0)
    return { grouping: what, groupOf: () => null, sealed, noTest: "Nobody has a value from before treatment." };
  const middle = median(known);
  const shown = Number(middle.toPrecision(4));
  return {
    grouping: `${what}, split at its median ${shown}`,
    groupOf: ({ key }) => {
      const value = values.get(key);
      return value === undefined ? null : value > middle ? `above ${shown}` : `${shown} or below`;
    },
    sealed,
    noTest: null,
  };
}

/** Whose overall survival the source entered, as far as the person may see it. */
async function withEnteredSurvival({ sql }: Tx, trialId: string): Promise<Set<string>> {
  const rows = await sql<{ key: string }[]>`
    select distinct s.key from record.outcome o
      join record.subject s on s.id = o.subject_id and s.superseded_at is null
     where o.trial_id = ${trialId} and o.superseded_at is null and lower(o.endpoint) = 'os'`;
  return new Set(rows.map(({ key }) => key));
}

async function sealedKeys({ sql }: Tx, trialId: string): Promise<Set<string>> {
  const rows = await sql<{ key: string }[]>`
    select s.key from record.subject s
     where s.trial_id = ${trialId} and s.superseded_at is null and s.id in (select nadir.sealed_subjects())`;
  return new Set(rows.map(({ key }) => key));
}

interface Column {
  readonly what: string;
  readonly values: ReadonlyMap<string, number>;
}

/** Of each patient the last figure up to the start of treatment: what comes later cannot divide survival. */
async function markerValues(
  { sql }: Tx,
  trialId: string,
  code: string | null,
  open: readonly CourseRow[],
): Promise<Column> {
  if (code === null) return { what: "marker", values: new Map() };
  const rows = await sql<{ key: string; value: number }[]>`
    select distinct on (s.key) s.key, b.value from record.biomarker b
      join record.subject s on s.id = b.subject_id and s.superseded_at is null
     where b.trial_id = ${trialId} and b.superseded_at is null and b.code = ${code} and b.value is not null
       and (b.date is null or b.date <= s.treatment_start)
     order by s.key, b.date desc nulls last, b.ordinal`;
  const keys = new Set(open.map(({ key }) => key));
  return { what: code, values: new Map(rows.flatMap(({ key, value }) => (keys.has(key) ? [[key, value]] : []))) };
}

async function featureColumn(tx: Tx, trialId: string, query: Asked, open: readonly CourseRow[]): Promise<Column> {
  // At baseline alone: a later value is known only of who lived to have it.
  const chosen = chooseFeatures(await featureKinds(tx, trialId), { ...query, visit: 0 });
  const found = chosen.features.find(({ key }) => key === chosen.feature);
  if (!found || chosen.kind === null || chosen.configHash === null || chosen.visit !== 0)
    return { what: "feature at baseline", values: new Map() };
  const { kind, configHash } = chosen;
  const keys = chosen.features.map(({ key }) => key);
  const subjects = open.map(({ key }) => key);
  const lesions = await figuresAt(tx, trialId, { kind, configHash, visit: 0 }, keys);
  const region = chosen.region === null ? {} : { region: chosen.region };
  const pooled = pooledBySubject(lesions, { ...region, pool: query.pool }, subjects, [found.key]);
  const [column = []] = pooled.columns;
  return {
    what: `${found.name} at baseline (${kind}${chosen.region === null ? "" : `, ${chosen.region}`})`,
    values: new Map(
      subjects.flatMap((key, i) => (column[i] === null || column[i] === undefined ? [] : [[key, column[i]]])),
    ),
  };
}
