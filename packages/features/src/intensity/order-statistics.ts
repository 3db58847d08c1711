const BUCKETS = 16_384;
/** Fewer values than this are sorted. */
const FEW = 4096;

/** Value at rank p(N−1) of ascending values, linear between neighbours. */
export function percentile(sorted: Float64Array, p: number): number {
  const rank = p * (sorted.length - 1);
  const low = Math.floor(rank);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (rank - low) * (sorted[high]! - sorted[low]!);
}

/**
 * Percentiles as `percentile` gives them of the sorted values, without sorting them all: values are counted into buckets
 * of equal width, and only the buckets that hold a wanted rank are sorted. All values must be numbers.
 */
export function percentilesOf(
  values: Float64Array,
  wanted: readonly number[],
  low: number,
  high: number,
): readonly number[] {
  const n = values.length;
  const scale = (BUCKETS - 1) / (high - low);
  // Few values, or a span so small or wide that buckets could not tell them apart.
  if (n < FEW || !Number.isFinite(scale) || scale <= 0) {
    const sorted = values.slice().sort();
    return wanted.map((p) => percentile(sorted, p));
  }
  const counts = new Uint32Array(BUCKETS);
  const bucket = new Uint16Array(n);
  for (let v = 0; v < n; v++) {
    const b = ((values[v]! - low) * scale) | 0;
    bucket[v] = b;
    counts[b]!++;
  }
  const before = new Uint32Array(BUCKETS + 1);
  for (let b = 0; b < BUCKETS; b++) before[b + 1] = before[b]! + counts[b]!;
  const bucketOf = (rank: number): number => {
    let [from, to] = [0, BUCKETS - 1];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (before[middle + 1]! > rank) to = middle;
      else from = middle + 1;
    }
    return from;
  };
  const ranks = wanted.map((p) => {
    const rank = p * (n - 1);
    const first = Math.floor(rank);
    return { first, second: Math.min(first + 1, n - 1), share: rank - first };
  });
  const held = new Map<number, { readonly members: Float64Array; size: number }>();
  for (const { first, second } of ranks)
    for (const rank of [first, second]) {
      const b = bucketOf(rank);
      if (!held.has(b)) held.set(b, { members: new Float64Array(counts[b]!), size: 0 });
    }
  const chosen = new Uint8Array(BUCKETS);
  for (const b of held.keys()) chosen[b] = 1;
  for (let v = 0; v < n; v++)
    if (chosen[bucket[v]!]) {
      const into = held.get(bucket[v]!)!;
      into.members[into.size++] = values[v]!;
    }
  for (const { members } of held.values()) members.sort();
  const at = (rank: number): number => {
    const b = bucketOf(rank);
    return held.get(b)!.members[rank - before[b]!]!;
  };
  return ranks.map(({ first, second, share }) => at(first) + share * (at(second) - at(first)));
}
