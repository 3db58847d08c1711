import { describe, expect, it } from "vitest";
import { assess } from "../assess.ts";
import { courseTable } from "../testing/course-table.ts";

describe("itRECIST beyond the vectors", () => {
  it("moves a lesion to the injected ones after the scan before its first injection, with that size as reference", () => {
    const outcome = assess(
      courseTable({
        days: [0, 63, 126, 189],
        targets: { A: [20, 20, 10, 5], B: [30, 45, 30, 30], C: [30, 30, 30, 30] },
        lesions: { A: { injected: true }, B: { injectedFrom: "V1" } },
      }),
      "itrecist",
    );
    const readings = Object.values(outcome.visits).map((v) => [
      v.injected,
      v.injectedSumMm,
      v.nonInjected,
      v.nonInjectedSumMm,
    ]);
    expect(readings).toEqual([
      // B is not yet injected: 20 of 20; 75 of 60 is +25 %
      ["SD", 20, "PD", 75],
      // now A + B with B's 45 as reference: 40 of 65 is −38 %; C alone
      ["PR", 40, "SD", 30],
      ["PR", 35, "SD", 30],
    ]);
  });

  it("counts a new lesion as progression of the non-injected disease only", () => {
    const outcome = assess(
      courseTable({
        days: [0, 63],
        targets: { A: [20, 10] },
        new: { X: [null, 6] },
        lesions: { A: { injected: true } },
      }),
      "itrecist",
    );
    expect(outcome.visits.V1).toMatchObject({
      injected: "PR",
      nonInjected: "PD",
      nonInjectedSumMm: null,
      overall: "PD",
    });
  });
});
