import type { Measured } from "@nadir/api/models";

/** Figures of a development as they are printed: three decimals, a real minus. */
export const three = (value: number): string => value.toFixed(3).replace("-", "−");
export const share = (value: number): string => `${(100 * value).toFixed(0)} %`;

export function measuredText(m: Measured): string {
  if (!m.estimable) return m.reason;
  return m.lower === null || m.upper === null
    ? `${three(m.value)} (no interval: no spread)`
    : `${three(m.value)} (${three(m.lower)} to ${three(m.upper)})`;
}

const STEPS: Readonly<Record<string, string>> = {
  "impute-median": "fill gaps with the median",
  scale: "scale",
  combat: "ComBat",
  keep: "keep a list",
  variance: "drop what does not vary",
  cluster: "one of each cluster",
  univariate: "univariate with FDR",
  "prune-correlated": "prune correlated",
  mrmr: "mRMR",
  boruta: "Boruta",
  rfe: "recursive elimination",
  "information-gain": "information gain",
  "mutual-information": "mutual information",
  fisher: "Fisher's coefficient",
};

/** What a candidate does before its model, in the order of the plan. */
export const stepsText = (steps: readonly { readonly kind: string }[]): string =>
  steps.length === 0 ? "no step" : steps.map(({ kind }) => STEPS[kind] ?? kind.replaceAll("-", " ")).join(", ");
