import { addDays, daysBetween, type ResponseCase } from "@nadir/domain";
import { assessEach, caseUntil } from "@nadir/response";
import { commonCategory } from "./common-category.ts";
import type { ScoredPatient } from "./model-against-criterion.ts";

/** A subject with a score and its survival, before the landmark is set. */
export interface LandmarkSubject {
  readonly id: string;
  readonly document: ResponseCase;
  /** Larger = earlier event; null where there is none. */
  readonly score: number | null;
  /** ISO day on which the score was known; null where nobody wrote it down. */
  readonly scoredOn: string | null;
  /** Days from treatment start; null where nothing is recorded or it is sealed. */
  readonly survival: { readonly days: number; readonly event: boolean } | null;
}

/** Why a subject is in neither figure, in the order in which it is asked. */
export const LANDMARK_LEFT_OUT = {
  "no-survival": "no survival is recorded, or it is sealed",
  "event-by-landmark": "the event came on or before the landmark",
  "censored-by-landmark": "follow-up ended on or before the landmark",
  "no-score": "no score",
  "scored-after-landmark": "the score was made after the landmark",
  "criterion-not-applicable": "the record lacks figures that the criterion adds up",
  "no-evaluable-scan": "no evaluable follow-up scan by the landmark, or no disease to judge",
} as const;
export type LandmarkReason = keyof typeof LANDMARK_LEFT_OUT;

export interface LandmarkPatient extends ScoredPatient {
  /** The label of the last evaluable scan by the landmark, in the criterion's own words, and its visit. */
  readonly label: string;
  readonly visit: string;
}

export interface LandmarkCohort {
  readonly landmarkDays: number;
  readonly patients: readonly LandmarkPatient[];
  readonly leftOut: Readonly<Record<LandmarkReason, number>>;
  /** Of the patients, those whose score carries no day: taken to have been known at the landmark. */
  readonly undatedScores: number;
}

/**
 * The landmark method (Anderson, Cain & Gelber 1983, J Clin Oncol 1:710): who is alive and under observation at the
 * landmark, the response judged from what was known by then, and survival counted from then on. A responder must live long
 * enough to be scanned; counting from treatment start would credit the response with that time (immortal time).
 */
export function landmarkCohort(
  subjects: readonly LandmarkSubject[],
  criterion: string,
  landmarkDays: number,
): LandmarkCohort {
  const leftOut = Object.fromEntries(Object.keys(LANDMARK_LEFT_OUT).map((reason) => [reason, 0])) as Record<
    LandmarkReason,
    number
  >;
  const patients: LandmarkPatient[] = [];
  let undatedScores = 0;
  for (const subject of subjects) {
    const found = atLandmark(subject, criterion, landmarkDays);
    if (typeof found === "string") leftOut[found]++;
    else {
      patients.push(found);
      if (subject.scoredOn === null) undatedScores++;
    }
  }
  return { landmarkDays, patients, leftOut, undatedScores };
}

function atLandmark(
  { id, document, score, scoredOn, survival }: LandmarkSubject,
  criterion: string,
  landmarkDays: number,
): LandmarkPatient | LandmarkReason {
  const { treatmentStart } = document.course;
  if (survival === null) return "no-survival";
  if (survival.days <= landmarkDays) return survival.event ? "event-by-landmark" : "censored-by-landmark";
  if (score === null) return "no-score";
  if (scoredOn !== null && daysBetween(treatmentStart, scoredOn) > landmarkDays) return "scored-after-landmark";
  const known = caseUntil(document, addDays(treatmentStart, Math.floor(landmarkDays)));
  if (known === null) return "no-evaluable-scan";
  const [assessed] = assessEach(known, [criterion], { trace: false });
  if (!assessed?.outcome) return "criterion-not-applicable";
  const { visitOrder, visits } = assessed.outcome;
  const visit = visitOrder.findLast((one) => visits[one] !== undefined && visits[one].overall !== "NE");
  if (visit === undefined) return "no-evaluable-scan";
  const label = visits[visit]!.overall;
  const category = commonCategory(label);
  if (category === "NED") return "no-evaluable-scan";
  return {
    id,
    score,
    category,
    time: survival.days - landmarkDays,
    event: survival.event,
    label,
    visit,
  };
}
