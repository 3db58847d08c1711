import { refuse } from "@nadir/domain";
import type { Numbers } from "../checked-input.ts";
import { checkColumns } from "../classifiers/design.ts";
import { randomSource } from "../random.ts";

export interface Clusters {
  /** Cluster of each subject, numbered from 0 in the order in which subjects first show them. */
  readonly cluster: Int32Array;
  readonly centres: readonly (readonly number[])[];
  /** Sum of squares within the clusters. */
  readonly within: number;
}

/**
 * Lloyd's algorithm from given centres: each subject to the nearest centre (of equal ones the first), each centre to the mean
 * of its subjects, until nothing moves. A centre without subjects stays where it is.
 */
export function lloyd(columns: readonly Numbers[], start: readonly (readonly number[])[]): Clusters {
  const n = columns[0]?.length ?? 0;
  checkColumns(columns, n);
  let centres = start.map((c) => [...c]);
  const cluster = new Int32Array(n).fill(-1);
  for (let moved = true; moved; ) {
    moved = false;
    for (let i = 0; i < n; i++) {
      const nearest = nearestOf(columns, i, centres);
      if (nearest !== cluster[i]) {
        cluster[i] = nearest;
        moved = true;
      }
    }
    const sizes = centres.map(() => 0);
    for (const k of cluster) sizes[k]! += 1;
    centres = centres.map((old, k) =>
      sizes[k] === 0
        ? old
        : columns.map((c) => Array.from(cluster).reduce((s, own, i) => (own === k ? s + c[i]! : s), 0) / sizes[k]!),
    );
  }
  const within = Array.from(cluster).reduce((s, k, i) => s + squareTo(columns, i, centres[k]!), 0);
  return inOrder({ cluster, centres, within });
}

/** k-means from `starts` seeded starts (k-means++, Arthur & Vassilvitskii 2007); the least sum of squares within is kept. */
export function kMeans(
  columns: readonly Numbers[],
  k: number,
  { seed, starts = 10 }: { readonly seed: number; readonly starts?: number },
): Clusters {
  const n = columns[0]?.length ?? 0;
  if (!Number.isInteger(k) || k < 1 || k > n)
    refuse("NO_SUCH_K", `${k} clusters of ${n} subjects; give a whole number from 1 to ${n}.`, { found: String(k) });
  checkColumns(columns, n);
  const ends = Array.from({ length: starts }, (_, s) => {
    const random = randomSource(seed + s);
    const at = (i: number): number[] => columns.map((c) => c[i]!);
    const centres = [at(random.integer(n))];
    while (centres.length < k) {
      const squares = Array.from({ length: n }, (_, i) => Math.min(...centres.map((c) => squareTo(columns, i, c))));
      let ticket = random.uniform() * squares.reduce((sum, v) => sum + v, 0);
      const next = squares.findIndex((v) => {
        ticket -= v;
        return ticket < 0;
      });
      centres.push(at(next < 0 ? random.integer(n) : next));
    }
    return lloyd(columns, centres);
  });
  return ends.reduce((best, e) => (e.within < best.within - 1e-12 ? e : best));
}

const squareTo = (columns: readonly Numbers[], i: number, centre: readonly number[]): number =>
  columns.reduce((s, c, j) => s + (c[i]! - centre[j]!) ** 2, 0);

function nearestOf(columns: readonly Numbers[], i: number, centres: readonly (readonly number[])[]): number {
  const squares = centres.map((c) => squareTo(columns, i, c));
  return squares.indexOf(Math.min(...squares));
}

function inOrder({ cluster, centres, within }: Clusters): Clusters {
  const seen = [...new Set(cluster)];
  const order = [...seen, ...centres.map((_, k) => k).filter((k) => !seen.includes(k))];
  return { cluster: cluster.map((k) => order.indexOf(k)), centres: order.map((k) => centres[k]!), within };
}
