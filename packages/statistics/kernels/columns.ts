/**
 * Products of columns (src/penalised/column-block.ts), in its order of operations, so that both give the same bytes.
 * A column begins `stride` bytes after the one before; the stride is a multiple of 32, and what pads a column is 0.
 * `columns` is a list of i32, `weights` and `out` of f64. Addresses and strides are in bytes.
 */

// @ts-ignore: decorator
@inline
function placeOf(columns: usize, k: i32, values: usize, stride: usize): usize {
  return values + <usize>load<i32>(columns + (<usize>k << 2)) * stride;
}

// @ts-ignore: decorator
@inline
function step(sum: v128, at: usize, r: v128): v128 {
  return f64x2.add(sum, f64x2.mul(v128.load(at), r));
}

// @ts-ignore: decorator
@inline
function whole(even: v128, odd: v128): f64 {
  const both = f64x2.add(even, odd);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/** out[k] = column k of the list · `along`: four partial sums by the row modulo 4, then (s0 + s2) + (s1 + s3). */
export function project(values: usize, stride: usize, columns: usize, count: i32, along: usize, out: usize): void {
  let k: i32 = 0;
  for (; k + 3 < count; k += 4) {
    const a = placeOf(columns, k, values, stride);
    const b = placeOf(columns, k + 1, values, stride);
    const c = placeOf(columns, k + 2, values, stride);
    const d = placeOf(columns, k + 3, values, stride);
    let a0 = f64x2.splat(0);
    let a1 = f64x2.splat(0);
    let b0 = f64x2.splat(0);
    let b1 = f64x2.splat(0);
    let c0 = f64x2.splat(0);
    let c1 = f64x2.splat(0);
    let d0 = f64x2.splat(0);
    let d1 = f64x2.splat(0);
    for (let i: usize = 0; i < stride; i += 32) {
      const r0 = v128.load(along + i);
      const r1 = v128.load(along + i + 16);
      a0 = step(a0, a + i, r0);
      a1 = step(a1, a + i + 16, r1);
      b0 = step(b0, b + i, r0);
      b1 = step(b1, b + i + 16, r1);
      c0 = step(c0, c + i, r0);
      c1 = step(c1, c + i + 16, r1);
      d0 = step(d0, d + i, r0);
      d1 = step(d1, d + i + 16, r1);
    }
    const to = out + (<usize>k << 3);
    store<f64>(to, whole(a0, a1));
    store<f64>(to + 8, whole(b0, b1));
    store<f64>(to + 16, whole(c0, c1));
    store<f64>(to + 24, whole(d0, d1));
  }
  for (; k < count; k++) {
    const a = placeOf(columns, k, values, stride);
    let a0 = f64x2.splat(0);
    let a1 = f64x2.splat(0);
    for (let i: usize = 0; i < stride; i += 32) {
      a0 = step(a0, a + i, v128.load(along + i));
      a1 = step(a1, a + i + 16, v128.load(along + i + 16));
    }
    store<f64>(out + (<usize>k << 3), whole(a0, a1));
  }
}

/** out += sum of weights[k] × column k of the list, four columns at a time: (a + b) + (c + d). */
export function combine(values: usize, stride: usize, columns: usize, weights: usize, count: i32, out: usize): void {
  let k: i32 = 0;
  for (; k + 3 < count; k += 4) {
    const a = placeOf(columns, k, values, stride);
    const b = placeOf(columns, k + 1, values, stride);
    const c = placeOf(columns, k + 2, values, stride);
    const d = placeOf(columns, k + 3, values, stride);
    const w = weights + (<usize>k << 3);
    const wa = v128.load64_splat(w);
    const wb = v128.load64_splat(w + 8);
    const wc = v128.load64_splat(w + 16);
    const wd = v128.load64_splat(w + 24);
    for (let i: usize = 0; i < stride; i += 16) {
      const ab = f64x2.add(f64x2.mul(wa, v128.load(a + i)), f64x2.mul(wb, v128.load(b + i)));
      const cd = f64x2.add(f64x2.mul(wc, v128.load(c + i)), f64x2.mul(wd, v128.load(d + i)));
      v128.store(out + i, f64x2.add(v128.load(out + i), f64x2.add(ab, cd)));
    }
  }
  for (; k < count; k++) {
    const a = placeOf(columns, k, values, stride);
    const wa = v128.load64_splat(weights + (<usize>k << 3));
    for (let i: usize = 0; i < stride; i += 16)
      v128.store(out + i, f64x2.add(v128.load(out + i), f64x2.mul(wa, v128.load(a + i))));
  }
}
