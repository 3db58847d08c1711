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
  readonly factors: readonly number[];
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

function planOf(n: number): Plan {
  const factors: number[] = [];
  let rest = n;
  for (const p of [4, 2, 3, 5])
    while (rest % p === 0) {
      factors.push(p);
      rest /= p;
    }
  const angle = (t: number): number => (-2 * Math.PI * t) / n;
  return {
    n,
    factors,
    cos: Float64Array.from({ length: n }, (_, t) => Math.cos(angle(t))),
    sin: Float64Array.from({ length: n }, (_, t) => Math.sin(angle(t))),
  };
}

/** Two pairs of buffers for the Stockham passes of one line. */
interface Line {
  re: Float64Array;
  im: Float64Array;
  re2: Float64Array;
  im2: Float64Array;
}

/** Forward DFT (e^{−2πi}) of one line by Stockham's self-sorting mixed radix; the result is in `line.re`, `line.im`. */
function transformLine({ n, factors, cos, sin }: Plan, line: Line): void {
  let done = 1;
  for (const radix of factors) {
    const groups = n / (done * radix);
    const { re, im, re2, im2 } = line;
    for (let g = 0; g < groups; g++)
      for (let d = 0; d < done; d++) {
        const from = g * done + d;
        const to = g * done * radix + d;
        for (let out = 0; out < radix; out++) {
          let sr = 0;
          let si = 0;
          // Input r sits n/radix apart; its twiddle joins the stage's rotation and the small DFT.
          const unit = (d + out * done) * groups;
          for (let r = 0; r < radix; r++) {
            const t = (r * unit) % n;
            const x = re[from + r * groups * done]!;
            const y = im[from + r * groups * done]!;
            sr += x * cos[t]! - y * sin[t]!;
            si += x * sin[t]! + y * cos[t]!;
          }
          re2[to + out * done] = sr;
          im2[to + out * done] = si;
        }
      }
    line.re = re2;
    line.im = im2;
    line.re2 = re;
    line.im2 = im;
    done *= radix;
  }
}

/** In-place forward DFT of a complex grid (i fastest). Each side must have only the prime factors 2, 3 and 5. */
export function transform3d(re: Float64Array, im: Float64Array, dims: readonly [number, number, number]): void {
  const stride = [1, dims[0], dims[0] * dims[1]] as const;
  for (const axis of [0, 1, 2] as const) {
    const n = dims[axis];
    if (n === 1) continue;
    const plan = planOf(n);
    const fresh = (): Float64Array => new Float64Array(n);
    const line: Line = { re: fresh(), im: fresh(), re2: fresh(), im2: fresh() };
    const p = axis === 0 ? 1 : 0;
    const q = axis === 2 ? 1 : 2;
    const step = stride[axis];
    for (let b = 0; b < dims[q]; b++)
      for (let a = 0; a < dims[p]; a++) {
        const from = a * stride[p] + b * stride[q];
        let isZero = true;
        for (let m = 0, at = from; m < n; m++, at += step) {
          const x = re[at]!;
          const y = im[at]!;
          line.re[m] = x;
          line.im[m] = y;
          if (x !== 0 || y !== 0) isZero = false;
        }
        if (isZero) continue;
        transformLine(plan, line);
        for (let m = 0, at = from; m < n; m++, at += step) {
          re[at] = line.re[m]!;
          im[at] = line.im[m]!;
        }
      }
  }
}
