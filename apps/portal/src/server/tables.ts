import "server-only";
import { testedPairs } from "@nadir/api/radiogenomics";
import type { TrialEndpoints } from "@nadir/api/responses";
import { exportOf } from "@nadir/api/strata";
import { criterionId, daysInWords, type LesionFormId, lesionForm } from "@nadir/domain";
import { asComparisonQuery, readComparisonAddress } from "../panels/responses/comparison-address.ts";
import { COHORT_TABLES } from "./cohort-tables.ts";
import type { Caller } from "./request-context.ts";
import { withStudyDays } from "./study-day-columns.ts";
import { keptTable, type MakeTable, type Table } from "./table.ts";

/** The tables of a trial that can be had as a file, by the last part of their address. */
export const TABLES: Readonly<Record<string, MakeTable>> = {
  ...COHORT_TABLES,
  criteria: async ({ responses }, trial, asked) => {
    const address = readComparisonAddress(Object.fromEntries(asked));
    const { chosen, of, trial: about } = await responses.comparison(asComparisonQuery(trial, address));
    const told = (sentence: string) => daysInWords(about.dates, sentence);
    const table: Table = {
      columns: [
        "patient",
        "best",
        "first_criterion",
        "first_category",
        "second_criterion",
        "second_category",
        "visit",
        "date",
        "first_label",
        "second_label",
        "first_rule",
        "first_reason",
        "second_rule",
        "second_reason",
      ],
      rows: (chosen?.changes ?? []).map((change) => [
        change.patient,
        of,
        chosen?.criteria[0] ?? "",
        change.from,
        chosen?.criteria[1] ?? "",
        change.to,
        change.visit,
        change.date,
        change.fromLabel,
        change.toLabel,
        change.fromRule.id,
        told(change.fromRule.text),
        change.toRule.id,
        told(change.toRule.text),
      ]),
    };
    return withStudyDays(table, ["date"], about.dates);
  },
  vasari: async ({ vasari }, trial) => ({
    columns: ["patient", "visit", "reader", "key", "value", "reason"],
    rows: (await vasari.features({ trial })).map((row) => [
      row.subject,
      row.visit,
      row.reader,
      row.key,
      row.value,
      row.reason,
    ]),
  }),
  "semantic-readings": (caller, trial) => readingsTable(caller, trial, "semantic"),
  "birads-readings": (caller, trial) => readingsTable(caller, trial, "bi-rads"),
  parts: async ({ vasari }, trial) => ({
    columns: ["patient", "visit", "lesion", "image", "author", "labels", "key", "value", "reason"],
    rows: (await vasari.parts({ trial })).map((row) => [
      row.subject,
      row.visit,
      row.lesion,
      row.image,
      row.author,
      row.labels,
      row.key,
      row.value,
      row.reason,
    ]),
  }),
  toxicity: async ({ evidence }, trial) => {
    const { events, trial: about } = await evidence.immuneEvents({ trial });
    const table: Table = {
      columns: [
        ...["patient", "organ", "term", "grade", "start", "end", "onset_days"],
        ...["under", "steroids", "action", "serious"],
      ],
      rows: events.map((e) => [
        ...[e.subject, e.organ, e.term, e.grade, e.start, e.end, e.onsetDays],
        ...[e.under.join("; "), e.steroids, e.action, e.serious],
      ]),
    };
    return withStudyDays(table, ["start", "end"], about.dates);
  },
  radiogenomics: async ({ radiogenomics }, trial) => {
    const { associations } = await radiogenomics.read({ trial });
    return {
      columns: ["feature", "target", "test", "n", "effect", "p", "q"],
      rows: (associations ? testedPairs(associations.result) : []).map((r) => [
        r.feature,
        r.target,
        r.test,
        r.n,
        r.effect,
        r.p,
        r.q,
      ]),
    };
  },
  strata: async ({ strata }, trial) => {
    const { rule, subjects, trial: about } = await strata.read({ trial });
    return rule
      ? withStudyDays(exportOf(rule, subjects), ["record_until"], about.dates)
      : { columns: ["subject"], rows: [] };
  },
  awaited: async ({ responses }, trial) => {
    const { rows, trial: about } = await responses.worklist({ trial });
    const table: Table = {
      columns: [
        "patient",
        "site",
        "criterion",
        "of",
        "label",
        "visit",
        "date",
        "earliest",
        "latest",
        "looked_again",
        "looked_again_date",
        "looked_again_overall",
        "last_visit",
        "last_visit_date",
        "confirms",
        "resets",
      ],
      rows: rows.map((row) => [
        row.subject,
        row.site,
        row.name,
        row.of,
        row.label,
        row.visit,
        row.date,
        row.earliest,
        row.latest,
        row.looked?.visit ?? null,
        row.looked?.date ?? null,
        row.looked?.overall ?? null,
        row.lastVisit.id,
        row.lastVisit.date,
        row.confirms,
        row.resets,
      ]),
    };
    const dates = ["date", "earliest", "latest", "looked_again_date", "last_visit_date"];
    return withStudyDays(table, dates, about.dates);
  },
  endpoints: async ({ responses }, trial, asked) => {
    const criterion = criterionId.safeParse(asked.get("criterion"));
    const found = await responses.endpoints({ trial, ...(criterion.success ? { criterion: criterion.data } : {}) });
    return keptTable(found.patients, () => endpointsTable(found));
  },
};

