/**
 * The sums of `describe.ts` for columns of doubles alone: the same compensation and the same digits, in loops whose kind of
 * array the compiler knows.
 */
export function sumOf(values: Float64Array): number {
  let total = 0;
  let compensation = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    const t = total + v;
    compensation += Math.abs(total) >= Math.abs(v) ? total - t + v : v - t + total;
    total = t;
  }
  return total + compensation;
}

/** Σ (v - centre)². */
export function sumOfSquaresAbout(values: Float64Array, centre: number): number {
  let total = 0;
  let compensation = 0;
  for (let i = 0; i < values.length; i++) {
    const off = values[i]! - centre;
    const v = off * off;
    const t = total + v;
    // Squares are not negative: the greater of the two is told without their sizes.
    compensation += total >= v ? total - t + v : v - t + total;
    total = t;
  }
  return total + compensation;
}
