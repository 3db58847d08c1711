import { type DevelopmentPlan, type Problem, Refusal, refuse } from "@nadir/domain";
import type { Cohort } from "../modelling/cohort.ts";
import { featureColumns } from "./feature-columns.ts";
import { checkColumns, checkSubjects, type Table } from "./table.ts";

/**
 * The cohort of a plan from a table: subjects, outcome, follow-up, sites, types, predictors, and `simple`, all columns of numbers
 * from which rivals may be taken. Outcome and follow-up are never predictors. Refusal: an outcome that is empty or has more
 * than two values, a follow-up that is no time, a predictor that the table lacks or that is no number, an empty site or type.
 */
export function cohortOf(
  table: Table,
  plan: DevelopmentPlan,
): { cohort: Cohort; simple: Pick<Cohort, "names" | "columns">; leftOut: readonly string[] } {
  const { file } = table;
  checkSubjects(table, plan.subject);
  const named = [
    plan.outcome,
    ...[plan.site, plan.type, plan.survival?.time].filter((c) => c !== undefined),
    ...plan.acquisition,
  ];
  const adjusting = plan.adjust ?? [];
  checkColumns(table, [...named, ...adjusting, ...(plan.predictors ?? [])]);
  if (plan.predictors?.some((p) => named.includes(p)))
    refuse(
      "OUTCOME_USED_AS_PREDICTOR",
      `The plan names '${plan.predictors.find((p) => named.includes(p))}' as outcome, follow-up, site, type or acquisition and as a predictor; take it out of the predictors.`,
    );
  const positive = String(plan.positive);
  const problems: Problem[] = [];
  const others = new Set<string>();
  for (const [i, row] of table.rows.entries()) {
    const where = { file, row: i + 2 };
    const y = row[plan.outcome]!;
    if (y === "")
      problems.push({
        code: "NO_OUTCOME",
        message: `Row ${i + 2} has no outcome; leave the subject out or enter it.`,
        where: { ...where, column: plan.outcome },
      });
    else if (plan.classes && !plan.classes.includes(y))
      problems.push({
        code: "NO_SUCH_CLASS",
        message: `Row ${i + 2}: the outcome '${plan.outcome}' is '${y}', which is no class of the plan (${plan.classes.join(", ")}).`,
        where: { ...where, column: plan.outcome },
      });
    else if (plan.continuous && !Number.isFinite(Number(y)))
      problems.push({
        code: "NOT_A_NUMBER",
        message: `Row ${i + 2}: the outcome '${plan.outcome}' is '${y}'; give a number in ${plan.continuous.unit}.`,
        where: { ...where, column: plan.outcome },
      });
    else if (y !== positive && !plan.classes && !plan.continuous) others.add(y);
    for (const [what, column] of [
      ["site", plan.site],
      ["type", plan.type],
    ] as const)
      if (column !== undefined && row[column] === "")
        problems.push({
          code: `NO_${what.toUpperCase()}`,
          message: `Row ${i + 2} has no ${what}.`,
          where: { ...where, column },
        });
    const time = plan.survival?.time;
    if (time !== undefined && !(row[time] !== "" && Number(row[time]) >= 0))
      problems.push({
        code: "NO_FOLLOW_UP",
        message: `Row ${i + 2}: the follow-up '${time}' is '${row[time]}'; give the time to the event or to censoring, 0 or more.`,
        where: { ...where, column: time },
      });
  }
  if (others.size > 1)
    problems.push({
      code: "NOT_TWO_OUTCOMES",
      message: `The outcome '${plan.outcome}' has besides '${positive}' the values ${[...others].slice(0, 5).join(", ")}; a binary outcome has one other.`,
      where: { file, column: plan.outcome },
    });
  if (problems.length > 0) throw new Refusal(problems.slice(0, 20));
  const features = featureColumns(table, plan.subject);
  const wanted =
    plan.predictors ?? features.columns.map((c) => c.name).filter((name) => ![...named, ...adjusting].includes(name));
  const columns = wanted.map((name) => {
    const column = features.columns.find((c) => c.name === name);
    if (!column)
      refuse("NOT_A_NUMBER", `The predictor '${name}' is no column of numbers.`, { where: { file, column: name } });
    return Float64Array.from(column.values);
  });
  if (columns.length === 0)
    refuse("NO_PREDICTORS", "The table has no column of numbers besides subject, outcome, follow-up, site and type.", {
      where: { file },
    });
  const simple = features.columns.filter((c) => !named.includes(c.name));
  return {
    cohort: {
      subjects: table.rows.map((r) => r[plan.subject]!),
      outcome: Uint8Array.from(table.rows, ({ [plan.outcome]: y }) =>
        plan.classes ? plan.classes.indexOf(y!) : plan.continuous ? 0 : Number(y === positive),
      ),
      ...(plan.classes ? { classNames: plan.classes } : {}),
      ...(plan.continuous ? { value: Float64Array.from(table.rows, (r) => Number(r[plan.outcome])) } : {}),
      sites: table.rows.map((r) => (plan.site === undefined ? "" : r[plan.site]!)),
      names: wanted,
      columns,
      ...(plan.survival ? { time: Float64Array.from(table.rows, (r) => Number(r[plan.survival!.time])) } : {}),
      ...(plan.type === undefined ? {} : { types: table.rows.map((r) => r[plan.type!]!) }),
      acquisition: Object.fromEntries(plan.acquisition.map((c) => [c, table.rows.map((r) => r[c]!)])),
    },
    simple: { names: simple.map((c) => c.name), columns: simple.map((c) => Float64Array.from(c.values)) },
    leftOut: plan.predictors ? [] : features.leftOut.filter((name) => !named.includes(name)),
  };
}
