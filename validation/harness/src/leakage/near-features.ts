/** Values that agree to this relative difference are the same value. */
const SAME = 1e-6;
const SHARE = 0.95;
const COSINE = 0.9995;
/** With fewer common values an agreement of single values is no sign of one patient. */
const LEAST_COMMON = 3;
/** In fewer dimensions chance alone points two vectors the same way. */
const LEAST_FOR_COSINE = 10;

export interface FeatureFingerprint {
  readonly key: string;
  readonly figures: ReadonlyMap<string, number>;
}

export interface NearFeatures {
  readonly a: string;
  readonly b: string;
  readonly why: string;
}

/**
 * Pairs (one of each list) of subjects whose figures look like one patient's (rule book validation §3.3, check 5b): at
 * least 95 % of the common ones agree within 1e-6 relative, or the cosine of the vectors, standardised by the mean and
 * standard deviation of the first list (development), exceeds 0.9995. A missing figure stands at the mean. Random pairs
 * are given up after their first few disagreements, so thousands of subjects take seconds.
 */
export function nearFeatures(
  development: readonly FeatureFingerprint[],
  test: readonly FeatureFingerprint[],
): NearFeatures[] {
  const names = [...new Set([...development, ...test].flatMap((s) => [...s.figures.keys()]))].sort();
  const raw = (s: FeatureFingerprint) => Float64Array.from(names, (n) => s.figures.get(n) ?? Number.NaN);
  const [a, b] = [development.map(raw), test.map(raw)];
  const scale = names.map((_, c) => spread(a.map((row) => row[c]!)));
  const [unitA, unitB] = [a, b].map((rows) => rows.map((row) => unit(row, scale)));
  const found: NearFeatures[] = [];
  a.forEach((u, i) => {
    b.forEach((v, j) => {
      const [one, other] = [development[i]!.key, test[j]!.key];
      const agreement = sharedValues(u, v);
      if (agreement !== null) {
        found.push({ a: one, b: other, why: `${agreement.same} of ${agreement.common} values equal` });
        return;
      }
      const cosine = cosineAbove(unitA![i]!, unitB![j]!);
      if (cosine !== null) found.push({ a: one, b: other, why: `cosine ${cosine.toFixed(5)}` });
    });
  });
  return found;
}

/** Common and equal values where enough of them are; null otherwise. */
function sharedValues(u: Float64Array, v: Float64Array): { common: number; same: number } | null {
  let common = 0;
  let different = 0;
  // However many are still to come, more disagreements than this are too many.
  const most = (1 - SHARE) * u.length;
  for (let c = 0; c < u.length; c++) {
    const [x, y] = [u[c]!, v[c]!];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    common++;
    if (Math.abs(x - y) > SAME * Math.max(Math.abs(x), Math.abs(y)) && ++different > most) return null;
  }
  return common >= LEAST_COMMON && (common - different) / common >= SHARE ? { common, same: common - different } : null;
}

function spread(values: readonly number[]): { mean: number; sd: number } {
  const known = values.filter((v) => !Number.isNaN(v));
  const mean = known.reduce((s, v) => s + v, 0) / known.length;
  const sd = Math.sqrt(known.reduce((s, v) => s + (v - mean) ** 2, 0) / (known.length - 1));
  return { mean, sd };
}

/** The standardised vector at length 1; null with too few figures that vary in development. */
function unit(row: Float64Array, scale: readonly { mean: number; sd: number }[]): Float64Array | null {
  const z = row.map((v, c) => {
    const { mean, sd } = scale[c]!;
    return sd > 0 && !Number.isNaN(v) ? (v - mean) / sd : 0;
  });
  const length = Math.sqrt(z.reduce((s, v) => s + v * v, 0));
  const known = z.reduce((n, v) => n + (v === 0 ? 0 : 1), 0);
  return known < LEAST_FOR_COSINE || !(length > 0) ? null : z.map((v) => v / length);
}

/** The cosine where it exceeds the limit; for unit vectors that is a squared distance below 2 - 2 × limit. */
function cosineAbove(u: Float64Array | null, v: Float64Array | null): number | null {
  if (u === null || v === null) return null;
  const reach = 2 - 2 * COSINE;
  let distance = 0;
  for (let c = 0; c < u.length; c++) {
    distance += (u[c]! - v[c]!) ** 2;
    if (distance >= reach) return null;
  }
  return 1 - distance / 2;
}
