import type { Figure, TestResult } from "@nadir/domain";

/** A figure that stands with its interval. */
export const figureOf = (
  value: number,
  { lower, upper }: { readonly lower: number | null; readonly upper: number | null },
  level: number,
  method: string,
  note: string | null = null,
): Figure => ({ value, lower, upper, level, method, note });

/** A figure whose interval cannot be had, or was not asked for; the note says which. */
export const figureWithoutInterval = (value: number, method: string, note: string): Figure => ({
  value,
  lower: null,
  upper: null,
  level: null,
  method,
  note,
});

export const noFigure = (method: string, reason: string): Figure => ({
  value: null,
  lower: null,
  upper: null,
  level: null,
  method,
  note: reason,
});

export const noTest = (method: string, reason: string): TestResult => ({
  statistic: null,
  df: null,
  p: null,
  method,
  note: reason,
});
