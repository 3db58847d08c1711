import { DAYS_PER_MONTH, refuse } from "@nadir/domain";
import type { Predictors } from "../cohort.ts";
import type { Bags } from "../lesions/bags.ts";
import { asPredictors } from "../lesions/fit-way.ts";

export interface CourseVisit {
  /** Days from the start of treatment. */
  readonly day: number;
  /** One value a predictor, NaN where it is not known. */
  readonly values: Float64Array;
}

/** Patients with their visits up to the landmark, in the order of their days; `outcome` one a patient. */
export interface VisitCourses {
  readonly names: readonly string[];
  readonly subjects: readonly string[];
  readonly visits: readonly (readonly CourseVisit[])[];
  readonly outcome: Uint8Array;
  /** Visits after the landmark day: nothing of them enters. */
  readonly notLookedAt: number;
}

/** Some of the patients. */
export const coursesAt = (of: VisitCourses, rows: readonly number[]): VisitCourses => ({
  ...of,
  subjects: rows.map((i) => of.subjects[i]!),
  visits: rows.map((i) => of.visits[i]!),
  outcome: Uint8Array.from(rows, (i) => of.outcome[i]!),
});

/** One row a patient: the first visit, the last up to the landmark, or the last less the first (unknown with one visit). */
export function oneVisit({ names, visits }: VisitCourses, which: "first" | "last" | "change"): Predictors {
  const rows = visits.map((own) => {
    const [first, last] = [own[0]!.values, own.at(-1)!.values];
    if (which !== "change") return { values: which === "first" ? first : last };
    return { values: last.map((v, j) => (own.length > 1 ? v - first[j]! : Number.NaN)) };
  });
  return asPredictors(
    names.map((name) => `${which} ${name}`),
    rows,
  );
}

/** The visits of each patient as a bag: each visit's values, their change since the first visit, and its month. */
export const asBags = ({ names, subjects, visits, outcome }: VisitCourses): Bags => ({
  names: [...names, ...names.map((name) => `change of ${name}`), "month"],
  subjects,
  lesions: visits.map((own) =>
    own.map(({ day, values }) => ({
      id: String(day),
      volume: 1,
      values: Float64Array.of(...values, ...values.map((v, j) => v - own[0]!.values[j]!), day / DAYS_PER_MONTH),
    })),
  ),
  outcome,
});

/** Refusal: one outcome only, a patient without a visit by the landmark, two visits of one day. */
export function checkCourses({ subjects, visits, outcome }: VisitCourses, landmark: number): void {
  const events = outcome.reduce((s, v) => s + v, 0);
  if (events === 0 || events === outcome.length)
    refuse("ONE_CLASS", `${events} of ${outcome.length} patients have the outcome; a model needs both.`, {
      found: String(events),
    });
  for (const [i, own] of visits.entries()) {
    if (own.length === 0)
      refuse("NO_VISITS", `Patient '${subjects[i]}' has no visit by day ${landmark}; leave the patient out.`, {
        found: subjects[i]!,
      });
    const twice = own.find((v, k) => k > 0 && v.day === own[k - 1]!.day);
    if (twice)
      refuse("VISIT_TWICE", `Patient '${subjects[i]}' has two visits of day ${twice.day}; give one row a visit.`, {
        found: String(twice.day),
      });
  }
}
