/** Cells of a fingerprint along an axis, and of its coarse picture. */
const SIDE = 16;
const COARSE = 4;
const BLOCK = SIDE / COARSE;

/** Pictures of one patient: fingerprints that correlate more than this (rule book validation §3.3, check 5a). */
export const SAME_IMAGE = 0.99;

export interface NearPair {
  readonly a: number;
  readonly b: number;
  readonly correlation: number;
}

/**
 * Every pair (one of each list) of fingerprints that correlate more than `limit`; lists are of unit vectors of mean 0.
 * None is missed: for unit vectors u·v > c means |u-v|² < 2-2c, and no orthogonal projection lengthens u-v. So pairs are
 * first told apart by their means over 4×4×4 cells (64 numbers, ordered by the longest-spread one of them), and only
 * what is left is compared in full.
 */
export function nearPairs(a: readonly Float32Array[], b: readonly Float32Array[], limit = SAME_IMAGE): NearPair[] {
  const reach = 2 - 2 * limit;
  const [coarseA, coarseB] = [a.map(coarse), b.map(coarse)];
  const axis = widestAxis([...coarseA, ...coarseB]);
  const order = b.map((_, i) => i).sort((x, y) => coarseB[x]![axis]! - coarseB[y]![axis]!);
  const along = Float64Array.from(order, (i) => coarseB[i]![axis]!);
  const radius = Math.sqrt(reach);
  const found: NearPair[] = [];
  a.forEach((u, i) => {
    const cu = coarseA[i]!;
    for (
      let at = firstNotBelow(along, cu[axis]! - radius);
      at < order.length && along[at]! <= cu[axis]! + radius;
      at++
    ) {
      const j = order[at]!;
      if (squaredDistance(cu, coarseB[j]!, reach) > reach) continue;
      const distance = squaredDistance(u, b[j]!, reach);
      // Single precision leaves some 1e-7 of a unit vector's length.
      if (distance < reach) found.push({ a: i, b: j, correlation: 1 - distance / 2 });
    }
  });
  return found;
}

/** The orthonormal projection on blocks of 4×4×4 cells: their sums over 8. */
function coarse(print: Float32Array): Float32Array {
  const sums = new Float32Array(COARSE ** 3);
  let at = 0;
  for (let k = 0; k < SIDE; k++)
    for (let j = 0; j < SIDE; j++) {
      const row = COARSE * (Math.floor(j / BLOCK) + COARSE * Math.floor(k / BLOCK));
      for (let i = 0; i < SIDE; i++) sums[row + Math.floor(i / BLOCK)]! += print[at++]!;
    }
  return sums.map((s) => s / Math.sqrt(BLOCK ** 3));
}

function widestAxis(points: readonly Float32Array[]): number {
  let best = 0;
  let widest = -1;
  for (let c = 0; c < COARSE ** 3; c++) {
    let sum = 0;
    let squares = 0;
    for (const p of points) {
      sum += p[c]!;
      squares += p[c]! ** 2;
    }
    const spread = squares - sum ** 2 / points.length;
    if (spread > widest) {
      widest = spread;
      best = c;
    }
  }
  return best;
}

/** |u-v|², or more than `enough` as soon as it is that. */
function squaredDistance(u: Float32Array, v: Float32Array, enough: number): number {
  let sum = 0;
  for (let at = 0; at < u.length; ) {
    for (const end = Math.min(at + 64, u.length); at < end; at++) {
      const d = u[at]! - v[at]!;
      sum += d * d;
    }
    if (sum > enough) return sum;
  }
  return sum;
}

function firstNotBelow(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
