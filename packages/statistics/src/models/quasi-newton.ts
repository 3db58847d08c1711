export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
  readonly steps: number;
  /** False where the steps ran out. */
  readonly isSettled: boolean;
}

/** Writes the gradient into `gradient` and gives the value. */
type SmoothFunction = (at: Float64Array, gradient: Float64Array) => number;

/** Least decrease of a step, as a share of what its slope promises (Armijo). */
const ARMIJO = 1e-4;

/**
 * A local minimum near a start by BFGS: the inverse Hessian is built up from the steps (Nocedal & Wright 2006, equation 6.17), a step is
 * halved until it decreases enough, and where one does not lead down the search begins anew along the gradient.
 */
export function quasiNewton(of: SmoothFunction, start: Float64Array, mostSteps: number, tolerance = 1e-10): Minimum {
  const n = start.length;
  let at = start.slice();
  let gradient = new Float64Array(n);
  let value = of(at, gradient);
  let inverse = identity(n);
  let isFresh = true;
  let steps = 0;
  for (; steps < mostSteps; steps++) {
    if (Math.max(...gradient.map(Math.abs)) <= tolerance * Math.max(1, Math.abs(value)))
      return { at, value, steps, isSettled: true };
    const direction = Float64Array.from({ length: n }, (_, i) => {
      let s = 0;
      for (let j = 0; j < n; j++) s -= inverse[i * n + j]! * gradient[j]!;
      return s;
    });
    const slope = dot(direction, gradient);
    const found = slope < 0 ? lineSearch(of, at, value, direction, slope) : null;
    if (!found) {
      // Along the gradient itself no step leads down: as low as numbers of this size go.
      if (isFresh) return { at, value, steps, isSettled: true };
      inverse = identity(n);
      isFresh = true;
      continue;
    }
    const [s, y] = [found.at.map((v, i) => v - at[i]!), found.gradient.map((v, i) => v - gradient[i]!)];
    const curvature = dot(s, y);
    if (curvature > 1e-12 * Math.sqrt(dot(s, s) * dot(y, y))) {
      if (isFresh) inverse = identity(n, curvature / dot(y, y));
      update(inverse, s, y, curvature);
      isFresh = false;
    }
    ({ at, value, gradient } = found);
  }
  return { at, value, steps, isSettled: false };
}

function lineSearch(of: SmoothFunction, at: Float64Array, value: number, direction: Float64Array, slope: number) {
  for (let share = 1; share > 1e-14; share /= 2) {
    const next = at.map((v, i) => v + share * direction[i]!);
    const gradient = new Float64Array(at.length);
    const reached = of(next, gradient);
    if (reached < value && reached <= value + ARMIJO * share * slope) return { at: next, value: reached, gradient };
  }
  return null;
}

/** In place: (I - s y'/y's) H (I - y s'/y's) + s s'/y's. */
function update(inverse: Float64Array, s: Float64Array, y: Float64Array, curvature: number): void {
  const n = s.length;
  const hy = Float64Array.from({ length: n }, (_, i) => {
    let t = 0;
    for (let j = 0; j < n; j++) t += inverse[i * n + j]! * y[j]!;
    return t;
  });
  const factor = (1 + dot(y, hy) / curvature) / curvature;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      inverse[i * n + j]! += factor * s[i]! * s[j]! - (hy[i]! * s[j]! + s[i]! * hy[j]!) / curvature;
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((s, v, i) => s + v * b[i]!, 0);

function identity(n: number, scale = 1): Float64Array {
  const m = new Float64Array(n * n);
  for (let i = 0; i < n; i++) m[i * n + i] = scale;
  return m;
}
