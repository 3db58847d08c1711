import {
  type AnalysisResult,
  type ProtocolDocument,
  primaryMeasure,
  type SecondaryAnalysis,
  type ValidationResult,
} from "@nadir/domain";
import { adjustP } from "@nadir/statistics";
import type { FittedModel } from "../estimators/fit-model.ts";
import { adjustedEffectAnalysis } from "./adjusted-effect.ts";
import { calibrationAnalysis } from "./calibration.ts";
import { classificationAnalysis } from "./classification.ts";
import { calibrationCurveAnalysis, decisionCurveAnalysis } from "./curves.ts";
import { aucAnalysis, aucFigure, permutationAnalysis, scored } from "./discrimination.ts";
import { noFigure } from "./figures.ts";
import { horizonAnalysis } from "./horizon.ts";
import { primaryDiscrimination, survivalDiscrimination } from "./primary.ts";
import { riskGroupAnalysis } from "./risk-groups.ts";
import { type AnalysisSubject, endpointOf } from "./subject.ts";
import { coxAnalysis, survivalAnalysis } from "./survival.ts";
import { interactionAnalysis } from "./treatment-interaction.ts";

/** Everything in the plan, in its order, in each set that it names; nothing else. */
export function secondaryAnalyses(
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  cuts: FittedModel["cuts"],
): AnalysisResult[] {
  return protocol.secondary.flatMap((plan) =>
    plan.sets.map((set) =>
      one(
        plan,
        { id: plan.id, title: plan.title, set },
        subjects.filter((s) => s.set === set),
        protocol,
        cuts,
      ),
    ),
  );
}

function one(
  plan: SecondaryAnalysis,
  named: { id: string; title: string; set: "training" | "test" },
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  cuts: FittedModel["cuts"],
): AnalysisResult {
  switch (plan.kind) {
    case "auc":
      return aucAnalysis(named, subjects, protocol, plan);
    case "auc-permutation":
      return permutationAnalysis(named, subjects, protocol, plan);
    case "calibration":
      return calibrationAnalysis(named, subjects, protocol, plan);
    case "classification":
      return classificationAnalysis(named, subjects, protocol, plan);
    case "survival-by-group":
      return survivalAnalysis(named, subjects, protocol, plan);
    case "survival-by-risk-group":
      return riskGroupAnalysis(named, subjects, protocol, plan, cuts);
    case "cox":
      return coxAnalysis(named, subjects, protocol, plan);
    case "calibration-curve":
      return calibrationCurveAnalysis(named, subjects, protocol, plan);
    case "decision-curve":
      return decisionCurveAnalysis(named, subjects, protocol, plan);
    case "horizon-performance":
      return horizonAnalysis(named, subjects, protocol, plan);
    case "adjusted-effect":
      return adjustedEffectAnalysis(named, subjects, protocol, plan);
    case "treatment-interaction":
      return interactionAnalysis(named, subjects, protocol, plan);
  }
}

type Primary = ValidationResult["primary"];

/** The primary analysis, its success rule and what may be said of it. */
export function primaryResult(subjects: readonly AnalysisSubject[], protocol: ProtocolDocument): Primary {
  const { primary } = protocol;
  const analysis = primaryDiscrimination(
    {
      id: "primary",
      title: `Discrimination in the test set: ${endpointOf(protocol, primary.endpoint).label}`,
      set: "test",
    },
    subjects.filter((s) => s.set === "test"),
    protocol,
  );
  const quantity = { estimate: analysis.auc.value, lower: analysis.auc.lower, upper: analysis.auc.upper };
  const rules = primary.success.map((rule) => {
    const found = quantity[rule.quantity];
    return {
      rule: `${quantityInWords(rule.quantity, primaryMeasure(primary))} ${rule.is} ${rule.than}`,
      met: found !== null && compare[rule.is](found, rule.than),
    };
  });
  const least = primary.conclusiveOnlyWith;
  const enough = analysis.events >= least.events && analysis.nonEvents >= least.nonEvents;
  const verdict: Primary["verdict"] = !enough
    ? "too-small-to-conclude"
    : rules.every((r) => r.met)
      ? "shown"
      : "not-shown";
  const counts = `${analysis.events} with and ${analysis.nonEvents} without the outcome`;
  const sentence = {
    "too-small-to-conclude": `A conclusion needs at least ${least.events} subjects with and ${least.nonEvents} without the outcome, by the plan; the test set has ${counts}.`,
    shown: `The success rule is met, in ${counts}.`,
    "not-shown": `The success rule is not met, in ${counts}.`,
  }[verdict];
  return { analysis, rules, enough, verdict, sentence };
}

