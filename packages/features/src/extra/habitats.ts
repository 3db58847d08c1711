import type { Prepared } from "../prepare/prepared.ts";
import type { ExtraValue } from "./extra-value.ts";

/**
 * Habitats: the intensities of I parted into `count` groups with the least sum of squares within them, exactly (in one
 * dimension groups are stretches of the sorted values; Wang & Song, R J 2011;3:29). From dark to bright: the share of
 * voxels and the mean intensity of each, then how much of the variance lies between them. Fewer different intensities
 * than groups leave the groups beyond them empty.
 */
export function habitats({ values }: Prepared, count: number): ExtraValue[] {
  const sorted = values.slice().sort();
  const levels: { x: number; n: number }[] = [];
  for (let v = 0; v < sorted.length; v++) {
    const last = levels[levels.length - 1];
    if (last && last.x === sorted[v]!) last.n++;
    else levels.push({ x: sorted[v]!, n: 1 });
  }
  const groups = bestGroups(gathered(levels), count);
  const mean = values.reduce((a, x) => a + x, 0) / values.length;
  const total = values.reduce((a, x) => a + (x - mean) ** 2, 0);
  let between = 0;
  const out: ExtraValue[] = [];
  for (let g = 0; g < count; g++) {
    const group = groups[g];
    const at = `${g + 1}of${count}`;
    out.push({ id: "hab_fraction", at, outcome: group ? group.n / values.length : 0 });
    out.push({ id: "hab_mean", at, outcome: group ? group.sum / group.n : "NO_VOXELS" });
    if (group) between += group.n * (group.sum / group.n - mean) ** 2;
  }
  out.push({ id: "hab_separation", at: String(count), outcome: total === 0 ? "ZERO_VARIANCE" : between / total });
  return out;
}

/** At most this many levels are told apart; beyond, neighbours are joined into as many stretches of equal width. */
const MOST_LEVELS = 1024;

function gathered(levels: readonly { x: number; n: number }[]): { sum: number; n: number; x: number }[] {
  if (levels.length <= MOST_LEVELS) return levels.map(({ x, n }) => ({ x, n, sum: x * n }));
  const [low, high] = [levels[0]!.x, levels[levels.length - 1]!.x];
  const bins = Array.from({ length: MOST_LEVELS }, () => ({ x: 0, n: 0, sum: 0 }));
  for (const { x, n } of levels) {
    const bin = bins[Math.min(MOST_LEVELS - 1, Math.floor((MOST_LEVELS * (x - low)) / (high - low)))]!;
    bin.n += n;
    bin.sum += n * x;
  }
  return bins.filter((b) => b.n > 0).map(({ n, sum }) => ({ x: sum / n, n, sum }));
}

/** Dynamic programme over the ends of the groups. */
function bestGroups(
  levels: readonly { x: number; n: number; sum: number }[],
  count: number,
): { n: number; sum: number }[] {
  const m = levels.length;
  const k = Math.min(count, m);
  const [N, S, Q] = [new Float64Array(m + 1), new Float64Array(m + 1), new Float64Array(m + 1)];
  const shift = levels[0]!.x;
  for (let t = 0; t < m; t++) {
    const { x, n } = levels[t]!;
    N[t + 1] = N[t]! + n;
    S[t + 1] = S[t]! + n * (x - shift);
    Q[t + 1] = Q[t]! + n * (x - shift) ** 2;
  }
  const cost = (a: number, b: number): number => Q[b]! - Q[a]! - (S[b]! - S[a]!) ** 2 / (N[b]! - N[a]!);
  let best = Float64Array.from({ length: m + 1 }, (_, b) => (b === 0 ? 0 : cost(0, b)));
  const cuts: Int32Array[] = [];
  for (let g = 1; g < k; g++) {
    const next = new Float64Array(m + 1).fill(Number.POSITIVE_INFINITY);
    const cut = new Int32Array(m + 1);
    for (let b = g + 1; b <= m; b++)
      for (let a = g; a < b; a++) {
        const c = best[a]! + cost(a, b);
        if (c < next[b]!) [next[b], cut[b]] = [c, a];
      }
    best = next;
    cuts.push(cut);
  }
  const groups: { n: number; sum: number }[] = [];
  for (let g = k - 1, b = m; g >= 0; g--) {
    const a = g === 0 ? 0 : cuts[g - 1]![b]!;
    const n = N[b]! - N[a]!;
    groups.unshift({ n, sum: S[b]! - S[a]! + n * shift });
    b = a;
  }
  return groups;
}
