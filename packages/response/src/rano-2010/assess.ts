import type { CriterionOptions, CriterionOutcome, FiredRule } from "@nadir/domain";
import { RECIST_WORDS } from "../category.ts";
import type { Course } from "../course.ts";
import { lesionNames } from "../new-lesions.ts";
import { RANO_MEASURABLE } from "../rano/category.ts";
import { clinicalProgression } from "../rano/clinical.ts";
import { componentOf } from "../rano/component.ts";
import { withoutProgression } from "../rano/conditions.ts";
import { isOnImaging, judgeRano } from "../rano/judge.ts";
import type { Decision, Findings, Plan } from "../rano/plan.ts";
import { firstScanAfterRadiotherapy, isInRadiotherapyWindow, radiotherapyEndDay } from "../rano/radiotherapy.ts";
import { RANO_RULES } from "../rano/rules.ts";
import { growthWhileTapering } from "../rano/steroid-taper.ts";
import { selectionIssues } from "../selection-issues.ts";
import { RANO_DEFAULTS, settingsOf } from "../settings.ts";
import { PRODUCT } from "../sum.ts";
import { fire } from "../trace.ts";

/** PR −50 % of baseline, PD +25 % over the reference (Wen 2010 Table 3). */
export const RANO_2010_THRESHOLDS = { responsePercent: 50, progressionPercent: 25, minorPercent: null };
/** Targets: up to 5, both diameters at least 10 mm. */
export const RANO_2010_LIMITS = { total: 5, ...RANO_MEASURABLE };

/** RANO for high-grade glioma (Wen 2010, J Clin Oncol 28:1963). Fills `sumMm2`, `reference`, `baselineSum` and `code`. */
export function assessRano2010(
  course: Course,
  options: CriterionOptions | undefined,
  traced: boolean,
): CriterionOutcome {
  const { baseline, targets } = course;
  const first = firstScanAfterRadiotherapy(course);
  const plan: Plan = {
    criterion: "rano-2010",
    course,
    baseline,
    measure: PRODUCT,
    components: [componentOf(course, "enhancing", targets, baseline, PRODUCT, RANO_2010_THRESHOLDS)],
    settings: settingsOf(RANO_DEFAULTS, options),
    words: RECIST_WORDS,
    flairCounts: true,
    restartAt: first > baseline ? first : -1,
    newLesionCounts: () => true,
    decide: (findings, _block, trace) => decide(plan, findings, trace),
    issues: selectionIssues(course, baseline, RANO_2010_LIMITS),
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
  if (isInRadiotherapyWindow(course, visit)) {
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
