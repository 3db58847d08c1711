import type { Triple } from "@nadir/imaging";

export type Method = "linear" | "cubic" | "nearest";

/** A stretch of target voxels along one axis: from index `first`, `count` of them. */
export interface Stretch {
  readonly first: number;
  readonly count: number;
}

/** Sides of the interpolated grid: ⌈n·s/s′⌉ per axis (IBSI, "Interpolation grid"), 1e-9 allowed for rounding. */
export const targetSize = (n: number, from: number, to: number): number =>
  Math.max(1, Math.ceil((n * from) / to - 1e-9));

/** Source index of target voxel `t`: the centres of the two fields of view coincide. */
export const sourceIndex = (t: number, n: number, m: number, ratio: number): number =>
  (n - 1) / 2 + (t - (m - 1) / 2) * ratio;

/** One axis of an interpolation: source side n, target side m, and target spacing / source spacing. */
export interface AxisMap {
  readonly n: number;
  readonly m: number;
  readonly ratio: number;
}

const isIdentity = ({ n, m, ratio }: AxisMap): boolean => n === m && ratio === 1;

/** Samples that the cubic spline's infinite support is cut to beyond a stretch: 0.268²⁸ < 1e-16. */
const SPLINE_REACH = 28;

/**
 * The source stretch that the target stretch needs. Beyond the ends of the image the outermost voxel holds.
 */
export function sourceStretch(axis: AxisMap, target: Stretch, method: Method): Stretch {
  if (isIdentity(axis)) return target;
  const reach = method === "cubic" ? SPLINE_REACH : 1;
  const low = Math.floor(sourceIndex(target.first, axis.n, axis.m, axis.ratio)) - reach;
  const high = Math.ceil(sourceIndex(target.first + target.count - 1, axis.n, axis.m, axis.ratio)) + reach;
  const first = Math.min(Math.max(low, 0), axis.n - 1);
  return { first, count: Math.min(Math.max(high, 0), axis.n - 1) - first + 1 };
}

/**
 * Interpolates a box of the source onto a box of the target, axis by axis. `source` covers `from` (its sides are the
 * stretches' counts); the result covers `to`. Positions beyond the image take the nearest edge voxel.
 */
export function interpolateBox(
  source: Float64Array,
  from: readonly [Stretch, Stretch, Stretch],
  axes: readonly [AxisMap, AxisMap, AxisMap],
  to: readonly [Stretch, Stretch, Stretch],
  method: Method,
): Float64Array {
  let data = source;
  const dims: [number, number, number] = [from[0].count, from[1].count, from[2].count];
  for (const axis of [0, 1, 2] as const) {
    const map = axes[axis];
    if (isIdentity(map)) {
      data = cutAxis(data, dims, axis, to[axis].first - from[axis].first, to[axis].count);
    } else {
      const positions = Float64Array.from({ length: to[axis].count }, (_, t) => {
        const x = sourceIndex(to[axis].first + t, map.n, map.m, map.ratio);
        return Math.min(Math.max(x, 0), map.n - 1) - from[axis].first;
      });
      data = resampleAxis(data, dims, axis, positions, method);
    }
    dims[axis] = to[axis].count;
  }
  return data;
}

function cutAxis(data: Float64Array, dims: Triple, axis: 0 | 1 | 2, first: number, count: number): Float64Array {
  if (first === 0 && count === dims[axis]) return data;
  const inner = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
  const outer = data.length / (inner * dims[axis]);
  const out = new Float64Array(outer * count * inner);
  for (let o = 0; o < outer; o++) {
    const from = (o * dims[axis] + first) * inner;
    out.set(data.subarray(from, from + count * inner), o * count * inner);
  }
  return out;
}

