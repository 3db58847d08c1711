import type { FiredRule, ProgressionEpisode, SizeFigures, VisitOutcome } from "@nadir/domain";
import type { Category } from "../category.ts";
import { conclude, judge, nothingJudged } from "../conclusion.ts";
import type { Course } from "../course.ts";
import { episodeOf } from "../episode.ts";
import { add, type Exact, toNumber } from "../exact.ts";
import { holdsResponse } from "../held-response.ts";
import type { JudgedOutcome } from "../judged-outcome.ts";
import { newLesionsAt } from "../new-lesions.ts";
import { hasNonTarget, nonTargetAt } from "../non-target.ts";
import { lower, type Nadir, sizeFigures, sumAt } from "../sum.ts";
import { fire } from "../trace.ts";
import { anyMeasurable, CATEGORY_OF_SIZE_RULE, sizeRule } from "./category.ts";
import { combined } from "./combined.ts";
import type { Block, Decision, Findings, Part, Plan } from "./plan.ts";
import { RANO_RULES } from "./rules.ts";
import { fireFindings, fireOverall, fireSizeRule } from "./trace.ts";

/** Walks the visits of a course by the plan of one criterion of the RANO family. */
export function judgeRano(plan: Plan, traced: boolean): JudgedOutcome {
  const { course, words, components } = plan;
  const { visits } = course;
  const judged = nothingJudged();
  const outcomes: Record<string, VisitOutcome> = {};
  const episodes: ProgressionEpisode[] = [];
  const existed = nonTargetExisted(plan);
  let block: Block | null = null;
  let terminal = -1;
  let progressedAt = -1;
  let held = false;

  for (let i = plan.baseline + 1; i < visits.length; i++) {
    const { id, date } = visits[i] as Course["visits"][number];
    const trace: FiredRule[] = [];
    const findings = findingsAt(plan, i, existed, block, held && block === null, traced ? trace : null);
    let decision: Decision;
    if (terminal >= 0) {
      decision = { overall: "PD" };
      if (traced) fire(trace, RANO_RULES.carried, { progressionDate: visits[progressedAt]?.date ?? null });
    } else {
      decision = plan.decide(findings, block, traced ? trace : null);
      if (traced) fireOverall(trace, words, findings.target, findings.nonTarget, decision.overall);
    }
    const { overall, code } = decision;
    const size = sizeOf(plan, findings.parts);
    const [target, nonTarget] = [words[findings.target], words[findings.nonTarget]];
    const newLesions = findings.newLesions.length > 0;
    const reference = size.nadir;
    // Whole literals: a visit's outcome that is spread together costs more than its judging.
    const outcome: VisitOutcome =
      size.unit === "mm3"
        ? { date, overall: words[overall], target, nonTarget, newLesions, sumMm3: size.value, reference, size, trace }
        : { date, overall: words[overall], target, nonTarget, newLesions, sumMm2: size.value, reference, size, trace };
    outcomes[id] = code || components.length > 1 ? { ...outcome, ...furtherOf(plan, findings, code) } : outcome;
    judge(judged, course, i, overall);
    held ||= holdsResponse(judged, plan.settings);
    for (const part of findings.parts) lower(part.component.nadir, part.sum, i);
    if (terminal >= 0) continue;

    if (overall === "PD") {
      terminal = judged.categories.length - 1;
      progressedAt = decision.progressedAt ?? i;
      if (block !== null) episodes.push(episodeOf(course, block.visit, words.PPD, "confirmed", i, words.PD));
      block = null;
    } else if (block !== null && decision.rejects === true) {
      episodes.push(episodeOf(course, block.visit, words.PPD, "not-confirmed", i, words[overall]));
      plan.onRejected?.(findings, block);
      block = null;
    } else if (block === null && overall === "PPD") block = blockAt(plan, findings);
  }
  if (block !== null) episodes.push(episodeOf(course, block.visit, words.PPD, "open", null, null));

  const dated = progressedAt >= 0 ? progressedAt : (block?.visit ?? -1);
  return {
    criterion: plan.criterion,
    visits: outcomes,
    visitOrder: judged.visits.map((i) => visits[i]?.id as string),
    baselineVisit: visits[plan.baseline]?.id ?? null,
    baselineSum: baselineOf(plan),
    ...conclude(
      course,
      judged,
      terminal,
      dated < 0 ? null : { date: visits[dated]?.date as string, confirmed: progressedAt >= 0 },
      // RANO says SD, not NON-CR/NON-PD, of a patient without measurable disease.
      true,
      plan.settings,
      words,
      ["PD", "PPD"],
    ),
    episodes,
    issues: plan.issues,
  };
}

/** At a baseline that says nothing of non-target disease, what the case's own baseline said. */
function nonTargetExisted({ course, baseline }: Plan): boolean {
  const said = course.visits[baseline]?.visit.nonTarget !== undefined;
  return hasNonTarget(course, said ? baseline : course.baseline);
}

