import { addDays, type FiredRule } from "@nadir/domain";
import { RANO20_WORDS } from "../category.ts";
import { type Course, withTargets } from "../course.ts";
import type { JudgedOutcome } from "../judged-outcome.ts";
import { isRanoMeasurable, RANO_MEASURABLE } from "../rano/category.ts";
import { clinicalProgression } from "../rano/clinical.ts";
import { withoutProgression } from "../rano/conditions.ts";
import { grownFurther, restartReferences } from "../rano/further-growth.ts";
import { isOnImaging, judgeRano } from "../rano/judge.ts";
import type { Block, Decision, Findings, Plan } from "../rano/plan.ts";
import { glioBaseline } from "../rano/radiotherapy.ts";
import { RANO_RULES } from "../rano/rules.ts";
import { componentsOf, measureOf } from "../rano-2.0/components.ts";
import { selectionIssues } from "../selection-issues.ts";
import type { Settings } from "../settings.ts";
import { PRODUCT } from "../sum.ts";
import { fire } from "../trace.ts";
import { MRANO_RULES } from "./rules.ts";

/**
 * Modified RANO (Ellingson 2017, Neurotherapeutics 14:307): enhancing tumour alone, T2/FLAIR not asked; baseline after
 * radiotherapy in newly diagnosed patients; every first progression on imaging is preliminary and settled by further growth
 * over that scan at least four weeks later. By area or by volume. Fills `sumMm2` or `sumMm3`, `reference`, `baselineSum`
 * and `code`. Sources of each rule: `docs/criteria/mrano.md`.
 */
export function assessMrano(whole: Course, settings: Settings, traced: boolean): JudgedOutcome {
  const course = withTargets(whole, (track) => track.lesion.component !== "non-enhancing");
  const response = new FreshResponse(course, settings.responseConfirmationDays);
  const measure = measureOf(settings);
  const found = glioBaseline(course, settings);
  const baseline = found < 0 ? course.visits.length : found;
  const components = found < 0 ? [] : componentsOf(course, baseline, measure, { ...settings, component: "enhancing" });
  const settled = new Set(
    course.newLesions.filter((track) =>
      course.visits.some((_, i) => i <= baseline && isRanoMeasurable(course, i, track, measure)),
    ),
  );
  const plan: Plan = {
    criterion: "mrano",
    course,
    baseline,
    measure,
    components,
    settings,
    words: RANO20_WORDS,
    flairCounts: false,
    restartAt: -1,
    newLesionCounts(track, visit) {
      return (
        track.lesion.component !== "non-enhancing" &&
        !settled.has(track) &&
        isRanoMeasurable(course, visit, track, measure)
      );
    },
    decide(findings, block, trace) {
      const decision = decide(plan, findings, block, trace);
      if (trace && block === null) response.tellIfNotDurable(findings.visit, decision, trace);
      response.take(findings.visit, decision);
      return decision;
    },
    onRejected(findings, block) {
      restartReferences(findings, block);
      for (const track of findings.newLesions) settled.add(track);
    },
    issues: selectionIssues(course, baseline, {
      total: settings.maxTargets,
      windowDays: settings.baselineWindowDays,
      ...(measure === PRODUCT ? RANO_MEASURABLE : { longestMm: 0 }),
    }),
  };
  return judgeRano(plan, traced);
}

function decide(plan: Plan, findings: Findings, block: Block | null, trace: FiredRule[] | null): Decision {
  const { visit: facts, date } = plan.course.visits[findings.visit] as Course["visits"][number];
  if (facts.clinical === "worse") return clinicalProgression(plan, findings, block, trace);
  if (facts.histology === "tumour" && (block !== null || isOnImaging(findings))) {
    if (trace) fire(trace, RANO_RULES.histology, {});
    return { overall: "PD", progressedAt: block?.visit ?? findings.visit };
  }
  if (block !== null) return settle(plan, findings, block, trace);
  if (!isOnImaging(findings)) return withoutProgression(plan, findings, trace);
  if (trace)
    fire(trace, MRANO_RULES.preliminary, { earliest: addDays(date, plan.settings.progressionConfirmationDays) });
  return { overall: "PPD" };
}

/** A scan while preliminary progression is open: too early, grown further, or pseudoprogression. */
function settle(plan: Plan, findings: Findings, block: Block, trace: FiredRule[] | null): Decision {
  const days = findings.day - block.day;
  const openedOn = plan.course.visits[block.visit]?.date ?? null;
  const how = grownFurther(findings, block);
  const evaluable = findings.target !== "NE" && plan.course.visits[findings.visit]?.imaged !== false;
  if (!evaluable && how === null) {
    if (trace) fire(trace, RANO_RULES.waits, { openedOn });
    return { overall: "NE" };
  }
  if (days < plan.settings.progressionConfirmationDays) {
    if (trace) fire(trace, MRANO_RULES.tooEarly, { days, openedOn });
    return { overall: "PPD" };
  }
  if (how !== null) {
    if (trace) fire(trace, MRANO_RULES.confirmed, { days, openedOn, how });
    return { overall: "PD", progressedAt: block.visit };
  }
  if (trace) fire(trace, MRANO_RULES.notConfirmed, { days, openedOn });
  return { ...withoutProgression(plan, findings, trace), rejects: true };
}

/** The response that has not been seen for four weeks yet, to tell of pseudoresponse when progression follows it. */
class FreshResponse {
  readonly #course: Course;
  readonly #durableDays: number;
  #since = -1;
  #label: "CR" | "PR" | null = null;
  #durable = false;

  constructor(course: Course, durableDays: number) {
    this.#course = course;
    this.#durableDays = durableDays;
  }

  take(visit: number, { overall }: Decision): void {
    if (overall === "NE") return;
    if (overall !== "CR" && overall !== "PR") {
      this.#since = -1;
      this.#label = null;
      return;
    }
    if (this.#since < 0) this.#since = visit;
    this.#label = overall;
    this.#durable ||= this.#day(visit) - this.#day(this.#since) >= this.#durableDays;
  }

  tellIfNotDurable(visit: number, { overall }: Decision, trace: FiredRule[]): void {
    if ((overall !== "PPD" && overall !== "PD") || this.#durable || this.#label === null) return;
    fire(trace, MRANO_RULES.pseudoresponse, {
      response: this.#label,
      respondedOn: this.#course.visits[this.#since]?.date ?? null,
      days: this.#day(visit) - this.#day(this.#since),
    });
  }

  #day(visit: number): number {
    return this.#course.visits[visit]?.day ?? 0;
  }
}
