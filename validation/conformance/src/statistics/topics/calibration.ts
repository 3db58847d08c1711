import {
  aucValue,
  binaryCalibration,
  type Estimated,
  hosmerLemeshow,
  netBenefit,
  type SmoothCalibration,
  smoothCalibration,
} from "@nadir/statistics";
import type { CaseContext, CaseKind, Topic, Values } from "../case.ts";

function columns(c: CaseContext) {
  const t = c.table().complete([c.text("outcome"), c.text("probability")]);
  return { p: t.numbers(c.text("probability")), y: t.numbers(c.text("outcome")) };
}
const both = (c: CaseContext) => c.has("outcome", "probability");

const summary: CaseKind = {
  name: "calibration of given probabilities",
  matches: (c) => both(c) && c.wanted.includes("citl"),
  compute: (c) => {
    const { p, y } = columns(c);
    // The case's profile limits are those of R's confint.
    const r = binaryCalibration(p, y, c.level, "profile-spline");
    if (!r.estimable) return {};
    const { observedExpected: oe, inTheLarge: large, slope } = r;
    return {
      n: r.n,
      events: r.events,
      mean_prediction: r.meanPrediction,
      oe_ratio: oe.ratio,
      oe_ln_se: oe.logStandardError,
      oe_ci95_lower: oe.interval.lower,
      oe_ci95_upper: oe.interval.upper,
      citl: large.intercept,
      citl_se: large.standardError,
      citl_ci95_lower: large.interval.lower,
      citl_ci95_upper: large.interval.upper,
      slope: slope.slope,
      slope_se: slope.standardError,
      slope_ci95_lower: slope.interval.lower,
      slope_ci95_upper: slope.interval.upper,
      slope_profile_ci95: slope.profileInterval ? [slope.profileInterval.lower, slope.profileInterval.upper] : null,
      unreliability_lr_chi2_2df: r.unreliability.chiSquare,
      unreliability_p: r.unreliability.p,
      brier: r.brier,
      brier_max: r.brierNull,
      scaled_brier: r.scaledBrier,
      log_loss: r.logLoss,
      spiegelhalter_z: r.spiegelhalter.z,
      spiegelhalter_p: r.spiegelhalter.p,
      // The reference summary (val.prob of rms) bins predictions by 0.0002 before it counts pairs; ours is exact (`roc`).
      c_statistic: aucValue(
        p.map((v) => Math.floor(5000 * v)),
        Uint8Array.from(y),
      ),
      nagelkerke_r2_valprob: r.nagelkerkeR2,
    };
  },
};

const curveValues = (r: Estimated<SmoothCalibration>): Values | null =>
  r.estimable
    ? {
        ...(r.knots ? { knots_logit: r.knots } : {}),
        ICI: r.ici,
        E50: r.e50,
        E90: r.e90,
        Emax: r.emax,
        first5_curve: Array.from(r.curve.slice(0, 5)),
      }
    : null;

const smooth: CaseKind = {
  name: "smooth calibration curves",
  matches: (c) => both(c) && c.wanted.some((k) => /^(rcs\d|loess|lowess)/.test(k)),
  compute: (c) => {
    const { p, y } = columns(c);
    const low = smoothCalibration(p, y, { method: "lowess", f: 2 / 3 });
    return {
      rcs3: c.wanted.includes("rcs3") ? curveValues(smoothCalibration(p, y, { method: "spline", knots: 3 })) : null,
      rcs4: curveValues(smoothCalibration(p, y, { method: "spline", knots: 4 })),
      rcs5: curveValues(smoothCalibration(p, y, { method: "spline", knots: 5 })),
      loess_direct: curveValues(smoothCalibration(p, y, { method: "loess" })),
      lowess_f23_iter0: curveValues(low),
      valprob_Eavg: low.estimable ? low.ici : null,
      valprob_E90: low.estimable ? low.e90 : null,
      valprob_Emax: low.estimable ? low.emax : null,
    };
  },
};

const groups: CaseKind = {
  name: "Hosmer-Lemeshow",
  matches: (c) => both(c) && c.wanted.includes("p_df_g"),
  compute: (c) => {
    const { p, y } = columns(c);
    const r = hosmerLemeshow(p, y, c.has("groups") ? c.number("groups") : 10);
    if (!r.estimable) return {};
    return {
      statistic: r.statistic,
      p_df_g: r.pExternal,
      p_df_g_minus_2: r.pDevelopment,
      observed: r.groups.map((g) => g.observed),
      expected: r.groups.map((g) => g.expected),
      group_n: r.groups.map((g) => g.n),
    };
  },
};

const decision: CaseKind = {
  name: "decision curve",
  matches: (c) => both(c) && c.wanted.includes("net_benefit_model"),
  compute: (c) => {
    const { p, y } = columns(c);
    const thresholds = c.listed("thresholds");
    const r = netBenefit(p, y, thresholds);
    if (!r.estimable) return {};
    return {
      thresholds,
      net_benefit_model: r.points.map((x) => x.model),
      net_benefit_all: r.points.map((x) => x.all),
      net_benefit_none: r.points[0]?.none ?? 0,
      net_reduction_per_100: r.points.map((x) => x.avoidedPer100),
      standardized_net_benefit: r.points.map((x) => x.standardised),
    };
  },
};

export const calibration: Topic = { id: "calibration", kinds: [summary, smooth, groups, decision] };
