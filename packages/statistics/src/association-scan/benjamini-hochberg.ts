/** Places in [0, 1] from which a search begins: of two million p-values some thirty lie between two of them. */
const SLOTS = 65536;

/**
 * q-values of Benjamini & Hochberg 1995 over all p that are numbers; NaN (no test was possible) stays NaN and does not
 * count as a test. The answers are those of `adjustP(p, "bh")`, made for millions of tests: the p-values are sorted as
 * numbers and each looks its own place up, equal ones sharing the least q among them. `p` must lie in [0, 1].
 */
export function benjaminiHochberg(p: Float64Array): Float64Array {
  // NaN sorts behind every number.
  const sorted = p.slice().sort();
  let m = sorted.length;
  while (m > 0 && Number.isNaN(sorted[m - 1]!)) m--;
  const q = new Float64Array(m);
  let least = 1;
  for (let k = m; k >= 1; k--) {
    least = Math.min(least, (m / k) * sorted[k - 1]!);
    q[k - 1] = least;
  }
  const begins = slotBegins(sorted, m);
  const out = new Float64Array(p.length).fill(Number.NaN);
  for (let i = 0; i < p.length; i++) {
    const v = p[i]!;
    if (Number.isNaN(v)) continue;
    const slot = Math.floor(v * SLOTS);
    let [low, high] = [begins[slot]!, begins[slot + 1]!];
    // The first place whose value is at least v.
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! < v) low = middle + 1;
      else high = middle;
    }
    out[i] = q[low]!;
  }
  return out;
}

/** For each slot the first of the `m` sorted values that lies in it or above; one slot more for p = 1. */
function slotBegins(sorted: Float64Array, m: number): Uint32Array {
  const begins = new Uint32Array(SLOTS + 2).fill(m);
  let slot = 0;
  for (let i = 0; i < m; i++) {
    const own = Math.floor(sorted[i]! * SLOTS);
    while (slot <= own) begins[slot++] = i;
  }
  return begins;
}
