import type { EvidenceLevel, StudyEndpoint, StudyModality, StudyRow, StudyValidation } from "@nadir/domain";

/** The closed words of an evidence table, as a page says them. */
export const ENDPOINTS: Readonly<Record<StudyEndpoint, string>> = {
  response: "response",
  "lesion-response": "response of a lesion",
  "durable-benefit": "durable benefit",
  progression: "progression",
  hyperprogression: "hyperprogression",
  pseudoprogression: "pseudoprogression",
  pfs: "progression-free survival",
  os: "overall survival",
  "immune-cells": "immune cells",
  "immune-infiltration": "immune infiltration",
  "pd-l1": "PD-L1",
  tmb: "mutational burden",
  "gene-expression": "gene expression",
  "treatment-group": "treatment group",
};

export const VALIDATIONS: Readonly<Record<StudyValidation, string>> = {
  none: "none",
  "cross-validation": "cross-validation",
  bootstrap: "bootstrap",
  "random-split": "random split",
  "split-by-time": "split by time",
  "split-by-place": "split by place",
  "held-out": "part held out, how not printed",
  unspecified: "a set; part or separate not printed",
  "separate-data": "separate data",
  "not-printed": "not printed",
};

export const MODALITIES: Readonly<Record<StudyModality, string>> = {
  CT: "CT",
  DECT: "dual-energy CT",
  MR: "MRI",
  PET: "PET",
  "PET/CT": "PET/CT",
  US: "ultrasound",
  "not-printed": "not printed",
};

export const LEVEL_LOOKS: Readonly<Record<EvidenceLevel, string>> = {
  animals: "border-line text-faint",
  association: "border-line text-soft",
  "not-tested": "border-line text-soft",
  resampled: "border-line-strong text-ink",
  "held-out": "border-line-strong text-ink",
  separate: "border-good text-ink",
  prospective: "border-good text-ink",
};

const known = (word: string): string => (word === "not-printed" ? "" : word);

/** Timing and centres, as far as they are printed. */
export function designWords({ timing, centres }: StudyRow["design"]): string {
  const when = timing === "both" ? "retrospective and prospective" : known(timing);
  const where = centres === "not-printed" ? "" : centres === "single" ? "one centre" : "several centres";
  return [when, where].filter(Boolean).join(", ") || "design not printed";
}
