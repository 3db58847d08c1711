import { checkedNumbers, checkSameLength, type Numbers } from "../checked-input.ts";
import { ascendingOrder } from "../describe.ts";
import { cholesky, choleskySolve } from "../linear-algebra.ts";

/**
 * Local quadratic regression (Cleveland & Devlin 1988), tricube weights over the nearest floor(n × span) points, evaluated
 * directly at every point: no grid and no blending. Input order.
 */
export function localQuadratic(x: Numbers, y: Numbers, span = 0.75): Float64Array {
  const n = checkSameLength({ x, y });
  const xs = checkedNumbers(x, "x");
  const ys = checkedNumbers(y, "y");
  const q = Math.min(n, Math.max(3, Math.floor(n * span + 1e-5)));
  const fitted = new Map<number, number>();
  return xs.map((at) => {
    let value = fitted.get(at);
    if (value === undefined) {
      const distance = xs.map((v) => Math.abs(v - at));
      const reach = Float64Array.from(distance).sort()[q - 1]! * Math.max(1, span);
      value = quadraticAt(xs, ys, distance, reach, at);
      fitted.set(at, value);
    }
    return value;
  });
}

/** Weighted least squares of degree 2 in (x - at) / reach; falls to lower degree where the points do not carry it. */
function quadraticAt(x: Float64Array, y: Float64Array, distance: Float64Array, reach: number, at: number): number {
  const moments = new Float64Array(5);
  const response = new Float64Array(3);
  for (let i = 0; i < x.length; i++) {
    const d = distance[i]!;
    if (reach > 0 ? d >= reach : d > 0) continue;
    const w = reach > 0 ? (1 - (d / reach) ** 3) ** 3 : 1;
    const u = reach > 0 ? (x[i]! - at) / reach : 0;
    let power = w;
    for (let k = 0; k < 5; k++) {
      moments[k]! += power;
      if (k < 3) response[k]! += power * y[i]!;
      power *= u;
    }
  }
  for (let p = 3; p > 1; p--) {
    const a = Float64Array.from({ length: p * p }, (_, k) => moments[Math.floor(k / p) + (k % p)]!);
    const l = cholesky(a, p, 1e-10);
    if (l) return choleskySolve(l, p, response.slice(0, p))[0]!;
  }
  return response[0]! / moments[0]!;
}

/**
 * Lowess (Cleveland 1979), local linear, no robustness iterations, with the published short cut: fits at points at least
 * `delta` apart and interpolates between. Returns values in input order. `f` is the share of points in each fit.
 */
export function lowess(
  x: Numbers,
  y: Numbers,
  { f = 2 / 3, delta = 0 }: { f?: number; delta?: number } = {},
): Float64Array {
  const n = checkSameLength({ x, y });
  const order = ascendingOrder(checkedNumbers(x, "x"));
  const xs = Float64Array.from(order, (i) => x[i]!);
  const ys = Float64Array.from(order, (i) => y[i]!);
  const out = new Float64Array(n);
  if (n < 2) return Float64Array.from(ys);
  const ns = Math.max(2, Math.min(n, Math.floor(f * n + 1e-7)));
  let left = 0;
  let right = ns - 1;
  let last = -1;
  let i = 0;
  for (;;) {
    if (right < n - 1 && xs[i]! - xs[left]! > xs[right + 1]! - xs[i]!) {
      left++;
      right++;
      continue;
    }
    out[i] = linearAt(xs, ys, xs[i]!, left, right) ?? ys[i]!;
    if (last < i - 1) {
      const span = xs[i]! - xs[last]!;
      for (let j = last + 1; j < i; j++) {
        const a = (xs[j]! - xs[last]!) / span;
        out[j] = a * out[i]! + (1 - a) * out[last]!;
      }
    }
    last = i;
    const cut = xs[last]! + delta;
    for (i = last + 1; i < n; i++) {
      if (xs[i]! > cut) break;
      if (xs[i] === xs[last]) {
        out[i] = out[last]!;
        last = i;
      }
    }
    i = Math.max(last + 1, i - 1);
    if (last >= n - 1) break;
  }
  const result = new Float64Array(n);
  order.forEach((k, j) => {
    result[k] = out[j]!;
  });
  return result;
}

/** One local linear fit at `at` over the window, widened over ties at its right end. Null when all weights vanish. */
function linearAt(x: Float64Array, y: Float64Array, at: number, left: number, right: number): number | null {
  const n = x.length;
  const range = x[n - 1]! - x[0]!;
  const h = Math.max(at - x[left]!, x[right]! - at);
  const weights: number[] = [];
  let total = 0;
  let j = left;
  for (; j < n; j++) {
    const r = Math.abs(x[j]! - at);
    if (r <= 0.999 * h) {
      const w = r <= 0.001 * h ? 1 : (1 - (r / h) ** 3) ** 3;
      weights.push(w);
      total += w;
    } else if (x[j]! > at) break;
    else weights.push(0);
  }
  if (!(total > 0)) return null;
  const w = weights.map((v) => v / total);
  if (h > 0) {
    const centre = w.reduce((s, v, k) => s + v * x[left + k]!, 0);
    const b = at - centre;
    const c = w.reduce((s, v, k) => s + v * (x[left + k]! - centre) ** 2, 0);
    if (Math.sqrt(c) > 0.001 * range) {
      const slope = b / c;
      return w.reduce((s, v, k) => s + v * (1 + slope * (x[left + k]! - centre)) * y[left + k]!, 0);
    }
  }
  return w.reduce((s, v, k) => s + v * y[left + k]!, 0);
}
