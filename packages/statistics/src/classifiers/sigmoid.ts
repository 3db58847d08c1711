import { checkedFlags, checkedNumbers, checkSameLength, type Flags, type Numbers } from "../checked-input.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { expit } from "../models/logistic-regression.ts";

/** Probability of a score: 1 / (1 + exp(-(intercept + slope × score))). */
export interface Sigmoid {
  readonly intercept: number;
  readonly slope: number;
}

const MOST_STEPS = 100;

/**
 * Platt 1999's sigmoid on the scores of subjects that the classifier has not seen, by Newton's method with halved steps (Lin,
 * Lin & Weng 2007, Mach Learn 68:267). The targets are (n1 + 1) / (n1 + 2) and 1 / (n0 + 2), so the fit is finite even where
 * the scores part the classes. Not estimable with one class.
 */
export function plattSigmoid(scores: Numbers, outcome: Flags): Estimated<Sigmoid> {
  checkSameLength({ scores, outcome });
  const f = checkedNumbers(scores, "score");
  const y = checkedFlags(outcome, "outcome");
  const ones = y.reduce((s, v) => s + v, 0);
  const zeros = y.length - ones;
  if (ones === 0 || zeros === 0)
    return notEstimable(`A sigmoid needs both classes: ${ones} with the outcome, ${zeros} without.`);
  const target = Float64Array.from(y, (v) => (v === 1 ? (ones + 1) / (ones + 2) : 1 / (zeros + 2)));
  const loss = (a: number, b: number): number =>
    f.reduce((s, v, i) => {
      const eta = a + b * v;
      return s + Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))) - target[i]! * eta;
    }, 0);
  let [a, b] = [Math.log((ones + 1) / (zeros + 1)), 0];
  let value = loss(a, b);
  for (let step = 0; step < MOST_STEPS; step++) {
    let [ga, gb, aa, ab, bb] = [0, 0, 0, 0, 0];
    for (const [i, v] of f.entries()) {
      const p = expit(a + b * v);
      const [rest, w] = [p - target[i]!, p * (1 - p)];
      ga += rest;
      gb += rest * v;
      aa += w;
      ab += w * v;
      bb += w * v * v;
    }
    const det = aa * bb - ab * ab;
    // All scores alike: the share of the targets is the answer, and there is no slope.
    if (!(det > 1e-14 * aa * bb)) return estimated({ intercept: a, slope: 0 });
    const [da, db] = [(bb * ga - ab * gb) / det, (aa * gb - ab * ga) / det];
    let [share, next] = [1, loss(a - da, b - db)];
    while (next > value && share > 1e-10) {
      share /= 2;
      next = loss(a - share * da, b - share * db);
    }
    if (next > value) break;
    const isSettled = value - next <= 1e-15 * Math.abs(value);
    [a, b, value] = [a - share * da, b - share * db, next];
    if (isSettled) break;
  }
  return estimated({ intercept: a, slope: b });
}
