import {
  blandAltman,
  bowkerChiSquare,
  cohenKappa,
  concordanceCorrelation,
  type IntraclassCorrelation,
  intraclassCorrelation,
  type KappaWeights,
  repeatability,
} from "@nadir/statistics";
import type { CaseKind, Topic, Values } from "../case.ts";

const iccValues = (i: IntraclassCorrelation): Values => ({
  icc: i.icc,
  lower: i.interval.lower,
  upper: i.interval.upper,
  F: i.f,
  df1: i.df1,
  df2: i.df2,
});

const icc: CaseKind = {
  name: "intraclass correlations",
  matches: (c) => c.wanted.some((k) => k.startsWith("icc_")),
  compute: (c) => {
    const t = c.table();
    // Subjects in rows; the first column names them, the others are the raters.
    const raters = c.has("raters") ? c.texts("raters") : t.columns.slice(1);
    const columns = raters.map((r) => t.numbers(r));
    const r = intraclassCorrelation(
      Array.from({ length: t.length }, (_, i) => columns.map((x) => x[i]!)),
      c.level,
    );
    if (!r.estimable) return {};
    return {
      subjects: r.subjects,
      raters: r.raters,
      MSR: r.meanSquares.rows,
      MSC: r.meanSquares.columns,
      MSE: r.meanSquares.error,
      MSW: r.meanSquares.within,
      icc_1_1: iccValues(r.oneWay),
      icc_2_1_absolute_agreement: iccValues(r.agreement),
      icc_3_1_consistency: iccValues(r.consistency),
      icc_2_k: r.agreementK,
      icc_3_k: r.consistencyK,
      icc_1_k: r.oneWayK,
      sem_agreement: r.semAgreement,
    };
  },
};

const pairs: CaseKind = {
  name: "two methods or replicates",
  matches: (c) => c.has("first", "second"),
  compute: (c) => {
    const t = c.table().complete([c.text("first"), c.text("second")]);
    const a = t.numbers(c.text("first"));
    const b = t.numbers(c.text("second"));
    const ba = blandAltman(a, b, c.level);
    const lin = concordanceCorrelation(a, b, c.level);
    const rc = repeatability(a, b, c.level);
    if (!ba.estimable || !lin.estimable || !rc.estimable) return { n: t.length };
    const pair = (i: { lower: number; upper: number }) => [i.lower, i.upper];
    return {
      n: ba.n,
      bias: ba.bias,
      sd_diff: ba.sdOfDifferences,
      bias_ci95_lower: ba.biasInterval.lower,
      bias_ci95_upper: ba.biasInterval.upper,
      loa_lower: ba.limits.lower,
      loa_upper: ba.limits.upper,
      loa_se_approx: ba.limitStandardError,
      loa_lower_ci95: pair(ba.lowerLimitInterval),
      loa_upper_ci95: pair(ba.upperLimitInterval),
      ccc: lin.ccc,
      ccc_lower: lin.interval.lower,
      ccc_upper: lin.interval.upper,
      ccc_C_b: lin.biasCorrection,
      ccc_scale_shift: lin.scaleShift,
      ccc_location_shift: lin.locationShift,
      pearson: lin.pearson,
      within_subject_sd: rc.withinSubjectSd,
      repeatability_coefficient: rc.repeatabilityCoefficient,
      within_subject_cv_rms: rc.withinSubjectCv,
      within_subject_sd_chi2_ci95: pair(rc.interval),
    };
  },
};

const kappa: CaseKind = {
  name: "Cohen's kappa",
  matches: (c) => c.has("table") || c.wanted.includes("table"),
  compute: (c) => {
    const table = c.matrix("table");
    const values: Values = { table, bowker_chi2: bowkerChiSquare(table).chiSquare };
    for (const weights of ["unweighted", "linear", "quadratic"] as KappaWeights[]) {
      const r = cohenKappa(table, weights, c.level);
      if (!r.estimable) continue;
      values[weights] = {
        kappa: r.kappa,
        se: r.standardError,
        lower: r.interval.lower,
        upper: r.interval.upper,
        observed_agreement: r.observedAgreement,
        chance_agreement: r.chanceAgreement,
      };
      values[`package_ase_${weights}`] = r.standardError;
    }
    return values;
  },
};

export const agreement: Topic = { id: "agreement", kinds: [kappa, pairs, icc] };
