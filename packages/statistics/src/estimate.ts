/**
 * What a statistic gives back when the data cannot carry it. Degenerate input (no events, one class, zero variance)
 * is an ordinary answer with its reason, never NaN and never an exception; wrong input (lengths that differ, a value
 * that is no number) is a `Refusal`.
 */
export interface NotEstimable {
  readonly estimable: false;
  /** One sentence: what is missing for the estimate, with the counts found. */
  readonly reason: string;
}

/** A result that either stands or says why it does not. */
export type Estimated<T extends object> = (T & { readonly estimable: true }) | NotEstimable;

export const notEstimable = (reason: string): NotEstimable => ({ estimable: false, reason });

export const estimated = <T extends object>(value: T): T & { readonly estimable: true } => ({
  ...value,
  estimable: true,
});

export const isEstimable = <T extends object>(value: Estimated<T>): value is T & { readonly estimable: true } =>
  value.estimable;

/** A two-sided confidence interval. `level` is the coverage, e.g. 0.95. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}
