/**
 * Sums of columns of doubles in four lanes that do not wait for one another. The error is at most a quarter of what adding in
 * a row may have (n · 2⁻⁵⁴ of the sum of the sizes), far below that of the values; the order is fixed, so the digits are too.
 */
export function sumOf(values: Float64Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = values.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    a += values[i]!;
    b += values[i + 1]!;
    c += values[i + 2]!;
    d += values[i + 3]!;
  }
  for (let i = whole; i < values.length; i++) a += values[i]!;
  return a + b + (c + d);
}

/** Σ (v - centre)². */
export function sumOfSquaresAbout(values: Float64Array, centre: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = values.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    const [p, q] = [values[i]! - centre, values[i + 1]! - centre];
    const [r, s] = [values[i + 2]! - centre, values[i + 3]! - centre];
    a += p * p;
    b += q * q;
    c += r * r;
    d += s * s;
  }
  for (let i = whole; i < values.length; i++) {
    const off = values[i]! - centre;
    a += off * off;
  }
  return a + b + (c + d);
}

/** Σ x y. */
export function sumOfProducts(x: Float64Array, y: Float64Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = x.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    a += x[i]! * y[i]!;
    b += x[i + 1]! * y[i + 1]!;
    c += x[i + 2]! * y[i + 2]!;
    d += x[i + 3]! * y[i + 3]!;
  }
  for (let i = whole; i < x.length; i++) a += x[i]! * y[i]!;
  return a + b + (c + d);
}
