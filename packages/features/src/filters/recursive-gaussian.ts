import type { Triple } from "@nadir/imaging";
import { strides } from "./grid.ts";

/** Coefficients of one recursive filter: causal n0…n3, anticausal m1…m4, feedback d1…d4. */
export interface Recursion {
  readonly n: readonly [number, number, number, number];
  readonly m: readonly [number, number, number, number];
  readonly d: readonly [number, number, number, number];
}

const W = [0.6681, 2.0787] as const;
const L = [-1.3932, -1.3732] as const;
/** Deriche's fits of the Gaussian and its second derivative: a and b of both exponentials. */
const GAUSSIAN = { a: [1.353, -0.3531], b: [1.8151, 0.0902] } as const;
const SECOND = { a: [-1.3563, 0.3446], b: [5.2318, -2.2355] } as const;

type Sums = readonly [s: number, first: number, second: number];
const moments = ([a, b, c, d]: readonly number[], from: number): Sums => [
  a! + b! + c! + d!,
  from * a! + (from + 1) * b! + (from + 2) * c! + (from + 3) * d!,
  from * from * a! + (from + 1) ** 2 * b! + (from + 2) ** 2 * c! + (from + 3) ** 2 * d!,
];

/**
 * Fourth-order recursive Gaussian (order 0) or its second derivative (order 2) for a sigma in samples (Deriche, INRIA
 * RR-1893, 1993; normalised as in Farnebäck & Westin, 2006). Order 0 sums to 1, order 2 answers x²/2 with 1.
 */
export function recursion(sigma: number, order: 0 | 2): Recursion {
  const [s1, s2] = W.map((w) => Math.sin(w / sigma)) as [number, number];
  const [c1, c2] = W.map((w) => Math.cos(w / sigma)) as [number, number];
  const [e1, e2] = L.map((l) => Math.exp(l / sigma)) as [number, number];
  const d: [number, number, number, number] = [
    -2 * (e2 * c2 + e1 * c1),
    4 * c2 * c1 * e1 * e2 + e1 * e1 + e2 * e2,
    -2 * c1 * e1 * e2 * e2 - 2 * c2 * e2 * e1 * e1,
    e1 * e1 * e2 * e2,
  ];
  const numerator = ({ a: [a1, a2], b: [b1, b2] }: typeof GAUSSIAN | typeof SECOND): number[] => [
    a1 + a2,
    e2 * (b2 * s2 - (a2 + 2 * a1) * c2) + e1 * (b1 * s1 - (a1 + 2 * a2) * c1),
    2 * e1 * e2 * ((a1 + a2) * c2 * c1 - b1 * c2 * s1 - b2 * c1 * s2) + a2 * e1 * e1 + a1 * e2 * e2,
    e2 * e1 * e1 * (b2 * s2 - a2 * c2) + e1 * e2 * e2 * (b1 * s1 - a1 * c1),
  ];
  const [d0, d1, d2] = moments(d, 1);
  const SD = 1 + d0;
  const smooth = numerator(GAUSSIAN);
  const [S0] = moments(smooth, 0);
  if (order === 0) return complete(scaled(smooth, 1 / ((2 * S0) / SD - smooth[0]!)), d);
  const raw = numerator(SECOND);
  const [S2] = moments(raw, 0);
  const beta = -(2 * S2 - SD * raw[0]!) / (2 * S0 - SD * smooth[0]!);
  const n = raw.map((x, k) => x + beta * smooth[k]!);
  const [SN, DN, EN] = moments(n, 0);
  const alpha = (EN * SD * SD - d2 * SN * SD - 2 * DN * d1 * SD + 2 * d1 * d1 * SN) / SD ** 3;
  return complete(scaled(n, 1 / alpha), d);
}

const scaled = (n: readonly number[], by: number): [number, number, number, number] =>
  n.map((x) => x * by) as [number, number, number, number];

const complete = (n: Recursion["n"], d: Recursion["d"]): Recursion => ({
  n,
  d,
  m: [n[1] - d[0] * n[0], n[2] - d[1] * n[0], n[3] - d[2] * n[0], -d[3] * n[0]],
});

/**
 * Filters along one axis; the first and last sample hold on beyond the ends. Only samples `keep.first` … of the axis
 * are returned. Lines that lie side by side are filtered together.
 */
export function filterAxis(
  data: Float64Array,
  dims: Triple,
  axis: 0 | 1 | 2,
  filters: readonly Recursion[],
  keep: { first: number; count: number },
): Float64Array[] {
  const { inner, outer } = strides(dims, axis);
  const n = dims[axis];
  const out = filters.map(() => new Float64Array(outer * keep.count * inner));
  const last = keep.first + keep.count;
  const line = new Float64Array(n + 8);
  const answer = new Float64Array(n + 8);
  for (let o = 0; o < outer; o++)
    for (let p = 0; p < inner; p++) {
      const base = o * n * inner + p;
      for (let t = 0; t < n; t++) line[t + 4] = data[base + t * inner]!;
      line.fill(line[4]!, 0, 4);
      line.fill(line[n + 3]!, n + 4);
      for (let f = 0; f < filters.length; f++) {
        const result = out[f]!;
        run(line, answer, n, filters[f]!, keep.first, last);
        const to = o * keep.count * inner + p;
        for (let t = 0; t < keep.count; t++) result[to + t * inner] = answer[keep.first + t + 4]!;
      }
    }
  return out;
}

/** Causal plus anticausal pass of one padded line (four held samples on either side). */
function run(x: Float64Array, y: Float64Array, n: number, { n: N, m: M, d: D }: Recursion, from: number, to: number) {
  const [n0, n1, n2, n3] = N;
  const [m1, m2, m3, m4] = M;
  const [d1, d2, d3, d4] = D;
  const gain = 1 + d1 + d2 + d3 + d4;
  // Steady state of a constant signal before the first sample and after the last.
  let y1 = (x[0]! * (n0 + n1 + n2 + n3)) / gain;
  let [y2, y3, y4] = [y1, y1, y1];
  let [x1, x2, x3] = [x[0]!, x[0]!, x[0]!];
  for (let t = 4; t < to + 4; t++) {
    const x0 = x[t]!;
    const v = n0 * x0 + n1 * x1 + n2 * x2 + n3 * x3 - d1 * y1 - d2 * y2 - d3 * y3 - d4 * y4;
    y[t] = v;
    y4 = y3;
    y3 = y2;
    y2 = y1;
    y1 = v;
    x3 = x2;
    x2 = x1;
    x1 = x0;
  }
  const end = x[n + 4]!;
  y1 = (end * (m1 + m2 + m3 + m4)) / gain;
  y2 = y1;
  y3 = y1;
  y4 = y1;
  let [a1, a2, a3, a4] = [end, end, end, end];
  for (let t = n + 3; t >= from + 4; t--) {
    const v = m1 * a1 + m2 * a2 + m3 * a3 + m4 * a4 - d1 * y1 - d2 * y2 - d3 * y3 - d4 * y4;
    if (t < to + 4) y[t]! += v;
    y4 = y3;
    y3 = y2;
    y2 = y1;
    y1 = v;
    a4 = a3;
    a3 = a2;
    a2 = a1;
    a1 = x[t]!;
  }
}
