/** The 1.96 of the published criteria, not the quantile to all its digits. */
export const Z = 1.96;