function endpointsTable({ name, patients, trial }: TrialEndpoints): Table {
  const times = ["pfs", "ttp", "os"] as const;
  const cutOffs = patients[0]?.cutOffs.map(({ id }) => id) ?? [];
  const landmarks = patients[0]?.landmarks.map(({ landmarkDays }) => landmarkDays) ?? [];
  const table: Table = {
    columns: [
      "patient",
      "arm",
      "criterion",
      "best_confirmed",
      "best_unconfirmed",
      ...times.flatMap((t) => [`${t}_days`, `${t}_status`, `${t}_cause`, `${t}_date`, `${t}_rule`]),
      "durable_benefit",
      "durable_benefit_rule",
      "response_from",
      "response_to",
      "response_days",
      "response_status",
      ...landmarks.map((days) => `response_at_${days}_days`),
      ...cutOffs.map((id) => id.replaceAll("-", "_")),
    ],
    rows: patients.map((p) => [
      p.subject,
      p.arm,
      name,
      p.best.confirmed,
      p.best.unconfirmed,
      ...times.flatMap((t) => [p[t].days, p[t].status, p[t].cause, p[t].date, p[t].rule]),
      p.durableClinicalBenefit.state,
      p.durableClinicalBenefit.rule,
      p.durationOfResponse?.from ?? null,
      p.durationOfResponse?.to ?? null,
      p.durationOfResponse?.days ?? null,
      p.durationOfResponse?.status ?? null,
      ...landmarks.map((days) => p.landmarks.find((l) => l.landmarkDays === days)?.state ?? null),
      ...cutOffs.map((id) => p.cutOffs.find((cutOff) => cutOff.id === id)?.state ?? null),
    ]),
  };
  return withStudyDays(table, [...times.map((t) => `${t}_date`), "response_from", "response_to"], trial.dates);
}

/** Signed readings of one form in the columns of the manifest's table: what is taken away can be imported again. */
async function readingsTable({ lesionReadings }: Caller, trial: string, form: LesionFormId): Promise<Table> {
  const { readings } = await lesionReadings.table({ trial });
  const items = lesionForm(form).items.map(({ id }) => id);
  return {
    columns: ["subject", "visit", "lesion", "reader", "state", ...items],
    rows: readings
      .filter((reading) => reading.form === form)
      .map(({ subject, visit, lesion, reader, state, answers }) => [
        ...[subject, visit, lesion, reader, state],
        ...items.map((id) => (answers as Readonly<Record<string, string | undefined>>)[id] ?? null),
      ]),
  };
}
