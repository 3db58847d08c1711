import { type AssociationHeatMap, associationHeatMap, type ChartOptions, significant } from "@nadir/charts";
import type { Associations } from "./result-shape.ts";

/** One pair that was tested. */
export interface TestedPair {
  readonly feature: string;
  readonly target: string;
  readonly test: string;
  readonly n: number;
  readonly effect: number;
  readonly p: number;
  readonly q: number;
}

/** Every test that was made, the smallest q first. */
export function testedPairs(found: Associations): TestedPair[] {
  const width = found.features.length;
  return found.p
    .flatMap((p, at): TestedPair[] => {
      const target = found.targets[Math.floor(at / width)]!;
      if (p === null || target.test === null) return [];
      return [
        {
          feature: found.features[at % width]!.name,
          target: target.name,
          test: target.test,
          n: found.n[at]!,
          effect: found.effect[at]!,
          p,
          q: found.q[at]!,
        },
      ];
    })
    .sort((a, b) => a.q - b.q || a.p - b.p);
}

/** A p- or q-value: `0.034`, `2.1e-7`. */
export const smallFigure = (p: number): string => (p > 0 && p < 1e-4 ? p.toExponential(1) : significant(p));

/** Features and targets with the smallest q, in their own order: at most so many of each. */
export function associationMap(found: Associations, most: number): AssociationHeatMap {
  const width = found.features.length;
  const best = (count: number, places: (i: number) => number[]): number[] =>
    Array.from({ length: count }, (_, i) => ({ i, q: Math.min(...places(i).map((at) => found.q[at] ?? 2)) }))
      .sort((a, b) => a.q - b.q || a.i - b.i)
      .slice(0, most)
      .map(({ i }) => i)
      .sort((a, b) => a - b);
  const rows = best(width, (f) => found.targets.map((_, t) => t * width + f));
  const columns = best(found.targets.length, (t) => found.features.map((_, f) => t * width + f));
  return {
    rows: rows.map((f) => found.features[f]!.name),
    columns: columns.map((t) => found.targets[t]!.name),
    cells: rows.map((f) =>
      columns.map((t) => {
        const at = t * width + f;
        return { effect: found.effect[at]!, q: found.q[at]!, n: found.n[at]! };
      }),
    ),
    level: found.level,
  };
}

export const drawAssociations = (found: Associations, options: ChartOptions = {}): string =>
  associationHeatMap(associationMap(found, 40), options);
