import type { LeakageCheck, ProtocolDocument, SealedRule, SplitSet } from "@nadir/domain";
import type { SubjectFacts } from "../cohort/facts.ts";
import type { PredictorRow } from "../cohort/predictors.ts";
import type { TrainingView } from "../cohort/training-view.ts";
import type { Artefact } from "../estimators/estimator.ts";
import type { Proof } from "../proof/proof.ts";

/** One subject of the split as the modelling role sees it, with its set. */
export interface PlacedSubject {
  readonly facts: SubjectFacts;
  readonly row: PredictorRow;
  readonly tag: string;
  /** The calendar day by which a temporal split places the subject. */
  readonly indexDate: string | null;
  readonly set: SplitSet;
}

/** Everything the checks look at. No test outcome is among it: the checks run before opening. */
export interface LeakageInput {
  readonly protocol: ProtocolDocument;
  readonly subjects: readonly PlacedSubject[];
  readonly training: TrainingView;
  readonly artefacts: readonly Artefact[];
  /** Row ids of the subjects whose outcomes the database holds sealed for the protocol's test set. */
  readonly sealedSubjectIds: readonly string[];
  /** The rule by which they were sealed. */
  readonly sealedRule: SealedRule | null;
  /** Where the trial's data came from, when it is of public origin. */
  readonly publicOrigin: string | null;
  /** The metamorphic proof, run on the same record; null where only records of a fit are at hand. */
  readonly proof: Proof | null;
}

export const isDevelopment = (s: PlacedSubject): boolean => s.set === "training" || s.set === "tuning";
export const isTest = (s: PlacedSubject): boolean => s.set === "test";

type Evidence = LeakageCheck["evidence"][number];

/** A check's line. `status` fail or unresolved refuses the lock with `code`. */
export function line(
  id: string,
  title: string,
  status: LeakageCheck["status"],
  code: string,
  evidence: readonly (readonly [what: string, found: string | number])[],
): LeakageCheck {
  const rows: Evidence[] = evidence.map(([what, found]) => ({ what, found: String(found) }));
  return { id, title, status, code: status === "fail" || status === "unresolved" ? code : null, evidence: rows };
}

/** The first few of a list in words. */
export const some = (items: readonly string[], most = 5): string =>
  items.length === 0
    ? "none"
    : items.slice(0, most).join(", ") + (items.length > most ? ` and ${items.length - most} more` : "");
