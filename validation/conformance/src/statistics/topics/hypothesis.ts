import {
  chiSquareTest,
  fisherExact,
  kruskalWallis,
  mannWhitney,
  oneWayAnova,
  pairedTTest,
  type TTest,
  tTest,
  wilcoxonSignedRank,
} from "@nadir/statistics";
import type { CaseContext, CaseKind, Topic, Values } from "../case.ts";

/** The two samples: a value column parted by a group, or two columns of their own (missing values left out). */
function samples(c: CaseContext): readonly [number[], number[]] {
  if (c.has("value", "group")) {
    const t = c.table().complete([c.text("value"), c.text("group")]);
    const labels = c.has("group1", "group2")
      ? [c.inputs["group1"], c.inputs["group2"]]
      : [...new Set(t.labels(c.text("group")))].sort((a, b) => (a < b ? -1 : 1));
    if (labels.length !== 2)
      throw new TypeError(
        `Two groups were expected; '${c.text("group")}' has ${labels.length}: name group1 and group2.`,
      );
    const of = (label: unknown) => t.where(c.text("group"), String(label)).numbers(c.text("value"));
    return [of(labels[0]), of(labels[1])];
  }
  const [first, second] = [c.text("first"), c.text("second")];
  return [c.table().complete([first]).numbers(first), c.table().complete([second]).numbers(second)];
}

function pairs(c: CaseContext): readonly [number[], number[]] {
  const t = c.table().complete([c.text("first"), c.text("second")]);
  return [t.numbers(c.text("first")), t.numbers(c.text("second"))];
}

const ofT = (t: TTest): Values => ({
  statistic: t.statistic,
  df: t.df,
  p: t.p,
  estimate: t.estimate,
  ci95_lower: t.interval.lower,
  ci95_upper: t.interval.upper,
});

function grouped(c: CaseContext) {
  const t = c.table().complete([c.text("value"), c.text("group")]);
  return { values: t.numbers(c.text("value")), group: t.labels(c.text("group")) };
}

const TESTS: Readonly<Record<string, (c: CaseContext) => Values>> = {
  "welch-t": (c) => {
    const r = tTest(...samples(c), { level: c.level });
    return r.estimable ? ofT(r) : { not_estimable: r.reason };
  },
  "pooled-t": (c) => {
    const r = tTest(...samples(c), { equalVariances: true, level: c.level });
    return r.estimable ? ofT(r) : { not_estimable: r.reason };
  },
  "paired-t": (c) => {
    const r = pairedTTest(...pairs(c), c.level);
    return r.estimable ? ofT(r) : { not_estimable: r.reason };
  },
  "mann-whitney": (c) => {
    const r = mannWhitney(...samples(c));
    return r.estimable ? { statistic: r.statistic, p: r.p, exact_p: r.exactP } : { not_estimable: r.reason };
  },
  "wilcoxon-signed-rank": (c) => {
    const r = wilcoxonSignedRank(...pairs(c));
    return r.estimable ? { n: r.n, statistic: r.statistic, p: r.p, exact_p: r.exactP } : { not_estimable: r.reason };
  },
  "kruskal-wallis": (c) => {
    const { values, group } = grouped(c);
    const r = kruskalWallis(values, group);
    return r.estimable ? { statistic: r.chiSquare, df: r.df, p: r.p } : { not_estimable: r.reason };
  },
  anova: (c) => {
    const { values, group } = grouped(c);
    const r = oneWayAnova(values, group);
    return r.estimable ? { statistic: r.f, df1: r.dfBetween, df2: r.dfWithin, p: r.p } : { not_estimable: r.reason };
  },
  "chi-square": (c) => {
    const r = chiSquareTest(c.matrix("table"), { yates: c.inputs["yates"] === true });
    return r.estimable ? { statistic: r.chiSquare, df: r.df, p: r.p } : { not_estimable: r.reason };
  },
  fisher: (c) => {
    const [[a, b] = [], [d, e] = []] = c.matrix("table");
    const r = fisherExact([
      [a!, b!],
      [d!, e!],
    ]);
    return r.estimable
      ? { p: r.p, p_greater: r.pGreater, sample_odds_ratio: r.oddsRatio }
      : { not_estimable: r.reason };
  },
};

const named: CaseKind = {
  name: "a test by name",
  matches: (c) => c.has("test") && String(c.inputs["test"]) in TESTS,
  compute: (c) => TESTS[c.text("test")]!(c),
};

export const hypothesis: Topic = { id: "hypothesis", kinds: [named] };
