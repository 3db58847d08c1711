import type { ValidationResult } from "@nadir/domain";
import { setName } from "./words.ts";

/** What a figure rests on, weakest first; only the last are tests of unseen subjects. */
export const EVIDENCE = {
  training: "training only: the subjects of the fit (apparent)",
  bootstrap: "training only, corrected for optimism by bootstrap",
  "cross-validation": "cross-validation only: folds of the training subjects",
  "seen-before": "previously seen test set",
  test: "locked test, opened once",
} as const;
export type EvidenceLevel = keyof typeof EVIDENCE;

export interface Labelled {
  readonly figure: string;
  readonly level: EvidenceLevel;
  readonly label: string;
}

/** Every discrimination of the report with what it rests on. A figure of development is never called a test. */
export function evidenceLabels({ development: d, primary, secondary, life, claim }: ValidationResult): Labelled[] {
  const said = (figure: string, level: EvidenceLevel): Labelled => ({ figure, level, label: EVIDENCE[level] });
  const tested: EvidenceLevel = life.opened > 1 ? "seen-before" : "test";
  return [
    ...(d.apparentAuc.value === null ? [] : [said("Development, apparent", "training")]),
    ...(d.correctedAuc === null ? [] : [said("Development, corrected", "bootstrap")]),
    ...(d.crossValidation ? [said("Development, cross-validated", "cross-validation")] : []),
    ...secondary
      .filter((a) => a.set === "training")
      .map((a) => said(`${a.title} (${setName("training")})`, "training")),
    { ...said(primary.analysis.title, tested), label: `${claim.setName}: ${EVIDENCE[tested]}` },
  ];
}
