/** The linear predictor of one subject, without the intercept. */
export const lineAt = (coefficients: readonly number[], columns: readonly Float64Array[], i: number): number =>
  columns.reduce((s, c, j) => s + coefficients[j]! * c[i]!, 0);
