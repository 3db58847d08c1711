/**
 * Fourth-order recursive filters (src/filters/recursive-gaussian.ts has the coefficients and their source) over lines
 * side by side, eight at a time in four vectors of two. Each step is
 *   y[t] = n0 x[t] + … + n3 x[t−3] − d1 y[t−1] − … − d4 y[t−4], and backwards
 *   z[t] = m1 x[t+1] + … + m4 x[t+4] − d1 z[t+1] − … − d4 z[t+4]; the answer is y + z,
 * in the order of operations of `run` there, so that both give the same bytes.
 * Addresses and strides are in bytes; a coefficient block holds n0…n3, m1…m4, d1…d4 and the sum 1 + d1 + … + d4.
 */

/** Bytes of a row of eight lines. */
const ROW: usize = 64;

// @ts-ignore: decorator
@inline
function constant(c: usize, n: usize): v128 {
  return v128.load64_splat(c + (n << 3));
}

// @ts-ignore: decorator
@inline
function product(a: v128, at: usize): v128 {
  return f64x2.mul(a, v128.load(at));
}

/** One vector of a causal step: `x` the sample, `u` its place in the answer, `y1` the answer before it. */
// @ts-ignore: decorator
@inline
function ahead(
  x: usize, row: usize, u: usize, y1: v128,
  n0: v128, n1: v128, n2: v128, n3: v128, d1: v128, d2: v128, d3: v128, d4: v128,
): v128 {
  let v = product(n0, x);
  v = f64x2.add(v, product(n1, x - row));
  v = f64x2.add(v, product(n2, x - 2 * row));
  v = f64x2.add(v, product(n3, x - 3 * row));
  v = f64x2.sub(v, f64x2.mul(d1, y1));
  v = f64x2.sub(v, product(d2, u - 2 * ROW));
  v = f64x2.sub(v, product(d3, u - 3 * ROW));
  v = f64x2.sub(v, product(d4, u - 4 * ROW));
  v128.store(u, v);
  return v;
}

/** One vector of an anticausal step, as `ahead`; `w` is its place in the backward answer. */
// @ts-ignore: decorator
@inline
function back(
  x: usize, row: usize, w: usize, y1: v128,
  m1: v128, m2: v128, m3: v128, m4: v128, d1: v128, d2: v128, d3: v128, d4: v128,
): v128 {
  let v = product(m1, x + row);
  v = f64x2.add(v, product(m2, x + 2 * row));
  v = f64x2.add(v, product(m3, x + 3 * row));
  v = f64x2.add(v, product(m4, x + 4 * row));
  v = f64x2.sub(v, f64x2.mul(d1, y1));
  v = f64x2.sub(v, product(d2, w + 2 * ROW));
  v = f64x2.sub(v, product(d3, w + 3 * ROW));
  v = f64x2.sub(v, product(d4, w + 4 * ROW));
  v128.store(w, v);
  return v;
}

// @ts-ignore: decorator
@inline
function addTo(u: usize, v: v128): void {
  v128.store(u, f64x2.add(v128.load(u), v));
}

/** The steady state of a constant signal: x (a + b + c + d) / gain for eight lines, in four rows from `to` on. */
function settle(x: usize, a: f64, b: f64, c: f64, d: f64, gain: f64, to: usize): void {
  const sum = f64x2.splat(a + b + c + d);
  const by = f64x2.splat(gain);
  for (let lane: usize = 0; lane < ROW; lane += 16) {
    const y = f64x2.div(f64x2.mul(v128.load(x + lane), sum), by);
    for (let t: usize = 0; t < 4; t++) v128.store(to + t * ROW + lane, y);
  }
}

/**
 * Filters eight lines of `n` samples, `row` bytes apart, held four samples on at both ends. Samples `from` … before `to`
 * of the answer stand in `u`; `u` and `w` have four rows before and after theirs.
 */
function eightLines(x: usize, row: usize, n: i32, c: usize, from: i32, to: i32, u: usize, w: usize): void {
  const gain = load<f64>(c + 96);
  const d1 = constant(c, 8);
  const d2 = constant(c, 9);
  const d3 = constant(c, 10);
  const d4 = constant(c, 11);
  settle(x, load<f64>(c), load<f64>(c + 8), load<f64>(c + 16), load<f64>(c + 24), gain, u - 4 * ROW);
  const n0 = constant(c, 0);
  const n1 = constant(c, 1);
  const n2 = constant(c, 2);
  const n3 = constant(c, 3);
  let a = v128.load(u - ROW);
  let b = v128.load(u - ROW + 16);
  let e = v128.load(u - ROW + 32);
  let f = v128.load(u - ROW + 48);
  let at = x;
  let place = u;
  for (let t = 0; t < to; t++) {
    a = ahead(at, row, place, a, n0, n1, n2, n3, d1, d2, d3, d4);
    b = ahead(at + 16, row, place + 16, b, n0, n1, n2, n3, d1, d2, d3, d4);
    e = ahead(at + 32, row, place + 32, e, n0, n1, n2, n3, d1, d2, d3, d4);
    f = ahead(at + 48, row, place + 48, f, n0, n1, n2, n3, d1, d2, d3, d4);
    at += row;
    place += ROW;
  }
  const end = x + <usize>(n - 1) * row;
  settle(end, load<f64>(c + 32), load<f64>(c + 40), load<f64>(c + 48), load<f64>(c + 56), gain, w + <usize>n * ROW);
  const m1 = constant(c, 4);
  const m2 = constant(c, 5);
  const m3 = constant(c, 6);
  const m4 = constant(c, 7);
  at = end;
  place = w + <usize>(n - 1) * ROW;
  a = v128.load(place + ROW);
  b = v128.load(place + ROW + 16);
  e = v128.load(place + ROW + 32);
  f = v128.load(place + ROW + 48);
  for (let t = n - 1; t >= from; t--) {
    a = back(at, row, place, a, m1, m2, m3, m4, d1, d2, d3, d4);
    b = back(at + 16, row, place + 16, b, m1, m2, m3, m4, d1, d2, d3, d4);
    e = back(at + 32, row, place + 32, e, m1, m2, m3, m4, d1, d2, d3, d4);
    f = back(at + 48, row, place + 48, f, m1, m2, m3, m4, d1, d2, d3, d4);
    if (t < to) {
      const sum = u + <usize>t * ROW;
      addTo(sum, a);
      addTo(sum + 16, b);
      addTo(sum + 32, e);
      addTo(sum + 48, f);
    }
    at -= row;
    place -= ROW;
  }
}

