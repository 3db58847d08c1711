import type { CriterionOutcome } from "@nadir/domain";
import { assessCourse, type Course, type Track, withTargets } from "@nadir/response";
import type { Flag } from "./flag.ts";

/** Where a lesion lies to the field of local radiotherapy. A lesion that is irradiated lies in it. */
export type FieldDistance = "in-field" | "near-field" | "out-of-field";

export const NEAR_FIELD_CITATION =
  "Lemons 2017, Int J Radiat Oncol Biol Phys 99:S87 (adscopal: tumour close to or partly in the field); RECIST −30 % of the near-field targets, as the out-of-field response (Sun 2022, J Immunother Cancer 10:e004848)";

/** As recorded; a lesion of which nobody said how near it lies is out of the field unless it was irradiated. */
export const fieldDistanceOf = ({ lesion }: Pick<Track, "lesion">): FieldDistance =>
  lesion.fieldDistance ?? (lesion.irradiated === true ? "in-field" : "out-of-field");

/** RECIST 1.1 of the targets of one distance class, with non-target disease and new lesions. */
export const outcomeOfDistance = (course: Course, distance: FieldDistance): CriterionOutcome =>
  assessCourse(
    withTargets(course, (track) => fieldDistanceOf(track) === distance),
    "recist-1.1",
    { trace: false },
  );

/** The adscopal question: do the targets near the field respond after the start of radiotherapy? */
export function nearFieldFlag(course: Course): Flag {
  const blank = {
    definition: "adscopal/near-field-recist",
    visit: null,
    date: null,
    figures: {},
    citation: NEAR_FIELD_CITATION,
  };
  const not = (reason: string, what: string): Flag => ({
    ...blank,
    result: "not-evaluable",
    reason,
    text: `Not evaluable: it needs ${what}.`,
    missing: [what],
  });
  const { radiotherapy } = course.case.course;
  if (radiotherapy === undefined) return not("no-radiotherapy", "a course of local radiotherapy");
  const near = course.targets.filter((track) => fieldDistanceOf(track) === "near-field");
  if (near.length === 0)
    return not("no-near-field-target", "a target recorded as near the radiation field (fieldDistance)");
  const { visits, visitOrder } = outcomeOfDistance(course, "near-field");
  const after = visitOrder.filter((id) => (visits[id]?.date ?? "") > radiotherapy.start);
  const evaluable = after.filter((id) => visits[id]?.overall !== "NE");
  if (evaluable.length === 0)
    return not("no-visit-after-radiotherapy", "an evaluable scan after the start of radiotherapy");
  const yes = evaluable.find((id) => visits[id]?.overall === "CR" || visits[id]?.overall === "PR");
  const shown = visits[yes ?? (evaluable.at(-1) as string)];
  const names = near.map(({ id }) => id).join(", ");
  return {
    ...blank,
    result: yes === undefined ? "no" : "yes",
    reason: null,
    visit: yes ?? null,
    date: yes === undefined ? null : (shown?.date ?? null),
    text:
      yes === undefined
        ? `No response of the targets near the field (${names}).`
        : `Near-field response: ${shown?.overall} of the targets near the field (${names}).`,
    figures: { nearField: names, nearFieldSumMm: shown?.sumMm ?? null, label: shown?.overall ?? null },
    missing: [],
  };
}
