import { quantileOfSorted } from "../describe.ts";

/** A curve over a grid with its pointwise percentile band. */
export interface Band {
  readonly x: readonly number[];
  readonly estimate: readonly number[];
  /** Null without resampling. */
  readonly lower: readonly number[] | null;
  readonly upper: readonly number[] | null;
}

/** Pointwise type-7 percentiles over replicates (one curve each, all of the grid's length). */
export function bandOf(
  x: readonly number[],
  estimate: readonly number[],
  replicates: readonly Float64Array[],
  level: number,
): Band {
  if (replicates.length === 0) return { x, estimate, lower: null, upper: null };
  const tail = (1 - level) / 2;
  const column = new Float64Array(replicates.length);
  const lower: number[] = [];
  const upper: number[] = [];
  for (let g = 0; g < x.length; g++) {
    for (let b = 0; b < replicates.length; b++) column[b] = replicates[b]![g]!;
    column.sort();
    lower.push(quantileOfSorted(column, tail));
    upper.push(quantileOfSorted(column, 1 - tail));
  }
  return { x, estimate, lower, upper };
}
