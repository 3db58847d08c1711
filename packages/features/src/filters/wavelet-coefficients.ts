import { refuse } from "@nadir/domain";

/**
 * Decomposition low-pass filters of orthogonal wavelets (Daubechies, Ten Lectures on Wavelets, 1992), sum √2. The
 * high-pass filter follows: hi[n] = (−1)^(n+1) lo[F−1−n].
 */
const LOW: Readonly<Record<string, readonly number[]>> = {
  haar: [Math.SQRT1_2, Math.SQRT1_2],
  db2: [-0.12940952255126037, 0.2241438680420134, 0.8365163037378079, 0.48296291314453416],
  db3: [
    0.03522629188570953, -0.08544127388202666, -0.13501102001025458, 0.45987750211849154, 0.8068915093110925,
    0.33267055295008263,
  ],
  db4: [
    -0.010597401785069032, 0.0328830116668852, 0.030841381835560764, -0.18703481171909309, -0.027983769416859854,
    0.6308807679298589, 0.7148465705529157, 0.2303778133088965,
  ],
  coif1: [
    -0.015655728135791993, -0.07273261951252645, 0.3848648468648578, 0.8525720202116004, 0.3378976624574818,
    -0.07273261951252645,
  ],
  sym4: [
    -0.07576571478927333, -0.02963552764599851, 0.49761866763201545, 0.8037387518059161, 0.29785779560527736,
    -0.09921954357684722, -0.012603967262037833, 0.0322231006040427,
  ],
};
const ALIAS: Readonly<Record<string, string>> = { db1: "haar", sym2: "db2", sym3: "db3" };

export const WAVELETS: readonly string[] = [...Object.keys(LOW), ...Object.keys(ALIAS)];

/** Low- and high-pass decomposition filters by PyWavelets' name. Refuses `BAD_WAVELET`. */
export function waveletFilters(name: string): { low: Float64Array; high: Float64Array } {
  const taps = LOW[ALIAS[name] ?? name];
  if (!taps)
    return refuse("BAD_WAVELET", `The wavelet '${name}' is not computed; there are ${WAVELETS.join(", ")}.`, {
      found: name,
      expected: WAVELETS.join(", "),
    });
  const length = taps.length;
  const high = Float64Array.from(taps, (_, n) => (n % 2 === 0 ? -1 : 1) * taps[length - 1 - n]!);
  return { low: Float64Array.from(taps), high };
}
