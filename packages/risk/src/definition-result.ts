import type { RuleFigures } from "@nadir/domain";

/** The answer of one definition from the literature for one course. */
export interface DefinitionResult {
  readonly result: "yes" | "no" | "not-evaluable" | "undetermined";
  /** Why it is not evaluable or not determined, as a stable code. */
  readonly reason?: string;
  /** A sentence for the board, with the figures. */
  readonly text: string;
  readonly figures: RuleFigures;
  /** Inputs that the case does not have and the definition asks for, in words. */
  readonly missing: readonly string[];
  /** True for a "no" that the missing inputs could turn into a "yes". */
  readonly couldBeMet?: boolean;
}

/** What the case lacks, by reason code. */
export const LACKING: Readonly<Record<string, string>> = {
  "no-on-treatment-scan": "a scan after treatment start",
  "no-pre-baseline-scan": "a scan before baseline",
  "target-not-measured-on-all-three-scans": "every target measured on all the scans that are compared",
  "baseline-after-treatment-start": "a baseline scan on or before treatment start",
  "pre-baseline-interval-too-short": "at least 14 days between the scan before baseline and baseline",
  "on-treatment-interval-too-short": "at least 14 days between baseline and the first scan on treatment",
  "zero-size-reference": "a target of measurable size before treatment",
  "reference-growth-not-positive": "growth before treatment (the ratio is undefined without it)",
  "no-time-to-treatment-failure": "the date of treatment failure, or that treatment went on at last contact",
  "organ-not-named": "the organ of each lesion",
  "no-radiotherapy": "a course of local radiotherapy",
  "no-non-irradiated-target": "a target outside the radiation field",
  "no-visit-after-radiotherapy": "an evaluable scan after the start of radiotherapy",
  "target-missing": "every target measured",
  "treatment-changed": "the same anticancer treatment between the two scans",
  "confirmation-awaited": "the scan that confirms or does not confirm the progression",
  "figures-missing": "the figures that the criterion adds up",
};

export const notEvaluable = (reason: string, text: string, figures: RuleFigures = {}): DefinitionResult => ({
  result: "not-evaluable",
  reason,
  text,
  figures,
  missing: [LACKING[reason] ?? reason],
});
