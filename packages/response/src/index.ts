export {
  type Assessed,
  type AssessOptions,
  assess,
  assessAll,
  assessCourse,
  assessEach,
  parseCase,
  problemsFor,
} from "./assess.ts";
export { bestChangeOf } from "./best-change.ts";
export { BURDEN_NAMES, baselineBurdenOf, unitOf, unitOfCriterion } from "./burden.ts";
export { caseUntil } from "./case-until.ts";
export { type ConfirmationDue, confirmationState, confirmationsDue, sayLooked } from "./confirmation-due.ts";
export { type Course, type CourseVisit, courseOf, type Track, withTargets } from "./course.ts";
export { CRITERIA, type Criterion } from "./criteria.ts";
export { type DecidingRule, decidingRules } from "./deciding-rules.ts";
export { type CaseEdits, editedCase, NO_EDITS, type VisitFacts } from "./edited-case.ts";
export { CUT_OFFS, type CutOff, type CutOffState } from "./endpoints/cut-offs.ts";
export * from "./endpoints/endpoints.ts";
export * from "./endpoints/time-to-event.ts";
export { type Exact, multiply, subtract, toNumber } from "./exact.ts";
export { codeSystems } from "./fhir/code-systems.ts";
export { signersOf } from "./fhir/provenance.ts";
export { FHIR_TYPES, type FhirResource } from "./fhir/resource.ts";
export { fhirOfSubject } from "./fhir/resources.ts";
export { studyOf } from "./fhir/study.ts";
export type { FhirSignature, FhirSubject } from "./fhir/subject.ts";
export { type Growth, type GrowthAgainst, growthAgainst } from "./growth-against.ts";
export { isNewLowest, type KnownChange, lastKnownChange } from "./last-known.ts";
export { lesionNames, newLesionsAt } from "./new-lesions.ts";
export { type CheckedRead, caseLesionOf, checkRead, type ReadToCheck } from "./read-problems.ts";
export type { Reading, Scale } from "./reading.ts";
export { SDTM_DOMAINS, type SdtmColumn, type SdtmDomain, type SdtmRow } from "./sdtm/columns.ts";
export { demographicsRow } from "./sdtm/demographics.ts";
export { sdtmRows } from "./sdtm/tables.ts";
export { organOf } from "./selection-issues.ts";
export {
  type ChangeThresholds,
  changeThresholds,
  criterionName,
  type ParameterValue,
  parametersOf,
} from "./settings.ts";
export { DIAMETER, lower, type Measure, type Nadir, percentChange, type Sum, sumAt } from "./sum.ts";
export { exceedsBy, hasFallenBy, hasGrownBy } from "./threshold.ts";
export { amount, percent } from "./trace.ts";
