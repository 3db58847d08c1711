import { aucValue, expit, type LogisticFit, logisticRegression, mean, reclassification } from "@nadir/statistics";
import type { CaseKind, Topic } from "../case.ts";

const optimismKind: CaseKind = {
  name: "optimism bootstrap of a logistic model",
  matches: (c) => c.has("outcome", "predictors", "indices"),
  compute: (c) => {
    const predictors = c.texts("predictors");
    const t = c.table();
    const y = t.numbers(c.text("outcome"));
    const columns = predictors.map((p) => t.numbers(p));
    const n = y.length;
    const all = Array.from({ length: n }, (_, i) => i);
    const fitOn = (rows: readonly number[]): LogisticFit => {
      const fit = logisticRegression({
        outcome: rows.map((r) => y[r]!),
        covariates: Object.fromEntries(predictors.map((p, j) => [p, rows.map((r) => columns[j]![r]!)])),
        // A resample may part the classes; the reference goes on with the last step of its iteration.
        separation: "keep",
      });
      if (!fit.estimable) throw new TypeError(fit.reason);
      return fit;
    };
    const linear = (fit: LogisticFit, rows: readonly number[]) =>
      rows.map((r) => fit.coefficients.reduce((s, k, j) => s + k.coefficient * (j === 0 ? 1 : columns[j - 1]![r]!), 0));
    const performance = (fit: LogisticFit, rows: readonly number[]) => {
      const flags = Uint8Array.from(rows, (r) => y[r]!);
      const eta = linear(fit, rows);
      const slope = logisticRegression({ outcome: flags, covariates: { eta } });
      return {
        auc: aucValue(eta, flags)!,
        brier: mean(eta.map((e, i) => (expit(e) - flags[i]!) ** 2)),
        slope: slope.estimable ? slope.coefficients[1]!.coefficient : Number.NaN,
      };
    };
    const whole = fitOn(all);
    const apparent = performance(whole, all);
    const rounds = c.indices("indices").map((row) => {
      const rows = row.map((r) => r - 1);
      const fit = fitOn(rows);
      return { boot: performance(fit, rows), test: performance(fit, all) };
    });
    const optimism = (key: "auc" | "brier" | "slope") => mean(rounds.map((r) => r.boot[key] - r.test[key]));
    const cox = 1 - Math.exp((whole.deviance - whole.nullDeviance) / n);
    return {
      coefficients: Object.fromEntries(whole.coefficients.map((k) => [k.name, k.coefficient])),
      se: Object.fromEntries(whole.coefficients.map((k) => [k.name, k.standardError])),
      deviance: whole.deviance,
      null_deviance: whole.nullDeviance,
      cox_snell_r2: cox,
      nagelkerke_r2: cox / (1 - Math.exp(-whole.nullDeviance / n)),
      apparent_auc: apparent.auc,
      optimism_auc: optimism("auc"),
      corrected_auc: apparent.auc - optimism("auc"),
      apparent_brier: apparent.brier,
      optimism_brier: optimism("brier"),
      corrected_brier: apparent.brier - optimism("brier"),
      corrected_slope: apparent.slope - optimism("slope"),
      first3_boot_auc: rounds.slice(0, 3).map((r) => r.boot.auc),
      first3_test_auc: rounds.slice(0, 3).map((r) => r.test.auc),
    };
  },
};

export const optimism: Topic = { id: "optimism", kinds: [optimismKind] };

const netReclassification: CaseKind = {
  name: "NRI and IDI",
  matches: (c) => c.has("outcome", "model1", "model2"),
  compute: (c) => {
    const t = c.table().complete([c.text("outcome"), c.text("model1"), c.text("model2")]);
    const r = reclassification(t.numbers(c.text("model1")), t.numbers(c.text("model2")), t.numbers(c.text("outcome")));
    if (!r.estimable) return {};
    return {
      nri: r.nri.value,
      se_nri: r.nri.standardError,
      z_nri: r.nri.z,
      p_nri: r.nri.p,
      nri_events: r.nriEvents,
      nri_nonevents: r.nriNonevents,
      idi: r.idi.value,
      se_idi: r.idi.standardError,
      z_idi: r.idi.z,
      p_idi: r.idi.p,
    };
  },
};

export const reclassificationTopic: Topic = { id: "reclassification", kinds: [netReclassification] };
