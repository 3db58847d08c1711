import {
  concordance,
  horizonAuc,
  horizonBrier,
  horizonCalibration,
  integratedBrier,
  netBenefitSurvival,
  survivalCalibrationSlope,
  unoConcordance,
} from "@nadir/statistics";
import type { CaseContext, CaseKind, Topic, Values } from "../case.ts";

function columns(c: CaseContext) {
  const t = c
    .table()
    .complete([c.text("time"), c.text("event"), c.optionalText("linear_predictor"), c.optionalText("risk_column")]);
  const lp = c.optionalText("linear_predictor");
  const risk = c.optionalText("risk_column");
  return {
    input: { time: t.numbers(c.text("time")), event: t.numbers(c.text("event")) },
    score: lp ? t.numbers(lp) : [],
    risk: risk ? t.numbers(risk) : [],
  };
}

const cIndices: CaseKind = {
  name: "C-indices of a given linear predictor",
  matches: (c) => c.has("linear_predictor", "tau"),
  compute: (c) => {
    const { input, score } = columns(c);
    const tau = c.number("tau");
    const harrell = concordance({ ...input, score }, { level: c.level });
    const truncated = concordance({ ...input, score }, { tau });
    const uno = unoConcordance({ ...input, score }, tau, c.level);
    if (!harrell.estimable || !truncated.estimable || !uno.estimable) return {};
    return {
      harrell_c: harrell.c,
      harrell_se: harrell.standardError,
      counts: {
        concordant: harrell.concordant,
        discordant: harrell.discordant,
        "tied.x": harrell.tiedPredictor,
        "tied.y": harrell.tiedTime,
        "tied.xy": harrell.tiedBoth,
      },
      harrell_ci95_lower: harrell.interval.lower,
      harrell_ci95_upper: harrell.interval.upper,
      harrell_c_truncated_at_tau: truncated.c,
      uno_c_reference_package: uno.c,
      uno_se_reference_package: uno.standardError,
      uno_c_defined: uno.c,
    };
  },
};

const ipcw: CaseKind = {
  name: "performance at a horizon",
  matches: (c) => c.has("linear_predictor", "risk_column", "horizon"),
  compute: (c) => {
    const { input, score, risk } = columns(c);
    const t = c.number("horizon");
    const auc = horizonAuc({ ...input, score }, t, c.level);
    const brier = horizonBrier({ ...input, risk }, t, c.level);
    const calibration = horizonCalibration({ ...input, risk }, t, c.level);
    if (!auc.estimable || !brier.estimable || !calibration.estimable) return {};
    const smooth = calibration.smooth;
    const values: Values = {
      auc: auc.auc,
      brier: brier.brier,
      brier_null: brier.brierNull,
      ipa: brier.ipa,
      cases: auc.cases,
      controls: auc.controls,
      censored_before: auc.censored,
      censoring_survival_at_t: auc.uncensoredShare,
      reference_package_auc: auc.auc,
      reference_package_auc_se: auc.standardError,
      reference_package_auc_lower: auc.interval.lower,
      reference_package_auc_upper: auc.interval.upper,
      reference_package_brier: brier.brier,
      reference_package_brier_se: brier.standardError,
      reference_package_brier_null: brier.brierNull,
      timeROC_auc: auc.auc,
      km_observed_risk: calibration.observedRisk,
      mean_predicted_risk: calibration.meanPrediction,
      oe_ratio: calibration.observedExpected.ratio,
      oe_ci95_lower: calibration.observedExpected.interval.lower,
      oe_ci95_upper: calibration.observedExpected.interval.upper,
    };
    if (smooth.estimable)
      Object.assign(values, {
        rcs3_cloglog_knots: smooth.knots,
        rcs3_ICI: smooth.ici,
        rcs3_E50: smooth.e50,
        rcs3_E90: smooth.e90,
        rcs3_curve_first5: Array.from(smooth.curve.slice(0, 5)),
      });
    return values;
  },
};

const slope: CaseKind = {
  name: "calibration slope",
  matches: (c) => c.has("linear_predictor") && c.wanted.includes("slope"),
  compute: (c) => {
    const { input, score } = columns(c);
    const r = survivalCalibrationSlope({ ...input, linearPredictor: score }, c.level);
    if (!r.estimable) return {};
    return {
      slope: r.slope,
      se: r.standardError,
      ci95_lower: r.interval.lower,
      ci95_upper: r.interval.upper,
      misfit_lr_chi2_slope_1: r.misfitChiSquare,
    };
  },
};

const ibs: CaseKind = {
  name: "integrated Brier score",
  matches: (c) => c.has("linear_predictor", "grid", "H0_at_grid"),
  compute: (c) => {
    const { input, score } = columns(c);
    const hazard = c.numbers("H0_at_grid");
    const risks = hazard.map((h) => score.map((lp) => -Math.expm1(-h * Math.exp(lp))));
    const r = integratedBrier(input, c.numbers("grid"), risks);
    if (!r.estimable) return {};
    return { brier: r.brier, brier_null: r.brierNull, ibs: r.ibs, ibs_null: r.ibsNull, ibs_scaled: r.scaled };
  },
};

const decision: CaseKind = {
  name: "decision curve with censoring",
  matches: (c) => c.has("risk_column", "horizon") && c.wanted.includes("net_benefit_model"),
  compute: (c) => {
    const { input, risk } = columns(c);
    const thresholds = c.listed("thresholds");
    const r = netBenefitSurvival({ ...input, risk }, c.number("horizon"), thresholds);
    if (!r.estimable) return {};
    return {
      thresholds,
      net_benefit_model: r.points.map((p) => p.model),
      net_benefit_all: r.points.map((p) => p.all),
    };
  },
};

export const survivalValidation: Topic = { id: "survival-validation", kinds: [decision, cIndices, ipcw, ibs, slope] };
