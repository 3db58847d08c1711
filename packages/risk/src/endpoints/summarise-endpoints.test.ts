import { assess, endpointsOf } from "@nadir/response";
import { describe, expect, it } from "vitest";
import { courseOfSizes } from "../testing/course-of.ts";
import { summariseEndpoints } from "./summarise-endpoints.ts";

const days = [0, 67, 107, 150];
const patient = (...course: Parameters<typeof courseOfSizes>) => {
  const document = courseOfSizes(...course);
  return endpointsOf(document, assess(document, "recist-1.1"));
};
/** Treatment starts on day 7: two confirmed PR and one SD to day 143, a PD by size and one by a new lesion on day 60. */
const cohort = [
  patient("P1", days, { T1: [50, 30, 30, 30] }),
  patient("P2", days, { T1: [50, 30, 30, 30] }),
  patient("P3", days, { T1: [50, 70, 80, 80] }),
  patient("P4", days, { T1: [50, 50, 50, 50] }),
  patient("P5", days, { T1: [50, 50, 30, 30] }, { X1: [null, 12, 0, 0] }),
];

describe("endpoints of a cohort", () => {
  const found = summariseEndpoints("recist-1.1", cohort);

  it("rates with the exact limits of Clopper and Pearson, by hand: 2 of 5", () => {
    const { confirmed } = found.objectiveResponse;
    expect(confirmed).toMatchObject({ count: 2, of: 5, estimate: 0.4 });
    if (!confirmed.estimable) throw new Error(confirmed.reason);
    const { lower: p, upper: q } = confirmed.interval;
    // At the lower limit two or more of five have a chance of 2.5 %, at the upper limit two or fewer.
    expect(1 - (1 - p) ** 5 - 5 * p * (1 - p) ** 4).toBeCloseTo(0.025, 10);
    expect((1 - q) ** 5 + 5 * q * (1 - q) ** 4 + 10 * q ** 2 * (1 - q) ** 3).toBeCloseTo(0.025, 10);
    expect(found.diseaseControl.confirmed).toMatchObject({ count: 3, of: 5 });
  });

  it("who is censored before six months is left out of the rate of durable benefit, and counted", () => {
    expect(found.durableClinicalBenefit).toMatchObject({ leftOut: 3, rate: { count: 0, of: 2 } });
  });

  it("curve, median and the rules by which the times ended", () => {
    const { pfs } = found;
    if (!pfs.estimable) throw new Error(pfs.reason);
    expect(pfs.curve.steps.map(({ time, survival }) => [time, survival])).toEqual([
      [60, 0.6],
      [143, 0.6],
    ]);
    expect(pfs.median.estimate).toBeNull();
    expect(pfs.rules).toEqual([
      { rule: "No progression and no death: censored at the last evaluable scan.", patients: 3 },
      { rule: "Progression.", patients: 2 },
    ]);
    // Both responses were first seen on day 60 and were ongoing on day 143.
    expect(found.durationOfResponse).toMatchObject({ curve: { n: 2, events: 0, steps: [{ time: 83 }] } });
  });

  it("no overall survival where no death is recorded, and one where there is", () => {
    expect(found.os).toEqual({ estimable: false, reason: expect.stringMatching(/^No death is recorded/) });
    const [first, ...others] = cohort;
    const os = { ...first!.os, status: "event" as const };
    const died = summariseEndpoints("recist-1.1", [{ ...first!, os }, ...others]);
    expect(died.os).toMatchObject({ estimable: true, curve: { n: 5, events: 1 } });
  });

  it("of nobody say why there are none", () => {
    const none = summariseEndpoints("recist-1.1", []);
    expect(none.objectiveResponse.confirmed).toMatchObject({ estimable: false });
    expect(none.pfs).toMatchObject({ estimable: false, reason: "No patient has this time." });
  });
});
