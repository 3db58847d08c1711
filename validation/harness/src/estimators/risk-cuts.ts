export interface RiskCuts {
  /** Shares of the training subjects, and the predicted risks there (quantile type 7). */
  readonly at: readonly number[];
  readonly risks: readonly number[];
  readonly n: number;
}
