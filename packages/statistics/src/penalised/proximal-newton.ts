import { type CurvatureWeights, cachedGram } from "./cached-gram.ts";
import { type ColumnBlock, combineInto, projectInto } from "./column-block.ts";
import { type QuadraticSolver, quadraticSolver } from "./penalised-quadratic.ts";

/** A log-likelihood divided by n, as a function of the linear predictor of standardised columns. */
export interface SmoothModel {
  readonly x: ColumnBlock;
  /** The first column is an intercept: no penalty. */
  readonly intercept: boolean;
  readonly value: (eta: Float64Array) => number;
  /** Derivative by each subject's linear predictor, into `out`: the gradient is its product with each column. */
  readonly residual: (eta: Float64Array, out: Float64Array) => void;
  readonly weights: (eta: Float64Array) => CurvatureWeights;
}

export interface Penalty {
  /** 1 = lasso, 0 = ridge. */
  readonly alpha: number;
  readonly lambda: number;
}

/** A minimiser and its log-likelihood / n. */
export interface Minimum {
  readonly beta: Float64Array;
  readonly value: number;
}

const MOST_ROUNDS = 400;
const SETTLED = 1e-11;
/** A step with kept second derivatives must shrink the violation at least so; else they are worked out anew. */
const SLOW = 0.5;

/** Gradient of every column at coefficients. */
export function gradientAt({ x, residual }: Pick<SmoothModel, "x" | "residual">, beta: Float64Array): Float64Array {
  const [eta, r] = [new Float64Array(x.n), new Float64Array(x.n)];
  const everybody = Array.from({ length: x.p }, (_, j) => j);
  combineInto(x, everybody, beta, eta);
  residual(eta, r);
  const out = new Float64Array(x.p);
  projectInto(x, everybody, r, out);
  return out;
}

/**
 * Minimises -value + lambda (alpha |b|_1 + (1 - alpha) / 2 |b|²) for one penalty after the other: Newton's quadratic model
 * on the columns in play (Friedman 2010; Lee, Sun & Saunders 2014), until no column violates
 * the optimality conditions by more than 1e-11. Second derivatives are kept from step to step and from penalty to penalty
 * while they serve (a chord in place of a tangent): the answer is decided by the optimality conditions alone.
 */
