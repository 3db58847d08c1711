import type { DevelopmentPlan } from "@nadir/domain";
import { type Cohort, checkCohort } from "../cohort.ts";
import type { FittedCandidate } from "../fitted-model.ts";
import { type Nested, nested } from "../nested.ts";
import { type ClassesJudged, judgeClasses } from "./judge-classes.ts";
import { judgeNumber, type NumberJudged } from "./judge-number.ts";

/** Development of a model of several classes, or of a number. */
export interface ValueDevelopment {
  readonly predictions: readonly (number | null)[];
  /** Of several classes the probability of each. */
  readonly shares: readonly (readonly number[] | null)[];
  readonly classes: ClassesJudged | null;
  readonly number: NumberJudged | null;
  readonly parts: readonly {
    readonly repeat: number;
    readonly part: string;
    readonly subjects: number;
    readonly chosen: string | null;
    readonly used: readonly string[];
  }[];
  readonly selected: readonly { readonly predictor: string; readonly times: number; readonly of: number }[];
  readonly final: FittedCandidate | null;
  readonly notFitted: Nested["notFitted"];
}

/**
 * Develops by the same nested resampling as `develop` (`nested`): several classes are chosen and judged by proper scores, a number by
 * its squares. What is judged are subjects whom the models have not seen, beside what the training subjects' shares or mean say
 * of them. Refusals are those of `checkCohort`.
 */
export function developValues(cohort: Cohort, plan: DevelopmentPlan): ValueDevelopment {
  checkCohort(cohort);
  const found = nested(cohort, plan);
  const { predictions, shares, parts, final, notFitted } = found;
  const { classNames, value, outcome } = cohort;
  const uses = new Map<string, number>();
  for (const { fitted } of parts) for (const name of fitted?.used ?? []) uses.set(name, (uses.get(name) ?? 0) + 1);
  const blank = blankOf(cohort, found);
  const judged = Array.from(outcome.keys()).filter((i) => (classNames ? shares[i] : predictions[i]) !== null);
  const of = <T>(list: readonly T[]): T[] => judged.map((i) => list[i]!);
  return {
    predictions,
    shares,
    classes:
      classNames && judged.length > 0
        ? judgeClasses(of(shares) as number[][], of([...outcome]), classNames, of(blank))
        : null,
    number:
      value && judged.length > 0
        ? judgeNumber(of(predictions) as number[], of([...value]), of(blank.map((b) => b[0]!)), plan.seed)
        : null,
    parts: parts.map((p) => ({
      repeat: p.repeat,
      part: p.label,
      subjects: p.rows.length,
      chosen: p.fitted?.name ?? null,
      used: p.fitted?.used ?? [],
    })),
    selected: [...uses]
      .map(([predictor, times]) => ({ predictor, times, of: parts.length }))
      .sort((a, b) => b.times - a.times || (a.predictor < b.predictor ? -1 : 1)),
    final,
    notFitted,
  };
}

/** What the training subjects of a subject's parts say of it without any predictor: shares of the classes, or the mean. */
function blankOf({ outcome, classNames, value }: Cohort, { parts }: Nested): number[][] {
  const width = classNames?.length ?? 1;
  const [sum, times] = [Array.from(outcome, () => new Array<number>(width).fill(0)), new Uint32Array(outcome.length)];
  for (const { rows } of parts) {
    const left = new Set(rows);
    const training = Array.from(outcome.keys()).filter((i) => !left.has(i));
    const said = Array.from({ length: width }, (_, k) =>
      training.reduce((s, i) => s + (value ? value[i]! : Number(outcome[i] === k)), 0),
    ).map((v) => v / training.length);
    for (const i of rows) {
      said.forEach((v, k) => {
        sum[i]![k]! += v;
      });
      times[i]! += 1;
    }
  }
  return sum.map((row, i) => row.map((v) => v / times[i]!));
}
