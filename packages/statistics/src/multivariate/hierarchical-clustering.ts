import { refuse } from "@nadir/domain";
import type { Numbers } from "../checked-input.ts";
import { checkColumns } from "../classifiers/design.ts";

export type Linkage = "complete" | "average" | "single" | "ward";

/** One step: two clusters become one. A number below n is a subject, n + k is the cluster of step k. */
export interface Merge {
  readonly left: number;
  readonly right: number;
  readonly height: number;
  readonly size: number;
}

/**
 * Agglomerative clustering by the recurrence of Lance & Williams 1967 on Euclidean distances; `ward` is Ward's criterion on
 * squared distances with heights as distances (Murtagh & Legendre 2014, "D2"). n - 1 steps, lowest first.
 */
export function hierarchicalClustering(columns: readonly Numbers[], linkage: Linkage): Merge[] {
  const n = columns[0]?.length ?? 0;
  checkColumns(columns, n);
  const isWard = linkage === "ward";
  const d = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_, k) => {
      const square = columns.reduce((s, c) => s + (c[i]! - c[k]!) ** 2, 0);
      return isWard ? square : Math.sqrt(square);
    }),
  );
  const alive = Array.from({ length: n }, (_, i) => ({ row: i, id: i, size: 1 }));
  const merges: Merge[] = [];
  while (alive.length > 1) {
    let [a, b, least] = [0, 1, Number.POSITIVE_INFINITY];
    for (let i = 0; i < alive.length; i++)
      for (let k = 0; k < i; k++) {
        const v = d[alive[i]!.row]![alive[k]!.row]!;
        if (v < least) [a, b, least] = [k, i, v];
      }
    const [one, two] = [alive[a]!, alive[b]!];
    for (const other of alive) {
      if (other === one || other === two) continue;
      const v = updated(
        linkage,
        d[one.row]![other.row]!,
        d[two.row]![other.row]!,
        least,
        one.size,
        two.size,
        other.size,
      );
      d[one.row]![other.row] = v;
      d[other.row]![one.row] = v;
    }
    const size = one.size + two.size;
    merges.push({ left: one.id, right: two.id, height: isWard ? Math.sqrt(least) : least, size });
    alive[a] = { row: one.row, id: n + merges.length - 1, size };
    alive.splice(b, 1);
  }
  return merges;
}

function updated(linkage: Linkage, da: number, db: number, ab: number, na: number, nb: number, nk: number): number {
  switch (linkage) {
    case "complete":
      return Math.max(da, db);
    case "single":
      return Math.min(da, db);
    case "average":
      return (na * da + nb * db) / (na + nb);
    case "ward":
      return ((na + nk) * da + (nb + nk) * db - nk * ab) / (na + nb + nk);
  }
}

/** The clusters after all but the last `k` - 1 steps, numbered from 0 in the order in which subjects first show them. */
export function cutTree(merges: readonly Merge[], k: number): Int32Array {
  const n = merges.length + 1;
  if (!Number.isInteger(k) || k < 1 || k > n)
    refuse("NO_SUCH_K", `${k} clusters of ${n} subjects; give a whole number from 1 to ${n}.`, { found: String(k) });
  const root = Int32Array.from({ length: 2 * n - 1 }, (_, i) => i);
  for (const [s, m] of merges.slice(0, n - k).entries()) {
    root[m.left] = n + s;
    root[m.right] = n + s;
  }
  const rootOf = (i: number): number => (root[i] === i ? i : rootOf(root[i]!));
  const roots = Array.from({ length: n }, (_, i) => rootOf(i));
  const seen = [...new Set(roots)];
  return Int32Array.from(roots, (r) => seen.indexOf(r));
}

/** Subjects in the order in which a dendrogram shows them: the left branch first. */
export function treeOrder(merges: readonly Merge[]): number[] {
  const n = merges.length + 1;
  const walk = (id: number): number[] =>
    id < n ? [id] : [...walk(merges[id - n]!.left), ...walk(merges[id - n]!.right)];
  return n === 1 ? [0] : walk(2 * n - 2);
}
