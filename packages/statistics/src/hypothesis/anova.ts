import { checkedNumbers, checkSameLength, type Numbers } from "../checked-input.ts";
import { fUpper } from "../distributions.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { type Label, orderedLabels } from "../survival/log-rank.ts";

export interface Anova {
  readonly f: number;
  readonly dfBetween: number;
  readonly dfWithin: number;
  readonly p: number;
  readonly meanSquareBetween: number;
  readonly meanSquareWithin: number;
}

/** One-way analysis of variance. */
export function oneWayAnova(values: Numbers, group: ArrayLike<Label>): Estimated<Anova> {
  const n = checkSameLength({ value: values, group });
  const y = checkedNumbers(values, "value");
  const labels = orderedLabels(group);
  const dfBetween = labels.length - 1;
  const dfWithin = n - labels.length;
  if (dfBetween < 1 || dfWithin < 1)
    return notEstimable(
      `Analysis of variance needs two groups and more values than groups; ${labels.length} and ${n}.`,
    );
  const grand = y.reduce((s, v) => s + v, 0) / n;
  let [between, within] = [0, 0];
  for (const label of labels) {
    const own = y.filter((_, i) => group[i] === label);
    const m = own.reduce((s, v) => s + v, 0) / own.length;
    between += own.length * (m - grand) ** 2;
    within += own.reduce((s, v) => s + (v - m) ** 2, 0);
  }
  const [msb, msw] = [between / dfBetween, within / dfWithin];
  if (!(msw > 0)) return notEstimable("No group has any spread: F has no denominator.");
  const f = msb / msw;
  return estimated({
    f,
    dfBetween,
    dfWithin,
    p: fUpper(f, dfBetween, dfWithin),
    meanSquareBetween: msb,
    meanSquareWithin: msw,
  });
}
