import { addDays, type FiredRule, type ProgressionEpisode, type VisitOutcome } from "@nadir/domain";
import { type Category, IRECIST_WORDS } from "../category.ts";
import { conclude, judge, nothingJudged } from "../conclusion.ts";
import type { Course, Track } from "../course.ts";
import { episodeOf } from "../episode.ts";
import { multiply, toNumber } from "../exact.ts";
import { holdsResponse } from "../held-response.ts";
import type { JudgedOutcome } from "../judged-outcome.ts";
import { anyNewLesionAt, lesionNames } from "../new-lesions.ts";
import { hasNonTarget, nonTargetAt } from "../non-target.ts";
import { recistThresholds, traceNewLesions } from "../recist-1.1/assess.ts";
import { fireTargetRule } from "../recist-1.1/target-trace.ts";
import { CATEGORY_OF_TARGET_RULE, targetRule } from "../recist-arithmetic.ts";
import { recistLimits, selectionIssues } from "../selection-issues.ts";
import type { Settings } from "../settings.ts";
import { DIAMETER, lower, type Nadir, sizeFigures, sumAt } from "../sum.ts";
import { fire } from "../trace.ts";
import { type Block, basisText } from "./block.ts";
import { NewLesionSum } from "./new-lesion-sum.ts";
import { IRECIST_RULES } from "./rules.ts";
import { type Findings, pendingStep, type Step, unburdenedStep } from "./step.ts";

/**
 * iRECIST (Seymour 2017, Lancet Oncol 18:e143). Fills `sumMm`, `nadirMm`, `newLesionSumMm`, `confirmedBy`, `disregarded`
 * and `baselineSumMm`; `episodes` holds every iUPD block and how it ended.
 */