/** Copies the first and last of `n` rows of `bytes` to the four before and after them. */
function hold(x: usize, row: usize, n: i32, bytes: usize): void {
  const end = x + <usize>(n - 1) * row;
  for (let t: usize = 1; t <= 4; t++) {
    memory.copy(x - t * row, x, bytes);
    memory.copy(end + t * row, end, bytes);
  }
}

/**
 * Filters along rows: `rows` (a multiple of 8) rows of `n` samples, `sourceRow` bytes apart, by two filters at once; samples
 * `from` … before `to` go to `outA` and `outB`, rows `outRow` bytes apart. `scratch` has three times n + 8 rows of 64 bytes.
 */
export function alongRows(
  source: usize, sourceRow: usize, rows: i32, n: i32, from: i32, to: i32,
  coefA: usize, outA: usize, coefB: usize, outB: usize, outRow: usize, scratch: usize,
): void {
  const part = <usize>(n + 8) * ROW;
  const x = scratch + 4 * ROW;
  const u = x + part;
  const w = u + part;
  for (let r = 0; r < rows; r += 8) {
    const lines = source + <usize>r * sourceRow;
    for (let t = 0; t < n; t += 2)
      for (let lane: usize = 0; lane < 8; lane += 2) {
        const p = lines + lane * sourceRow + (<usize>t << 3);
        const one = v128.load(p);
        const two = v128.load(p + sourceRow);
        const to = x + <usize>t * ROW + (lane << 3);
        v128.store(to, v128.shuffle<f64>(one, two, 0, 2));
        v128.store(to + ROW, v128.shuffle<f64>(one, two, 1, 3));
      }
    hold(x, ROW, n, ROW);
    eightLines(x, ROW, n, coefA, from, to, u, w);
    turnBack(u, from, to, outA + <usize>r * outRow, outRow);
    eightLines(x, ROW, n, coefB, from, to, u, w);
    turnBack(u, from, to, outB + <usize>r * outRow, outRow);
  }
}

/** Eight lines side by side, samples `from` … before `to`, to eight rows. A row of odd length takes one value more. */
function turnBack(u: usize, from: i32, to: i32, out: usize, outRow: usize): void {
  for (let t = from; t < to; t += 2)
    for (let lane: usize = 0; lane < 8; lane += 2) {
      const p = u + <usize>t * ROW + (lane << 3);
      const one = v128.load(p);
      const two = v128.load(p + ROW);
      const at = out + lane * outRow + (<usize>(t - from) << 3);
      v128.store(at, v128.shuffle<f64>(one, two, 0, 2));
      v128.store(at + outRow, v128.shuffle<f64>(one, two, 1, 3));
    }
}

/**
 * Filters across rows: `columns` (a multiple of 8) lines side by side of `n` samples, `sourceRow` bytes apart, with four
 * rows of room before and after. Samples `from` … before `to` go to `out`, rows `outRow` bytes apart; where `isAdded`,
 * out becomes a · out + b · answer instead. `scratch` has twice n + 8 rows of 64 bytes.
 */
export function acrossRows(
  source: usize, sourceRow: usize, columns: i32, n: i32, from: i32, to: i32,
  coef: usize, out: usize, outRow: usize, isAdded: i32, a: f64, b: f64, scratch: usize,
): void {
  const u = scratch + 4 * ROW;
  const w = u + <usize>(n + 8) * ROW;
  hold(source, sourceRow, n, <usize>columns << 3);
  const old = f64x2.splat(a);
  const by = f64x2.splat(b);
  for (let column: usize = 0; column < <usize>columns << 3; column += ROW) {
    eightLines(source + column, sourceRow, n, coef, from, to, u, w);
    for (let t = from; t < to; t++) {
      const answer = u + <usize>t * ROW;
      const at = out + <usize>(t - from) * outRow + column;
      for (let lane: usize = 0; lane < ROW; lane += 16) {
        const v = v128.load(answer + lane);
        v128.store(at + lane, isAdded ? f64x2.add(f64x2.mul(old, v128.load(at + lane)), f64x2.mul(by, v)) : v);
      }
    }
  }
}
