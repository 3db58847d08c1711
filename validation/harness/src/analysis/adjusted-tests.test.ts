import { type AnalysisResult, readProtocol } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { inspirePlan } from "../testing/synthetic-facts.ts";
import { adjustedTests } from "./run-plan.ts";

/** p.adjust(c(0.01, 0.02, 0.03, 0.5), method) in R. */
const R = {
  bonferroni: [0.04, 0.08, 0.12, 1],
  holm: [0.04, 0.06, 0.06, 0.5],
  hochberg: [0.04, 0.06, 0.06, 0.5],
  "benjamini-hochberg": [0.04, 0.04, 0.04, 0.5],
  "benjamini-yekutieli": [0.0833333333333, 0.0833333333333, 0.0833333333333, 1],
  none: [0.01, 0.02, 0.03, 0.5],
} as const;

const plan = inspirePlan();
const tests = [0.01, 0.02, 0.03, 0.5].map((p, k) => ({ id: `t${k}`, p }));
const results = tests.flatMap(({ id, p }) =>
  (["training", "test"] as const).map(
    (set) =>
      ({
        id,
        set,
        title: id,
        kind: "auc-permutation",
        excluded: { notComputable: 0, outcomeUnknown: 0, eventAtOrBeforeLandmark: 0, censoredAtOrBeforeLandmark: 0 },
        events: 5,
        nonEvents: 5,
        arrangements: 252,
        test: { statistic: 1, df: null, p, method: "exact", note: null },
      }) satisfies AnalysisResult,
  ),
);

describe("p-values within their family", () => {
  it.each(Object.entries(R))(
    "%s: raw beside adjusted, as p.adjust has them; the test set alone",
    (method, expected) => {
      const protocol = readProtocol({
        ...plan,
        multiplicity: { families: plan.multiplicity.families.map((f) => ({ ...f, method })) },
        secondary: tests.map(({ id }) => ({
          id,
          title: id,
          kind: "auc-permutation",
          sets: ["training", "test"],
          family: "secondary",
          endpoint: "clinical-benefit",
        })),
      });
      const found = adjustedTests(results, protocol);
      expect(found.map((f) => [f.analysis, f.p, f.method])).toEqual(tests.map(({ id, p }) => [id, p, method]));
      expected.forEach((v, k) => {
        expect(found[k]!.adjusted).toBeCloseTo(v, 11);
      });
    },
  );
});
