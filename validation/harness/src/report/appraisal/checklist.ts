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
/** What concerns development applies where the model was fitted here. */
export const development =
  (no: string, label: string, status: ChecklistItem["status"], place: string): StudyRow =>
  (e) =>
    e.developedElsewhere ? [no, label, "n/a", "the model was developed elsewhere"] : [no, label, status, place];
/** What sets test beside development: where the development data are not here, the authors'. */
export const besideDevelopment =
  (no: string, label: string, status: ChecklistItem["status"], place: string): StudyRow =>
  (e) =>
    e.developedElsewhere
      ? [no, label, "author", "to be written: the development data are not in the record"]
      : [no, label, status, place];
/** The whole model is printed unless only its predictions came. */
export const fullModel =
  (no: string, label: string): StudyRow =>
  (e) =>
    e.developedElsewhere === "other"
      ? [no, label, "part", "Development: as far as its makers give it"]
      : [no, label, "auto", "Development"];
/** What concerns images applies where a predictor comes from one. */
export const imaging =
  (row: Row, why = "no predictor is extracted from images"): StudyRow =>
  (e) =>
    e.imageFeatures ? row : [row[0], row[1], "n/a", why];