/** Samples along one axis at `positions` (source indices). Past the ends the cubic spline goes on mirrored. */
export function resampleAxis(
  data: Float64Array,
  dims: Triple,
  axis: 0 | 1 | 2,
  positions: Float64Array,
  method: Method,
): Float64Array {
  const n = dims[axis];
  const inner = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
  const outer = data.length / (inner * n);
  const m = positions.length;
  const coefficients = method === "cubic" && n > 1 ? splineCoefficients(data, n, inner, outer) : data;
  const taps = method === "cubic" && n > 1 ? 4 : method === "linear" ? 2 : 1;
  const at = new Int32Array(m * taps);
  const weight = new Float64Array(m * taps);
  for (let t = 0; t < m; t++) tapsOf(positions[t]!, n, taps, at, weight, t * taps);
  const out = new Float64Array(outer * m * inner);
  for (let o = 0; o < outer; o++)
    for (let t = 0; t < m; t++) {
      const to = (o * m + t) * inner;
      for (let tap = 0; tap < taps; tap++) {
        const w = weight[t * taps + tap]!;
        if (w === 0) continue;
        const from = (o * n + at[t * taps + tap]!) * inner;
        for (let p = 0; p < inner; p++) out[to + p]! += w * coefficients[from + p]!;
      }
    }
  return out;
}

/** Whole-sample mirror: … 2 1 0 1 2 …, the extension that the spline coefficients assume. */
function mirror(x: number, n: number): number {
  if (n === 1) return 0;
  const period = 2 * (n - 1);
  const y = ((x % period) + period) % period;
  return y < n ? y : period - y;
}

function tapsOf(x: number, n: number, taps: number, at: Int32Array, weight: Float64Array, slot: number): void {
  // A position within rounding of a voxel is that voxel: 1/3 + 2/3 must not become a mixture.
  const near = Math.round(x);
  const position = Math.abs(x - near) < 1e-9 ? near : x;
  if (taps === 1) {
    at[slot] = Math.min(Math.max(Math.ceil(position - 0.5 - 1e-9), 0), n - 1);
    weight[slot] = 1;
    return;
  }
  const low = Math.floor(position);
  const u = position - low;
  if (taps === 2) {
    at[slot] = Math.min(low, n - 1);
    at[slot + 1] = Math.min(low + 1, n - 1);
    weight[slot] = 1 - u;
    weight[slot + 1] = u;
    return;
  }
  const v = 1 - u;
  const cubic = [v * v * v, 3 * u * u * u - 6 * u * u + 4, 3 * v * v * v - 6 * v * v + 4, u * u * u];
  for (let t = 0; t < 4; t++) {
    at[slot + t] = mirror(low - 1 + t, n);
    weight[slot + t] = cubic[t]! / 6;
  }
}

/**
 * Coefficients of the interpolating cubic B-spline along one axis (Unser et al., IEEE Trans Signal Process 1993;41:821;
 * mirrored ends): gain 6, causal and anticausal recursion with the pole √3 − 2.
 */
export function splineCoefficients(data: Float64Array, n: number, inner: number, outer: number): Float64Array {
  const pole = Math.sqrt(3) - 2;
  const out = new Float64Array(data.length);
  const line = new Float64Array(n);
  const horizon = Math.min(n, 60);
  for (let o = 0; o < outer; o++)
    for (let p = 0; p < inner; p++) {
      const base = o * n * inner + p;
      for (let x = 0; x < n; x++) line[x] = 6 * data[base + x * inner]!;
      line[0] = causalStart(line, n, pole, horizon);
      for (let x = 1; x < n; x++) line[x]! += pole * line[x - 1]!;
      line[n - 1] = (pole / (pole * pole - 1)) * (line[n - 1]! + pole * line[n - 2]!);
      for (let x = n - 2; x >= 0; x--) line[x] = pole * (line[x + 1]! - line[x]!);
      for (let x = 0; x < n; x++) out[base + x * inner] = line[x]!;
    }
  return out;
}

/** First causal coefficient of the mirrored signal; the full period where the line is shorter than the horizon. */
function causalStart(line: Float64Array, n: number, pole: number, horizon: number): number {
  if (horizon < n) {
    let sum = line[0]!;
    let power = pole;
    for (let x = 1; x < horizon; x++, power *= pole) sum += power * line[x]!;
    return sum;
  }
  const inverse = 1 / pole;
  let power = pole;
  let back = pole ** (n - 1);
  let sum = line[0]! + back * line[n - 1]!;
  back = back * back * inverse;
  for (let x = 1; x < n - 1; x++) {
    sum += (power + back) * line[x]!;
    power *= pole;
    back *= inverse;
  }
  return sum / (1 - power * power);
}
