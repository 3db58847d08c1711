import "server-only";
import { asCohortQuery, asFeatureQuery, asSurvivalQuery, readCohortAddress } from "../panels/cohort/cohort-address.ts";
import { POOL_NAMES } from "../panels/cohort/words.ts";
import type { Caller } from "./request-context.ts";
import type { MakeTable } from "./table.ts";

const addressOf = (asked: URLSearchParams) => readCohortAddress(Object.fromEntries(asked));
const responsesOf = (caller: Caller, trial: string, asked: URLSearchParams) =>
  caller.cohort.responses(asCohortQuery(trial, addressOf(asked)));
const featuresOf = (caller: Caller, trial: string, asked: URLSearchParams) =>
  caller.cohort.features(asFeatureQuery(trial, addressOf(asked)));

/** The data of the cohort's plots, one table a plot; units stand in the columns' names. */
export const COHORT_TABLES: Readonly<Record<string, MakeTable>> = {
  "cohort-waterfall": async (caller, trial, asked) => {
    const { patients, name, best, unit } = await responsesOf(caller, trial, asked);
    return {
      columns: [
        ...["patient", "arm", "site", "criterion", "best", "best_response", "baseline", "unit"],
        ...["best_change_until_progression_percent", "no_change_because"],
      ],
      rows: patients.map((p) => [
        ...[p.subject, p.arm, p.site, name, best, p.best, p.baseline, unit],
        ...[p.bestChange, p.noChange],
      ]),
    };
  },

  "cohort-spider": async (caller, trial, asked) => {
    const { patients, name } = await responsesOf(caller, trial, asked);
    return {
      columns: [
        ...["patient", "arm", "criterion", "visit", "days_from_baseline", "weeks_from_baseline"],
        ...["change_from_baseline_percent", "nadir", "overall_response", "new_lesions"],
      ],
      rows: patients.flatMap((p) =>
        p.visits.map((v) => [
          ...[p.subject, p.arm, name, v.visit, v.day, Number((v.day / 7).toFixed(2))],
          ...[v.changePercent, v.nadir, v.overall, v.newLesions],
        ]),
      ),
    };
  },

  "cohort-swimmer": async (caller, trial, asked) => {
    const { patients, name } = await responsesOf(caller, trial, asked);
    return {
      columns: [
        ...["patient", "arm", "criterion", "event", "what"],
        ...["from_days_since_treatment_start", "to_days_since_treatment_start"],
      ],
      rows: patients.flatMap((p) => {
        const of = (event: string, what: string, from: number | null, to: number | null) =>
          from === null ? [] : [[p.subject, p.arm, name, event, what, from, to]];
        return [
          ...p.treatments.flatMap((t) => of("treatment", `${t.kind}: ${t.name}`, t.from, t.to)),
          ...p.visits.flatMap((v) => of("response", v.overall, v.dayOfTreatment, null)),
          ...of("progression", "by the criterion", p.progression, null),
          ...(p.death === null ? of("last known alive", "", p.end, null) : of("death", "", p.death, null)),
        ];
      }),
    };
  },

  "cohort-responses": async (caller, trial, asked) => {
    const { table, best } = await responsesOf(caller, trial, asked);
    return {
      columns: [
        ...["criterion", "arm", "best", "patients", "categories"],
        ...["objective_response", "objective_response_share", "objective_response_lower", "objective_response_upper"],
        ...["disease_control", "disease_control_share", "disease_control_lower", "disease_control_upper", "limits"],
      ],
      rows: table.map((row) => [
        ...[row.criterion, row.arm ?? "all", best, row.patients],
        row.categories.map(({ category, patients }) => `${category} ${patients}`).join("; "),
        ...[row.objectiveResponse, row.diseaseControl].flatMap((s) =>
          s === null ? [null, null, null, null] : [s.count, s.estimate, s.lower, s.upper],
        ),
        "Clopper-Pearson 95 %",
      ]),
    };
  },

  "cohort-survival": async (caller, trial, asked) => {
    const { patients, endpoint, grouping } = await caller.cohort.survival(asSurvivalQuery(trial, addressOf(asked)));
    return {
      columns: ["patient", "endpoint", "grouping", "group", "days_from_treatment_start", "event", "rule", "standing"],
      rows: patients.map((p) => [p.subject, endpoint, grouping, p.group, p.days, p.event, p.rule, "exploratory"]),
    };
  },

  "cohort-distribution": async (caller, trial, asked) => {
    const found = await featuresOf(caller, trial, asked);
    return {
      columns: [...FEATURE_COLUMNS, "visit", "value"],
      rows: cellsOf(found, POOL_NAMES[found.pool].value, found.values, (value) => [found.visit, value]),
    };
  },

  "cohort-changes": async (caller, trial, asked) => {
    const found = await featuresOf(caller, trial, asked);
    return {
      columns: [...FEATURE_COLUMNS, "to_visit", "relative_change"],
      rows: cellsOf(found, POOL_NAMES[found.pool].change, found.changes, (value) => [found.changeVisit, value]),
    };
  },

  "cohort-correlation": async (caller, trial, asked) => {
    const { names, pairs } = (await featuresOf(caller, trial, asked)).correlation;
    return {
      columns: ["first", "second", "spearman_rho", "patients"],
      rows: pairs.flatMap((row, i) => row.flatMap(({ rho, n }, j) => (j > i ? [[names[i]!, names[j]!, rho, n]] : []))),
    };
  },
};

const FEATURE_COLUMNS = ["patient", "arm", "images", "region", "lesions", "configuration", "feature", "name", "unit"];

type Features = Awaited<ReturnType<typeof featuresOf>>;
/** One row a subject and feature; what has no value has an empty cell, and keeps its row. */
const cellsOf = (
  found: Features,
  pool: string,
  cells: readonly (readonly (number | null)[])[],
  last: (value: number | null) => (number | null)[],
) =>
  found.features.flatMap((feature, r) =>
    found.subjects.map((s, i) => [
      ...[s.subject, s.arm, found.kind, found.region ?? "all", pool, found.configHash],
      ...[feature.key, feature.name, feature.unit],
      ...last(cells[r]?.[i] ?? null),
    ]),
  );
