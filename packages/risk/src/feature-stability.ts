import { type FeatureResult, refuse } from "@nadir/domain";
import { intraclassCorrelation, isEstimable } from "@nadir/statistics";

/** One lesion under the same perturbations as the others, the unperturbed first. */
export interface PerturbedSubject {
  readonly id: string;
  readonly runs: readonly Pick<FeatureResult, "values">[];
}

/** A feature stays when the lower limit of its ICC reaches `least`. */
export interface StabilityRule {
  readonly least: number;
  readonly level: number;
}

/** Good reliability by Koo & Li (J Chiropr Med 2016;15:155): the lower limit at 0.75 or above. */
export const USUAL_RULE: StabilityRule = { least: 0.75, level: 0.95 };

export interface FeatureStability {
  readonly key: string;
  /** ICC(1,1), one-way random: the perturbations are draws, not raters. Null with its reason. */
  readonly icc: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly kept: boolean;
  /** Why it was not kept; empty when it was. */
  readonly reason: string;
}

/** The rule as a sentence for a report. */
export const ruleInWords = ({ least, level }: StabilityRule): string =>
  `A feature is kept when the lower ${100 * level}% limit of its ICC(1,1) over the perturbations is at least ${least}; a feature that is undefined in any run, or the same for all lesions, is not kept. One that no perturbation moves has ICC 1.`;

/**
 * The ICC of every feature of the first subject's first run over the perturbations, and which features stay under the
 * rule. Refuses `TOO_FEW_SUBJECTS` (fewer than two), `TOO_FEW_RUNS`, `RUNS_DIFFER` (subjects with different counts).
 */
export function featureStability(
  subjects: readonly PerturbedSubject[],
  rule: StabilityRule = USUAL_RULE,
): FeatureStability[] {
  const first = subjects[0];
  if (!first || subjects.length < 2)
    return refuse("TOO_FEW_SUBJECTS", `Stability needs at least two lesions; there is ${subjects.length}.`);
  if (first.runs.length < 2)
    refuse("TOO_FEW_RUNS", `Stability needs at least two runs a lesion; '${first.id}' has ${first.runs.length}.`);
  const other = subjects.find((s) => s.runs.length !== first.runs.length);
  if (other)
    refuse(
      "RUNS_DIFFER",
      `'${other.id}' has ${other.runs.length} runs, '${first.id}' has ${first.runs.length}; all need the same.`,
    );
  const values = subjects.map((s) => s.runs.map((run) => new Map(run.values.map((v) => [v.key, v.value]))));
  return first.runs[0]!.values.map(({ key }) => stabilityOf(key, values, rule));
}

function stabilityOf(
  key: string,
  values: readonly (readonly ReadonlyMap<string, number | null>[])[],
  rule: StabilityRule,
): FeatureStability {
  const table = values.map((runs) => runs.map((run) => run.get(key) ?? null));
  const none = { key, icc: null, lower: null, upper: null, kept: false };
  const undefinedRuns = table.flat().filter((x) => x === null).length;
  if (undefinedRuns > 0) return { ...none, reason: `undefined in ${undefinedRuns} of ${table.flat().length} runs` };
  const isFixed = table.every((row) => row.every((x) => x === row[0]));
  if (isFixed && table.some((row) => row[0] !== table[0]![0]))
    return { key, icc: 1, lower: 1, upper: 1, kept: true, reason: "" };
  const found = intraclassCorrelation(table as number[][], rule.level);
  if (!isEstimable(found)) return { ...none, reason: found.reason };
  const { icc, interval } = found.oneWay;
  const kept = interval.lower >= rule.least;
  return {
    key,
    icc,
    lower: interval.lower,
    upper: interval.upper,
    kept,
    reason: kept ? "" : `lower limit ${interval.lower.toFixed(3)} below ${rule.least}`,
  };
}
