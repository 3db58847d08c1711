import { type DevelopmentPlan, hashOf, type LesionPlan, refuse, sha256Hex } from "@nadir/domain";
import {
  asSignature,
  bagsOf,
  cohortOf,
  compareLesionMethods,
  type Development,
  develop,
  developmentSentences,
  developmentSummary,
  judgeCandidates,
  outOfFoldCalibration,
  type Table,
  tableOf,
  unionOf,
} from "@nadir/risk";
import { aucInterval, type Estimated, type Interval } from "@nadir/statistics";
import { parse } from "csv-parse/sync";
import { type Beside, type DevelopmentRecord, developmentRecord, type Measured } from "../models/development-record.ts";

export interface NamedTable {
  readonly name: string;
  readonly text: string;
}

export interface DevelopmentTask {
  readonly plan: DevelopmentPlan | LesionPlan;
  readonly table: NamedTable;
  /** Features of each patient's lesions as one region, for a plan that has that way. */
  readonly union: NamedTable | null;
}

/** A table of comma-separated values. Refuses `NOT_CSV` and `NO_ROWS`. */
export function readTable({ name, text }: NamedTable, unit?: string): Table {
  let cells: string[][];
  try {
    cells = parse(text, { bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    return refuse("NOT_CSV", `The file '${name}' is not a comma-separated table: ${(error as Error).message}.`, {
      where: { file: name },
    });
  }
  return tableOf(cells, name, unit);
}

/** Carries the plan out on the table. The same plan, table and seed give the same record. */
export function developmentOf({ plan, table, union }: DevelopmentTask): DevelopmentRecord {
  const whole = { schema: "nadir.development-record/1", plan, planHash: hashOf(plan), generator: "xoshiro256**" };
  const file = { file: table.name, sha256: sha256Hex(table.text) };
  if (plan.schema === "nadir.development-plan/1") return modelsRecord(plan, readTable(table), whole, file);
  const bags = bagsOf(readTable(table, "a lesion"), plan);
  const results = compareLesionMethods(bags, plan, union ? unionOf(readTable(union), plan, bags.subjects) : null);
  return developmentRecord.parse({
    ...whole,
    kind: "lesions",
    cohort: {
      ...file,
      subjects: bags.subjects.length,
      events: bags.outcome.reduce((s, v) => s + v, 0),
      predictors: bags.names.length,
      leftOut: [],
      lesions: bags.lesions.flat().length,
    },
    methods: results.map(({ method, kind, auc, against }) => ({
      name: method,
      kind,
      performance: aucMeasured(auc),
      againstFirst: against && gap(against),
    })),
    signature: null,
  });
}

function modelsRecord(plan: DevelopmentPlan, table: Table, whole: object, file: object): DevelopmentRecord {
  if (plan.classes || plan.continuous)
    refuse(
      "ENDPOINT_BY_COMMAND",
      `The outcome is ${plan.classes ? "one of several classes" : "a number"}; the portal develops models of two classes and of follow-up. Use \`nadir develop\`.`,
    );
  const { cohort, simple, leftOut } = cohortOf(table, plan);
  const answer = develop(cohort, plan, simple);
  const summary = developmentSummary(answer, plan, cohort, { name: table.file, sha256: "", leftOut });
  const { predictions, parts } = answer;
  return developmentRecord.parse({
    ...whole,
    kind: "models",
    cohort: {
      ...file,
      subjects: cohort.subjects.length,
      events: summary.cohort.events,
      predictors: cohort.names.length,
      leftOut,
    },
    eventsPerPredictor: summary.eventsPerPredictor,
    measure: answer.survival ? "C" : "AUC",
    performance: answer.survival
      ? answer.survival.concordance.estimable
        ? { estimable: true, value: answer.survival.concordance.c, ...limits(answer.survival.concordance.interval) }
        : answer.survival.concordance
      : aucMeasured(answer.auc),
    parts: parts.map(({ repeat, part, subjects, auc, chosen }) => ({ repeat, part, subjects, auc, chosen })),
    selected: answer.selected,
    candidates: judgeCandidates(cohort, plan, { predictions, chosen: parts.map((p) => p.chosen) }).map((c) => ({
      ...besideOf(c),
      chosen: c.chosen,
      reason: c.reason,
    })),
    rivals: answer.rivals.map(besideOf),
    variants: answer.variants.sets.map((v) => ({ ...besideOf(v), predictors: v.predictors })),
    calibration: outOfFoldCalibration(predictions, cohort),
    conformal: summary.conformal ?? null,
    explanation: answer.explanation,
    notFitted: answer.notFitted,
    chosen: summary.chosen,
    used: summary.used,
    sentences: developmentSentences(answer, plan),
    signature: answer.final ? asSignature(answer.final, plan, cohort, predictions) : null,
  });
}

const limits = ({ lower, upper }: Interval) => ({ lower, upper });

function aucMeasured(auc: Development["auc"]): Measured {
  if (!auc.estimable) return auc;
  const interval = aucInterval(auc);
  return {
    estimable: true,
    value: auc.auc,
    ...(interval.estimable ? limits(interval) : { lower: null, upper: null }),
  };
}

function gap(found: Estimated<{ difference: number; interval: Interval; p: number | null }>): Beside["difference"] {
  return found.estimable
    ? { estimable: true, difference: found.difference, ...limits(found.interval), p: found.p }
    : found;
}

const besideOf = (r: {
  readonly name: string;
  readonly subjects: number;
  readonly discrimination: number | null;
  readonly difference: Parameters<typeof gap>[0];
}): Beside => ({ name: r.name, subjects: r.subjects, discrimination: r.discrimination, difference: gap(r.difference) });

/** Every cell of the tables: for who must not be named in them. */
export const cellsOf = ({ table, union }: Pick<DevelopmentTask, "table" | "union">): ReadonlySet<string> =>
  new Set([table, ...(union ? [union] : [])].flatMap((t) => readTable(t).rows.flatMap((row) => Object.values(row))));