const quantityInWords = (quantity: "estimate" | "lower" | "upper", measure: string): string =>
  quantity === "estimate" ? measure : `${quantity} confidence limit of the ${measure}`;

const compare: Readonly<Record<">" | ">=" | "<" | "<=", (a: number, b: number) => boolean>> = {
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
};

const ADJUST = {
  bonferroni: "bonferroni",
  holm: "holm",
  hochberg: "hochberg",
  "benjamini-hochberg": "bh",
  "benjamini-yekutieli": "by",
} as const;

/** p-values of the test set, adjusted within their families. A family is every test that was performed. */
export function adjustedTests(
  results: readonly AnalysisResult[],
  protocol: ProtocolDocument,
): ValidationResult["multiplicity"] {
  return protocol.multiplicity.families.flatMap(({ id: family, method }) => {
    const performed = results
      .filter((r) => r.set === "test")
      .filter((r) => protocol.secondary.find((s) => s.id === r.id)?.family === family)
      .flatMap(testsOf);
    const ps = performed.map((t) => t.p);
    const adjusted = method === "none" ? ps : [...adjustP(ps, ADJUST[method])];
    return performed.map((t, i) => ({ family, method, ...t, adjusted: adjusted[i]! }));
  });
}

/** Every test of an analysis that gave a p-value; of several, the further ones by name. */
function testsOf(r: AnalysisResult): { readonly analysis: string; readonly p: number }[] {
  const tests = [
    { analysis: r.id, p: "test" in r ? r.test.p : "logRank" in r ? r.logRank.p : null },
    ...(r.kind === "adjusted-effect"
      ? r.adjusted.map((s) => ({ analysis: `${r.id}, adjusted for ${s.name}`, p: s.test.p }))
      : []),
  ];
  return tests.flatMap(({ analysis, p }) => (p === null ? [] : [{ analysis, p }]));
}

/** The AUC in each planned subgroup of the test set, suppressed below the planned minimum. */
export function subgroupResults(
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
): ValidationResult["subgroups"] {
  const { variables, minimumN, minimumEvents } = protocol.subgroups;
  const test = subjects.filter((s) => s.set === "test");
  const measure = protocol.subgroups.metric === "auc" ? "AUC" : "Harrell's C";
  return variables.flatMap(({ variable, cuts }) => {
    const levelOf = (s: AnalysisSubject): string => {
      if (variable !== "age-band") return s.row[variable];
      const age = s.row.ageYears;
      if (age === null) return "unknown";
      const above = cuts.filter((c) => age >= c).length;
      const low = cuts[above - 1];
      const high = cuts[above];
      return low === undefined ? `below ${high}` : high === undefined ? `${low} and over` : `${low} to below ${high}`;
    };
    const levels = [...new Set(test.map(levelOf))].sort();
    return levels.map((level) => {
      const members = test.filter((s) => levelOf(s) === level);
      const { auc, n, events } = subgroupFigure(members, protocol);
      const small = n < minimumN || Math.min(events, n - events) < minimumEvents;
      return {
        variable,
        level,
        n,
        events,
        auc: small
          ? noFigure(measure, `suppressed: fewer than ${minimumN} subjects or ${minimumEvents} of a class.`)
          : auc(),
      };
    });
  });
}

function subgroupFigure(members: readonly AnalysisSubject[], protocol: ProtocolDocument) {
  const { primary } = protocol;
  if (primary.metric !== "auc") {
    const found = survivalDiscrimination(members, protocol, {
      endpoint: primary.endpoint,
      metric: "c-harrell",
      level: primary.ci.level,
    });
    return { n: found.events + found.nonEvents, events: found.events, auc: () => found.auc };
  }
  const { scores, events } = scored(members, protocol, {
    endpoint: primary.endpoint,
    notComputable: "exclude-and-count",
  });
  return { n: events.length, events: events.filter(Boolean).length, auc: () => aucFigure(scores, events, primary.ci) };
}
