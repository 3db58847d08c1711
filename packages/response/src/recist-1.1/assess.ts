import type { FiredRule, VisitOutcome } from "@nadir/domain";
import { type Category, RECIST_WORDS } from "../category.ts";
import { conclude, judge, nothingJudged } from "../conclusion.ts";
import type { Course } from "../course.ts";
import { multiply, toNumber } from "../exact.ts";
import { holdsResponse } from "../held-response.ts";
import type { JudgedOutcome } from "../judged-outcome.ts";
import { anyNewLesionAt, lesionNames, newLesionsAt } from "../new-lesions.ts";
import { hasNonTarget, nonTargetAt } from "../non-target.ts";
import { CATEGORY_OF_TARGET_RULE, overallOf, type Thresholds, targetRule } from "../recist-arithmetic.ts";
import { recistLimits, selectionIssues } from "../selection-issues.ts";
import type { Settings } from "../settings.ts";
import { DIAMETER, lower, type Nadir, sizeFigures, sumAt } from "../sum.ts";
import { fire } from "../trace.ts";
import { RECIST_RULES } from "./rules.ts";
import { fireTargetRule } from "./target-trace.ts";

/** As published PR −30 % of baseline; PD +20 % and +5 mm over the nadir (Eisenhauer 2009 §4.3.1). */
export const recistThresholds = (course: Course, settings: Settings): Thresholds => ({
  responsePercent: settings.responsePercent,
  progressionPercent: settings.progressionPercent,
  progressionAtLeast: multiply(settings.progressionAtLeastMm, course.scale.mm),
  byRemainder: settings.missingLesion === "progression-by-remainder",
});

/** RECIST 1.1 (Eisenhauer 2009, Eur J Cancer 45:228). Fills `sumMm`, `nadirMm` and `baselineSumMm`. */
export const assessRecist11 = (course: Course, settings: Settings, traced: boolean): JudgedOutcome =>
  assessByRecist(course, "recist-1.1", settings, traced);

/** The arithmetic and tables of RECIST 1.1 under the name of a criterion that builds on them. */
export function assessByRecist(course: Course, criterion: string, settings: Settings, traced: boolean): JudgedOutcome {
  const { targets, visits, scale } = course;
  const words = RECIST_WORDS;
  const thresholds = recistThresholds(course, settings);
  const hasTargets = targets.length > 0;
  const existed = hasNonTarget(course, course.baseline);
  const baselineSum = sumAt(targets, course.baseline, DIAMETER, scale);
  const baseline = baselineSum.complete ? baselineSum.value : null;
  const nadir: Nadir = { value: baseline, visit: course.baseline };
  const judged = nothingJudged();
  const outcomes: Record<string, VisitOutcome> = {};
  let lastEvaluable: Category = "NE";
  let held = false;
  let terminal = -1;

  for (let i = course.baseline + 1; i < visits.length; i++) {
    const { id, date, imaged } = visits[i] as Course["visits"][number];
    const trace: FiredRule[] = [];
    const sum = sumAt(targets, i, DIAMETER, scale);
    const afterCr = lastEvaluable === "CR";
    const rule = targetRule(sum, hasTargets, baseline, nadir.value, thresholds, afterCr, held);
    const target = CATEGORY_OF_TARGET_RULE[rule];
    const seen = nonTargetAt(course, i, existed);
    const nonTarget = afterCr && seen === "NON" ? "PD" : seen;
    const newLesions = anyNewLesionAt(course, i);
    const table = overallOf(target, nonTarget, newLesions);
    const found = table === "NED" && !imaged ? "NE" : table;
    const overall = terminal >= 0 ? "PD" : found;

    if (traced) {
      fireTargetRule(trace, rule, course, i, DIAMETER, sum, baseline, nadir, thresholds);
      traceNonTarget(trace, course, i, seen, nonTarget);
      if (newLesions) traceNewLesions(trace, course, i);
      if (terminal >= 0) {
        const first = visits[judged.visits[terminal] as number];
        fire(trace, RECIST_RULES.carried, {
          progressionDate: first?.date ?? null,
          progressionVisit: first?.id ?? null,
        });
      } else if (found !== table) fire(trace, RECIST_RULES.notImaged, {});
      else
        fire(trace, RECIST_RULES.overall, {
          target: words[target],
          nonTarget: words[nonTarget],
          newLesion: newLesions ? "yes" : "no",
          overall: words[overall],
        });
    }
    const size = sizeFigures(course, DIAMETER, sum, baseline, nadir);
    outcomes[id] = {
      date,
      overall: words[overall],
      target: words[target],
      nonTarget: words[nonTarget],
      newLesions,
      sumMm: size.value,
      nadirMm: size.nadir,
      size,
      trace,
    };
    judge(judged, course, i, overall);
    lower(nadir, sum, i);
    if (overall !== "NE") lastEvaluable = overall;
    held ||= holdsResponse(judged, settings);
    if (terminal < 0 && overall === "PD") terminal = judged.categories.length - 1;
  }

  const progressed = terminal < 0 ? null : (visits[judged.visits[terminal] as number]?.date as string);
  return {
    criterion,
    visits: outcomes,
    visitOrder: judged.visits.map((i) => visits[i]?.id as string),
    baselineVisit: visits[course.baseline]?.id ?? null,
    baselineSumMm: baseline === null ? null : toNumber(baseline, scale.lengthDecimals),
    ...conclude(
      course,
      judged,
      terminal,
      progressed === null ? null : { date: progressed, confirmed: null },
      hasTargets,
      settings,
      words,
      ["PD"],
    ),
    episodes: [],
    issues: selectionIssues(course, course.baseline, recistLimits(settings)),
  };
}

function traceNonTarget(trace: FiredRule[], course: Course, visit: number, seen: Category, judgedAs: Category): void {
  if (judgedAs !== seen) fire(trace, RECIST_RULES.nonTargetReturned, {});
  else if (seen === "PD") fire(trace, RECIST_RULES.nonTargetPd, {});
  const status = course.visits[visit]?.visit.nonTarget?.status;
  if (seen === "NA" && status !== undefined && status !== "absent")
    fire(trace, RECIST_RULES.nonTargetNotAtBaseline, {
      status,
      baselineVisit: course.visits[course.baseline]?.id ?? null,
    });
}

/** Which new lesions are seen, and why an equivocal one or a node counts. */
export function traceNewLesions(trace: FiredRule[], course: Course, visit: number): void {
  const seen = newLesionsAt(course, visit);
  for (const track of seen) {
    if (track.lesion.certainty === "equivocal")
      fire(trace, RECIST_RULES.newLesionProvedReal, {
        lesion: track.id,
        confirmedAt: track.lesion.confirmedAt ?? null,
      });
    if (track.node) fire(trace, RECIST_RULES.newNode, { lesion: track.id });
  }
  fire(trace, RECIST_RULES.newLesion, { lesions: lesionNames(seen) });
}
