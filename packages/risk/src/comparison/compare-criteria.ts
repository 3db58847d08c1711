import type { CriterionOutcome, FiredRule } from "@nadir/domain";
import { cohenKappa, type Estimated, type Kappa } from "@nadir/statistics";
import { COMMON_CATEGORIES, type CommonCategory, commonCategory } from "./common-category.ts";

/** One patient of a cohort under several criteria. */
export interface AssessedPatient {
  readonly id: string;
  readonly outcomes: Readonly<Record<string, CriterionOutcome>>;
}

/** A patient whom two criteria put into different categories, and the rules that make the difference. */
export interface CategoryChange {
  readonly patient: string;
  readonly from: CommonCategory;
  readonly to: CommonCategory;
  /** First visit that the two criteria call differently; null where only the best response differs. */
  readonly visit: string | null;
  readonly date: string | null;
  readonly fromLabel: string;
  readonly toLabel: string;
  /** The deciding rule of each side; where no visit differs, that of confirmation and minimum duration. */
  readonly fromRule: DecidingRule;
  readonly toRule: DecidingRule;
}
export interface DecidingRule {
  readonly id: string;
  readonly text: string;
}

export interface CriteriaComparison {
  readonly criteria: readonly [string, string];
  readonly of: "confirmed" | "unconfirmed";
  readonly patients: number;
  /** Patients without an answer of one of the two (refused or not asked); not in the table. */
  readonly withoutBoth: number;
  readonly categories: readonly CommonCategory[];
  /** Counts: rows the first criterion, columns the second, in the order of `categories`. */
  readonly table: readonly (readonly number[])[];
  readonly agreeing: number;
  readonly discordant: number;
  /** Unweighted kappa over those whom both could evaluate; NE and NED are no levels and are left out, counted. */
  readonly kappa: Estimated<Kappa>;
  readonly leftOutOfKappa: number;
  /** Patients whose dates of progression differ, though perhaps not their category. */
  readonly progressionDatesDiffer: number;
  readonly changes: readonly CategoryChange[];
}

/** Every pair of the criteria, in their order. */
export const compareAll = (
  patients: readonly AssessedPatient[],
  criteria: readonly string[],
  of: CriteriaComparison["of"] = "confirmed",
): CriteriaComparison[] =>
  criteria.flatMap((first, i) => criteria.slice(i + 1).map((second) => compareCriteria(patients, first, second, of)));

/** Two criteria on one cohort by best overall response. */
export function compareCriteria(
  patients: readonly AssessedPatient[],
  first: string,
  second: string,
  of: CriteriaComparison["of"] = "confirmed",
): CriteriaComparison {
  const table = COMMON_CATEGORIES.map(() => COMMON_CATEGORIES.map(() => 0));
  const changes: CategoryChange[] = [];
  let both = 0;
  let datesDiffer = 0;
  for (const { id, outcomes } of patients) {
    const a = outcomes[first];
    const b = outcomes[second];
    if (!a || !b) continue;
    both++;
    if (a.progressionDate !== b.progressionDate) datesDiffer++;
    const from = commonCategory(a.bestOverall[of]);
    const to = commonCategory(b.bestOverall[of]);
    const row = table[COMMON_CATEGORIES.indexOf(from)] as number[];
    const column = COMMON_CATEGORIES.indexOf(to);
    row[column] = (row[column] as number) + 1;
    if (from !== to) changes.push(changeOf(id, a, b, from, to));
  }
  const evaluable = COMMON_CATEGORIES.map((category) => category !== "NE" && category !== "NED");
  const levels = table.filter((_, i) => evaluable[i]).map((row) => row.filter((_, j) => evaluable[j]));
  const inKappa = levels.flat().reduce((sum, n) => sum + n, 0);
  return {
    criteria: [first, second],
    of,
    patients: both,
    withoutBoth: patients.length - both,
    categories: COMMON_CATEGORIES,
    table,
    agreeing: both - changes.length,
    discordant: changes.length,
    kappa: cohenKappa(levels, "unweighted"),
    leftOutOfKappa: both - inKappa,
    progressionDatesDiffer: datesDiffer,
    changes,
  };
}

function changeOf(
  patient: string,
  a: CriterionOutcome,
  b: CriterionOutcome,
  from: CommonCategory,
  to: CommonCategory,
): CategoryChange {
  const visit = a.visitOrder.find((id) => {
    const [x, y] = [a.visits[id], b.visits[id]];
    return x !== undefined && y !== undefined && commonCategory(x.overall) !== commonCategory(y.overall);
  });
  const best = (outcome: CriterionOutcome): DecidingRule => ({
    id: `${outcome.criterion}.best-response`,
    text: `Every visit has the same category; best response is ${outcome.bestOverall.unconfirmed}, confirmed ${outcome.bestOverall.confirmed}.`,
  });
  const at = visit === undefined ? [undefined, undefined] : [a.visits[visit], b.visits[visit]];
  return {
    patient,
    from,
    to,
    visit: visit ?? null,
    date: at[0]?.date ?? null,
    fromLabel: at[0]?.overall ?? a.bestOverall.confirmed,
    toLabel: at[1]?.overall ?? b.bestOverall.confirmed,
    fromRule: decidingRule(a, visit) ?? best(a),
    toRule: decidingRule(b, visit) ?? best(b),
  };
}

/**
 * The rule that decided a visit: the last before the table that only puts the parts together; at a visit that carries an
 * earlier progression on, the rule that made that progression. Null for an outcome without a trace.
 */
function decidingRule(outcome: CriterionOutcome, visit: string | undefined): DecidingRule | null {
  if (visit === undefined) return null;
  for (let i = outcome.visitOrder.indexOf(visit); i >= 0; i--) {
    const trace: readonly FiredRule[] = outcome.visits[outcome.visitOrder[i] as string]?.trace ?? [];
    if (trace.some(({ id }) => id.endsWith(".carried"))) continue;
    // What follows the table (the injected and the non-injected by themselves) does not decide the patient.
    const table = trace.findLastIndex(({ id }) => id.endsWith(".overall"));
    const rule = trace[table > 0 ? table - 1 : trace.length - 1];
    return rule ? { id: rule.id, text: rule.text } : null;
  }
  return null;
}
