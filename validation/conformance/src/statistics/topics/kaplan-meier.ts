import {
  kaplanMeier,
  logRank,
  medianFollowUp,
  restrictedMean,
  type SurvivalTransform,
  survivalAt,
  survivalQuantile,
} from "@nadir/statistics";
import type { CaseKind, Topic, Values } from "../case.ts";

const TRANSFORMS: readonly [string, SurvivalTransform][] = [
  ["loglog", "log-log"],
  ["log", "log"],
  ["plain", "plain"],
];

const curve: CaseKind = {
  name: "Kaplan-Meier",
  matches: (c) => c.has("time", "event", "times") && !c.has("group"),
  compute: (c) => {
    const t = c.table().complete([c.text("time"), c.text("event")]);
    const input = { time: t.numbers(c.text("time")), event: t.numbers(c.text("event")) };
    const times = c.numbers("times");
    const km = kaplanMeier(input, { level: c.level });
    if (!km.estimable) return { n: 0 };
    const at = times.map((x) => survivalAt(km, x));
    const rmst = c.has("rmst_tau") ? restrictedMean(km, c.number("rmst_tau")) : undefined;
    const followUp = medianFollowUp(input);
    const values: Values = {
      n: km.n,
      events: km.events,
      at_risk: at.map((s) => s.atRisk),
      survival: at.map((s) => s.survival),
      greenwood_se: at.map((s) => s.standardError),
      cumulative_hazard_nelson_aalen: at.map((s) => s.cumulativeHazard),
      rmst: rmst?.estimable ? rmst.estimate : null,
      rmst_se: rmst?.estimable ? rmst.standardError : null,
      median: survivalQuantile(km, 0.5).estimate,
      q25: survivalQuantile(km, 0.25).estimate,
      q75: survivalQuantile(km, 0.75).estimate,
      followup_median_reverse_km: followUp.estimable ? followUp.estimate : null,
    };
    for (const [key, transform] of TRANSFORMS) {
      const limits = kaplanMeier(input, { transform, level: c.level });
      if (!limits.estimable) continue;
      const points = times.map((x) => survivalAt(limits, x));
      const median = survivalQuantile(limits, 0.5);
      values[`${key}_lower`] = points.map((s) => s.lower);
      values[`${key}_upper`] = points.map((s) => s.upper);
      values[`${key}_median_lower`] = median.lower;
      values[`${key}_median_upper`] = median.upper;
    }
    return values;
  },
};

const test: CaseKind = {
  name: "log-rank family",
  matches: (c) => c.has("time", "event", "group"),
  compute: (c) => {
    const strata = c.optionalText("strata");
    const t = c.table().complete([c.text("time"), c.text("event"), c.text("group"), strata]);
    const r = logRank(
      {
        time: t.numbers(c.text("time")),
        event: t.numbers(c.text("event")),
        group: t.labels(c.text("group")),
        ...(strata ? { strata: t.labels(strata) } : {}),
      },
      { rho: c.has("rho") ? c.number("rho") : 0 },
    );
    if (!r.estimable) return { chi2: null, p: null };
    // Groups in the order of their labels, or as `group_levels` names them (the reference's factor levels).
    const levels = c.has("group_levels") ? c.texts("group_levels") : r.groups.map((g) => String(g.label));
    const order = levels.map((l) => r.groups.findIndex((g) => String(g.label) === l));
    const unknown = levels.find((_, k) => order[k]! < 0);
    if (unknown !== undefined || order.length !== r.groups.length)
      throw new TypeError(`inputs.group_levels must name each group once; ${unknown ?? "one"} is not as in the table.`);
    return {
      observed: order.map((k) => r.groups[k]!.observed),
      expected: order.map((k) => r.groups[k]!.expected),
      variance: order.map((a) => order.map((b) => r.variance[a]![b]!)),
      chi2: r.chiSquare,
      df: r.df,
      p: r.p,
    };
  },
};

export const kaplanMeierTopic: Topic = { id: "kaplan-meier", kinds: [curve, test] };
