import { type LesionPlan, type Problem, Refusal, refuse } from "@nadir/domain";
import type { Bags } from "../modelling/lesions/bags.ts";
import type { UnionTable } from "../modelling/lesions/compare-methods.ts";
import { featureColumns } from "./feature-columns.ts";
import { checkColumns, checkSubjects, columnsInWords, type Table } from "./table.ts";

/**
 * Patients with their lesions from a table of one row a lesion. Refusal, all together: a row without patient, lesion, volume
 * or outcome, an outcome that differs within a patient, a predictor that is no number.
 */
export function bagsOf(table: Table, plan: LesionPlan): Bags {
  const { file } = table;
  const named = [plan.subject, plan.lesion, plan.volume, plan.outcome];
  checkColumns(table, [...named, ...(plan.predictors ?? [])]);
  const numeric = (name: string): boolean =>
    table.rows.some((r) => r[name] !== "") &&
    table.rows.every((r) => r[name] === "" || Number.isFinite(Number(r[name])));
  const names = plan.predictors ?? table.columns.filter((c) => !named.includes(c) && numeric(c));
  if (names.length === 0)
    refuse("NO_PREDICTORS", `'${file}' has no column of numbers besides ${named.join(", ")}.`, { where: { file } });
  const problems: Problem[] = [];
  const patients = new Map<string, { outcome: string; lesions: Bags["lesions"][number][number][] }>();
  for (const [i, row] of table.rows.entries()) {
    const where = { file, row: i + 2 };
    const empty = named.find((c) => row[c] === "");
    if (empty !== undefined) {
      problems.push({
        code: "EMPTY_CELL",
        message: `Row ${i + 2} has no '${empty}'.`,
        where: { ...where, column: empty },
      });
      continue;
    }
    for (const name of names)
      if (row[name] !== "" && !Number.isFinite(Number(row[name])))
        problems.push({
          code: "NOT_A_NUMBER",
          message: `Row ${i + 2}: '${name}' is '${row[name]}'; give a number or leave it empty.`,
          where: { ...where, column: name },
        });
    const [subject, outcome] = [row[plan.subject]!, row[plan.outcome]!];
    const own = patients.get(subject) ?? { outcome, lesions: [] };
    patients.set(subject, own);
    if (own.outcome !== outcome)
      problems.push({
        code: "OUTCOME_DIFFERS",
        message: `Patient '${subject}' has the outcome '${own.outcome}' and, in row ${i + 2}, '${outcome}'; the outcome is the patient's.`,
        where: { ...where, column: plan.outcome },
      });
    own.lesions.push({
      id: row[plan.lesion]!,
      volume: Number(row[plan.volume]),
      values: Float64Array.from(names, (name) => (row[name] === "" ? Number.NaN : Number(row[name]))),
    });
  }
  const positive = String(plan.positive);
  const others = new Set([...patients.values()].map((p) => p.outcome).filter((y) => y !== positive));
  if (others.size > 1)
    problems.push({
      code: "NOT_TWO_OUTCOMES",
      message: `The outcome has besides '${positive}' the values ${columnsInWords([...others])}; a binary outcome has one other.`,
      where: { file, column: plan.outcome },
    });
  if (problems.length > 0) throw new Refusal(problems.slice(0, 20));
  const all = [...patients];
  return {
    names,
    subjects: all.map(([subject]) => subject),
    lesions: all.map(([, p]) => p.lesions),
    outcome: Uint8Array.from(all, ([, p]) => Number(p.outcome === positive)),
  };
}

/** The table of regions that hold all lesions of a patient, in the order of the patients; every patient must be in it. */
export function unionOf(of: Table, plan: LesionPlan, subjects: readonly string[]): UnionTable {
  const { file } = of;
  checkSubjects(of, plan.subject);
  const table = featureColumns(of, plan.subject);
  const place = new Map(table.subjects.map((s, i) => [s, i]));
  const lacking = subjects.find((s) => !place.has(s));
  if (lacking !== undefined)
    refuse("SUBJECT_MISSING", `The table '${file}' has no row of patient '${lacking}'.`, {
      where: { file },
      found: lacking,
    });
  const columns = table.columns.filter((c) => c.name !== plan.outcome);
  return {
    names: columns.map((c) => c.name),
    columns: columns.map((c) => Float64Array.from(subjects, (s) => c.values[place.get(s)!]!)),
  };
}
