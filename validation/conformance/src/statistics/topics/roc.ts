import {
  aucDeLong,
  aucInterval,
  classificationPerformance,
  classify,
  compareAucPaired,
  compareAucUnpaired,
  type Estimated,
  type ProportionEstimate,
  partialAuc,
  proportion,
  type Ratio,
  rocCurve,
  youdenPoint,
} from "@nadir/statistics";
import type { CaseContext, CaseKind, Topic, Values } from "../case.ts";

/** Levels named in keys such as `ci90_lower`. */
function levels(c: CaseContext, pattern: RegExp): { key: string; level: number }[] {
  const found = new Map<string, number>();
  for (const k of c.wanted) {
    const m = pattern.exec(k);
    if (m) found.set(m[1]!, Number(m[2]) / 100);
  }
  return [...found].map(([key, level]) => ({ key, level }));
}

const singleAuc: CaseKind = {
  name: "AUC",
  matches: (c) => c.has("outcome", "score") && !c.has("threshold") && !c.has("group") && !c.has("indices"),
  compute: (c) => {
    const t = c.table().complete([c.text("outcome"), c.text("score")]);
    const scores = t.numbers(c.text("score"));
    const outcome = t.numbers(c.text("outcome"));
    const auc = aucDeLong(scores, outcome);
    const curve = rocCurve(scores, outcome);
    if (!auc.estimable || !curve.estimable) return { n: scores.length, auc: null };
    const youden = youdenPoint(curve);
    const values: Values = {
      n: scores.length,
      events: auc.cases,
      auc: auc.auc,
      delong_variance: auc.variance,
      youden_threshold_midpoint: Number.isFinite(youden.threshold) ? youden.threshold : null,
      youden_sensitivity: youden.sensitivity,
      youden_specificity: youden.specificity,
    };
    for (const { key, level } of levels(c, /^((?:logit_)?ci(\d+(?:\.\d+)?))_/)) {
      const limits = aucInterval(auc, { level, method: key.startsWith("logit") ? "logit" : "wald" });
      values[`${key}_lower`] = limits.estimable ? limits.lower : null;
      values[`${key}_upper`] = limits.estimable ? limits.upper : null;
    }
    for (const key of c.wanted) {
      const m = /^partial_auc_spec_([\d.]+)_to_([\d.]+)$/.exec(key);
      if (!m) continue;
      const ends = [Number(m[1]), Number(m[2])];
      const part = partialAuc(curve, { from: Math.min(...ends), to: Math.max(...ends) });
      values[key] = part.area;
      values["partial_auc_mcclish_corrected"] = part.corrected;
    }
    return values;
  },
};

const paired: CaseKind = {
  name: "paired DeLong",
  matches: (c) => c.has("outcome", "score1", "score2"),
  compute: (c) => {
    const t = c.table().complete([c.text("outcome"), c.text("score1"), c.text("score2")]);
    const r = compareAucPaired(t.numbers(c.text("score1")), t.numbers(c.text("score2")), t.numbers(c.text("outcome")), {
      level: c.level,
    });
    if (!r.estimable) return { n: t.length };
    return {
      n: r.n,
      auc1: r.auc1,
      auc2: r.auc2,
      covariance: r.covariance,
      z: r.z,
      p_value: r.p,
      diff_ci95_lower: r.interval.lower,
      diff_ci95_upper: r.interval.upper,
    };
  },
};

const unpaired: CaseKind = {
  name: "unpaired DeLong",
  matches: (c) => c.has("outcome", "score", "group"),
  compute: (c) => {
    const t = c.table().complete([c.text("outcome"), c.text("score"), c.text("group")]);
    const [one, two] = ["group1", "group2"].map((g) => {
      const rows = t.where(c.text("group"), String(c.inputs[g]));
      return { scores: rows.numbers(c.text("score")), outcome: rows.numbers(c.text("outcome")) };
    });
    const r = compareAucUnpaired(one!, two!);
    if (!r.estimable) return {};
    return {
      auc1: r.auc1,
      auc2: r.auc2,
      var1: r.variance1,
      var2: r.variance2,
      t: r.statistic,
      df: r.welchDf,
      p_value: r.welchP,
      p_value_normal: r.p,
    };
  },
};

const proportionValues = (p: Estimated<ProportionEstimate>): Values | null =>
  p.estimable
    ? {
        estimate: p.estimate,
        wilson_lower: p.wilson.lower,
        wilson_upper: p.wilson.upper,
        wilson_continuity_lower: p.wilsonContinuity.lower,
        wilson_continuity_upper: p.wilsonContinuity.upper,
        clopper_pearson_lower: p.clopperPearson.lower,
        clopper_pearson_upper: p.clopperPearson.upper,
      }
    : null;

const ratioValues = (name: string, r: Estimated<Ratio>): Values => ({
  [name]: r.estimable ? r.estimate : null,
  [`${name}_ci95_lower`]: r.estimable ? r.interval.lower : null,
  [`${name}_ci95_upper`]: r.estimable ? r.interval.upper : null,
});

const threshold: CaseKind = {
  name: "classification at a threshold",
  matches: (c) => c.has("outcome", "score", "threshold"),
  compute: (c) => {
    const t = c.table().complete([c.text("outcome"), c.text("score")]);
    const counts = classify(t.numbers(c.text("score")), t.numbers(c.text("outcome")), c.number("threshold"));
    const r = classificationPerformance(counts, c.level);
    return {
      tp: r.truePositive,
      fp: r.falsePositive,
      fn: r.falseNegative,
      tn: r.trueNegative,
      sensitivity: proportionValues(r.sensitivity),
      specificity: proportionValues(r.specificity),
      ppv: proportionValues(r.ppv),
      npv: proportionValues(r.npv),
      accuracy: proportionValues(r.accuracy),
      balanced_accuracy: r.balancedAccuracy,
      youden: r.youden,
      f1: r.f1,
      mcc: r.mcc,
      ...ratioValues("lr_pos", r.likelihoodRatioPositive),
      ...ratioValues("lr_neg", r.likelihoodRatioNegative),
    };
  },
};

const interval: CaseKind = {
  name: "binomial proportion",
  matches: (c) => c.has("x", "n"),
  compute: (c) => proportionValues(proportion(c.number("x"), c.number("n"), c.level)) ?? {},
};

export const roc: Topic = { id: "roc", kinds: [interval, paired, threshold, unpaired, singleAuc] };
