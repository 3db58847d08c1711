import type { ChecklistItem } from "@nadir/domain";
import type { StudyEvidence } from "./evidence.ts";

/** A reporting checklist or the evidence table of an appraisal tool, filled from one study. */
export interface Checklist {
  readonly id: string;
  readonly title: string;
  /** The paper that owns the items; labels here are paraphrased. */
  readonly source: string;
  readonly items: readonly ChecklistItem[];
}

export type Row = readonly [no: string, label: string, status: ChecklistItem["status"], place: string];
/** A row, or one that depends on the study. */
export type StudyRow = Row | ((e: StudyEvidence) => Row);

export const filled = (rows: readonly StudyRow[], e: StudyEvidence): ChecklistItem[] =>
  rows.map((row) => {
    const [no, label, status, place] = typeof row === "function" ? row(e) : row;
    return { no, label, status, place };
  });

const ONE_SITE = "the test set has one site";
/** Heterogeneity needs more than one site. */
export const heterogeneity =
  (no: string, label: string, place: string): StudyRow =>
  (e) =>
    e.testSites > 1 ? [no, label, "auto", place] : [no, label, "n/a", ONE_SITE];
export const updating = (no: string, label: string): StudyRow => [no, label, "n/a", "the model was not updated"];
/** What concerns images applies where a predictor comes from one. */
export const imaging =
  (row: Row, why = "no predictor is extracted from images"): StudyRow =>
  (e) =>
    e.imageFeatures ? row : [row[0], row[1], "n/a", why];
