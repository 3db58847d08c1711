import { checkSameLength } from "../checked-input.ts";
import { ascendingOrder } from "../describe.ts";
import { chiSquareUpper } from "../distributions.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { cholesky, choleskySolve, dot } from "../linear-algebra.ts";
import { type CompetingInput, checkedCompeting } from "./competing-risks.ts";
import type { ChiSquareTest } from "./cox.ts";
import { type Label, orderedLabels } from "./log-rank.ts";

export interface GrayTest extends ChiSquareTest {
  readonly cause: number;
  readonly rho: number;
  /** Score of each group: weighted observed minus expected subdistribution events. */
  readonly groups: readonly {
    readonly label: Label;
    readonly n: number;
    readonly events: number;
    readonly score: number;
  }[];
}

/**
 * Gray's test that the cumulative incidence of one cause is the same in every group (Gray 1988, Annals of Statistics
 * 16:1141), weight (1 - F(t-))^rho, rho = 0 by default; with `strata`, sums over strata.
 */
export function grayTest(
  input: CompetingInput & { readonly group: ArrayLike<Label>; readonly strata?: ArrayLike<Label> },
  cause: number,
  { rho = 0 }: { rho?: number } = {},
): Estimated<GrayTest> {
  const columns = checkedCompeting(input);
  const n = columns.time.length;
  const strata = input.strata ?? new Array<Label>(n).fill(0);
  checkSameLength({ time: columns.time, group: input.group, strata });
  const labels = orderedLabels(input.group);
  const index = new Map(labels.map((l, g) => [l, g]));
  const groupOf = Int32Array.from({ length: n }, (_, i) => index.get(input.group[i]!)!);
  const events = labels.map((_, g) =>
    columns.cause.reduce((s, c, i) => s + (c === cause && groupOf[i] === g ? 1 : 0), 0),
  );
  const total = events.reduce((s, v) => s + v, 0);
  if (labels.length < 2) return notEstimable(`Gray's test compares groups; there is ${labels.length}.`);
  if (total === 0) return notEstimable(`None of ${n} subjects had an event of cause ${cause}.`);
  const score = new Float64Array(labels.length);
  const variance = new Float64Array(labels.length ** 2);
  const order = ascendingOrder(columns.time);
  for (const stratum of orderedLabels(strata)) {
    const rows = order.filter((i) => strata[i] === stratum);
    addStratum(rows, columns.time, columns.cause, groupOf, cause, rho, score, variance);
  }
  const q = labels.length - 1;
  const matrix = Float64Array.from({ length: q * q }, (_, k) => variance[Math.floor(k / q) * labels.length + (k % q)]!);
  const factor = cholesky(matrix, q, 1e-10);
  if (!factor) return notEstimable("The variance of Gray's statistic is singular: no group can differ.");
  const tested = score.slice(0, q);
  const chiSquare = dot(tested, choleskySolve(factor, q, tested));
  return estimated({
    cause,
    rho,
    chiSquare,
    df: q,
    p: chiSquareUpper(chiSquare, q),
    groups: labels.map((label, g) => ({
      label,
      n: groupOf.reduce((s, v) => s + (v === g ? 1 : 0), 0),
      events: events[g]!,
      score: score[g]!,
    })),
  });
}

/**
 * Adds one stratum. h_k = Y_k / S_k(t-) stands for the subdistribution risk set before its weight 1 - F_k(t-). The
 * variance is that of the martingale form of the scores (Gray 1988, section 3): per group k, sums of squares of
 * A_k - b C_k over events, and what C gains until the end through the three parts V, U (cross) and b².
 */
function addStratum(
  rows: Uint32Array,
  time: Float64Array,
  cause: Int32Array,
  groupOf: Int32Array,
  interest: number,
  rho: number,
  score: Float64Array,
  variance: Float64Array,
): void {
  const k = score.length;
  const atRisk = new Float64Array(k);
  for (const i of rows) atRisk[groupOf[i]!]!++;
  const survival = new Float64Array(k).fill(1);
  const incidence = new Float64Array(k);
  const c = new Float64Array(k * k);
  const cross = new Float64Array(k * k);
  const squares = new Float64Array(k);
  let pooled = 0;
  const add = (g: number, u: Float64Array, b: number, jump: number): void => {
    squares[g]! += b * b * jump;
    for (let i = 0; i < k; i++) {
      cross[i * k + g]! += u[i]! * b * jump;
      for (let j = 0; j < k; j++) variance[i * k + j]! += u[i]! * u[j]! * jump;
    }
  };
  for (let a = 0; a < rows.length; ) {
    const t = time[rows[a]!]!;
    const own = new Float64Array(k);
    const other = new Float64Array(k);
    const leaving = new Float64Array(k);
    for (; a < rows.length && time[rows[a]!] === t; a++) {
      const i = rows[a]!;
      leaving[groupOf[i]!]!++;
      if (cause[i] === interest) own[groupOf[i]!]!++;
      else if (cause[i]! > 0) other[groupOf[i]!]!++;
    }
    const events = own.reduce((s, v) => s + v, 0);
    if (events > 0 || other.some((v) => v > 0)) {
      const h = atRisk.map((y, g) => (y > 0 ? y / survival[g]! : 0));
      const sumH = h.reduce((s, v) => s + v, 0);
      const sumR = h.reduce((s, v, g) => s + v * (1 - incidence[g]!), 0);
      const weight = (1 - pooled) ** rho;
      const matrix = new Float64Array(k * k);
      for (let i = 0; i < k; i++)
        for (let j = 0; j < k; j++) {
          matrix[i * k + j] = weight * ((i === j ? h[i]! : 0) - (h[i]! * h[j]!) / sumH);
          c[i * k + j]! += (matrix[i * k + j]! * events) / (sumH * (1 - pooled));
        }
      const next = pooled + events / sumH;
      for (let g = 0; g < k; g++) {
        const y = atRisk[g]!;
        if (y <= 0) continue;
        score[g]! += weight * (own[g]! - (events * h[g]! * (1 - incidence[g]!)) / sumR);
        const before = survival[g]!;
        const after = (before * (y - own[g]! - other[g]!)) / y;
        if (events > 0) {
          const b = after > 0 ? 1 - (1 - next) / after : 1;
          const ties = events > 1 ? 1 - (events - 1) / (sumH * before - 1) : 1;
          const u = Float64Array.from({ length: k }, (_, i) => matrix[i * k + g]! - b * c[i * k + g]!);
          add(g, u, b, (ties * before * events) / (sumH * y));
        }
        if (other[g]! > 0 && after > 0) {
          const b = (1 - next) / after;
          const ties = other[g]! > 1 ? 1 - (other[g]! - 1) / (y - 1) : 1;
          const u = Float64Array.from({ length: k }, (_, i) => -b * c[i * k + g]!);
          add(g, u, b, (ties * before * before * other[g]!) / (y * y));
        }
        incidence[g]! += (before * own[g]!) / y;
        survival[g] = after;
      }
      pooled = next;
    }
    for (let g = 0; g < k; g++) atRisk[g]! -= leaving[g]!;
  }
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++)
      for (let g = 0; g < k; g++)
        variance[i * k + j]! +=
          c[i * k + g]! * c[j * k + g]! * squares[g]! +
          c[i * k + g]! * cross[j * k + g]! +
          c[j * k + g]! * cross[i * k + g]!;
}
