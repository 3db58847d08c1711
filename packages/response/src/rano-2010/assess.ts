import type { FiredRule } from "@nadir/domain";
import { RECIST_WORDS } from "../category.ts";
import type { Course } from "../course.ts";
import type { JudgedOutcome } from "../judged-outcome.ts";
import { lesionNames } from "../new-lesions.ts";
import { RANO_MEASURABLE, ranoThresholds } from "../rano/category.ts";
import { clinicalProgression } from "../rano/clinical.ts";
import { componentOf } from "../rano/component.ts";
import { withoutProgression } from "../rano/conditions.ts";
import { isOnImaging, judgeRano } from "../rano/judge.ts";
import type { Decision, Findings, Plan } from "../rano/plan.ts";
import { firstScanAfterRadiotherapy, isInRadiotherapyWindow, radiotherapyEndDay } from "../rano/radiotherapy.ts";
import { RANO_RULES } from "../rano/rules.ts";
import { growthWhileTapering } from "../rano/steroid-taper.ts";
import { selectionIssues } from "../selection-issues.ts";
import type { Settings } from "../settings.ts";
import { PRODUCT } from "../sum.ts";
import { fire } from "../trace.ts";

/** Targets: as published up to 5, both diameters at least 10 mm. */
export const rano2010Limits = (settings: Settings) => ({
  total: settings.maxTargets,
  windowDays: settings.baselineWindowDays,
  ...RANO_MEASURABLE,
});

/** RANO for high-grade glioma (Wen 2010, J Clin Oncol 28:1963). Fills `sumMm2`, `reference`, `baselineSum` and `code`. */
export function assessRano2010(course: Course, settings: Settings, traced: boolean): JudgedOutcome {
  const { baseline, targets } = course;
  const first = firstScanAfterRadiotherapy(course);
  const plan: Plan = {
    criterion: "rano-2010",
    course,
    baseline,
    measure: PRODUCT,
    components: [componentOf(course, "enhancing", targets, baseline, PRODUCT, ranoThresholds(settings, false))],
    settings,
    words: RECIST_WORDS,
    flairCounts: true,
    restartAt: first > baseline ? first : -1,
    newLesionCounts() {
      return true;
    },
    decide(findings, _block, trace) {
      return decide(plan, findings, trace);
    },
    issues: selectionIssues(course, baseline, rano2010Limits(settings)),
  };
  return judgeRano(plan, traced);
}

function decide(plan: Plan, findings: Findings, trace: FiredRule[] | null): Decision {
  const { course } = plan;
  const { visit } = findings;
  const facts = course.visits[visit]?.visit;
  const tapering = growthWhileTapering(plan, findings, trace);
  const onImaging = isOnImaging(tapering === null ? findings : tapering.otherwise);
  const clinical = facts?.clinical === "worse";
  if (isInRadiotherapyWindow(course, visit, plan.settings.radiotherapyWindowDays)) {
    const outside = findings.newLesions.filter((track) => track.lesion.outsideRtField === true);
    if (outside.length > 0 || facts?.histology === "tumour") {
      if (trace && outside.length > 0) fire(trace, RANO_RULES.outsideField, { lesions: lesionNames(outside) });
      if (trace && facts?.histology === "tumour") fire(trace, RANO_RULES.histology, {});
      return { overall: "PD" };
    }
    if (onImaging || clinical) {
      if (trace)
        fire(trace, RANO_RULES.withinRadiotherapyWindow, { days: findings.day - (radiotherapyEndDay(course) ?? 0) });
      return { overall: "NE", code: "within-12-weeks-of-radiotherapy" };
    }
  } else if (clinical) return clinicalProgression(plan, findings, null, trace);
  else if (onImaging) return { overall: "PD" };
  return tapering === null ? withoutProgression(plan, findings, trace) : { overall: "NE", code: "steroid-taper" };
}
