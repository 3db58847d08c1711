import { cholesky, choleskySolve } from "../linear-algebra.ts";

/** A log-likelihood divided by n, of a linear predictor over standardised columns. */
export interface SmoothModel {
  readonly p: number;
  /** The first column is an intercept: no penalty. */
  readonly intercept: boolean;
  readonly value: (beta: Float64Array) => number;
  /** Of every column; where `columns` are named the others may be left 0. */
  readonly gradient: (beta: Float64Array, columns?: readonly number[]) => Float64Array;
  /** Negative second derivatives on some of the columns, row-major. */
  readonly information: (beta: Float64Array, columns: readonly number[]) => Float64Array;
}

export interface Penalty {
  /** 1 = lasso, 0 = ridge. */
  readonly alpha: number;
  readonly lambda: number;
}

const MOST_ROUNDS = 200;
const SETTLED = 1e-11;

/**
 * Minimises -value + lambda (alpha |b|_1 + (1 - alpha) / 2 |b|²): Newton's quadratic model on the columns in play, solved
 * by coordinate descent and then exactly on the signs found (Friedman 2010; Lee, Sun & Saunders 2014), until no column
 * violates the optimality conditions by more than 1e-11. Null where that is not reached.
 */
export function proximalNewton(model: SmoothModel, penalty: Penalty, start: Float64Array): Float64Array | null {
  const { alpha, lambda } = penalty;
  const free = (j: number) => model.intercept && j === 0;
  const [l1, l2] = [lambda * alpha, lambda * (1 - alpha)];
  const penaltyOf = (b: Float64Array) =>
    b.reduce((s, v, j) => (free(j) ? s : s + l1 * Math.abs(v) + (l2 / 2) * v * v), 0);
  let beta: Float64Array = start.slice();
  let objective = penaltyOf(beta) - model.value(beta);
  const violation = (gradient: Float64Array, j: number): number => {
    const pull = gradient[j]! - (free(j) ? 0 : l2 * beta[j]!);
    if (free(j)) return Math.abs(pull);
    return beta[j] === 0 ? Math.max(0, Math.abs(pull) - l1) : Math.abs(pull - l1 * Math.sign(beta[j]!));
  };
  // The columns in play: settled among themselves first, then compared with all the others.
  let columns: readonly number[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let gradient = model.gradient(beta, columns);
    if (columns.every((j) => violation(gradient, j) <= SETTLED)) {
      gradient = model.gradient(beta);
      const inPlay: number[] = [];
      let settled = true;
      for (let j = 0; j < model.p; j++) {
        const off = violation(gradient, j);
        if (off > SETTLED) settled = false;
        if (free(j) || beta[j] !== 0 || off > SETTLED / 2) inPlay.push(j);
      }
      if (settled) return beta;
      columns = inPlay;
    }
    const information = model.information(beta, columns);
    const target = quadratic(information, columns, beta, gradient, l1, l2, free);
    let next = beta;
    let nextObjective = objective;
    let moved = false;
    for (let share = 1; share > 1e-10; share /= 2) {
      next = beta.slice();
      columns.forEach((j, k) => {
        next[j] = share === 1 ? target[k]! : beta[j]! + share * (target[k]! - beta[j]!);
      });
      nextObjective = penaltyOf(next) - model.value(next);
      // Near the minimum the objective no longer tells steps apart; the optimality conditions do.
      if (nextObjective <= objective + 1e-14 * Math.max(1, Math.abs(objective))) {
        moved = true;
        break;
      }
    }
    if (!moved) return null;
    beta = next;
    objective = nextObjective;
  }
  return null;
}

/** Minimiser of (b - b0)'H(b - b0)/2 - g'(b - b0) + penalty on the columns in play. */
function quadratic(
  h: Float64Array,
  columns: readonly number[],
  beta: Float64Array,
  gradient: Float64Array,
  l1: number,
  l2: number,
  free: (j: number) => boolean,
): Float64Array {
  const q = columns.length;
  const origin = Float64Array.from(columns, (j) => beta[j]!);
  const b = origin.slice();
  // Gradient of the smooth part at b.
  const g = Float64Array.from(columns, (j) => gradient[j]!);
  const shift = (k: number, by: number): void => {
    b[k]! += by;
    for (let i = 0; i < q; i++) g[i]! -= h[i * q + k]! * by;
  };
  for (let sweep = 1; sweep <= 2000; sweep++) {
    let largest = 0;
    for (let k = 0; k < q; k++) {
      const curve = h[k * q + k]!;
      if (!(curve > 0)) continue;
      const pull = g[k]! + curve * b[k]!;
      const to = free(columns[k]!) ? pull / curve : soften(pull, l1) / (curve + l2);
      const by = to - b[k]!;
      if (by !== 0) shift(k, by);
      largest = Math.max(largest, curve * by * by);
    }
    if (largest < 1e-26) break;
    // Correlated columns creep: once the signs stand, the rest is a linear system.
    if (sweep % 20 !== 0) continue;
    const exact = onSupport(h, columns, origin, gradient, b, l1, l2, free);
    if (!exact) continue;
    for (let k = 0; k < q; k++) if (exact[k] !== b[k]) shift(k, exact[k]! - b[k]!);
    const stands = b.every((v, k) => v !== 0 || free(columns[k]!) || Math.abs(g[k]!) <= l1 * (1 + 1e-12) + 1e-14);
    if (stands) break;
  }
  return b;
}

/** Solves the quadratic with the present signs kept; null where a sign would turn or the system is singular. */
function onSupport(
  h: Float64Array,
  columns: readonly number[],
  origin: Float64Array,
  gradient: Float64Array,
  b: Float64Array,
  l1: number,
  l2: number,
  free: (j: number) => boolean,
): Float64Array | null {
  const q = columns.length;
  const support = columns.map((_, k) => k).filter((k) => b[k] !== 0 || free(columns[k]!));
  const m = support.length;
  const matrix = Float64Array.from({ length: m * m }, (_, e) => {
    const [r, c] = [Math.floor(e / m), e % m];
    return h[support[r]! * q + support[c]!]! + (r === c && !free(columns[support[r]!]!) ? l2 : 0);
  });
  const factor = cholesky(matrix, m, 1e-13);
  if (!factor) return null;
  const right = support.map((k) => {
    let v = gradient[columns[k]!]! - (free(columns[k]!) ? 0 : l1 * Math.sign(b[k]!));
    for (let i = 0; i < q; i++) v += h[k * q + i]! * origin[i]!;
    return v;
  });
  const solved = choleskySolve(factor, m, right);
  const out = new Float64Array(q);
  for (let r = 0; r < m; r++) {
    const k = support[r]!;
    if (!free(columns[k]!) && Math.sign(solved[r]!) !== Math.sign(b[k]!)) return null;
    out[k] = solved[r]!;
  }
  return out;
}

const soften = (v: number, by: number): number => (v > by ? v - by : v < -by ? v + by : 0);
