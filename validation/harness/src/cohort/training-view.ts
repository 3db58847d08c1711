import { hashOf, refuse } from "@nadir/domain";
import type { PredictorRow } from "./predictors.ts";

/** A development subject with what became of it (null where unknown). */
export interface TrainingRow extends PredictorRow {
  readonly tag: string;
  /** The binary endpoint; of a time to event, whether it was seen to happen after the index time. */
  readonly event: boolean | null;
  /** Of a time to event only: days from the index time, null where unknown or not after it. */
  readonly followUp?: { readonly time: number; readonly event: boolean } | null;
  /** Calendar day of the index time, as the split sees it. */
  readonly indexDate: string | null;
  /** The day on which the outcome was known, where the record has a time for it. */
  readonly outcomeKnownOn: string | null;
}

/**
 * The rows from which anything may be fitted. It is made only by `openTrainingView`, from a frozen split, of subjects in
 * training or tuning; `fit` refuses every look-alike. A test view has predictors, no outcome, and nothing fits on it.
 */
export interface TrainingView {
  readonly kind: "training-view";
  readonly rows: readonly TrainingRow[];
  /** Hash of the rows as they were read. */
  readonly dataHash: string;
}

export interface TestView {
  readonly kind: "test-view";
  readonly rows: readonly (PredictorRow & { readonly tag: string })[];
}

const genuine = new WeakSet<TrainingView>();

/**
 * Makes a training view; internal to the harness (the package exports `openTrainingView` only). Rows are kept sorted by
 * subject key, so that the order in which the database gave them decides nothing.
 */
export function sealTrainingView(rows: readonly TrainingRow[]): TrainingView {
  const sorted = [...rows].sort((a, b) => (a.subjectKey < b.subjectKey ? -1 : 1));
  const view: TrainingView = Object.freeze({
    kind: "training-view",
    rows: Object.freeze(sorted),
    // Row ids belong to one installation; the hash must be the same wherever the same record is read.
    dataHash: hashOf(sorted.map(({ subjectId: _, ...row }) => row)),
  });
  genuine.add(view);
  return view;
}

/** Refuses what was not made from a frozen split. */
export function assertTrainingView(view: TrainingView): void {
  if (!genuine.has(view))
    refuse(
      "ARTEFACT_WITHOUT_PROVENANCE",
      "Fitting needs a training view made from the frozen split; these rows come from elsewhere. Use openTrainingView.",
    );
}
