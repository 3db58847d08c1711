import type { Theme } from "./theme.ts";

/** How the line of a group is drawn. */
export interface SeriesLook {
  readonly stroke: string;
  /** SVG's `stroke-dasharray`; null is a full line. */
  readonly dash: string | null;
}

const DASHES = [null, "7 3", "2 3", "9 3 2 3", "5 2", "1 2"] as const;

/**
 * Colour and dash of the `i`-th group, from 0: no two alike before the 37th. While a colour comes three times (18 groups) its
 * dashes differ plainly, and so do those of the two blues, and of orange and ochre, that are nearest to each other.
 */
export function seriesLook({ series }: Theme, i: number): SeriesLook {
  const round = Math.floor(i / series.length);
  const dash = ((i % series.length) + 2 * round + Math.floor(round / 3)) % DASHES.length;
  return { stroke: series[i % series.length]!, dash: DASHES[dash]! };
}
