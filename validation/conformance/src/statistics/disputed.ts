/** A reference value that Nadir does not reproduce on purpose. The case fails in `nadir conformance`; the list excuses nothing there. */
export interface Disputed {
  /** `topic/case`. */
  readonly id: string;
  /** Every value of the case that differs; no other may. */
  readonly keys: readonly string[];
  /** Why the expected value is thought wrong, with the figures that show it. */
  readonly derivation: string;
}

export const disputed: readonly Disputed[] = [
  {
    id: "cox/cox_veteran_stratified_breslow",
    keys: ["harrell_c", "harrell_c_se"],
    derivation:
      "Row 137 (the last of 137) has the covariates of rows 128 and 130, so its predictor ties with theirs and each pair counts 1/2; " +
      "the expected C is lower by exactly 1/2293 (2293 comparable pairs), that is two ties counted 0: the last row of the matrix product was rounded apart. " +
      "The Efron fit of the same covariates keeps both ties and has our 0.69952.",
  },
  {
    id: "optimism/optimism_logistic",
    keys: ["optimism_auc", "corrected_auc"],
    derivation:
      "In resample 102 (48 events x 141 = 6768 pairs) the last row ties with positions 30 and 171, of the other class, by equal covariates; " +
      "the expected mean over 200 resamples is lower by exactly (1/6768)/200 = 7.39e-7, that is those two ties counted 0 and not 1/2: the last row of the matrix product was rounded apart.",
  },
];