export function solver(model: SmoothModel): {
  /** The minimiser, or null where the conditions are not reached. The first start is given; then each is the last end. */
  readonly solve: (penalty: Penalty, start: Float64Array) => Minimum | null;
} {
  const { x } = model;
  const everybody = Array.from({ length: x.p }, (_, j) => j);
  const curvature = cachedGram(x);
  const quadratic = quadraticSolver();
  const [eta, residual] = [new Float64Array(x.n), new Float64Array(x.n)];
  /** Whether the second derivatives are those of some linear predictor before, and serve. */
  let kept = false;
  // The end of one penalty is the start of the next: its whole gradient, and the penalty.
  let last: { readonly beta: Float64Array; readonly gradient: Float64Array; readonly l1: number } | null = null;
  const free = (j: number) => model.intercept && j === 0;

  const solve = ({ alpha, lambda }: Penalty, start: Float64Array): Minimum | null => {
    const [l1, l2] = [lambda * alpha, lambda * (1 - alpha)];
    const violation = (b: Float64Array, gradient: Float64Array, j: number): number => {
      const v = b[j]!;
      const pull = gradient[j]!;
      if (free(j)) return Math.abs(pull);
      return v === 0 ? Math.max(0, Math.abs(pull) - l1) : Math.abs(pull - l2 * v - (v > 0 ? l1 : -l1));
    };
    const inPlay = (among: readonly number[], b: Float64Array, gradient: Float64Array): readonly number[] =>
      among.filter((j) => free(j) || b[j] !== 0 || violation(b, gradient, j) > SETTLED / 2);
    const worst = (b: Float64Array, gradient: Float64Array, columns: readonly number[]): number => {
      let most = 0;
      for (const j of columns) most = Math.max(most, violation(b, gradient, j));
      return most;
    };
    /** Sets `eta` to b, whose support lies within the columns. */
    const place = (b: Float64Array, columns: readonly number[]): void => combineInto(x, columns, b, eta);
    /** Gradient at `eta` on the columns; the others keep what they had. */
    const slope = (columns: readonly number[], into: Float64Array): Float64Array => {
      model.residual(eta, residual);
      projectInto(x, columns, residual, into);
      return into;
    };
    const objective = (b: Float64Array, columns: readonly number[]): number => {
      let s = -model.value(eta);
      for (const j of columns) if (!free(j)) s += l1 * Math.abs(b[j]!) + (l2 / 2) * b[j]! ** 2;
      return s;
    };

    let beta: Float64Array = start;
    const known = last?.beta === start ? last : null;
    let gradient: Float64Array = known ? known.gradient : new Float64Array(x.p);
    let other: Float64Array = new Float64Array(x.p);
    place(beta, everybody);
    if (!known) slope(everybody, gradient);
    // Sequential strong rule (Tibshirani 2012): who pulls less than this at the last penalty will hardly enter at this one.
    // It only says whom to ask first; everybody is asked before the answer stands.
    const strong = known ? 2 * l1 - known.l1 : Number.POSITIVE_INFINITY;
    let asked: readonly number[] = everybody.filter(
      (j) => free(j) || beta[j] !== 0 || Math.abs(gradient[j]!) >= strong,
    );
    let columns = inPlay(asked, beta, gradient);
    let off = worst(beta, gradient, columns);
    // Columns of the last quadratic minimum, whose factor serves the chord steps that follow.
    let chord: readonly number[] | null = null;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (off <= SETTLED) {
        // `eta` stands at beta. Everybody is asked: whoever is at the penalty comes into play.
        slope(everybody, gradient);
        off = worst(beta, gradient, everybody);
        if (off <= SETTLED) {
          last = { beta, gradient, l1 };
          return { beta, value: model.value(eta) };
        }
        const before = new Set(asked);
        asked = everybody.filter((j) => before.has(j) || violation(beta, gradient, j) > SETTLED / 2);
        columns = inPlay(asked, beta, gradient);
        chord = null;
      }
      if (chord) {
        const next = chordStep(quadratic, chord, beta, gradient, l1, l2, free);
        if (next) {
          place(next, columns);
          const offAfter = worst(next, slope(columns, other), columns);
          if (offAfter <= SLOW * off) {
            [beta, off] = [next, offAfter];
            [gradient, other] = [other, gradient];
            continue;
          }
          place(beta, columns);
        }
        // The kept derivatives no longer serve.
        chord = null;
        kept = false;
      }
      const fresh = !kept;
      if (fresh) {
        curvature.renew(model.weights(eta));
        quadratic.forget();
      }
      kept = true;
      const h = curvature.on(columns);
      const q = columns.length;
      const [origin, pull] = [new Float64Array(q), new Float64Array(q)];
      columns.forEach((j, k) => {
        origin[k] = beta[j]!;
        pull[k] = gradient[j]!;
      });
      const freePlace = model.intercept ? columns.indexOf(0) : -1;
      const target = quadratic.minimise({ columns, h, origin, gradient: pull, l1, l2, free: freePlace });
      const before = objective(beta, columns);
      let next = beta;
      let moved = false;
      let whole = true;
      for (let share = 1; share > 1e-10; share /= 2) {
        next = beta.slice();
        whole = share === 1;
        columns.forEach((j, k) => {
          next[j] = whole ? target[k]! : origin[k]! + share * (target[k]! - origin[k]!);
        });
        place(next, columns);
        // Near the minimum the objective no longer tells steps apart; the optimality conditions do.
        if (objective(next, columns) <= before + 1e-14 * Math.max(1, Math.abs(before))) {
          moved = true;
          break;
        }
        if (!fresh) break;
      }
      if (!moved) {
        if (fresh) return null;
        place(beta, columns);
        kept = false;
        continue;
      }
      const offAfter = worst(next, slope(columns, other), columns);
      const poor = !fresh && offAfter > SLOW * off;
      [beta, off] = [next, offAfter];
      [gradient, other] = [other, gradient];
      if (poor) {
        kept = false;
        chord = null;
      } else {
        chord = whole ? quadratic.support() : null;
      }
    }
    return null;
  };
  return { solve };
}

/** One Newton step on the support with the kept factor; null where a sign would turn. */
function chordStep(
  { solve }: QuadraticSolver,
  support: readonly number[],
  beta: Float64Array,
  gradient: Float64Array,
  l1: number,
  l2: number,
  free: (j: number) => boolean,
): Float64Array | null {
  const step = new Float64Array(support.length);
  for (let r = 0; r < support.length; r++) {
    const j = support[r]!;
    const v = beta[j]!;
    step[r] = free(j) ? gradient[j]! : gradient[j]! - l2 * v - (v > 0 ? l1 : -l1);
  }
  solve(step);
  const next = beta.slice();
  for (let r = 0; r < support.length; r++) {
    const j = support[r]!;
    next[j]! += step[r]!;
    if (!free(j) && Math.sign(next[j]!) !== Math.sign(beta[j]!)) return null;
  }
  return next;
}
