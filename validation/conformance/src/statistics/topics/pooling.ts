import { type LinearFit, linearRegression, poolRubin, randomEffects } from "@nadir/statistics";
import type { CaseKind, Topic } from "../case.ts";

const sites: CaseKind = {
  name: "random effects over sites",
  matches: (c) => (c.has("yi") || c.wanted.includes("yi")) && (c.has("vi") || c.wanted.includes("vi")),
  compute: (c) => {
    const yi = c.listed("yi");
    const vi = c.listed("vi");
    const dl = randomEffects(yi, vi, { method: "dersimonian-laird", level: c.level });
    const reml = randomEffects(yi, vi, { method: "reml", level: c.level });
    if (!dl.estimable || !reml.estimable) return {};
    return {
      yi,
      vi,
      Q: dl.q,
      I2_dl: dl.iSquared,
      tau2_dl: dl.tau2,
      mu_dl: dl.mu,
      se_dl: dl.standardError,
      tau2_reml: reml.tau2,
      mu_reml: reml.mu,
      se_reml: reml.standardError,
      pi_z_lower: reml.predictionInterval.lower,
      pi_z_upper: reml.predictionInterval.upper,
      hksj_se: reml.hksj.standardError,
      hksj_lower: reml.hksj.interval.lower,
      hksj_upper: reml.hksj.interval.upper,
      hksj_pi_lower: reml.hksj.predictionInterval.lower,
      hksj_pi_upper: reml.hksj.predictionInterval.upper,
    };
  },
};

export const meta: Topic = { id: "meta", kinds: [sites] };

const rubin: CaseKind = {
  name: "linear model pooled over completed data sets",
  matches: (c) => c.has("formula"),
  compute: (c) => {
    const [response = "", right = ""] = c
      .text("formula")
      .split("~")
      .map((s) => s.trim());
    const terms = right.split("+").map((s) => s.trim());
    const t = c.table();
    const fits = [...new Set(t.labels("imputation"))].map((m) => {
      const rows = t.where("imputation", m);
      return linearRegression(rows.numbers(response), Object.fromEntries(terms.map((x) => [x, rows.numbers(x)])));
    });
    const fitted = fits.filter((f): f is LinearFit & { estimable: true } => f.estimable);
    const names = fitted[0]?.coefficients.map((k) => k.name) ?? [];
    const pooled = names.map((_, j) => {
      const r = poolRubin(
        fitted.map((f) => f.coefficients[j]!.coefficient),
        fitted.map((f) => f.coefficients[j]!.variance),
        { completeDf: fitted[0]!.residualDf, level: c.level },
      );
      if (!r.estimable) throw new TypeError(r.reason);
      return r;
    });
    return {
      term: names,
      estimate: pooled.map((r) => r.estimate),
      se: pooled.map((r) => r.standardError),
      statistic: pooled.map((r) => r.statistic),
      df: pooled.map((r) => r.df),
      p: pooled.map((r) => r.p),
      lower: pooled.map((r) => r.interval.lower),
      upper: pooled.map((r) => r.interval.upper),
      within: pooled.map((r) => r.within),
      between: pooled.map((r) => r.between),
      total: pooled.map((r) => r.total),
      riv: pooled.map((r) => r.relativeIncrease),
      lambda: pooled.map((r) => r.lambda),
      fmi: pooled.map((r) => r.fractionMissing),
    };
  },
};

export const multipleImputation: Topic = { id: "multiple-imputation", kinds: [rubin] };
