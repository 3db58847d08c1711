/**
 * The undecimated wavelet's correlation (src/filters/stationary-wavelet.ts), low-pass and high-pass in one reading:
 *   out[e] = Σ_k f[k] x[e + (F − 1 − k) step], k ascending, the sum begun at 0.
 * Addresses are in bytes, lengths and steps in values. Runs are rounded up to whole vectors: the room behind the last
 * run of a source and of an answer must hold 4 (8 in single precision) values more.
 */

/** `runs` runs of `length` answers each, in double precision; a source's runs are `sourceRun` values apart. */
export function correlate(
  source: usize,
  sourceRun: i32,
  runs: i32,
  length: i32,
  step: i32,
  low: usize,
  high: usize,
  taps: i32,
  outLow: usize,
  outHigh: usize,
): void {
  const stride = <usize>step << 3;
  for (let r = 0; r < runs; r++) {
    const last = source + (<usize>(r * sourceRun) << 3) + <usize>(taps - 1) * stride;
    const a = outLow + (<usize>(r * length) << 3);
    const b = outHigh + (<usize>(r * length) << 3);
    for (let e: usize = 0; e < <usize>length << 3; e += 32) {
      let l0 = f64x2.splat(0);
      let l1 = l0;
      let h0 = l0;
      let h1 = l0;
      let x = last + e;
      for (let k: usize = 0; k < <usize>taps << 3; k += 8) {
        const x0 = v128.load(x);
        const x1 = v128.load(x, 16);
        const fl = v128.load64_splat(low + k);
        const fh = v128.load64_splat(high + k);
        l0 = f64x2.add(l0, f64x2.mul(fl, x0));
        l1 = f64x2.add(l1, f64x2.mul(fl, x1));
        h0 = f64x2.add(h0, f64x2.mul(fh, x0));
        h1 = f64x2.add(h1, f64x2.mul(fh, x1));
        x -= stride;
      }
      v128.store(a + e, l0);
      v128.store(a + e, l1, 16);
      v128.store(b + e, h0);
      v128.store(b + e, h1, 16);
    }
  }
}

/** The same in single precision: every product and every sum is rounded to it. */
export function correlateSingle(
  source: usize,
  sourceRun: i32,
  runs: i32,
  length: i32,
  step: i32,
  low: usize,
  high: usize,
  taps: i32,
  outLow: usize,
  outHigh: usize,
): void {
  const stride = <usize>step << 2;
  for (let r = 0; r < runs; r++) {
    const last = source + (<usize>(r * sourceRun) << 2) + <usize>(taps - 1) * stride;
    const a = outLow + (<usize>(r * length) << 2);
    const b = outHigh + (<usize>(r * length) << 2);
    for (let e: usize = 0; e < <usize>length << 2; e += 32) {
      let l0 = f32x4.splat(0);
      let l1 = l0;
      let h0 = l0;
      let h1 = l0;
      let x = last + e;
      for (let k: usize = 0; k < <usize>taps << 2; k += 4) {
        const x0 = v128.load(x);
        const x1 = v128.load(x, 16);
        const fl = v128.load32_splat(low + k);
        const fh = v128.load32_splat(high + k);
        l0 = f32x4.add(l0, f32x4.mul(fl, x0));
        l1 = f32x4.add(l1, f32x4.mul(fl, x1));
        h0 = f32x4.add(h0, f32x4.mul(fh, x0));
        h1 = f32x4.add(h1, f32x4.mul(fh, x1));
        x -= stride;
      }
      v128.store(a + e, l0);
      v128.store(a + e, l1, 16);
      v128.store(b + e, h0);
      v128.store(b + e, h1, 16);
    }
  }
}
