import { DAYS_PER_MONTH, dayNumber } from "@nadir/domain";
import { assessCourse, type Course, newLesionsAt, organOf, type Sum } from "@nadir/response";
import { type KineticsFinding, type ThreeScans, targetSum } from "./growth-kinetics.ts";
import { isNamedOrgan } from "./named-organ.ts";

/** "Two months" of Kato and Lo Russo: 60.875 days (A19). */
export const TWO_MONTHS_DAYS = 2 * DAYS_PER_MONTH;

/** What the definitions of hyperprogression ask of a course, read once. */
export interface HyperprogressionEvidence {
  readonly course: Course;
  readonly finding: KineticsFinding;
  /** False when there is no scan after treatment start; what follows then means nothing. */
  readonly hasOnTreatment: boolean;
  /** RECIST 1.1 at the first scan on treatment; `NE` when it cannot be told. */
  readonly recist: string;
  /** Days from treatment start to that scan. */
  readonly daysToFirst: number;
  readonly baselineSum: Sum;
  readonly firstSum: Sum;
  /** New lesions seen at that scan. */
  readonly newLesions: number;
  /** Organs of the new lesions seen at that scan, one entry a lesion that has one named; all lymph nodes are one organ. */
  readonly newLesionOrgans: readonly string[];
  /** Organs of target and non-target lesions, as far as they are named. */
  readonly involvedOrgans: ReadonlySet<string>;
  /** False where a lesion of either list has no organ named: it may lie in one that is, or in another. */
  readonly hasEveryOrgan: boolean;
  /** Failed within two months; null where the case does not tell. */
  readonly failedEarly: boolean | null;
  readonly daysToFailure: number | null;
  /** Highest ECOG after treatment start within two months; null where none is recorded. */
  readonly worstEcog: number | null;
}

export function evidenceOf(course: Course, scans: ThreeScans, finding: KineticsFinding): HyperprogressionEvidence {
  const { treatmentFailureDate, onTreatmentAtLastContact } = course.case.course;
  const first = course.visits[scans.onTreatment];
  const daysToFailure = treatmentFailureDate === undefined ? null : dayNumber(treatmentFailureDate) - course.startDay;
  const early = course.visits.filter(({ day }) => day > course.startDay && day - course.startDay <= TWO_MONTHS_DAYS);
  const newOrgans = first ? newLesionsAt(course, scans.onTreatment).map(organOf) : [];
  const involved = course.case.lesions
    .filter((lesion) => lesion.role !== "new")
    .map((lesion) => (lesion.node === true ? "lymph-node" : lesion.organ));
  const ecogs = early.flatMap(({ visit }) => (visit.ecog === undefined ? [] : [visit.ecog]));
  return {
    course,
    finding,
    hasOnTreatment: first !== undefined,
    recist: first ? (assessCourse(course, "recist-1.1", { trace: false }).visits[first.id]?.overall ?? "NE") : "NE",
    daysToFirst: first ? first.day - course.startDay : Number.NaN,
    baselineSum: targetSum(course, scans.baseline),
    firstSum: first ? targetSum(course, scans.onTreatment) : { value: 0, complete: false, gone: false, there: false },
    newLesions: newOrgans.length,
    newLesionOrgans: newOrgans.filter(isNamedOrgan),
    involvedOrgans: new Set(involved.filter(isNamedOrgan)),
    hasEveryOrgan: [...newOrgans, ...involved].every(isNamedOrgan),
    failedEarly:
      daysToFailure !== null ? daysToFailure < TWO_MONTHS_DAYS : onTreatmentAtLastContact === true ? false : null,
    daysToFailure,
    worstEcog: ecogs.length === 0 ? null : Math.max(...ecogs),
  };
}
