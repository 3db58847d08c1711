import type { Course, Track } from "../course.ts";
import type { Exact } from "../exact.ts";
import { type Measure, type Nadir, sumAt } from "../sum.ts";
import type { RanoThresholds } from "./category.ts";

/** A component of the tumour that is measured and judged by itself: the whole tumour, or one half of a mixed one. */
export interface Component {
  readonly name: "enhancing" | "non-enhancing";
  /** The targets; new lesions join when an immunotherapy protocol accepts them (iRANO). */
  readonly tracks: Track[];
  readonly hasTargets: boolean;
  readonly thresholds: RanoThresholds;
  readonly baseline: Exact | null;
  /** The reference for progression: the smallest size so far, restarted where a criterion says so. */
  readonly nadir: Nadir;
}

export function componentOf(
  course: Course,
  name: Component["name"],
  tracks: readonly Track[],
  baseline: number,
  measure: Measure,
  thresholds: RanoThresholds,
): Component {
  const first = sumAt(tracks, baseline, measure, course.scale);
  const value = first.complete ? first.value : null;
  return {
    name,
    tracks: [...tracks],
    hasTargets: tracks.length > 0,
    thresholds,
    baseline: value,
    nadir: { value, visit: baseline },
  };
}
