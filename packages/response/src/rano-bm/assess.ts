import type { FiredRule, VisitOutcome } from "@nadir/domain";
import { type Category, RECIST_WORDS } from "../category.ts";
import { conclude, judge, nothingJudged } from "../conclusion.ts";
import type { Course, Track } from "../course.ts";
import { type Exact, multiply, subtract, toNumber } from "../exact.ts";
import { holdsResponse } from "../held-response.ts";
import type { JudgedOutcome } from "../judged-outcome.ts";
import { lesionNames, newLesionsAt } from "../new-lesions.ts";
import { hasNonTarget, nonTargetAt } from "../non-target.ts";
import { doseAt, isDoseAbove, lastKnownDose } from "../rano/steroids.ts";
import type { Reading } from "../reading.ts";
import { recistThresholds } from "../recist-1.1/assess.ts";
import { RECIST_RULES } from "../recist-1.1/rules.ts";
import { fireTargetRule } from "../recist-1.1/target-trace.ts";
import { CATEGORY_OF_TARGET_RULE, targetRule } from "../recist-arithmetic.ts";
import { selectionIssues } from "../selection-issues.ts";
import type { Settings } from "../settings.ts";
import { DIAMETER, lower, type Nadir, sizeFigures, sumAt } from "../sum.ts";
import { sumsForTrace } from "../sums-for-trace.ts";
import { fire } from "../trace.ts";
import { RANO_BM_RULES } from "./rules.ts";

const BRAIN = "brain";

/**
 * RANO-BM (Lin 2015, Lancet Oncol 16:e270): the brain alone; the body is RECIST's. Fills `sumMm`, `nadirMm` and
 * `baselineSumMm`.
 */
export function assessRanoBm(whole: Course, settings: Settings, traced: boolean): JudgedOutcome {
  const course = brainOf(whole);
  const words = RECIST_WORDS;
  const { visits, targets, scale, baseline: start } = course;
  const hasTargets = targets.length > 0;
  const existed = hasNonTarget(course, start) && concernsBrain(course);
  const first = sumAt(targets, start, DIAMETER, scale);
  const baseline = first.complete ? first.value : null;
  const nadir: Nadir = { value: baseline, visit: start };
  const judged = nothingJudged();
  const outcomes: Record<string, VisitOutcome> = {};
  const atLeast = multiply(settings.progressionAtLeastMm, scale.mm);
  // The least growth in mm is asked of one lesion, not of the sum.
  const thresholds = { ...recistThresholds(course, settings), progressionAtLeast: 0 };
  let terminal = -1;
  let held = false;

  for (let i = start + 1; i < visits.length; i++) {
    const { id, date, visit, imaged } = visits[i] as Course["visits"][number];
    const trace: FiredRule[] = [];
    const sum = sumAt(targets, i, DIAMETER, scale);
    const most = mostGrown(targets, nadir.visit, i);
    const oneGrew = most !== null && most.by >= atLeast;
    // The 5 mm are asked of one lesion, not of the sum: without it the sum is judged as if it had not grown.
    const bySum = targetRule(sum, hasTargets, baseline, nadir.value, thresholds, false, held);
    const grown = bySum === "pd" || bySum === "pdByRemainder";
    const rule = grown && !oneGrew ? targetRule(sum, hasTargets, baseline, null, thresholds, false, held) : bySum;
    const target = CATEGORY_OF_TARGET_RULE[rule];
    const nonTarget = nonTargetAt(course, i, existed);
    const newLesions = newLesionsAt(course, i);
    const clinical = visit.clinical === "worse";
    const progressed = target === "PD" || nonTarget === "PD" || newLesions.length > 0 || clinical;

    if (traced) {
      if (grown) {
        const figures = {
          ...sumsForTrace(course, i, DIAMETER, sum, baseline, nadir),
          grownLesion: most?.track.id ?? null,
          progressionPercent: settings.progressionPercent,
          progressionAtLeastMm: settings.progressionAtLeastMm,
          grownBy: most === null ? null : toNumber(most.by, scale.lengthDecimals),
        };
        fire(trace, oneGrew ? RANO_BM_RULES.targetLesionGrown : RANO_BM_RULES.targetNoLesionGrown, figures);
      } else
        fireTargetRule(trace, rule, course, i, DIAMETER, sum, baseline, nadir, {
          ...thresholds,
          progressionAtLeast: atLeast,
        });
      if (newLesions.length > 0) fire(trace, RANO_BM_RULES.newLesion, { lesions: lesionNames(newLesions) });
      if (nonTarget === "PD") fire(trace, RANO_BM_RULES.nonTargetPd, {});
      if (clinical) fire(trace, RANO_BM_RULES.clinicalWorse, {});
    }
    const found = progressed ? "PD" : imaged ? stableLabel(course, i, target, nonTarget, traced ? trace : null) : "NE";
    const overall: Category = terminal >= 0 ? "PD" : found;
    if (traced) {
      const at = terminal < 0 ? undefined : visits[judged.visits[terminal] as number];
      if (at) fire(trace, RECIST_RULES.carried, { progressionDate: at.date, progressionVisit: at.id });
      else
        fire(trace, RANO_BM_RULES.overall, {
          target: words[target],
          nonTarget: words[nonTarget],
          newLesion: newLesions.length > 0 ? "yes" : "no",
          overall: words[overall],
        });
    }
    const size = sizeFigures(course, DIAMETER, sum, baseline, nadir);
    outcomes[id] = {
      date,
      overall: words[overall],
      target: words[target],
      nonTarget: words[nonTarget],
      newLesions: newLesions.length > 0,
      sumMm: size.value,
      nadirMm: size.nadir,
      size,
      trace,
    };
    judge(judged, course, i, overall);
    lower(nadir, sum, i);
    held ||= holdsResponse(judged, settings);
    if (terminal < 0 && overall === "PD") terminal = judged.categories.length - 1;
  }

  const date = terminal < 0 ? null : (visits[judged.visits[terminal] as number]?.date as string);
  return {
    criterion: "rano-bm",
    visits: outcomes,
    visitOrder: judged.visits.map((i) => visits[i]?.id as string),
    baselineVisit: visits[start]?.id ?? null,
    baselineSumMm: baseline === null ? null : toNumber(baseline, scale.lengthDecimals),
    ...conclude(
      course,
      judged,
      terminal,
      date === null ? null : { date, confirmed: null },
      hasTargets,
      settings,
      words,
      ["PD"],
    ),
    episodes: [],
    issues: selectionIssues(course, start, {
      total: settings.maxTargets,
      windowDays: settings.baselineWindowDays,
      // Lin 2015: longest diameter 10 mm.
      longestMm: 10,
    }),
  };
}

