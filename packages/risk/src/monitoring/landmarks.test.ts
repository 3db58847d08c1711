import { describe, expect, it } from "vitest";
import { landmarkValidity, outcomeFrom, type ScoreAtVisit } from "./landmarks.ts";

describe("the outcome within a horizon from a day, by hand", () => {
  it.each<[what: string, day: number, timeDays: number, event: boolean, expected: ReturnType<typeof outcomeFrom>]>([
    ["an event within it", 50, 200, true, 1],
    ["an event on its last day", 50, 230, true, 1],
    ["an event after it", 50, 231, true, 0],
    ["follow-up past it", 50, 231, false, 0],
    ["follow-up that ends within it", 50, 200, false, null],
    ["an event before that day", 50, 50, true, "gone"],
    ["follow-up that ended before that day", 50, 40, false, "gone"],
  ])("%s", (_, day, timeDays, event, expected) => {
    expect(outcomeFrom(day, 180, { timeDays, event })).toBe(expected);
  });
});

describe("a planted drift", () => {
  /** Of 100 who are told 20, 40, 60 or 80 %, exactly so many have it at the start; at the second scan as many as half the odds. */
  const told = [0.2, 0.4, 0.6, 0.8];
  const halved = (p: number) => 1 / (1 + (2 * (1 - p)) / p);
  const scores: ScoreAtVisit[] = told.flatMap((probability) =>
    Array.from({ length: 100 }, (_, i) => i).flatMap((i) =>
      [probability, halved(probability)].map(
        (share, n): ScoreAtVisit => ({
          subject: `${probability} ${i}`,
          order: 2 * n,
          probability,
          outcome: i < Math.round(100 * share) ? 1 : 0,
        }),
      ),
    ),
  );

  it("is shown: calibrated at the start, half the odds at the second scan", () => {
    const [start, later] = landmarkValidity(scores);
    if (!start?.calibration.estimable || !later?.calibration.estimable) throw new Error("no calibration");
    expect([start.order, start.calibration.observed, start.calibration.expected]).toEqual([
      0,
      200,
      expect.closeTo(200, 9),
    ]);
    expect(start.calibration.intercept).toBeCloseTo(0, 6);
    // Counts are whole, so that the halved odds are met within rounding.
    expect(later.order).toBe(2);
    expect(later.calibration.intercept).toBeCloseTo(Math.log(0.5), 1);
    expect(later.calibration.upper).toBeLessThan(0);
    // Who ranks how is unchanged by it: AUC of both well above a half.
    expect(later.auc!.lower).toBeGreaterThan(0.5);
  });

  it("an unknown outcome counts among the patients and not among the known; one class has no AUC", () => {
    const [only] = landmarkValidity([
      { subject: "A", order: 1, probability: 0.3, outcome: null },
      { subject: "B", order: 1, probability: 0.4, outcome: 1 },
    ]);
    expect(only).toMatchObject({ subjects: 2, calibration: { known: 1, observed: 1 }, auc: null });
  });
});
