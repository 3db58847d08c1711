import { cholesky, choleskySolve } from "../linear-algebra.ts";
import type { Curvature } from "./cached-gram.ts";
import { minimiseQuadratic } from "./penalised-quadratic.ts";

/** A log-likelihood divided by n, of a linear predictor over standardised columns. */
export interface SmoothModel {
  readonly p: number;
  /** The first column is an intercept: no penalty. */
  readonly intercept: boolean;
  readonly value: (beta: Float64Array) => number;
  /** Of every column; where `columns` are named the others may be left 0. */
  readonly gradient: (beta: Float64Array, columns?: readonly number[]) => Float64Array;
  /** Negative second derivatives with the weights of `beta`. */
  readonly curvature: (beta: Float64Array) => Curvature;
}

export interface Penalty {
  /** 1 = lasso, 0 = ridge. */
  readonly alpha: number;
  readonly lambda: number;
}

const MOST_ROUNDS = 400;
const SETTLED = 1e-11;
/** A step with kept second derivatives must shrink the violation at least so; else they are worked out anew. */
const SLOW = 0.3;

/**
 * Minimises -value + lambda (alpha |b|_1 + (1 - alpha) / 2 |b|²) for one penalty after the other: Newton's quadratic model
 * on the columns in play, solved by coordinate descent (Friedman 2010; Lee, Sun & Saunders 2014), until no column violates
 * the optimality conditions by more than 1e-11. Second derivatives are kept from step to step and from penalty to penalty
 * while they serve (a chord in place of a tangent): the answer is decided by the optimality conditions alone.
 */
export function solver(model: SmoothModel): {
  /** The minimiser, or null where the conditions are not reached. */
  readonly solve: (penalty: Penalty, start: Float64Array) => Float64Array | null;
} {
  let curvature: Curvature | null = null;
  // The end of one penalty is the start of the next: its whole gradient, and the penalty.
  let last: { readonly beta: Float64Array; readonly gradient: Float64Array; readonly l1: number } | null = null;
  const free = (j: number) => model.intercept && j === 0;

  const solve = ({ alpha, lambda }: Penalty, start: Float64Array): Float64Array | null => {
    const [l1, l2] = [lambda * alpha, lambda * (1 - alpha)];
    const objectiveAt = (b: Float64Array) =>
      b.reduce((s, v, j) => (free(j) ? s : s + l1 * Math.abs(v) + (l2 / 2) * v * v), 0) - model.value(b);
    const violation = (b: Float64Array, gradient: Float64Array, j: number): number => {
      const pull = gradient[j]! - (free(j) ? 0 : l2 * b[j]!);
      if (free(j)) return Math.abs(pull);
      return b[j] === 0 ? Math.max(0, Math.abs(pull) - l1) : Math.abs(pull - l1 * Math.sign(b[j]!));
    };
    const inPlay = (among: readonly number[], b: Float64Array, gradient: Float64Array): readonly number[] =>
      among.filter((j) => free(j) || b[j] !== 0 || violation(b, gradient, j) > SETTLED / 2);
    const worst = (b: Float64Array, gradient: Float64Array, columns: readonly number[]): number =>
      columns.reduce((m, j) => Math.max(m, violation(b, gradient, j)), 0);

    let beta: Float64Array = start;
    const known = last?.beta === start ? last : null;
    let gradient = known?.gradient ?? model.gradient(beta);
    // Sequential strong rule (Tibshirani 2012): who pulls less than this at the last penalty will hardly enter at this one.
    // It only says whom to ask first; everybody is asked before the answer stands.
    const strong = known ? 2 * l1 - known.l1 : Number.POSITIVE_INFINITY;
    let asked: number[] = [];
    for (let j = 0; j < model.p; j++) if (free(j) || beta[j] !== 0 || Math.abs(gradient[j]!) >= strong) asked.push(j);
    let columns = inPlay(asked, beta, gradient);
    let off = worst(beta, gradient, columns);
    // The support of the last quadratic step with its factor, for the chord steps that follow.
    let chord: Chord | null = null;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (off <= SETTLED) {
        gradient = model.gradient(beta, asked);
        let most = worst(beta, gradient, asked);
        if (most <= SETTLED) {
          gradient = model.gradient(beta);
          const all = Array.from({ length: model.p }, (_, j) => j);
          most = worst(beta, gradient, all);
          if (most <= SETTLED) {
            last = { beta, gradient, l1 };
            return beta;
          }
          asked = all.filter((j) => asked.includes(j) || violation(beta, gradient, j) > SETTLED / 2);
        }
        columns = inPlay(asked, beta, gradient);
        off = most;
        chord = null;
      }
      if (chord) {
        const next = chordStep(chord, beta, gradient, l1, l2, free);
        if (next) {
          const after = model.gradient(next, columns);
          const offAfter = worst(next, after, columns);
          if (offAfter <= SLOW * off) {
            [beta, gradient, off] = [next, after, offAfter];
            continue;
          }
        }
        // The kept derivatives no longer serve.
        chord = null;
        curvature = null;
      }
      const fresh: boolean = curvature === null;
      curvature ??= model.curvature(beta);
      const h = curvature.on(columns);
      const target = minimiseQuadratic(h, columns, beta, gradient, l1, l2, free);
      const objective = objectiveAt(beta);
      let next = beta;
      let moved = false;
      for (let share = 1; share > 1e-10; share /= 2) {
        next = beta.slice();
        columns.forEach((j, k) => {
          next[j] = share === 1 ? target[k]! : beta[j]! + share * (target[k]! - beta[j]!);
        });
        // Near the minimum the objective no longer tells steps apart; the optimality conditions do.
        if (objectiveAt(next) <= objective + 1e-14 * Math.max(1, Math.abs(objective))) {
          moved = true;
          break;
        }
        if (!fresh) break;
      }
      if (!moved) {
        if (fresh) return null;
        curvature = null;
        continue;
      }
      const after = model.gradient(next, columns);
      const offAfter = worst(next, after, columns);
      const poor = !fresh && offAfter > SLOW * off;
      [beta, gradient, off] = [next, after, offAfter];
      if (poor) curvature = null;
      else chord = chordOf(h, columns, beta, l2, free);
    }
    return null;
  };
  return { solve };
}

