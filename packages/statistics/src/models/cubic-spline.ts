/**
 * Interpolating cubic spline whose ends follow the cubic through the four nearest points (Forsythe, Malcolm & Moler 1977,
 * "Computer Methods for Mathematical Computations", SPLINE and SEVAL). `x` ascending and distinct, two points or more.
 */
export function cubicSpline(x: ArrayLike<number>, y: ArrayLike<number>): (at: number) => number {
  const n = x.length;
  const width = Float64Array.from({ length: n - 1 }, (_, i) => x[i + 1]! - x[i]!);
  const rise = Float64Array.from({ length: n - 1 }, (_, i) => (y[i + 1]! - y[i]!) / width[i]!);
  const c = curvature(x, width, rise);
  return (at) => {
    let i = 0;
    while (i < n - 2 && at >= x[i + 1]!) i++;
    const h = width[i]!;
    const u = at - x[i]!;
    const linear = rise[i]! - h * (c[i + 1]! + 2 * c[i]!);
    return y[i]! + u * (linear + u * (3 * c[i]! + (u * (c[i + 1]! - c[i]!)) / h));
  };
}

/** One sixth of the second derivative at each knot, from the tridiagonal system. */
function curvature(x: ArrayLike<number>, width: Float64Array, rise: Float64Array): Float64Array {
  const n = x.length;
  const c = new Float64Array(n);
  if (n < 3) return c;
  const diagonal = new Float64Array(n);
  for (let i = 1; i < n - 1; i++) {
    diagonal[i] = 2 * (width[i - 1]! + width[i]!);
    c[i] = rise[i]! - rise[i - 1]!;
  }
  const last = n - 1;
  diagonal[0] = -width[0]!;
  diagonal[last] = -width[last - 1]!;
  if (n > 3) {
    const first = c[2]! / (x[3]! - x[1]!) - c[1]! / (x[2]! - x[0]!);
    const end = c[last - 1]! / (x[last]! - x[last - 2]!) - c[last - 2]! / (x[last - 1]! - x[last - 3]!);
    c[0] = (first * width[0]! ** 2) / (x[3]! - x[0]!);
    c[last] = (-end * width[last - 1]! ** 2) / (x[last]! - x[last - 3]!);
  }
  for (let i = 1; i < n; i++) {
    const t = width[i - 1]! / diagonal[i - 1]!;
    diagonal[i]! -= t * width[i - 1]!;
    c[i]! -= t * c[i - 1]!;
  }
  c[last]! /= diagonal[last]!;
  for (let i = last - 1; i >= 0; i--) c[i] = (c[i]! - width[i]! * c[i + 1]!) / diagonal[i]!;
  return c;
}
