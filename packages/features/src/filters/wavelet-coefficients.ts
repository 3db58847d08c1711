import { refuse } from "@nadir/domain";
import { LOW_PASS_TAPS } from "./wavelet-taps.ts";

const ALIAS: Readonly<Record<string, string>> = { db1: "haar", sym2: "db2", sym3: "db3" };

export const WAVELETS: readonly string[] = [...Object.keys(LOW_PASS_TAPS), ...Object.keys(ALIAS)];

/**
 * Low- and high-pass decomposition filters by PyWavelets' name: haar, db1…db20, sym2…sym20, coif1…coif5. The high-pass
 * follows from the low-pass: hi[n] = (−1)^(n+1) lo[F−1−n]. Refuses `BAD_WAVELET`.
 */
export function waveletFilters(name: string): { low: Float64Array; high: Float64Array } {
  const text = LOW_PASS_TAPS[ALIAS[name] ?? name];
  if (text === undefined)
    return refuse("BAD_WAVELET", `The wavelet '${name}' is not computed; there are ${WAVELETS.join(", ")}.`, {
      found: name,
      expected: WAVELETS.join(", "),
    });
  const low = Float64Array.from(text.split(" "), Number);
  const length = low.length;
  const high = Float64Array.from(low, (_, n) => (n % 2 === 0 ? -1 : 1) * low[length - 1 - n]!);
  return { low, high };
}

/**
 * The same in single precision, as PyWavelets has them: rounded, but for Coiflets, which it keeps divided by √2 and
 * multiplies with √2 in single precision.
 */
export function singleWaveletFilters(name: string): { low: Float32Array; high: Float32Array } {
  const { low, high } = waveletFilters(name);
  const root = Math.fround(Math.SQRT2);
  const single = name.startsWith("coif")
    ? (taps: Float64Array) => Float32Array.from(taps, (x) => Math.fround(x * Math.SQRT1_2) * root)
    : (taps: Float64Array) => Float32Array.from(taps);
  return { low: single(low), high: single(high) };
}
