import type { CriterionOutcome, Trial } from "@nadir/domain";
import type { SdtmDomain, SdtmRow } from "@nadir/response";

/** What was left out, what is not known, and what no term was found for. */
interface Findings {
  readonly leftOut: { readonly sealed: number };
  /** Subjects for whom a randomisation drew an arm that nobody was told. */
  readonly armsNotTold: number;
  /** Visits that the follow-up generator made: of no patient. */
  readonly simulatedVisits: number;
  /** Subjects that a criterion could not be applied to; `criterion` null: the record makes no course. */
  readonly notJudged: readonly { readonly subject: string; readonly criterion: string | null; readonly why: string }[];
  readonly criteria: readonly CriterionOutcome[];
  readonly unmapped: ReadonlyMap<string, number>;
}

export interface SdtmSummary extends Omit<Findings, "criteria" | "unmapped"> {
  readonly schema: "nadir.sdtm/1";
  readonly study: string;
  /** Rows by domain. */
  readonly records: Readonly<Record<string, number>>;
  readonly unmapped: readonly { readonly value: string; readonly rows: number }[];
  /** What whoever takes the tables has to know. */
  readonly mind: readonly string[];
}

const STANDARD = {
  model: "SDTM v2.0, SDTMIG v3.4",
  supplement: "CDISC disease response supplement RECIST 1.1, draft of 2022-09-13",
  terminology: "CDISC SDTM Controlled Terminology, a release of 2024",
} as const;

/** The document that names each column with its label, type and origin, and the summary that the command answers. */
export function defineDocument(
  trial: Trial,
  tables: readonly { readonly domain: SdtmDomain; readonly rows: readonly SdtmRow[] }[],
  { criteria, unmapped, ...findings }: Findings,
): { readonly document: object; readonly summary: SdtmSummary } {
  const summary: SdtmSummary = {
    schema: "nadir.sdtm/1",
    study: trial.id,
    records: Object.fromEntries(tables.map(({ domain, rows }) => [domain.name, rows.length])),
    ...findings,
    unmapped: [...unmapped].sort(([a], [b]) => (a < b ? -1 : 1)).map(([value, rows]) => ({ value, rows })),
    mind: mindOf(trial, criteria, findings.simulatedVisits),
  };
  const document = {
    schema: summary.schema,
    study: { id: trial.id, title: trial.title },
    standard: STANDARD,
    criteria: criteria.map(({ criterion, name, parametersVersion, parameters }) => ({
      criterion,
      name,
      parametersVersion,
      parameters,
    })),
    datasets: tables.map(({ domain: { name, label, structure, columns }, rows }) => ({
      name,
      label,
      structure,
      file: `${name.toLowerCase()}.csv`,
      records: rows.length,
      columns,
    })),
    ...findings,
    unmapped: summary.unmapped,
    mind: summary.mind,
  };
  return { document, summary };
}

function mindOf(
  { dates, schedule, provenance }: Trial,
  criteria: readonly CriterionOutcome[],
  simulatedVisits: number,
): string[] {
  const judgedBy = new Set(criteria.map(({ criterion }) => criterion));
  return [
    ...(simulatedVisits > 0
      ? [`${simulatedVisits} visits are simulated and of no patient; SDTM has no mark for them.`]
      : []),
    ...(provenance?.notice === undefined ? [] : [provenance.notice]),
    "Identifiers are the record's own: pseudonyms stay as they are, and nothing was taken out as `nadir export deidentified` does.",
    "No conformance check (Pinnacle 21, CDISC CORE) was run on these tables.",
    "Sums, changes in per cent and responses are what Nadir derived (TRDRVFL, RSDRVFL); SDTM expects those that the sponsor's own system collected.",
    "TULOC has the record's organs in capitals; they were not compared with the codelist LOC.",
    ...(dates.kind === "offset"
      ? [
          `The source tells days, not dates: the dates were laid on a calendar with day 0 at ${dates.dayZero}; use the study days.`,
        ]
      : []),
    ...(schedule.length === 0
      ? [
          "The trial has no schedule: VISITNUM is the order of a subject's own visits, and equal numbers of two subjects are not the same visit.",
        ]
      : []),
    ...(judgedBy.has("itrecist")
      ? [
          "itRECIST: the readings and sums of injected and non-injected lesions have no test in the codelists and are left out.",
        ]
      : []),
    ...(criteria.some(({ visits }) => Object.values(visits).some(({ components }) => components !== undefined))
      ? ["RANO 2.0 of mixed tumours: the sums are of both components together; each by itself is left out."]
      : []),
  ];
}
