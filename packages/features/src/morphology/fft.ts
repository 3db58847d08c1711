/** A length of at least `n` whose only prime factors are 2, 3 and 5. */
export function fastLength(n: number): number {
  for (let m = n; ; m++) {
    let rest = m;
    for (const p of [2, 3, 5]) while (rest % p === 0) rest /= p;
    if (rest === 1) return m;
  }
}

interface Plan {
  readonly n: number;
  readonly factors: readonly (2 | 3 | 4 | 5)[];
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

function planOf(n: number): Plan {
  const factors: (2 | 3 | 4 | 5)[] = [];
  let rest = n;
  for (const p of [4, 2, 3, 5] as const)
    while (rest % p === 0) {
      factors.push(p);
      rest /= p;
    }
  if (rest !== 1) throw new RangeError(`A transform of length ${n} is not supported; use fastLength.`);
  const angle = (t: number): number => (-2 * Math.PI * t) / n;
  return {
    n,
    factors,
    cos: Float64Array.from({ length: n }, (_, t) => Math.cos(angle(t))),
    sin: Float64Array.from({ length: n }, (_, t) => Math.sin(angle(t))),
  };
}

/** Lines that are transformed together, side by side in memory: sample m of line b at `m * LINES + b`. */
const LINES = 16;

/** Two pairs of buffers, each n × LINES. */
interface Batch {
  re: Float64Array;
  im: Float64Array;
  re2: Float64Array;
  im2: Float64Array;
}

/**
 * Forward DFT (e^{−2πi}) of a batch of lines by Stockham's self-sorting mixed radix. With `done` samples combined,
 * stage radix r turns inputs a distance n/r apart, twiddled by W^{r·d·n/(done·r)}, into outputs `done` apart.
 */
function transformBatch({ n, factors, cos, sin }: Plan, batch: Batch): void {
  let done = 1;
  for (const radix of factors) {
    const groups = n / (done * radix);
    const apart = (n / radix) * LINES;
    const out = done * LINES;
    for (let d = 0; d < done; d++) {
      const t = d * groups;
      for (let g = 0; g < groups; g++) {
        const from = (g * done + d) * LINES;
        const to = (g * done * radix + d) * LINES;
        if (radix === 4) butterfly4(batch, from, apart, to, out, cos, sin, t);
        else if (radix === 2) butterfly2(batch, from, apart, to, out, cos[t]!, sin[t]!);
        else if (radix === 3) butterfly3(batch, from, apart, to, out, cos, sin, t);
        else butterfly5(batch, from, apart, to, out, cos, sin, t);
      }
    }
    [batch.re, batch.re2] = [batch.re2, batch.re];
    [batch.im, batch.im2] = [batch.im2, batch.im];
    done *= radix;
  }
}

function butterfly2(
  { re, im, re2, im2 }: Batch,
  from: number,
  apart: number,
  to: number,
  out: number,
  c: number,
  s: number,
): void {
  for (let b = 0; b < LINES; b++) {
    const p = from + b;
    const q = p + apart;
    const x = re[q]! * c - im[q]! * s;
    const y = re[q]! * s + im[q]! * c;
    re2[to + b] = re[p]! + x;
    im2[to + b] = im[p]! + y;
    re2[to + out + b] = re[p]! - x;
    im2[to + out + b] = im[p]! - y;
  }
}

const SIN60 = Math.sqrt(3) / 2;

function butterfly3(
  { re, im, re2, im2 }: Batch,
  from: number,
  apart: number,
  to: number,
  out: number,
  cos: Float64Array,
  sin: Float64Array,
  t: number,
): void {
  const [c1, s1, c2, s2] = [cos[t]!, sin[t]!, cos[2 * t]!, sin[2 * t]!];
  for (let b = 0; b < LINES; b++) {
    const p = from + b;
    const q = p + apart;
    const r = q + apart;
    const x1 = re[q]! * c1 - im[q]! * s1;
    const y1 = re[q]! * s1 + im[q]! * c1;
    const x2 = re[r]! * c2 - im[r]! * s2;
    const y2 = re[r]! * s2 + im[r]! * c2;
    const xs = x1 + x2;
    const ys = y1 + y2;
    const xm = re[p]! - xs / 2;
    const ym = im[p]! - ys / 2;
    const xd = SIN60 * (x1 - x2);
    const yd = SIN60 * (y1 - y2);
    const o = to + b;
    re2[o] = re[p]! + xs;
    im2[o] = im[p]! + ys;
    re2[o + out] = xm + yd;
    im2[o + out] = ym - xd;
    re2[o + 2 * out] = xm - yd;
    im2[o + 2 * out] = ym + xd;
  }
}

function butterfly4(
  { re, im, re2, im2 }: Batch,
  from: number,
  apart: number,
  to: number,
  out: number,
  cos: Float64Array,
  sin: Float64Array,
  t: number,
): void {
  const [c1, s1, c2, s2, c3, s3] = [cos[t]!, sin[t]!, cos[2 * t]!, sin[2 * t]!, cos[3 * t]!, sin[3 * t]!];
  for (let b = 0; b < LINES; b++) {
    const p = from + b;
    const q = p + apart;
    const r = q + apart;
    const u = r + apart;
    const x1 = re[q]! * c1 - im[q]! * s1;
    const y1 = re[q]! * s1 + im[q]! * c1;
    const x2 = re[r]! * c2 - im[r]! * s2;
    const y2 = re[r]! * s2 + im[r]! * c2;
    const x3 = re[u]! * c3 - im[u]! * s3;
    const y3 = re[u]! * s3 + im[u]! * c3;
    const xa = re[p]! + x2;
    const ya = im[p]! + y2;
    const xb = re[p]! - x2;
    const yb = im[p]! - y2;
    const xc = x1 + x3;
    const yc = y1 + y3;
    const xd = x1 - x3;
    const yd = y1 - y3;
    const o = to + b;
    re2[o] = xa + xc;
    im2[o] = ya + yc;
    re2[o + out] = xb + yd;
    im2[o + out] = yb - xd;
    re2[o + 2 * out] = xa - xc;
    im2[o + 2 * out] = ya - yc;
    re2[o + 3 * out] = xb - yd;
    im2[o + 3 * out] = yb + xd;
  }
}

const COS72 = Math.cos((2 * Math.PI) / 5);
const SIN72 = Math.sin((2 * Math.PI) / 5);
const COS144 = Math.cos((4 * Math.PI) / 5);
const SIN144 = Math.sin((4 * Math.PI) / 5);

function butterfly5(
  { re, im, re2, im2 }: Batch,
  from: number,
  apart: number,
  to: number,
  out: number,
  cos: Float64Array,
  sin: Float64Array,
  t: number,
): void {
  const [c1, s1, c2, s2] = [cos[t]!, sin[t]!, cos[2 * t]!, sin[2 * t]!];
  const [c3, s3, c4, s4] = [cos[3 * t]!, sin[3 * t]!, cos[4 * t]!, sin[4 * t]!];
  for (let b = 0; b < LINES; b++) {
    const p0 = from + b;
    const p1 = p0 + apart;
    const p2 = p1 + apart;
    const p3 = p2 + apart;
    const p4 = p3 + apart;
    const x1 = re[p1]! * c1 - im[p1]! * s1;
    const y1 = re[p1]! * s1 + im[p1]! * c1;
    const x2 = re[p2]! * c2 - im[p2]! * s2;
    const y2 = re[p2]! * s2 + im[p2]! * c2;
    const x3 = re[p3]! * c3 - im[p3]! * s3;
    const y3 = re[p3]! * s3 + im[p3]! * c3;
    const x4 = re[p4]! * c4 - im[p4]! * s4;
    const y4 = re[p4]! * s4 + im[p4]! * c4;
    const xa = x1 + x4;
    const ya = y1 + y4;
    const xb = x2 + x3;
    const yb = y2 + y3;
    const xc = x1 - x4;
    const yc = y1 - y4;
    const xd = x2 - x3;
    const yd = y2 - y3;
    const xe = re[p0]! + COS72 * xa + COS144 * xb;
    const ye = im[p0]! + COS72 * ya + COS144 * yb;
    const xf = re[p0]! + COS144 * xa + COS72 * xb;
    const yf = im[p0]! + COS144 * ya + COS72 * yb;
    const xg = SIN72 * xc + SIN144 * xd;
    const yg = SIN72 * yc + SIN144 * yd;
    const xh = SIN144 * xc - SIN72 * xd;
    const yh = SIN144 * yc - SIN72 * yd;
    const o = to + b;
    re2[o] = re[p0]! + xa + xb;
    im2[o] = im[p0]! + ya + yb;
    re2[o + out] = xe + yg;
    im2[o + out] = ye - xg;
    re2[o + 2 * out] = xf + yh;
    im2[o + 2 * out] = yf - xh;
    re2[o + 3 * out] = xf - yh;
    im2[o + 3 * out] = yf + xh;
    re2[o + 4 * out] = xe - yg;
    im2[o + 4 * out] = ye + xg;
  }
}

/** In-place forward DFT of a complex grid (i fastest). Each side must have only the prime factors 2, 3 and 5. */
export function transform3d(re: Float64Array, im: Float64Array, dims: readonly [number, number, number]): void {
  const stride = [1, dims[0], dims[0] * dims[1]] as const;
  for (const axis of [0, 1, 2] as const) {
    const n = dims[axis];
    if (n === 1) continue;
    const plan = planOf(n);
    const fresh = (): Float64Array => new Float64Array(n * LINES);
    const batch: Batch = { re: fresh(), im: fresh(), re2: fresh(), im2: fresh() };
    const p = axis === 0 ? 1 : 0;
    const q = axis === 2 ? 1 : 2;
    for (let b = 0; b < dims[q]; b++)
      for (let a = 0; a < dims[p]; a += LINES) {
        const lines = Math.min(LINES, dims[p] - a);
        const from = a * stride[p] + b * stride[q];
        if (!gather(re, im, batch, from, n, stride[axis], lines, stride[p])) continue;
        transformBatch(plan, batch);
        scatter(re, im, batch, from, n, stride[axis], lines, stride[p]);
      }
  }
}

/** Copies lines into the batch; false when all of them are zero, so that nothing needs doing. */
function gather(
  re: Float64Array,
  im: Float64Array,
  batch: Batch,
  from: number,
  n: number,
  step: number,
  lines: number,
  side: number,
): boolean {
  const { re: br, im: bi } = batch;
  let isZero = true;
  for (let m = 0; m < n; m++) {
    const row = from + m * step;
    for (let b = 0; b < lines; b++) {
      const x = re[row + b * side]!;
      const y = im[row + b * side]!;
      br[m * LINES + b] = x;
      bi[m * LINES + b] = y;
      if (x !== 0 || y !== 0) isZero = false;
    }
  }
  return !isZero;
}

function scatter(
  re: Float64Array,
  im: Float64Array,
  { re: br, im: bi }: Batch,
  from: number,
  n: number,
  step: number,
  lines: number,
  side: number,
): void {
  for (let m = 0; m < n; m++) {
    const row = from + m * step;
    for (let b = 0; b < lines; b++) {
      re[row + b * side] = br[m * LINES + b]!;
      im[row + b * side] = bi[m * LINES + b]!;
    }
  }
}
