import { dayNumber, type ResponseCase } from "@nadir/domain";
import {
  assessCourse,
  type Course,
  courseOf,
  DIAMETER,
  hasFallenBy,
  type Reading,
  type Track,
  withTargets,
} from "@nadir/response";
import { fieldDistanceOf } from "./near-field.ts";

export const ABSCOPAL_CITATION = "Sun 2022, J Immunother Cancer 10:e004848 (out-of-field RECIST); rule book A23";

export interface AbscopalVisit {
  readonly date: string;
  /** Sum of the non-irradiated targets; null when one is missing. */
  readonly outOfFieldSumMm: number | null;
  /** RECIST 1.1 of the non-irradiated targets with non-target disease and new lesions. */
  readonly outOfField: string;
  /** Non-irradiated targets at least 30 % smaller than at baseline. */
  readonly singleLesionResponders: readonly string[];
}

export interface AbscopalAnswer {
  readonly result: "yes" | "no" | "not-evaluable";
  /** Why it is not evaluable, as a code. */
  readonly reason?: string;
  /** The first out-of-field response. */
  readonly date: string | null;
  readonly visit: string | null;
  /** Visits after the start of radiotherapy. */
  readonly visits: Readonly<Record<string, AbscopalVisit>>;
  /** Some non-irradiated lesion responded though their sum did not: not a response (rule book §13). */
  readonly singleLesionOnly: boolean | null;
}

export const abscopal = (document: ResponseCase): AbscopalAnswer => abscopalOf(courseOf(document));

export function abscopalOf(course: Course): AbscopalAnswer {
  const radiotherapy = course.case.course.radiotherapy;
  if (radiotherapy === undefined) return notEvaluable("no-radiotherapy");
  // A lesion near the field may have had some of its dose: it answers the adscopal question, not this one.
  const outside = withTargets(course, (track) => fieldDistanceOf(track) === "out-of-field");
  if (outside.targets.length === 0) return notEvaluable("no-non-irradiated-target");
  const from = dayNumber(radiotherapy.start);
  const outcome = assessCourse(outside, "recist-1.1", { trace: false });
  const visits: Record<string, AbscopalVisit> = {};
  let yes: string | null = null;
  let evaluable = false;
  let single = false;
  for (let i = course.baseline + 1; i < course.visits.length; i++) {
    const { id, date, day } = course.visits[i] as Course["visits"][number];
    const judged = outcome.visits[id];
    if (!judged) continue;
    const responds = judged.overall === "CR" || judged.overall === "PR";
    if (day <= from) continue;
    const singleLesionResponders = outside.targets
      .filter((track) => hasResponded(track, course.baseline, i))
      .map((track) => track.id);
    visits[id] = {
      date,
      outOfFieldSumMm: judged.sumMm ?? null,
      outOfField: judged.overall,
      singleLesionResponders,
    };
    evaluable ||= judged.overall !== "NE";
    single ||= singleLesionResponders.length > 0;
    if (responds) yes ??= id;
  }
  if (!evaluable) return { ...notEvaluable("no-visit-after-radiotherapy"), visits };
  return {
    result: yes === null ? "no" : "yes",
    date: yes === null ? null : (visits[yes]?.date ?? null),
    visit: yes,
    visits,
    singleLesionOnly: single && yes === null,
  };
}

const notEvaluable = (reason: string): AbscopalAnswer => ({
  result: "not-evaluable",
  reason,
  date: null,
  visit: null,
  visits: {},
  singleLesionOnly: null,
});

function hasResponded(track: Track, baseline: number, visit: number): boolean {
  const now = track.readings[visit] as Reading;
  const size = DIAMETER.of(now, track.node);
  const before = DIAMETER.of(track.readings[baseline] as Reading, track.node);
  return now.kind !== "merged" && size !== null && before !== null && hasFallenBy(size, before, 30);
}