export function assessIrecist(course: Course, settings: Settings, traced: boolean): JudgedOutcome {
  const { progressionConfirmationDays, confirmByDays } = settings;
  const earliestDay = progressionConfirmationDays - settings.earlyToleranceDays;
  const { targets, visits, scale } = course;
  const words = IRECIST_WORDS;
  const thresholds = recistThresholds(course, settings);
  const confirmAtLeast = multiply(settings.confirmAtLeastMm, course.scale.mm);
  const hasTargets = targets.length > 0;
  const existed = hasNonTarget(course, course.baseline);
  const baselineSum = sumAt(targets, course.baseline, DIAMETER, scale);
  const baseline = baselineSum.complete ? baselineSum.value : null;
  const nadir: Nadir = { value: baseline, visit: course.baseline };
  const newLesions = new NewLesionSum(course, thresholds);
  const judged = nothingJudged();
  const outcomes: Record<string, VisitOutcome> = {};
  const episodes: ProgressionEpisode[] = [];
  let block: Block | null = null;
  let lastEvaluable: Category = "NE";
  let held = false;
  let terminal = -1;

  for (let i = course.baseline + 1; i < visits.length; i++) {
    const { id, date, day, visit, imaged } = visits[i] as Course["visits"][number];
    const trace: FiredRule[] = [];
    const sum = sumAt(targets, i, DIAMETER, scale);
    const afterCr = lastEvaluable === "CR";
    const rule = targetRule(sum, hasTargets, baseline, nadir.value, thresholds, afterCr, held);
    const target = CATEGORY_OF_TARGET_RULE[rule];
    const seen = nonTargetAt(course, i, existed);
    const nonTarget: Category = afterCr && seen === "NON" ? "PD" : seen;
    const size = sizeFigures(course, DIAMETER, sum, baseline, nadir);
    const anyNew = anyNewLesionAt(course, i);
    if (traced) {
      fireTargetRule(trace, rule, course, i, DIAMETER, sum, baseline, nadir, thresholds);
      if (anyNew) traceNewLesions(trace, course, i);
    }

    const first: Track[] = newLesions.firstSeenAt(i);
    const early = terminal < 0 && block !== null && day - block.day < earliestDay;
    let step: Step;
    if (terminal >= 0) {
      step = { overall: "CPD" };
      if (traced)
        fire(trace, IRECIST_RULES.carried, { confirmedAt: visits[judged.visits[terminal] as number]?.id ?? null });
    } else if (early && block !== null && !(visit.unscheduledForSymptoms === true && first.length > 0)) {
      step = { overall: "NE", disregarded: true };
      if (traced)
        fire(trace, IRECIST_RULES.disregarded, {
          days: day - block.day,
          earliestDay,
          openedAt: visits[block.visit]?.id ?? null,
          openedOn: visits[block.visit]?.date ?? null,
        });
    } else if (early && block !== null) {
      step = { overall: "CPD", confirmedBy: ["additional new lesion on unscheduled symptomatic scan"] };
      if (traced)
        fire(trace, IRECIST_RULES.earlyConfirmation, {
          days: day - block.day,
          openedOn: visits[block.visit]?.date ?? null,
          lesions: lesionNames(first),
        });
    } else {
      const findings: Findings = {
        course,
        visit: i,
        sum,
        target,
        nonTarget,
        hasTargets,
        nonTargetIncreased: existed && visit.nonTarget?.sinceLast === "increased",
        firstSeen: first,
        newLesions,
        confirmAtLeast,
        imaged,
      };
      step =
        block === null
          ? unburdenedStep(findings, traced ? trace : null)
          : pendingStep(findings, block, traced ? trace : null);
    }
    if (step.disregarded !== true) newLesions.take(i);

    const overall = step.overall;
    if (terminal < 0) {
      if (overall === "CPD" && block !== null) {
        episodes.push(episodeOf(course, block.visit, "iUPD", "confirmed", i, words.CPD));
        if (traced && day - block.day > confirmByDays)
          fire(trace, IRECIST_RULES.lateConfirmation, { days: day - block.day, confirmByDays });
      } else if (step.closes === true && block !== null) {
        episodes.push(episodeOf(course, block.visit, "iUPD", "not-confirmed", i, words[overall]));
        block = null;
      } else if (step.opens !== undefined && block === null) {
        block = {
          visit: i,
          day,
          basis: step.opens,
          targetSum: sum.complete ? sum.value : null,
          newLesionSizes: newLesions.snapshot(i),
          target,
          nonTarget,
        };
        if (traced)
          fire(trace, IRECIST_RULES.opened, {
            basis: basisText(step.opens),
            earliest: addDays(date, progressionConfirmationDays),
            latest: addDays(date, confirmByDays),
          });
      }
      if (traced && step.disregarded !== true)
        fire(trace, IRECIST_RULES.overall, {
          target: words[target],
          nonTarget: words[nonTarget],
          newLesion: anyNew ? "yes" : "no",
          overall: words[overall],
        });
    }

    const shownSum = step.disregarded === true ? newLesions.shownSumAt(i) : newLesions.sumAt(i);
    const outcome: VisitOutcome = {
      date,
      overall: words[overall],
      target: words[target],
      nonTarget: words[nonTarget],
      newLesions: anyNew,
      sumMm: size.value,
      nadirMm: size.nadir,
      newLesionSumMm: shownSum === null ? null : toNumber(shownSum, scale.lengthDecimals),
      size,
      trace,
    };
    outcomes[id] = step.confirmedBy
      ? { ...outcome, confirmedBy: step.confirmedBy }
      : step.disregarded === true
        ? { ...outcome, disregarded: true }
        : outcome;
    judge(judged, course, i, overall);
    if (step.disregarded !== true) lower(nadir, sum, i);
    if (overall !== "NE") lastEvaluable = overall;
    held ||= holdsResponse(judged, settings);
    if (terminal < 0 && overall === "CPD") terminal = judged.categories.length - 1;
  }

  if (terminal < 0 && block !== null) episodes.push(episodeOf(course, block.visit, "iUPD", "open", null, null));
  const last = episodes.at(-1);
  const counts = last !== undefined && last.resolution !== "not-confirmed";
  return {
    criterion: "irecist",
    visits: outcomes,
    visitOrder: judged.visits.map((i) => visits[i]?.id as string),
    baselineVisit: visits[course.baseline]?.id ?? null,
    baselineSumMm: baseline === null ? null : toNumber(baseline, scale.lengthDecimals),
    ...conclude(
      course,
      judged,
      terminal,
      counts ? { date: last.date, confirmed: last.resolution === "confirmed" } : null,
      hasTargets,
      settings,
      words,
      ["CPD", "PPD"],
    ),
    episodes,
    issues: selectionIssues(course, course.baseline, recistLimits(settings)),
  };
}
