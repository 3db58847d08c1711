import { refuse } from "@nadir/domain";
import { checkedFlags, checkedNumbers, checkSameLength, type Flags, type Numbers } from "../checked-input.ts";
import { ascendingOrder } from "../describe.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";

/** Positive when `score >= threshold`. The first point takes all (-Infinity), the last none (Infinity). */
export interface RocPoint {
  readonly threshold: number;
  readonly sensitivity: number;
  readonly specificity: number;
}

export interface RocCurve {
  readonly cases: number;
  readonly controls: number;
  /** Ascending thresholds: -Infinity, the midpoints between neighbouring distinct scores, Infinity. */
  readonly points: readonly RocPoint[];
}

export function rocCurve(scores: Numbers, outcome: Flags): Estimated<RocCurve> {
  checkSameLength({ score: scores, outcome });
  const values = checkedNumbers(scores, "score");
  const flags = checkedFlags(outcome, "outcome");
  const cases = flags.reduce((s, f) => s + f, 0);
  const controls = flags.length - cases;
  if (cases === 0 || controls === 0)
    return notEstimable(`A ROC curve needs both classes: ${cases} with the outcome, ${controls} without.`);
  const order = ascendingOrder(values);
  const points: RocPoint[] = [{ threshold: Number.NEGATIVE_INFINITY, sensitivity: 1, specificity: 0 }];
  let casesBelow = 0;
  let controlsBelow = 0;
  for (let i = 0; i < order.length; ) {
    const value = values[order[i]!]!;
    while (i < order.length && values[order[i]!] === value) {
      if (flags[order[i]!] === 1) casesBelow++;
      else controlsBelow++;
      i++;
    }
    points.push({
      threshold: i < order.length ? between(value, values[order[i]!]!) : Number.POSITIVE_INFINITY,
      sensitivity: (cases - casesBelow) / cases,
      specificity: controlsBelow / controls,
    });
  }
  return estimated({ cases, controls, points });
}

/** The midpoint, or the upper value where no number lies between (so that `score >= threshold` still parts them). */
function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle > low ? middle : high;
}

/**
 * The point of largest sensitivity + specificity - 1; the lowest threshold among equals. Descriptive: an operating point
 * must come from training data, the literature or consensus, never from the test set.
 */
export function youdenPoint(curve: RocCurve): RocPoint {
  let best = curve.points[0]!;
  for (const p of curve.points)
    if (p.sensitivity + p.specificity > best.sensitivity + best.specificity + 1e-12) best = p;
  return best;
}

export interface PartialAuc {
  /** Area under sensitivity over the range of specificity; at most the width of the range. */
  readonly area: number;
  /** McClish 1989 rescaling to 0.5 (chance) … 1; null where the curve lies below chance. */
  readonly corrected: number | null;
}

/** Trapezoidal area between two specificities, with linear interpolation at the bounds. 0 <= from < to <= 1. */
export function partialAuc(curve: RocCurve, range: { readonly from: number; readonly to: number }): PartialAuc {
  const { from, to } = range;
  if (!(from >= 0 && to <= 1 && from < to))
    refuse("SPECIFICITY_RANGE", `The specificity range is ${from} to ${to}; give 0 <= from < to <= 1.`);
  let area = 0;
  for (let i = 1; i < curve.points.length; i++) {
    const a = curve.points[i - 1]!;
    const b = curve.points[i]!;
    const x0 = Math.max(a.specificity, from);
    const x1 = Math.min(b.specificity, to);
    if (x1 <= x0) continue;
    const at = (x: number) =>
      a.sensitivity + ((x - a.specificity) / (b.specificity - a.specificity)) * (b.sensitivity - a.sensitivity);
    area += ((at(x0) + at(x1)) / 2) * (x1 - x0);
  }
  const width = to - from;
  const least = ((1 - from + (1 - to)) / 2) * width;
  return { area, corrected: area < least ? null : (1 + (area - least) / (width - least)) / 2 };
}
