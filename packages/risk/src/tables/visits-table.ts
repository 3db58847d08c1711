import { type Problem, Refusal, type VisitPlan } from "@nadir/domain";
import type { VisitCourses } from "../modelling/visits/courses.ts";
import { bagsOf } from "./bags-table.ts";
import { checkColumns, type Table } from "./table.ts";

/** A name that no column has. */
const SIZE = "\u0000";

/**
 * Patients with their visits from a table of one row a visit. Visits after the landmark are counted and passed over. Refusal,
 * all together: a row without patient, day or outcome, a day that is no number, an outcome that differs within a patient, a
 * predictor that is no number.
 */
export function coursesOf(table: Table, plan: VisitPlan): VisitCourses {
  checkColumns(table, [plan.subject, plan.day, plan.outcome, ...(plan.predictors ?? [])]);
  const { file } = table;
  const problems = table.rows.flatMap((row, i): Problem[] =>
    row[plan.day] === "" || Number.isFinite(Number(row[plan.day]))
      ? []
      : [
          {
            code: "NOT_A_NUMBER",
            message: `Row ${i + 2}: '${plan.day}' is '${row[plan.day]}'; give days from the start of treatment.`,
            where: { file, row: i + 2, column: plan.day },
          },
        ],
  );
  if (problems.length > 0) throw new Refusal(problems.slice(0, 20));
  // A visit takes the place of a lesion: the same checks, without a size.
  const sized = { ...table, columns: [...table.columns, SIZE], rows: table.rows.map((r) => ({ ...r, [SIZE]: "1" })) };
  const { subject, day: lesion, outcome, positive, predictors } = plan;
  const bags = bagsOf(sized, {
    schema: "nadir.lesion-plan/1",
    id: plan.id,
    subject,
    lesion,
    volume: SIZE,
    outcome,
    positive,
    ...(predictors ? { predictors } : {}),
    methods: [],
    folds: plan.folds,
    seed: plan.seed,
  });
  let notLookedAt = 0;
  const visits = bags.lesions.map((own) => {
    const all = own.map(({ id, values }) => ({ day: Number(id), values })).sort((a, b) => a.day - b.day);
    const known = all.filter(({ day }) => day <= plan.landmark);
    notLookedAt += all.length - known.length;
    return known;
  });
  return { names: bags.names, subjects: bags.subjects, visits, outcome: bags.outcome, notLookedAt };
}