function findingsAt(
  plan: Plan,
  visit: number,
  existed: boolean,
  block: Block | null,
  held: boolean,
  trace: FiredRule[] | null,
): Findings {
  const { course, components, words } = plan;
  const parts = components.map((component, k): Part => {
    const { tracks, baseline, thresholds, nadir } = component;
    const sum = sumAt(tracks, visit, plan.measure, course.scale);
    if (visit === plan.restartAt) {
      nadir.value = sum.complete ? sum.value : null;
      nadir.visit = visit;
      if (trace)
        fire(trace, RANO_RULES.firstAfterRadiotherapy, { radiotherapyEnd: course.case.course.radiotherapyEnd ?? null });
    }
    const reference: Nadir = block?.references[k] ?? { ...nadir };
    const measurable = baseline === 0 && anyMeasurable(course, visit, tracks, plan.measure);
    const rule = sizeRule(sum, component.hasTargets, baseline, reference.value, thresholds, measurable);
    if (trace)
      fireSizeRule(trace, rule, plan, visit, sum, component, reference, components.length > 1 ? component.name : null);
    return { component, sum, reference, category: CATEGORY_OF_SIZE_RULE[rule] };
  });
  const bySize = parts.map((part) => part.category).reduce<Category>(combined, "NA");
  const loosened = held && (bySize === "SD" || bySize === "MR");
  if (trace && loosened) fire(trace, RANO_RULES.held, { size: words[bySize] });
  const findings: Findings = {
    visit,
    day: course.visits[visit]?.day as number,
    parts,
    target: loosened ? "PR" : bySize,
    nonTarget: nonTargetAt(course, visit, existed),
    newLesions: newLesionsAt(course, visit).filter((track) => plan.newLesionCounts(track, visit)),
    flairWorse: plan.flairCounts && course.visits[visit]?.visit.flair === "worse",
  };
  if (trace) fireFindings(trace, plan, findings);
  return findings;
}

/** Progression on imaging alone, by whatever part. */
export const isOnImaging = (findings: Findings): boolean =>
  findings.target === "PD" || findings.newLesions.length > 0 || findings.nonTarget === "PD" || findings.flairWorse;

function blockAt(plan: Plan, findings: Findings): Block {
  return {
    visit: findings.visit,
    day: findings.day,
    references: findings.parts.map((part) => part.reference),
    sizes: findings.parts.map((part) => (part.sum.complete ? part.sum.value : null)),
    total: plan.totalAt?.(findings.visit) ?? null,
    newLesions: new Set(newLesionsAt(plan.course, findings.visit)),
  };
}

/** The size of the visit; for mixed tumours that of both components, compared with both references. */
function sizeOf(plan: Plan, parts: readonly Part[]): SizeFigures {
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only) return sizeFigures(plan.course, plan.measure, only.sum, only.component.baseline, only.reference);
  const measured = parts.filter((part) => part.component.hasTargets);
  const value = measured.reduce<Exact>((sum, part) => add(sum, part.sum.value), 0);
  const complete = measured.length > 0 && measured.every((part) => part.sum.complete);
  const references = measured.map((part) => part.reference.value);
  const nadir: Nadir = { value: total(references), visit: measured[0]?.reference.visit ?? -1 };
  const baseline = total(measured.map((part) => part.component.baseline));
  const figures = sizeFigures(
    plan.course,
    plan.measure,
    { value, complete, gone: false, there: false },
    baseline,
    nadir,
  );
  const oneVisit = measured.every((part) => part.reference.visit === nadir.visit);
  return oneVisit ? figures : { ...figures, nadirVisit: null };
}

const total = (values: readonly (Exact | null)[]): Exact | null =>
  values.length === 0 ? null : values.reduce((sum, v) => (sum === null || v === null ? null : add(sum, v)), 0 as Exact);

/** What only some visits have: why a measured one is not evaluable, and the halves of a mixed tumour. */
const furtherOf = (plan: Plan, findings: Findings, code: Decision["code"]): Partial<VisitOutcome> => ({
  ...(code ? { code } : {}),
  ...(plan.components.length > 1 ? { components: byComponent(plan, findings.parts) } : {}),
});

const byComponent = (plan: Plan, parts: readonly Part[]) =>
  Object.fromEntries(
    parts.map((part) => [
      part.component.name,
      {
        target: plan.words[part.category],
        size: sizeFigures(plan.course, plan.measure, part.sum, part.component.baseline, part.reference),
      },
    ]),
  );

function baselineOf(plan: Plan): number | null {
  const value = total(plan.components.filter((c) => c.hasTargets).map((component) => component.baseline));
  return value === null ? null : toNumber(value, plan.measure.decimals(plan.course.scale));
}
