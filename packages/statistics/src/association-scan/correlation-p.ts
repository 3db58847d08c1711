import { tTwoSided } from "../distributions.ts";

/** Below this the finite series, which ends in 1 minus a sum, has lost digits; the tail is then computed directly. */
const SMALL = 1e-5;

/**
 * The function r ↦ two-sided p of a correlation of `n` pairs: t = r sqrt((n - 2) / (1 - r²)) with n - 2 degrees of freedom.
 * For whole degrees of freedom the probability is a finite series in sin θ = |r| and cos² θ = 1 - r², θ = atan(t / sqrt(df))
 * (Abramowitz & Stegun 1964, 26.7.3 and 26.7.4): about ten times faster than the incomplete beta function.
 * Relative error below 1e-10. NaN for fewer than three pairs.
 */
export function correlationP(n: number): (r: number) => number {
  const df = n - 2;
  if (df < 1) return () => Number.NaN;
  // Term k of the series over term k - 1, without its cos² θ.
  const odd = df % 2 === 1;
  const ratios: number[] = [];
  for (let k = odd ? 3 : 2; k <= df - 2; k += 2) ratios.push((k - 1) / k);
  const reversed = Float64Array.from(ratios.reverse());
  return (r) => {
    const sine = Math.min(1, Math.abs(r));
    if (sine === 1) return 0;
    const square = (1 - sine) * (1 + sine);
    let series = 1;
    for (let k = 0; k < reversed.length; k++) series = 1 + reversed[k]! * square * series;
    let inside: number;
    if (odd) {
      const rest = df === 1 ? 0 : sine * Math.sqrt(square) * series;
      inside = (2 / Math.PI) * (Math.asin(sine) + rest);
    } else inside = sine * series;
    const p = 1 - inside;
    return p > SMALL ? p : tTwoSided(sine * Math.sqrt(df / square), df);
  };
}
