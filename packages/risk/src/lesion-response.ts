import { DAYS_PER_MONTH, type ResponseCase } from "@nadir/domain";
import {
  type Course,
  courseOf,
  DIAMETER,
  type Exact,
  exceedsBy,
  hasFallenBy,
  hasGrownBy,
  newLesionsAt,
  percentChange,
  type Reading,
  type Track,
  toNumber,
} from "@nadir/response";

// Sources: Trebeschi 2019, Ann Oncol 30:998 and Sun 2022, J Immunother Cancer 10:e004848; RECIST thresholds per lesion.

/** One target at one visit against its own baseline and its own nadir. */
export interface LesionResponse {
  readonly lesion: string;
  readonly category: "CR" | "PR" | "SD" | "PD" | "NE";
  /** Longest diameter, short axis of a node; null when not measured (merged lesions are measured under the partner). */
  readonly mm: number | null;
  readonly percentFromBaseline: number | null;
  readonly percentFromNadir: number | null;
  /** Change a month since baseline, mm. */
  readonly mmPerMonth: number | null;
}

/** How the lesions of a patient behave together. A new lesion counts as one that progresses. */
export type LesionClass =
  | "uniform-response"
  | "uniform-progression"
  | "dissociated"
  | "response-and-stable"
  | "progression-and-stable"
  | "stable"
  | "not-evaluable";

export interface LesionVisit {
  readonly date: string;
  readonly lesions: readonly LesionResponse[];
  readonly newLesions: readonly string[];
  readonly class: LesionClass;
}

export const lesionResponse = (document: ResponseCase): Readonly<Record<string, LesionVisit>> =>
  lesionResponseOf(courseOf(document));

/** Every target by itself: −30 % from its baseline, +20 % and 5 mm over its nadir, gone (node: below 10 mm). */
export function lesionResponseOf(course: Course): Readonly<Record<string, LesionVisit>> {
  const { baseline, visits, targets } = course;
  const nadirs = targets.map((track) => sizeOf(track, baseline));
  const answer: Record<string, LesionVisit> = {};
  for (let i = baseline + 1; i < visits.length; i++) {
    const { id, date, day } = visits[i] as Course["visits"][number];
    const months = (day - (visits[baseline]?.day ?? day)) / DAYS_PER_MONTH;
    const lesions = targets.map((track, k) => {
      const found = oneLesion(course, track, i, nadirs[k] ?? null, months);
      const now = sizeOf(track, i);
      const nadir = nadirs[k] ?? null;
      if (now !== null && (nadir === null || now < nadir)) nadirs[k] = now;
      return found;
    });
    const newLesions = newLesionsAt(course, i).map((track) => track.id);
    answer[id] = {
      date,
      lesions,
      newLesions,
      class: classOf(
        lesions.map((l) => l.category),
        newLesions.length > 0,
      ),
    };
  }
  return answer;
}

function oneLesion(course: Course, track: Track, visit: number, nadir: Exact | null, months: number): LesionResponse {
  const { lengthDecimals, fiveMm, tenMm } = course.scale;
  const now = sizeOf(track, visit);
  const before = sizeOf(track, course.baseline);
  const mm = (value: Exact | null) => (value === null ? null : toNumber(value, lengthDecimals));
  const change = now === null || before === null ? null : (mm(now) as number) - (mm(before) as number);
  return {
    lesion: track.id,
    category: categoryOf(now, before, nadir, fiveMm, track.node ? tenMm : null),
    mm: mm(now),
    percentFromBaseline: percentChange(mm(now), mm(before)),
    percentFromNadir: percentChange(mm(now), mm(nadir)),
    mmPerMonth: change === null || months === 0 ? null : change / months,
  };
}

function categoryOf(
  now: Exact | null,
  before: Exact | null,
  nadir: Exact | null,
  fiveMm: Exact,
  normalBelow: Exact | null,
): LesionResponse["category"] {
  if (now === null) return "NE";
  if (normalBelow === null ? now === 0 : now < normalBelow) return "CR";
  if (nadir !== null && hasGrownBy(now, nadir, 20) && exceedsBy(now, nadir, fiveMm)) return "PD";
  if (before === null) return "NE";
  return hasFallenBy(now, before, 30) ? "PR" : "SD";
}

/** Uniform, dissociated or in between, from the categories of the lesions and whether a new one is there. */
export function classOf(categories: readonly LesionResponse["category"][], newLesion: boolean): LesionClass {
  const responding = categories.some((category) => category === "CR" || category === "PR");
  const progressing = newLesion || categories.includes("PD");
  const stable = categories.includes("SD");
  if (responding && progressing) return "dissociated";
  if (categories.includes("NE") || (categories.length === 0 && !newLesion)) return "not-evaluable";
  if (responding) return stable ? "response-and-stable" : "uniform-response";
  if (progressing) return stable ? "progression-and-stable" : "uniform-progression";
  return "stable";
}

function sizeOf(track: Track, visit: number): Exact | null {
  const reading = track.readings[visit] as Reading;
  return reading.kind === "merged" ? null : DIAMETER.of(reading, track.node);
}
