import type { FiredRule, RuleFigures } from "@nadir/domain";
import { type Category, RECIST_WORDS, type Words } from "../category.ts";
import { lesionNames, newLesionsAt } from "../new-lesions.ts";
import type { Nadir, Sum } from "../sum.ts";
import { sumsForTrace } from "../sums-for-trace.ts";
import { fire, type Rule } from "../trace.ts";
import type { SizeRule } from "./category.ts";
import type { Component } from "./component.ts";
import type { Conditioned, Findings, Plan } from "./plan.ts";
import { RANO_RULES } from "./rules.ts";
import { doseAt } from "./steroids.ts";

const RULE_OF: Readonly<Record<SizeRule, Rule>> = {
  noTargets: RANO_RULES.sizeNoTargets,
  measurableFromNothing: RANO_RULES.sizeMeasurableFromNothing,
  nothingMeasurable: RANO_RULES.sizeNothingMeasurable,
  pdByRemainder: RANO_RULES.sizePdByRemainder,
  missing: RANO_RULES.sizeMissing,
  cr: RANO_RULES.sizeCr,
  pd: RANO_RULES.sizePd,
  noBaseline: RANO_RULES.sizeNoBaseline,
  pr: RANO_RULES.sizePr,
  mr: RANO_RULES.sizeMr,
  sd: RANO_RULES.sizeSd,
};

export function fireSizeRule(
  trace: FiredRule[],
  rule: SizeRule,
  plan: Plan,
  visit: number,
  sum: Sum,
  component: Component,
  reference: Nadir,
  name: string | null,
): void {
  const { tracks, baseline, thresholds } = component;
  const figures: RuleFigures = {
    ...sumsForTrace(plan.course, visit, plan.measure, sum, baseline, reference, tracks),
    unit: plan.measure.unit,
    component: name,
    responsePercent: thresholds.responsePercent,
    progressionPercent: thresholds.progressionPercent,
    minorPercent: thresholds.minorPercent,
  };
  fire(trace, RULE_OF[rule], figures);
}

/** What else the scan shows: new lesions, non-target disease, T2/FLAIR; and both components of a mixed tumour. */
export function fireFindings(trace: FiredRule[], plan: Plan, findings: Findings): void {
  const [enhancing, nonEnhancing] = findings.parts;
  if (enhancing && nonEnhancing)
    fire(trace, RANO_RULES.combined, {
      enhancing: RECIST_WORDS[enhancing.category],
      nonEnhancing: RECIST_WORDS[nonEnhancing.category],
      target: RECIST_WORDS[findings.target],
    });
  const passive = newLesionsAt(plan.course, findings.visit).filter((track) => !findings.newLesions.includes(track));
  if (findings.newLesions.length > 0) fire(trace, RANO_RULES.newLesion, { lesions: lesionNames(findings.newLesions) });
  if (passive.length > 0) fire(trace, RANO_RULES.newLesionPassive, { lesions: lesionNames(passive) });
  if (findings.nonTarget === "PD") fire(trace, RANO_RULES.nonTargetPd, {});
  if (findings.flairWorse) fire(trace, RANO_RULES.flairWorse, {});
}

/** Why a visit that is not progressive has its label. */
export function fireConditions(
  trace: FiredRule[],
  plan: Plan,
  visit: number,
  target: Category,
  conditioned: Conditioned,
): void {
  const { visits } = plan.course;
  if (conditioned.code === "steroid-increase")
    fire(trace, RANO_RULES.steroidIncrease, {
      dose: doseAt(visits[visit]?.visit),
      baselineDose: doseAt(visits[plan.baseline]?.visit),
    });
  else if (conditioned.code === "flair-not-evaluable") fire(trace, RANO_RULES.flairNotEvaluable, {});
  else if (target === "CR" && conditioned.overall === "PR") fire(trace, RANO_RULES.steroidsLeft, {});
}

export function fireOverall(
  trace: FiredRule[],
  words: Words,
  target: Category,
  nonTarget: Category,
  overall: Category,
): void {
  fire(trace, RANO_RULES.overall, {
    target: RECIST_WORDS[target],
    nonTarget: RECIST_WORDS[nonTarget],
    overall: words[overall],
  });
}
