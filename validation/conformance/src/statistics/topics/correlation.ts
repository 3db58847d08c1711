import { correlationInterval, kendallTauB, pearson, spearman } from "@nadir/statistics";
import type { CaseKind, Topic } from "../case.ts";

const pair: CaseKind = {
  name: "correlation of two columns",
  matches: (c) => c.has("first", "second"),
  compute: (c) => {
    const t = c.table().complete([c.text("first"), c.text("second")]);
    const [x, y] = [t.numbers(c.text("first")), t.numbers(c.text("second"))];
    const method = c.optionalText("method") ?? "pearson";
    if (method === "kendall") {
      const tau = kendallTauB(x, y);
      return tau.estimable ? { n: tau.n, estimate: tau.coefficient } : { n: t.length, estimate: null };
    }
    if (method !== "pearson" && method !== "spearman")
      throw new TypeError(`inputs.method is '${method}'; pearson, spearman or kendall was expected.`);
    const r = method === "pearson" ? pearson(x, y) : spearman(x, y);
    if (!r.estimable) return { n: t.length, estimate: null };
    const limits = correlationInterval(r, method, c.level);
    return {
      n: r.n,
      estimate: r.coefficient,
      p: r.p,
      ci95_lower: limits.estimable ? limits.lower : null,
      ci95_upper: limits.estimable ? limits.upper : null,
    };
  },
};

export const correlation: Topic = { id: "correlation", kinds: [pair] };
