import type { ResponseCase } from "@nadir/domain";
import {
  type Course,
  courseOf,
  DIAMETER,
  type Exact,
  exceedsBy,
  hasFallenBy,
  hasGrownBy,
  lower,
  type Nadir,
  newLesionsAt,
  type Reading,
  subtract,
  sumAt,
  type Track,
} from "@nadir/response";

export const DISSOCIATED_CITATION = "Bernard-Tessier 2020 (lesion level, with 5 mm) and Zhou 2020; rule book §13, A22";

/** Dissociated response at one visit (rule book §13). Lists hold lesion ids. */
export interface DissociatedVisit {
  readonly date: string;
  readonly result: "yes" | "no" | "not-evaluable";
  /** Targets smaller than at baseline by 30 % and 5 mm. */
  readonly responding: readonly string[];
  /** Targets larger than at baseline by 20 % and 5 mm. */
  readonly progressing: readonly string[];
  readonly newLesions: readonly string[];
  /** Targets without a size of their own at the visit or at baseline (missing or merged). */
  readonly notEvaluable: readonly string[];
  /** A new lesion while the target sum is below baseline or less than 20 % over the nadir. */
  readonly "zhou-2020": "yes" | "no" | "not-evaluable";
}

export interface DissociatedAnswer {
  readonly visits: Readonly<Record<string, DissociatedVisit>>;
}

export const dissociated = (document: ResponseCase): DissociatedAnswer => dissociatedOf(courseOf(document));

export function dissociatedOf(course: Course): DissociatedAnswer {
  const { visits, targets, baseline, scale } = course;
  const answer: Record<string, DissociatedVisit> = {};
  const first = sumAt(targets, baseline, DIAMETER, scale);
  const nadir: Nadir = { value: first.complete ? first.value : null, visit: baseline };
  for (let i = baseline + 1; i < visits.length; i++) {
    const responding: string[] = [];
    const progressing: string[] = [];
    const unknown: string[] = [];
    for (const track of targets) {
      const before = ownSize(track, baseline);
      const now = ownSize(track, i);
      if (before === null || now === null) unknown.push(track.id);
      else if (hasFallenBy(now, before, 30) && subtract(before, now) >= scale.fiveMm) responding.push(track.id);
      else if (hasGrownBy(now, before, 20) && exceedsBy(now, before, scale.fiveMm)) progressing.push(track.id);
    }
    const newLesions = newLesionsAt(course, i).map((track) => track.id);
    const yes = responding.length > 0 && (progressing.length > 0 || newLesions.length > 0);
    const sum = sumAt(targets, i, DIAMETER, scale);
    const { id, date } = visits[i] as Course["visits"][number];
    answer[id] = {
      date,
      result: yes ? "yes" : unknown.length > 0 ? "not-evaluable" : "no",
      responding,
      progressing,
      newLesions,
      notEvaluable: unknown,
      "zhou-2020": zhou2020(
        newLesions.length > 0,
        sum.complete ? sum.value : null,
        first.complete ? first.value : null,
        nadir.value,
      ),
    };
    lower(nadir, sum, i);
  }
  return { visits: answer };
}

function zhou2020(
  newLesion: boolean,
  sum: Exact | null,
  baseline: Exact | null,
  nadir: Exact | null,
): DissociatedVisit["zhou-2020"] {
  if (!newLesion) return "no";
  if (sum === null || baseline === null || nadir === null) return "not-evaluable";
  return sum < baseline || !hasGrownBy(sum, nadir, 20) ? "yes" : "no";
}

/** The size of the lesion itself; a merged lesion is measured under its partner and has none. */
function ownSize(track: Track, visit: number): Exact | null {
  const reading = track.readings[visit] as Reading;
  return reading.kind === "merged" ? null : DIAMETER.of(reading, track.node);
}