interface Chord {
  readonly support: readonly number[];
  readonly signs: readonly number[];
  readonly factor: Float64Array;
}

/** The factor of the second derivatives on the columns that are not 0; null where they are singular. */
function chordOf(
  h: Float64Array,
  columns: readonly number[],
  beta: Float64Array,
  l2: number,
  free: (j: number) => boolean,
): Chord | null {
  const q = columns.length;
  const places = [...columns.keys()].filter((k) => beta[columns[k]!] !== 0 || free(columns[k]!));
  const m = places.length;
  const matrix = new Float64Array(m * m);
  for (let r = 0; r < m; r++)
    for (let c = 0; c < m; c++)
      matrix[r * m + c] = h[places[r]! * q + places[c]!]! + (r === c && !free(columns[places[r]!]!) ? l2 : 0);
  const factor = cholesky(matrix, m, 1e-13);
  const support = places.map((k) => columns[k]!);
  return factor && { support, signs: support.map((j) => Math.sign(beta[j]!)), factor };
}

/** One Newton step on the support with the kept factor; null where a sign would turn. */
function chordStep(
  { support, signs, factor }: Chord,
  beta: Float64Array,
  gradient: Float64Array,
  l1: number,
  l2: number,
  free: (j: number) => boolean,
): Float64Array | null {
  const right = support.map((j, k) => gradient[j]! - (free(j) ? 0 : l2 * beta[j]! + l1 * signs[k]!));
  const step = choleskySolve(factor, support.length, right);
  const next = beta.slice();
  for (let k = 0; k < support.length; k++) {
    const j = support[k]!;
    next[j]! += step[k]!;
    if (!free(j) && Math.sign(next[j]!) !== signs[k]) return null;
  }
  return next;
}
