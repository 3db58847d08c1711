import {
  type CumulativeIncidence,
  coxRegression,
  cumulativeIncidence,
  fineGray,
  grayTest,
  incidenceAt,
  orderedLabels,
} from "@nadir/statistics";
import type { CaseContext, CaseKind, Topic, Values } from "../case.ts";

const rows = (c: CaseContext, ...columns: readonly string[]) =>
  c.table().complete([c.text("time"), c.text("cause"), c.optionalText("group"), ...columns]);

const incidence: CaseKind = {
  name: "cumulative incidence and Gray's test",
  matches: (c) => c.has("time", "cause", "times"),
  compute: (c) => {
    const t = rows(c);
    const input = { time: t.numbers(c.text("time")), cause: t.numbers(c.text("cause")) };
    const times = c.numbers("times");
    const all = cumulativeIncidence(input);
    if (!all.estimable) return { not_estimable: all.reason };
    const at = (from: CumulativeIncidence, cause: number) => times.map((x) => incidenceAt(from, cause, x));
    const values: Values = {};
    for (const { cause } of all.curves) {
      const points = at(all, cause);
      const incidences = points.map((x) => x?.incidence ?? null);
      values[`cif${cause}`] = incidences;
      values[`cif${cause}_check`] = incidences;
      values[`cif${cause}_se_infinitesimal_jackknife_or_greenwood`] = points.map((x) => x?.standardError ?? null);
      values[`cif${cause}_aalen_variance`] = points.map((x) => x?.aalenVariance ?? null);
    }
    if (!c.has("group")) return values;
    const group = t.labels(c.text("group"));
    for (const { cause } of all.curves) {
      const test = grayTest({ ...input, group }, cause);
      values[`gray_chi2_cause${cause}`] = test.estimable ? test.chiSquare : null;
      values[`gray_df_cause${cause}`] = test.estimable ? test.df : null;
      values[`gray_p_cause${cause}`] = test.estimable ? test.p : null;
    }
    const byGroup = orderedLabels(group).map((label) => {
      const kept = group.flatMap((g, i) => (g === label ? [i] : []));
      const own = (column: readonly number[]) => kept.map((i) => column[i]!);
      return { label, curve: cumulativeIncidence({ time: own(input.time), cause: own(input.cause) }) };
    });
    const lines = all.curves.flatMap(({ cause }) =>
      byGroup.map(({ label, curve }) => ({
        name: `${label} ${cause}`,
        values: curve.estimable ? at(curve, cause).map((x) => x?.incidence ?? null) : times.map(() => null),
      })),
    );
    values["group_cif_rows"] = lines.map((l) => l.name);
    values["group_cif"] = lines.map((l) => l.values);
    return values;
  },
};

const regression: CaseKind = {
  name: "Fine-Gray and cause-specific Cox models",
  matches: (c) => c.has("time", "cause", "predictors"),
  compute: (c) => {
    const predictors = c.texts("predictors");
    const t = rows(c, ...predictors);
    const time = t.numbers(c.text("time"));
    const cause = t.numbers(c.text("cause"));
    const covariates = Object.fromEntries(predictors.map((x) => [x, t.numbers(x)]));
    const interest = c.has("failcode") ? c.number("failcode") : 1;
    const fit = fineGray({ time, cause, covariates }, interest);
    const specific = coxRegression({ time, event: cause.map((k) => (k === interest ? 1 : 0)), covariates });
    const named = (list: readonly { name: string; coefficient: number; standardError: number }[]) => ({
      coef: Object.fromEntries(list.map((k) => [k.name, k.coefficient])),
      se: Object.fromEntries(list.map((k) => [k.name, k.standardError])),
    });
    const own = specific.estimable ? named(specific.coefficients) : null;
    return {
      ...(fit.estimable ? { ...named(fit.coefficients), loglik: fit.logLikelihood } : { not_estimable: fit.reason }),
      cause_specific_coef: own?.coef ?? null,
      cause_specific_se: own?.se ?? null,
    };
  },
};

export const competingRisks: Topic = { id: "competing-risks", kinds: [regression, incidence] };
