import {
  type CoxFit,
  concordance,
  coxProportionality,
  coxRegression,
  coxResiduals,
  coxRobustVariance,
  coxSurvival,
  type Ties,
} from "@nadir/statistics";
import type { CaseContext, CaseKind, Topic, Values } from "../case.ts";

/** The method of ties is named in the words of the call (`ties efron`) or in `inputs.ties`. */
function tiesOf(c: CaseContext): Ties {
  const words = `${c.optionalText("ties") ?? ""} ${c.oracle.what ?? ""}`;
  return /breslow/i.test(words) ? "breslow" : "efron";
}

const byName = (fit: CoxFit, value: (j: number) => number) =>
  Object.fromEntries(fit.coefficients.map(({ name }, j) => [name, value(j)]));

const proportionality = (fit: CoxFit, transform: "km" | "identity" | "log" | "rank"): Values => {
  const r = coxProportionality(fit, transform);
  const tests = [...r.covariates, { name: "GLOBAL", test: r.global }];
  const column = (key: "chiSquare" | "df" | "p") =>
    Object.fromEntries(tests.map((t) => [t.name, t.test?.[key] ?? null]));
  return { chi2: column("chiSquare"), df: column("df"), p: column("p") };
};

const model: CaseKind = {
  name: "Cox model",
  matches: (c) => c.has("time", "event", "predictors"),
  compute: (c) => {
    const predictors = c.texts("predictors");
    const cluster = c.optionalText("cluster");
    const strata = c.optionalText("strata");
    const t = c.table().complete([c.text("time"), c.text("event"), ...predictors, cluster, strata]);
    const input = { time: t.numbers(c.text("time")), event: t.numbers(c.text("event")) };
    const inStrata = strata ? { strata: t.labels(strata) } : {};
    const fit = coxRegression(
      { ...input, covariates: Object.fromEntries(predictors.map((x) => [x, t.numbers(x)])), ...inStrata },
      { ties: tiesOf(c), level: c.level },
    );
    if (!fit.estimable) return { n: t.length, not_estimable: fit.reason };
    const k = fit.coefficients;
    const residuals = coxResiduals(fit);
    const robust = coxRobustVariance(fit);
    const harrell = concordance({ ...input, ...inStrata, score: fit.linearPredictor });
    const values: Values = {
      n: fit.n,
      events: fit.events,
      coef: byName(fit, (j) => k[j]!.coefficient),
      se: byName(fit, (j) => k[j]!.standardError),
      z: byName(fit, (j) => k[j]!.z),
      p: byName(fit, (j) => k[j]!.p),
      hr: byName(fit, (j) => k[j]!.hazardRatio),
      hr_ci95_lower: byName(fit, (j) => k[j]!.interval.lower),
      hr_ci95_upper: byName(fit, (j) => k[j]!.interval.upper),
      loglik_null: fit.logLikelihoodNull,
      loglik: fit.logLikelihood,
      lr_chi2: fit.likelihoodRatioTest.chiSquare,
      // The reference summary rounds this one to two decimals and gives the full figure beside it.
      wald_chi2: Math.round(fit.waldTest.chiSquare * 100) / 100,
      wald_chi2_full_precision: fit.waldTest.chiSquare,
      score_chi2: fit.scoreTest.chiSquare,
      covariance: fit.covariance,
      harrell_c: harrell.estimable ? harrell.c : null,
      harrell_c_se: harrell.estimable ? harrell.standardError : null,
      robust_se: byName(fit, (j) => robust.standardErrors[j]!),
      // With one covariate the reference package drops the matrix, and its "first row" is the whole column.
      dfbeta_first_row: k.length === 1 ? residuals.dfbeta.map((row) => row[0]!) : residuals.dfbeta[0],
      martingale_first5: Array.from(residuals.martingale.slice(0, 5)),
      zph_km: proportionality(fit, "km"),
      zph_identity: proportionality(fit, "identity"),
      zph_rank: proportionality(fit, "rank"),
    };
    if (c.wanted.includes("zph_log")) values["zph_log"] = proportionality(fit, "log");
    if (cluster) {
      const grouped = coxRobustVariance(fit, t.labels(cluster));
      values["cluster_robust_se"] = byName(fit, (j) => grouped.standardErrors[j]!);
    }
    if (c.has("baseline_times")) {
      const times = c.numbers("baseline_times");
      const zero = coxSurvival(
        fit,
        byName(fit, () => 0),
        times,
      );
      const means = coxSurvival(
        fit,
        byName(fit, (j) => fit.means[j]!),
        times,
      );
      values["baseline_cumhaz_at_zero"] = zero.map((s) => s.cumulativeHazard);
      values["survival_at_covariate_means"] = means.map((s) => s.survival);
      values["survival_at_means_se"] = means.map((s) => s.standardError);
    }
    return values;
  },
};

export const cox: Topic = { id: "cox", kinds: [model] };
