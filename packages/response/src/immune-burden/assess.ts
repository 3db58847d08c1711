import { addDays, type FiredRule, type ProgressionEpisode, type VisitOutcome } from "@nadir/domain";
import { type Category, RECIST_WORDS } from "../category.ts";
import { conclude, judge, nothingJudged } from "../conclusion.ts";
import type { Course } from "../course.ts";
import { episodeOf } from "../episode.ts";
import { toNumber } from "../exact.ts";
import { holdsResponse } from "../held-response.ts";
import type { JudgedOutcome } from "../judged-outcome.ts";
import { anyNewLesionAt, lesionNames } from "../new-lesions.ts";
import { hasNonTarget, nonTargetAt } from "../non-target.ts";
import { recistThresholds } from "../recist-1.1/assess.ts";
import { type TargetRule, type Thresholds, targetRule } from "../recist-arithmetic.ts";
import { selectionIssues } from "../selection-issues.ts";
import type { Settings } from "../settings.ts";
import { lower, type Nadir, type Sum, sizeFigures, sumAt } from "../sum.ts";
import { sumsForTrace } from "../sums-for-trace.ts";
import { fire, type Rule } from "../trace.ts";
import { Burden } from "./burden.ts";
import { BURDEN_RULES } from "./rules.ts";
import type { BurdenVariant } from "./variant.ts";

/**
 * irRC, irRECIST and imRECIST: new lesions join the burden, only the burden makes progression, and progression needs a
 * second look at least 28 days later. Fills `burden`, `nadir` and `baselineBurden`; `progressionConfirmed` at the visit
 * that confirms.
 */
export function assessBurden(
  course: Course,
  variant: BurdenVariant,
  settings: Settings,
  traced: boolean,
): JudgedOutcome {
  const { visits, scale } = course;
  const { words, measure } = variant;
  const waitDays = settings.progressionConfirmationDays;
  const thresholds = recistThresholds(course, settings);
  const existed = hasNonTarget(course, course.baseline);
  const burden = new Burden(course, variant);
  const hadTargets = course.targets.length > 0;
  const first = sumAt(course.targets, course.baseline, measure, scale);
  const baseline = first.complete || !hadTargets ? first.value : null;
  const nadir: Nadir = { value: baseline, visit: course.baseline };
  const judged = nothingJudged();
  const outcomes: Record<string, VisitOutcome> = {};
  const episodes: ProgressionEpisode[] = [];
  let opened = -1;
  let held = false;
  let terminal = -1;

  for (let i = course.baseline + 1; i < visits.length; i++) {
    const { id, date, day, imaged } = visits[i] as Course["visits"][number];
    const trace: FiredRule[] = [];
    const joining = burden.joinAt(i);
    const hasAny = burden.tracks.length > 0;
    const sum = sumAt(burden.tracks, i, measure, scale);
    const nonTarget = nonTargetAt(course, i, existed);
    const left = burden.newLesionsLeftAt(i);
    const rule = targetRule(sum, hasAny, baseline, nadir.value, thresholds, false, held);
    const found = labelOf(rule, nonTarget, left.length > 0, imaged);
    const overall: Category = terminal >= 0 ? "PD" : found;
    let confirms = false;

    if (traced) {
      if (joining.length > 0) fire(trace, BURDEN_RULES.joined, { lesions: lesionNames(joining) });
      fireBurdenRule(trace, rule, course, i, variant, thresholds, sum, baseline, nadir, burden);
      if (rule === "cr" && found === "PR")
        fire(trace, BURDEN_RULES.crForbidden, {
          why: left.length > 0 ? `new lesion left (${lesionNames(left)})` : `non-target disease is ${words[nonTarget]}`,
        });
      if (nonTarget === "PD") fire(trace, BURDEN_RULES.nonTargetNoPd, {});
    }
    if (terminal < 0 && opened >= 0 && found !== "NE") {
      const days = day - (visits[opened]?.day as number);
      const figures = { days, openedOn: visits[opened]?.date ?? null };
      if (days < waitDays) {
        if (traced) fire(trace, BURDEN_RULES.tooEarly, figures);
      } else if (found === "PD") {
        confirms = true;
        if (traced) fire(trace, BURDEN_RULES.confirmed, figures);
        episodes.push(episodeOf(course, opened, words.PD, "confirmed", i, words.PD));
      } else {
        if (traced) fire(trace, BURDEN_RULES.negated, figures);
        episodes.push(episodeOf(course, opened, words.PD, "not-confirmed", i, words[found]));
        opened = -1;
      }
    } else if (terminal < 0 && opened < 0 && found === "PD") {
      opened = i;
      if (traced) fire(trace, BURDEN_RULES.opened, { earliest: addDays(date, waitDays) });
    } else if (traced && terminal >= 0)
      fire(trace, BURDEN_RULES.carried, { confirmedAt: visits[judged.visits[terminal] as number]?.id ?? null });

    const size = sizeFigures(course, measure, hasAny ? sum : { ...sum, complete: true }, baseline, nadir);
    const outcome: VisitOutcome = {
      date,
      overall: words[overall],
      target: words[TARGET_PART[rule]],
      nonTarget: RECIST_WORDS[nonTarget],
      newLesions: anyNewLesionAt(course, i),
      burden: size.value,
      nadir: size.nadir,
      size,
      trace,
    };
    outcomes[id] = confirms ? { ...outcome, progressionConfirmed: true } : outcome;
    judge(judged, course, i, overall);
    lower(nadir, sum, i);
    held ||= holdsResponse(judged, settings);
    if (confirms) terminal = judged.categories.length - 1;
  }

  if (terminal < 0 && opened >= 0) episodes.push(episodeOf(course, opened, words.PD, "open", null, null));
  const last = episodes.at(-1);
  const counts = last !== undefined && last.resolution !== "not-confirmed";
  return {
    criterion: variant.id,
    visits: outcomes,
    visitOrder: judged.visits.map((i) => visits[i]?.id as string),
    baselineVisit: visits[course.baseline]?.id ?? null,
    baselineBurden: baseline === null ? null : toNumber(baseline, measure.decimals(scale)),
    ...conclude(
      course,
      judged,
      terminal,
      counts ? { date: last.date, confirmed: last.resolution === "confirmed" } : null,
      hadTargets || burden.tracks.length > 0,
      settings,
      words,
      ["PD"],
    ),
    episodes,
    issues: selectionIssues(course, course.baseline, {
      total: settings.maxTargets,
      perOrgan: settings.maxTargetsPerOrgan,
      windowDays: settings.baselineWindowDays,
      ...variant.limits,
    }),
  };
}

