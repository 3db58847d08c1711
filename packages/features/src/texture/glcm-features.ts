/**
 * A symmetric co-occurrence matrix as its non-zero entries with i ≤ j. Entry e counts n[e] for (i, j) and, when
 * i < j, as many for (j, i). `total` sums over the whole matrix.
 */
export interface CooccurrenceCounts {
  readonly i: Uint16Array;
  readonly j: Uint16Array;
  readonly n: Float64Array;
  readonly size: number;
  readonly total: number;
}

const plog = (p: number): number => (p > 0 ? -p * Math.log2(p) : 0);

/**
 * The 25 co-occurrence features of one matrix, in the order of the catalogue; null for a matrix without pairs.
 * With symmetric counts p_y = p_x, so HXY1 = HXY2 = 2 HX.
 */
export function glcmFeatures({ i, j, n, size, total }: CooccurrenceCounts, greyLevels: number): Float64Array | null {
  if (total === 0) return null;
  const px = new Float64Array(greyLevels + 1);
  const pd = new Float64Array(greyLevels);
  const ps = new Float64Array(2 * greyLevels + 1);
  let [max, entropy, energy, product] = [0, 0, 0, 0];
  for (let e = 0; e < size; e++) {
    const a = i[e]!;
    const b = j[e]!;
    const p = n[e]! / total;
    if (p > max) max = p;
    if (a === b) {
      px[a]! += p;
      pd[0]! += p;
      ps[2 * a]! += p;
      entropy += plog(p);
      energy += p * p;
      product += a * a * p;
    } else {
      px[a]! += p;
      px[b]! += p;
      pd[b - a]! += 2 * p;
      ps[a + b]! += 2 * p;
      entropy += 2 * plog(p);
      energy += 2 * p * p;
      product += 2 * a * b * p;
    }
  }
  let [mu, hx] = [0, 0];
  for (let g = 1; g <= greyLevels; g++) {
    mu += g * px[g]!;
    hx += plog(px[g]!);
  }
  let variance = 0;
  for (let g = 1; g <= greyLevels; g++) variance += (g - mu) ** 2 * px[g]!;
  const d = differenceTerms(pd, greyLevels);
  const s = sumTerms(ps, mu);
  const correlation = variance > 1e-15 * mu * mu ? (product - mu * mu) / variance : 1;
  return Float64Array.of(
    max,
    mu,
    variance,
    entropy,
    d.mean,
    d.variance,
    d.entropy,
    s.mean,
    s.tendency,
    s.entropy,
    energy,
    d.square,
    d.mean,
    d.inverse,
    d.inverseNorm,
    d.moment,
    d.momentNorm,
    d.inverseVariance,
    correlation,
    product,
    s.tendency,
    s.shade,
    s.prominence,
    hx > 0 ? (entropy - 2 * hx) / hx : 0,
    Math.sqrt(Math.max(0, 1 - Math.exp(-2 * (2 * hx - entropy)))),
  );
}

function differenceTerms(pd: Float64Array, ng: number) {
  let [mean, square, entropy, inverse, inverseNorm, moment, momentNorm, inverseVariance] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = 0; k < pd.length; k++) {
    const p = pd[k]!;
    if (p === 0) continue;
    mean += k * p;
    square += k * k * p;
    entropy += plog(p);
    inverse += p / (1 + k);
    inverseNorm += p / (1 + k / ng);
    moment += p / (1 + k * k);
    momentNorm += p / (1 + (k * k) / (ng * ng));
    if (k > 0) inverseVariance += p / (k * k);
  }
  let variance = 0;
  for (let k = 0; k < pd.length; k++) variance += (k - mean) ** 2 * pd[k]!;
  return { mean, square, variance, entropy, inverse, inverseNorm, moment, momentNorm, inverseVariance };
}

/** µ_s = 2µ, so the sum variance is the cluster tendency. */
function sumTerms(ps: Float64Array, mu: number) {
  let [mean, entropy, tendency, shade, prominence] = [0, 0, 0, 0, 0];
  for (let k = 2; k < ps.length; k++) {
    const p = ps[k]!;
    if (p === 0) continue;
    const c = k - 2 * mu;
    mean += k * p;
    entropy += plog(p);
    tendency += c * c * p;
    shade += c * c * c * p;
    prominence += c * c * c * c * p;
  }
  return { mean, entropy, tendency, shade, prominence };
}
