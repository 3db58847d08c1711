import type { SizeCounts } from "./size-counts.ts";

/**
 * The 16 features that run length, size zone, distance zone and dependence matrices share (radiomics §7.2), in
 * this order, and the energy Σp² (for NGLDM) as a seventeenth. `voxels` is Nv, what the count of entries is divided by for the percentage.
 * Null for an empty matrix.
 */
export function sizeFeatures(counts: SizeCounts, voxels: number): Float64Array | null {
  if (counts.isEmpty) return null;
  const cells = counts.entries();
  let total = 0;
  const byLevel = new Map<number, number>();
  const bySize = new Map<number, number>();
  for (const { level, size, count } of cells) {
    total += count;
    byLevel.set(level, (byLevel.get(level) ?? 0) + count);
    bySize.set(size, (bySize.get(size) ?? 0) + count);
  }
  const f = new Float64Array(17);
  const add = (n: number, x: number): void => {
    f[n] = f[n]! + x;
  };
  let [levelMean, sizeMean] = [0, 0];
  for (const { level, size, count } of cells) {
    const p = count / total;
    const i2 = level * level;
    const j2 = size * size;
    add(0, p / j2);
    add(1, p * j2);
    add(2, p / i2);
    add(3, p * i2);
    add(4, p / (i2 * j2));
    add(5, (p * i2) / j2);
    add(6, (p * j2) / i2);
    add(7, p * i2 * j2);
    add(15, -p * Math.log2(p));
    add(16, p * p);
    levelMean += level * p;
    sizeMean += size * p;
  }
  const squares = (sums: Iterable<number>): number => {
    let sum = 0;
    for (const s of sums) sum += s * s;
    return sum;
  };
  f[8] = squares(byLevel.values()) / total;
  f[9] = f[8]! / total;
  f[10] = squares(bySize.values()) / total;
  f[11] = f[10]! / total;
  f[12] = total / voxels;
  for (const { level, size, count } of cells) {
    add(13, ((level - levelMean) ** 2 * count) / total);
    add(14, ((size - sizeMean) ** 2 * count) / total);
  }
  return f;
}
