import { adjustP, kendallTauB, spearman } from "@nadir/statistics";
import type { CaseKind, Topic } from "../case.ts";

const rankCorrelations: CaseKind = {
  name: "Spearman with multiplicity adjustment",
  matches: (c) => c.has("predictors", "target"),
  compute: (c) => {
    const target = c.text("target");
    const table = c.table();
    const tests = c.texts("predictors").map((x) => {
      const t = table.complete([x, target]);
      const rho = spearman(t.numbers(x), t.numbers(target));
      const tau = kendallTauB(t.numbers(x), t.numbers(target));
      return {
        x,
        n: t.length,
        rho: rho.estimable ? rho.coefficient : null,
        p: rho.estimable ? rho.p : null,
        kendall_tau_b: tau.estimable ? tau.coefficient : null,
      };
    });
    const p = tests.map((t) => t.p ?? 1);
    const adjusted = (["bh", "by", "bonferroni", "holm", "hochberg"] as const).map((m) => [
      m,
      Array.from(adjustP(p, m)),
    ]);
    return { tests, ...Object.fromEntries(adjusted) };
  },
};

export const multiplicity: Topic = { id: "multiplicity", kinds: [rankCorrelations] };
