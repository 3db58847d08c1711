export { blindedFile } from "./blinded-file.ts";
export {
  listSubjects,
  SUBJECT_SORTS,
  type SubjectPage,
  type SubjectQuery,
  subjectPage,
  subjectQuery,
} from "./list-subjects.ts";
export { listTrials, type TrialCard, trialCard } from "./list-trials.ts";
export type { CriterionOutcomeShape, SizeFiguresShape, VisitOutcomeShape } from "./outcome-shape.ts";
export {
  type LesionScores,
  type Patient,
  type PatientDelta,
  type PatientFlag,
  type PatientImage,
  patient,
} from "./patient-shape.ts";
export { type Cohort, cohort, keptCohort, readCohort } from "./read-cohort.ts";
export { type DeltaDetail, deltaDetail, readDelta } from "./read-delta.ts";
export { readPatient } from "./read-patient.ts";
export { readSimulated, simulated } from "./read-simulated.ts";
export { readingOfParts } from "./read-vasari-masks.ts";
export { type KeyImage, readImage, readKeyImage, readMask, type StoredFile } from "./read-voxels.ts";
export {
  ALL_SIGNATURES,
  type AuditEvent,
  type AuditPage,
  type AuditQuery,
  auditPage,
  auditQuery,
  searchAudit,
} from "./search-audit.ts";
export type { BoundSignature, FormSignature } from "./signature-shape.ts";
export type { SubjectRow } from "./subject-row.ts";
export { type TrialAccess, trialAccess, type View, viewOf } from "./view.ts";