const TARGET_PART: Readonly<Record<TargetRule, Category>> = {
  noTargets: "NA",
  returned: "PD",
  pdByRemainder: "PD",
  missing: "NE",
  cr: "CR",
  pd: "PD",
  noBaseline: "NE",
  pr: "PR",
  held: "PR",
  sd: "SD",
};

/** CR only when nothing at all is left, else PR; without measurable disease the non-target disease decides. */
function labelOf(rule: TargetRule, nonTarget: Category, newLesionLeft: boolean, imaged: boolean): Category {
  const clear = (nonTarget === "CR" || nonTarget === "NA") && !newLesionLeft;
  if (rule === "cr") return clear ? "CR" : "PR";
  if (rule !== "noTargets") return TARGET_PART[rule];
  if (!imaged || nonTarget === "NE") return "NE";
  if (!clear) return "NON";
  return nonTarget === "CR" ? "CR" : "NED";
}

const RULE_OF: Readonly<Record<TargetRule, Rule>> = {
  noTargets: BURDEN_RULES.nothingMeasurable,
  returned: BURDEN_RULES.pd,
  pdByRemainder: BURDEN_RULES.pdByRemainder,
  missing: BURDEN_RULES.missing,
  cr: BURDEN_RULES.gone,
  pd: BURDEN_RULES.pd,
  noBaseline: BURDEN_RULES.noBaseline,
  pr: BURDEN_RULES.pr,
  held: BURDEN_RULES.held,
  sd: BURDEN_RULES.sd,
};

function fireBurdenRule(
  trace: FiredRule[],
  rule: TargetRule,
  course: Course,
  visit: number,
  variant: BurdenVariant,
  thresholds: Thresholds,
  sum: Sum,
  baseline: Nadir["value"],
  nadir: Nadir,
  burden: Burden,
): void {
  const scaleDecimals = course.scale.lengthDecimals;
  fire(trace, RULE_OF[rule], {
    ...sumsForTrace(course, visit, variant.measure, sum, baseline, nadir, burden.tracks),
    unit: variant.measure.unit,
    responsePercent: thresholds.responsePercent,
    progressionPercent: thresholds.progressionPercent,
    progressionAtLeastMm: variant.measure.unit === "mm" ? toNumber(thresholds.progressionAtLeast, scaleDecimals) : null,
  });
}
