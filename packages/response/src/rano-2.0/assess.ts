import { addDays, type FiredRule } from "@nadir/domain";
import { RANO20_WORDS } from "../category.ts";
import type { Course } from "../course.ts";
import type { JudgedOutcome } from "../judged-outcome.ts";
import { isRanoMeasurable, RANO_MEASURABLE } from "../rano/category.ts";
import { clinicalProgression } from "../rano/clinical.ts";
import { withoutProgression } from "../rano/conditions.ts";
import { grownFurther, restartReferences } from "../rano/further-growth.ts";
import { isOnImaging, judgeRano } from "../rano/judge.ts";
import type { Block, Decision, Findings, Plan } from "../rano/plan.ts";
import { glioBaseline, isInRadiotherapyWindow } from "../rano/radiotherapy.ts";
import { RANO_RULES } from "../rano/rules.ts";
import { selectionIssues } from "../selection-issues.ts";
import type { Settings } from "../settings.ts";
import { PRODUCT } from "../sum.ts";
import { fire } from "../trace.ts";
import { componentsOf, measureOf, tooManyTargets } from "./components.ts";

/**
 * RANO 2.0 (Wen 2023, J Clin Oncol 41:5187), by area or by volume, enhancing, non-enhancing or mixed. Fills `sumMm2` or
 * `sumMm3`, `reference`, `baselineSum` and `code`; for mixed tumours also `components`, the sums then being those of both.
 * A newly diagnosed patient without a scan after radiotherapy has no baseline and no judged visit.
 */
export function assessRano20(course: Course, settings: Settings, traced: boolean): JudgedOutcome {
  const measure = measureOf(settings);
  const found = glioBaseline(course, settings);
  const baseline = found < 0 ? course.visits.length : found;
  const components = found < 0 ? [] : componentsOf(course, baseline, measure, settings);
  const settled = new Set(
    course.newLesions.filter((track) =>
      course.visits.some((_, i) => i <= baseline && isRanoMeasurable(course, i, track, measure)),
    ),
  );
  const furtherGrowth = settings.pdConfirmation === "further-growth";
  const plan: Plan = {
    criterion: "rano-2.0",
    course,
    baseline,
    measure,
    components,
    settings,
    words: RANO20_WORDS,
    flairCounts: course.case.course.antiangiogenic === true || components.some(({ name }) => name === "non-enhancing"),
    restartAt: -1,
    newLesionCounts(track, visit) {
      return !settled.has(track) && isRanoMeasurable(course, visit, track, measure);
    },
    decide(findings, block, trace) {
      return decide(plan, findings, block, trace);
    },
    ...(furtherGrowth
      ? {
          onRejected(findings, block) {
            restartReferences(findings, block);
            for (const track of findings.newLesions) settled.add(track);
          },
        }
      : {}),
    issues: [
      ...selectionIssues(course, baseline, {
        total: Number.POSITIVE_INFINITY,
        windowDays: settings.baselineWindowDays,
        ...(measure === PRODUCT ? RANO_MEASURABLE : { longestMm: 0 }),
      }),
      ...tooManyTargets(components, settings),
    ].sort(),
  };
  return judgeRano(plan, traced);
}

function decide(plan: Plan, findings: Findings, block: Block | null, trace: FiredRule[] | null): Decision {
  const { course } = plan;
  const { visit } = findings;
  const { visit: facts, date } = course.visits[visit] as Course["visits"][number];
  if (facts.clinical === "worse") return clinicalProgression(plan, findings, block, trace);
  const onImaging = isOnImaging(findings);
  const mustWait =
    plan.settings.confirmPd || isInRadiotherapyWindow(course, visit, plan.settings.radiotherapyWindowDays);
  if (facts.histology === "tumour" && (block !== null || (onImaging && mustWait))) {
    if (trace) fire(trace, RANO_RULES.histology, {});
    return { overall: "PD", progressedAt: block?.visit ?? visit };
  }
  if (block !== null) return repeatScan(plan, findings, block, trace);
  if (!onImaging) return withoutProgression(plan, findings, trace);
  if (!mustWait) return { overall: "PD" };
  if (trace)
    fire(trace, RANO_RULES.preliminary, {
      why: isInRadiotherapyWindow(course, visit, plan.settings.radiotherapyWindowDays)
        ? "within 12 weeks of radiotherapy"
        : "asked for by the protocol",
      earliest: addDays(date, plan.settings.progressionConfirmationDays),
    });
  return { overall: "PPD" };
}

/** A scan while preliminary progression is open (A13): too early, confirming, or settling it otherwise. */
function repeatScan(plan: Plan, findings: Findings, block: Block, trace: FiredRule[] | null): Decision {
  const days = findings.day - block.day;
  const openedOn = plan.course.visits[block.visit]?.date ?? null;
  const furtherGrowth = plan.settings.pdConfirmation === "further-growth";
  const how = furtherGrowth ? grownFurther(findings, block) : isOnImaging(findings) ? "still progressive" : null;
  const evaluable = findings.target !== "NE" && plan.course.visits[findings.visit]?.imaged !== false;
  if (!evaluable && how === null) {
    if (trace) fire(trace, RANO_RULES.waits, { openedOn });
    return { overall: "NE" };
  }
  if (days < plan.settings.progressionConfirmationDays) {
    if (trace) fire(trace, RANO_RULES.preliminaryTooEarly, { days, openedOn });
    return { overall: "PPD" };
  }
  if (how !== null) {
    if (trace) fire(trace, RANO_RULES.preliminaryConfirmed, { days, openedOn, how });
    return { overall: "PD", progressedAt: block.visit };
  }
  if (trace) fire(trace, RANO_RULES.preliminaryNotConfirmed, { days, openedOn });
  return { ...withoutProgression(plan, findings, trace), rejects: true };
}
