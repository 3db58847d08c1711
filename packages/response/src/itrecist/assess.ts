import type { VisitOutcome } from "@nadir/domain";
import { type Category, RECIST_WORDS } from "../category.ts";
import type { Course, Track } from "../course.ts";
import { add, type Exact, toNumber } from "../exact.ts";
import type { JudgedOutcome } from "../judged-outcome.ts";
import { anyNewLesionAt } from "../new-lesions.ts";
import type { Reading } from "../reading.ts";
import { assessByRecist, recistThresholds } from "../recist-1.1/assess.ts";
import { CATEGORY_OF_TARGET_RULE, targetRule } from "../recist-arithmetic.ts";
import { selectionIssues } from "../selection-issues.ts";
import type { Settings } from "../settings.ts";
import { DIAMETER, lower, type Nadir, type Sum, sumAt } from "../sum.ts";
import { fired } from "../trace.ts";
import { ITRECIST_RULES } from "./rules.ts";

/**
 * itRECIST (Goldmacher 2020, J Clin Oncol 38:2667): the patient by RECIST on all targets, and beside it the injected and
 * the non-injected targets each by the arithmetic of RECIST on their own sum. Fills what RECIST 1.1 fills, and `injected`,
 * `injectedSumMm`, `nonInjected`, `nonInjectedSumMm`.
 */
export function assessItrecist(course: Course, settings: Settings, traced: boolean): JudgedOutcome {
  const whole = assessByRecist(course, "itrecist", settings, traced);
  const from = course.targets.map((track) => injectedAfter(course, track));
  const visits: Record<string, VisitOutcome> = {};
  let injected = kindOf(course, from, true, course.baseline + 1);
  let others = kindOf(course, from, false, course.baseline + 1);
  for (let i = course.baseline + 1; i < course.visits.length; i++) {
    if (from.includes(i - 1) && i - 1 > course.baseline) {
      injected = kindOf(course, from, true, i);
      others = kindOf(course, from, false, i);
    }
    const id = course.visits[i]?.id as string;
    const outcome = whole.visits[id] as VisitOutcome;
    const injectedNow = judgeKind(course, i, injected, settings);
    const othersNow = judgeKind(course, i, others, settings);
    const newLesion = anyNewLesionAt(course, i);
    const nonInjected: Category = newLesion ? "PD" : othersNow.category;
    visits[id] = {
      date: outcome.date,
      overall: outcome.overall,
      target: outcome.target,
      nonTarget: outcome.nonTarget,
      newLesions: outcome.newLesions,
      sumMm: outcome.size.value,
      nadirMm: outcome.size.nadir,
      size: outcome.size,
      injected: RECIST_WORDS[injectedNow.category],
      injectedSumMm: millimetres(course, injectedNow.sum),
      nonInjected: RECIST_WORDS[nonInjected],
      nonInjectedSumMm: millimetres(course, othersNow.sum),
      trace: traced
        ? [
            ...outcome.trace,
            fired(ITRECIST_RULES.injected, figuresOf(course, injected, injectedNow)),
            fired(ITRECIST_RULES.nonInjected, {
              ...figuresOf(course, others, othersNow),
              newLesion: newLesion ? "yes" : "no",
              category: RECIST_WORDS[nonInjected],
            }),
          ]
        : outcome.trace,
    };
    lower(injected.nadir, injectedNow.sum, i);
    lower(others.nadir, othersNow.sum, i);
  }
  return { ...whole, visits, issues: issuesOf(course, from, settings) };
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

/** The injected or the non-injected targets from some visit on, with their own baseline and nadir. */
interface Kind {
  readonly tracks: readonly Track[];
  readonly baseline: Exact | null;
  readonly nadir: Nadir;
}
interface KindReading {
  readonly sum: Sum;
  readonly category: Category;
}

/**
 * One kind of target as it stands at `visit`. A lesion that is injected later starts anew with its size at the scan before
 * its first injection (A14): that size is its baseline, and its earlier sizes do not enter the nadir of the injected; the
 * baseline and the nadir of the non-injected are those of the lesions that remain.
 */
function kindOf(course: Course, from: readonly number[], injected: boolean, visit: number): Kind {
  const tracks: Track[] = [];
  const reference: number[] = [];
  course.targets.forEach((track, k) => {
    if ((from[k] as number) < visit !== injected) return;
    tracks.push(track);
    reference.push(injected ? (from[k] as number) : course.baseline);
  });
  const baseline = tracks.length === 0 ? null : totalAt(tracks, reference, course.baseline);
  const nadir: Nadir = { value: baseline, visit: course.baseline };
  for (let i = course.baseline + 1; i < visit && tracks.length > 0; i++) {
    const value = totalAt(tracks, reference, i);
    if (value !== null) lower(nadir, { value, complete: true, gone: false, there: true }, i);
  }
  return { tracks, baseline, nadir };
}

/** The sum at a visit, each lesion at its reference visit at the earliest; null where one is missing. */
function totalAt(tracks: readonly Track[], reference: readonly number[], visit: number): Exact | null {
  let total: Exact = 0;
  for (let k = 0; k < tracks.length; k++) {
    const track = tracks[k] as Track;
    const size = DIAMETER.of(track.readings[Math.max(visit, reference[k] as number)] as Reading, track.node);
    if (size === null) return null;
    total = add(total, size);
  }
  return total;
}

function judgeKind(course: Course, visit: number, { tracks, baseline, nadir }: Kind, settings: Settings): KindReading {
  const sum = sumAt(tracks, visit, DIAMETER, course.scale);
  const rule = targetRule(
    sum,
    tracks.length > 0,
    baseline,
    nadir.value,
    recistThresholds(course, settings),
    false,
    false,
  );
  return { sum, category: CATEGORY_OF_TARGET_RULE[rule] };
}

const millimetres = (course: Course, sum: Sum): number | null =>
  sum.complete ? toNumber(sum.value, course.scale.lengthDecimals) : null;

function figuresOf(course: Course, kind: Kind, now: KindReading) {
  const mm = (value: Exact | null) => (value === null ? null : toNumber(value, course.scale.lengthDecimals));
  return {
    sum: millimetres(course, now.sum),
    baseline: mm(kind.baseline),
    nadir: mm(kind.nadir.value),
    category: RECIST_WORDS[now.category],
  };
}

/** Up to 5 injected and 5 non-injected targets; sizes as RECIST. */
function issuesOf(course: Course, from: readonly number[], settings: Settings): string[] {
  const { maxTargets, baselineWindowDays } = settings;
  const injected = from.filter((visit) => visit <= course.baseline).length;
  return [
    ...selectionIssues(course, course.baseline, {
      total: 2 * maxTargets,
      windowDays: baselineWindowDays,
      longestMm: 10,
      nodeMm: 15,
    }),
    ...(injected > maxTargets ? ["too-many-injected-targets"] : []),
    ...(from.length - injected > maxTargets ? ["too-many-non-injected-targets"] : []),
  ].sort();
}