/** The course with only the lesions of the brain. */
export const brainOf = (course: Course): Course => ({
  ...course,
  targets: course.targets.filter((track) => track.lesion.organ === BRAIN),
  newLesions: course.newLesions.filter((track) => track.lesion.organ === BRAIN),
});

/** The visit's non-target status speaks of the brain unless every non-target lesion that is listed lies elsewhere. */
function concernsBrain(course: Course): boolean {
  const listed = course.case.lesions.filter((lesion) => lesion.role === "non-target");
  return listed.length === 0 || listed.some((lesion) => lesion.organ === BRAIN);
}

/** The target that grew most since a visit, and by how much; null where none was measured at both. */
function mostGrown(targets: readonly Track[], since: number, visit: number): { track: Track; by: Exact } | null {
  let most: { track: Track; by: Exact } | null = null;
  for (const track of targets) {
    const before = DIAMETER.of(track.readings[since] as Reading, track.node);
    const now = DIAMETER.of(track.readings[visit] as Reading, track.node);
    if (before === null || now === null) continue;
    const by = subtract(now, before);
    if (most === null || by > most.by) most = { track, by };
  }
  return most;
}

/** CR asks for no steroids, PR for no more than at baseline; SD asks for neither (Lin 2015). */
function stableLabel(
  course: Course,
  visit: number,
  target: Category,
  nonTarget: Category,
  trace: FiredRule[] | null,
): Category {
  if (target === "NA") return nonTarget === "NA" ? "NED" : nonTarget;
  if (target !== "CR" && target !== "PR") return target;
  if (isDoseAbove(course, visit, course.baseline)) {
    if (trace)
      fire(trace, RANO_BM_RULES.steroidsForbidPr, {
        dose: doseAt(course.visits[visit]?.visit),
        baselineDose: doseAt(course.visits[course.baseline]?.visit),
      });
    return "SD";
  }
  if (target === "PR") return "PR";
  const clear = (nonTarget === "CR" || nonTarget === "NA") && lastKnownDose(course, visit) === 0;
  if (!clear && trace) fire(trace, RANO_BM_RULES.steroidsForbidCr, {});
  return clear ? "CR" : "PR";
}
