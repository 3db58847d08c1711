import { sampleSizePlan, sampleSizeRequest } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { sampleSize } from "./plan.ts";

const ask = (request: unknown) => sampleSize(sampleSizeRequest.parse(request));

describe("sample size", () => {
  it("gives the documented example of development (Riley 2020): 623, 662, 221", () => {
    const plan = ask({ kind: "develop-binary", expected: { coxSnell: 0.288 }, parameters: 24, prevalence: 0.174 });
    expect(plan.criteria.map((c) => c.n)).toEqual([623, 662, 221]);
    expect(plan.n).toBe(662);
    expect(plan.eventsPerParameter).toBeCloseTo((662 * 0.174) / 24, 10);
    expect(sampleSizePlan.parse(plan)).toEqual(plan);
  });

  it("takes the largest of the criteria for external validation", () => {
    const plan = ask({
      kind: "validate-binary",
      prevalence: 0.018,
      cStatistic: 0.8,
      linearPredictor: { normal: { mean: -5, standardDeviation: 2.5 } },
      widths: { observedExpected: 1 },
    });
    expect(plan.n).toBe(Math.max(...plan.criteria.map((c) => c.n)));
    // By hand: se from e^(1.96 s) - e^(-1.96 s) = 1 is asinh(1/2)/1.96 = 0.24552; (1 - 0.018) / (0.018 se²) = 905.02.
    expect(plan.criteria[0]?.n).toBe(906);
  });

  it("states the rule of thumb for survival: 100 and 200 events", () => {
    const plan = ask({ kind: "validate-survival", risk: 0.4, censoredBefore: 0.5 });
    expect(plan.criteria.map((c) => c.n)).toEqual([500, 1000]);
    expect(plan.criteria[0]?.criterion).toContain("rule of thumb");
  });

  it.each([
    [{ kind: "develop-binary", expected: { coxSnell: 1.2 }, parameters: 4, prevalence: 0.2 }, "coxSnell"],
    [{ kind: "develop-binary", expected: { nagelkerke: 0.2 }, parameters: 0, prevalence: 0.2 }, "parameters"],
    [{ kind: "validate-binary", prevalence: 0, cStatistic: 0.7 }, "prevalence"],
    [{ kind: "validate-survival", risk: 0.2, censoredBefore: 1 }, "censoredBefore"],
  ])("refuses %j", (request, path) => {
    const parsed = sampleSizeRequest.safeParse(request);
    expect(JSON.stringify(parsed.error?.issues)).toContain(path);
  });

  it("refuses an R² that the prevalence does not allow, with the range", () => {
    expect(() => ask({ kind: "develop-binary", expected: { coxSnell: 0.6 }, parameters: 4, prevalence: 0.02 })).toThrow(
      /between 0 and/,
    );
  });
});
