import { addDays, addMonths, dayNumber, type FiredRule } from "@nadir/domain";
import { IRANO_WORDS } from "../category.ts";
import type { Course, Track } from "../course.ts";
import { add, type Exact, toNumber } from "../exact.ts";
import type { JudgedOutcome } from "../judged-outcome.ts";
import { newLesionsAt } from "../new-lesions.ts";
import { isRanoMeasurable, ranoThresholds } from "../rano/category.ts";
import { clinicalProgression } from "../rano/clinical.ts";
import { type Component, componentOf } from "../rano/component.ts";
import { withoutProgression } from "../rano/conditions.ts";
import { isOnImaging, judgeRano } from "../rano/judge.ts";
import type { Block, Decision, Findings, Plan } from "../rano/plan.ts";
import { RANO_RULES } from "../rano/rules.ts";
import { growthWhileTapering } from "../rano/steroid-taper.ts";
import { rano2010Limits } from "../rano-2010/assess.ts";
import { selectionIssues } from "../selection-issues.ts";
import type { Settings } from "../settings.ts";
import { PRODUCT, sumAt } from "../sum.ts";
import { hasGrownBy } from "../threshold.ts";
import { fire } from "../trace.ts";

/**
 * iRANO (Okada 2015, Lancet Oncol 16:e534): RANO 2010 with six months in which progression on imaging, without clinical
 * decline, waits for a scan three months later. Fills `sumMm2`, `reference`, `baselineSum` and `code`.
 */
export function assessIrano(course: Course, settings: Settings, traced: boolean): JudgedOutcome {
  const { baseline, targets } = course;
  const component = componentOf(course, "enhancing", targets, baseline, PRODUCT, ranoThresholds(settings, false));
  const { immunotherapyStart, treatmentStart } = course.case.course;
  const windowEnd = addMonths(immunotherapyStart ?? treatmentStart, settings.windowMonths);
  // New lesions of a progression that three months did not bear out belong to the tumour from then on.
  const accepted = new Set<Track>();
  const plan: Plan = {
    criterion: "irano",
    course,
    baseline,
    measure: PRODUCT,
    components: [component],
    settings,
    words: IRANO_WORDS,
    flairCounts: true,
    restartAt: -1,
    newLesionCounts(track) {
      return !accepted.has(track);
    },
    decide(findings, block, trace) {
      return decide(plan, component, windowEnd, findings, block, trace);
    },
    totalAt(visit) {
      return totalAt(course, component, visit);
    },
    onRejected(findings, block) {
      if (findings.day - block.day < settings.progressionConfirmationDays) return;
      const now = totalAt(course, component, findings.visit);
      for (const track of newLesionsAt(course, findings.visit)) {
        if (!accepted.has(track)) component.tracks.push(track);
        accepted.add(track);
      }
      const fromBefore = block.total !== null && (now === null || block.total <= now);
      component.nadir.value = fromBefore ? block.total : now;
      component.nadir.visit = fromBefore ? block.visit : findings.visit;
    },
    issues: selectionIssues(course, baseline, rano2010Limits(settings)),
  };
  return judgeRano(plan, traced);
}

/** Targets and measurable new lesions together; null when a target is missing. */
function totalAt(course: Course, component: Component, visit: number): Exact | null {
  const sum = sumAt(component.tracks, visit, PRODUCT, course.scale);
  const whole = sum.complete || component.tracks.length === 0;
  return whole ? add(sum.value, measurableNewAt(course, component, visit)) : null;
}

/** Sum of the measurable new lesions that have not become part of the tumour before. */
function measurableNewAt(course: Course, component: Component, visit: number): Exact {
  let total: Exact = 0;
  for (const track of newLesionsAt(course, visit)) {
    if (component.tracks.includes(track) || !isRanoMeasurable(course, visit, track, PRODUCT)) continue;
    total = add(total, track.readings[visit]?.product ?? 0);
  }
  return total;
}

function decide(
  plan: Plan,
  component: Component,
  windowEnd: string,
  findings: Findings,
  block: Block | null,
  trace: FiredRule[] | null,
): Decision {
  const { date, visit: facts, day } = plan.course.visits[findings.visit] as Course["visits"][number];
  if (facts.clinical === "worse") return clinicalProgression(plan, findings, block, trace);
  if (block !== null && day - block.day >= plan.settings.progressionConfirmationDays)
    return compareAfterThreeMonths(plan, component, findings, block, trace);
  const tapering = growthWhileTapering(plan, findings, trace);
  const onImaging = isOnImaging(tapering === null ? findings : tapering.otherwise);
  if (onImaging) {
    if (block !== null) {
      if (trace)
        fire(trace, RANO_RULES.unconfirmedHolds, {
          days: day - block.day,
          openedOn: plan.course.visits[block.visit]?.date ?? null,
        });
      return { overall: "PPD" };
    }
    if (day > dayNumber(windowEnd)) return { overall: "PD" };
    if (trace)
      fire(trace, RANO_RULES.unconfirmedWindow, {
        windowEnd,
        earliest: addDays(date, plan.settings.progressionConfirmationDays),
      });
    return { overall: "PPD" };
  }
  if (tapering !== null) return { overall: "NE", code: "steroid-taper" };
  const label = withoutProgression(plan, findings, trace);
  if (block === null || label.overall === "NE") return label;
  if (trace) fire(trace, RANO_RULES.unconfirmedGone, { openedOn: plan.course.visits[block.visit]?.date ?? null });
  return { ...label, rejects: true };
}

/** The scan that settles: 25 % over the scan that first showed it, or an additional new lesion, is progression then. */
function compareAfterThreeMonths(
  plan: Plan,
  component: Component,
  findings: Findings,
  block: Block,
  trace: FiredRule[] | null,
): Decision {
  const { course } = plan;
  const { visit, day } = findings;
  const openedOn = course.visits[block.visit]?.date ?? null;
  const sum = sumAt(component.tracks, visit, PRODUCT, course.scale);
  // With a missing lesion the measured part may still show the growth: a missing one can only add.
  const least = add(sum.value, measurableNewAt(course, component, visit));
  const grown = block.total !== null && hasGrownBy(least, block.total, component.thresholds.progressionPercent);
  const further = findings.newLesions.some((track) => !block.newLesions.has(track));
  const decimals = PRODUCT.decimals(course.scale);
  const figures = {
    days: day - block.day,
    openedOn,
    total: toNumber(least, decimals),
    totalAtOpening: block.total === null ? null : toNumber(block.total, decimals),
  };
  if (grown || further) {
    const how = grown ? "at least 25 % larger" : "an additional new lesion";
    if (trace) fire(trace, RANO_RULES.threeMonthsProgressed, { ...figures, how });
    return { overall: "PD", progressedAt: block.visit };
  }
  const evaluable = course.visits[visit]?.imaged !== false && (sum.complete || !component.hasTargets);
  if (!evaluable) {
    if (trace) fire(trace, RANO_RULES.waits, { openedOn });
    return { overall: "NE" };
  }
  if (trace) fire(trace, RANO_RULES.threeMonthsStable, figures);
  return { ...withoutProgression(plan, findings, trace), rejects: true };
}
