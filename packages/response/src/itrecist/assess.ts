import type { CriterionOptions, CriterionOutcome, VisitOutcome } from "@nadir/domain";
import { type Category, RECIST_WORDS } from "../category.ts";
import type { Course, Track } from "../course.ts";
import { add, type Exact, smaller, toNumber } from "../exact.ts";
import { anyNewLesionAt } from "../new-lesions.ts";
import type { Reading } from "../reading.ts";
import { assessByRecist, recistThresholds } from "../recist-1.1/assess.ts";
import { CATEGORY_OF_TARGET_RULE, targetRule } from "../recist-arithmetic.ts";
import { selectionIssues } from "../selection-issues.ts";
import { RECIST_DEFAULTS, settingsOf } from "../settings.ts";
import { DIAMETER, type Sum, sumAt } from "../sum.ts";
import { fire } from "../trace.ts";
import { ITRECIST_RULES } from "./rules.ts";

const MOST_OF_A_KIND = 5;

/**
 * itRECIST (Goldmacher 2020, J Clin Oncol 38:2667): the patient by RECIST on all targets, and beside it the injected and
 * the non-injected targets each by the arithmetic of RECIST on their own sum. Fills what RECIST 1.1 fills, and `injected`,
 * `injectedSumMm`, `nonInjected`, `nonInjectedSumMm`.
 */
export function assessItrecist(
  course: Course,
  options: CriterionOptions | undefined,
  traced: boolean,
): CriterionOutcome {
  const whole = assessByRecist(course, "itrecist", settingsOf(RECIST_DEFAULTS, options), traced);
  const from = course.targets.map((track) => injectedAfter(course, track));
  const visits: Record<string, VisitOutcome> = {};
  for (let i = course.baseline + 1; i < course.visits.length; i++) {
    const id = course.visits[i]?.id as string;
    const outcome = whole.visits[id] as VisitOutcome;
    const injected = course.targets.filter((_, k) => (from[k] as number) < i);
    const others = course.targets.filter((_, k) => (from[k] as number) >= i);
    const byKind = {
      injected: reading(course, i, injected, (track) => from[course.targets.indexOf(track)] as number),
      nonInjected: reading(course, i, others, () => course.baseline),
    };
    const newLesion = anyNewLesionAt(course, i);
    const nonInjected: Category = newLesion ? "PD" : byKind.nonInjected.category;
    const trace = [...outcome.trace];
    if (traced) {
      fire(trace, ITRECIST_RULES.injected, figuresOf(course, byKind.injected));
      fire(trace, ITRECIST_RULES.nonInjected, {
        ...figuresOf(course, byKind.nonInjected),
        newLesion: newLesion ? "yes" : "no",
        category: RECIST_WORDS[nonInjected],
      });
    }
    visits[id] = {
      ...outcome,
      injected: RECIST_WORDS[byKind.injected.category],
      injectedSumMm: millimetres(course, byKind.injected.sum),
      nonInjected: RECIST_WORDS[nonInjected],
      nonInjectedSumMm: millimetres(course, byKind.nonInjected.sum),
      trace,
    };
  }
  return { ...whole, visits, issues: issuesOf(course, from) };
}

/** The visit after which a target counts as injected; infinity if it never is. */
function injectedAfter(course: Course, track: Track): number {
  const { injected, injectedFrom } = track.lesion;
  if (injected === true) return course.baseline;
  if (injectedFrom === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(
    course.baseline,
    course.visits.findIndex(({ id }) => id === injectedFrom),
  );
}

interface KindReading {
  readonly sum: Sum;
  readonly baseline: Exact | null;
  readonly nadir: Exact | null;
  readonly category: Category;
}

/**
 * The arithmetic of RECIST on one kind of target. `reference(track)` is the visit whose size is the lesion's baseline: a
 * lesion that is injected later starts anew with its size at the scan before its first injection (A14), and its earlier
 * sizes do not enter the nadir.
 */
function reading(
  course: Course,
  visit: number,
  tracks: readonly Track[],
  reference: (track: Track) => number,
): KindReading {
  const sum = sumAt(tracks, visit, DIAMETER, course.scale);
  const at = (i: number): Exact | null => {
    let total: Exact = 0;
    for (const track of tracks) {
      const size = DIAMETER.of(track.readings[Math.max(i, reference(track))] as Reading, track.node);
      if (size === null) return null;
      total = add(total, size);
    }
    return total;
  };
  const baseline = tracks.length === 0 ? null : at(course.baseline);
  let nadir = baseline;
  for (let i = course.baseline + 1; i < visit && tracks.length > 0; i++) {
    const earlier = at(i);
    if (earlier !== null) nadir = nadir === null ? earlier : smaller(nadir, earlier);
  }
  const rule = targetRule(sum, tracks.length > 0, baseline, nadir, recistThresholds(course), false, false);
  return { sum, baseline, nadir, category: CATEGORY_OF_TARGET_RULE[rule] };
}

const millimetres = (course: Course, sum: Sum): number | null =>
  sum.complete ? toNumber(sum.value, course.scale.lengthDecimals) : null;

function figuresOf(course: Course, kind: KindReading) {
  const mm = (value: Exact | null) => (value === null ? null : toNumber(value, course.scale.lengthDecimals));
  return {
    sum: millimetres(course, kind.sum),
    baseline: mm(kind.baseline),
    nadir: mm(kind.nadir),
    category: RECIST_WORDS[kind.category],
  };
}

/** Up to 5 injected and 5 non-injected targets; sizes as RECIST. */
function issuesOf(course: Course, from: readonly number[]): string[] {
  const injected = from.filter((visit) => visit <= course.baseline).length;
  return [
    ...selectionIssues(course, course.baseline, { total: 2 * MOST_OF_A_KIND, longestMm: 10, nodeMm: 15 }),
    ...(injected > MOST_OF_A_KIND ? ["too-many-injected-targets"] : []),
    ...(from.length - injected > MOST_OF_A_KIND ? ["too-many-non-injected-targets"] : []),
  ].sort();
}
