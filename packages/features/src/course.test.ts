import type { FeatureResult } from "@nadir/domain";
import { makeVolume } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { delta, extract, featureCourse, parseConfig, QIBA_LIMITS, visitInWindow } from "./index.ts";

const config = parseConfig({ families: ["statistics", "pet"] });
const flat = (value: number): FeatureResult =>
  extract({
    image: makeVolume({ data: Float64Array.of(value, value), dims: [2, 1, 1], spacing: [1, 1, 1] }),
    mask: makeVolume({ data: Uint8Array.of(1, 1), dims: [2, 1, 1], spacing: [1, 1, 1] }),
    config,
  });
const visit = (day: number, value: number) => ({ day, result: flat(value) });

describe("the course of a feature over several visits", () => {
  it("is a line by least squares, by hand, whatever the order of the visits", () => {
    // Days −10, 20, 50, 100; values 4, 6, 5, 9: Σ(d−40)(v−6) = 100 + 0 − 10 + 180, Σ(d−40)² = 2500 + 400 + 100 + 3600.
    const rows = featureCourse([visit(50, 5), visit(-10, 4), visit(100, 9), visit(20, 6)]);
    const row = rows.find((r) => r.key === "stat_mean")!;
    expect(row).toMatchObject({
      visits: 4,
      first: 4,
      last: 9,
      least: 4,
      leastDay: -10,
      greatest: 9,
      unit: "intensity",
    });
    expect(row.slopePerDay).toBeCloseTo(270 / 6600, 12);
    expect(row.relativeSlopePerDay).toBeCloseTo(270 / 6600 / (6 - (50 * 270) / 6600), 12);
    expect(row.r2).toBeCloseTo(270 ** 2 / (6600 * 14), 12);
  });
  it("of a steady growth is that growth, of one visit none, and leaves undefined values out", () => {
    const steady = featureCourse([visit(0, 1), visit(10, 3), visit(20, 5)]).find((r) => r.key === "stat_max")!;
    expect(steady).toMatchObject({ slopePerDay: 0.2, r2: 1 });
    const single = featureCourse([visit(3, 1)]).find((r) => r.key === "stat_max")!;
    expect(single).toMatchObject({ visits: 1, slopePerDay: null, r2: null });
    const none = featureCourse([visit(0, 1), visit(1, 2)]).find((r) => r.key === "pet_mmvr")!;
    expect(none).toMatchObject({ visits: 0, first: null, least: null, slopePerDay: null });
  });
  it("refuses visits computed otherwise", () => {
    const other = { ...flat(1), provenance: { ...flat(1).provenance, configHash: "0".repeat(64) } };
    expect(() => featureCourse([visit(0, 1), { day: 9, result: other }])).toThrow(/not computed alike/);
  });
});

describe("the visit of a window", () => {
  const visits = [-7, 38, 49, 56, 70].map((day) => ({ day }));
  it.each([
    ["six to eight weeks", { fromDay: 42, toDay: 56, targetDay: 49 }, 49],
    ["the earlier of two as near", { fromDay: 30, toDay: 60, targetDay: 43.5 }, 38],
    ["its ends belong", { fromDay: 56, toDay: 60, targetDay: 60 }, 56],
  ])("%s", (_name, window, day) => expect(visitInWindow(visits, window)?.day).toBe(day));
  it("is none where there is none", () => {
    expect(visitInWindow(visits, { fromDay: 1, toDay: 30, targetDay: 14 })).toBeNull();
  });
});

describe("a change against repeatability", () => {
  const judged = (from: number, to: number) =>
    delta(flat(from), flat(to), 56, [], QIBA_LIMITS["FDG SUVmax"]).find((r) => r.key === "pet_suv_max")!.judgement;
  it.each([
    [10, 13.9, "within-noise"],
    [10, 13.91, "increased"],
    [10, 7.2, "within-noise"],
    [10, 7.19, "decreased"],
  ] as const)("SUVmax from %d to %d is %s (−28%% … +39%%)", (from, to, verdict) => {
    expect(judged(from, to)).toEqual({
      verdict,
      limit: [-0.28, 0.39],
      basis: "relative",
      source: "QIBA FDG-PET/CT SUV",
    });
  });
  it("counts an absolute limit too, takes that of the key before that of the id, and judges nothing else", () => {
    const limits = {
      stat_mean: { absolute: 2, source: "own test–retest" },
      "pet_mtv@mask": { absolute: 0, source: "own" },
      pet_mtv: { absolute: 99, source: "no" },
    };
    const rows = delta(flat(5), flat(7.5), 10, [], limits);
    expect(rows.find((r) => r.key === "stat_mean")!.judgement?.verdict).toBe("increased");
    expect(rows.find((r) => r.key === "pet_mtv@mask")!.judgement).toMatchObject({
      verdict: "within-noise",
      source: "own",
    });
    expect(rows.find((r) => r.key === "stat_max")!.judgement).toBeUndefined();
    expect(
      delta(flat(0), flat(1), 10, [], QIBA_LIMITS["FDG SUVmax"]).find((r) => r.key === "pet_suv_max")!.judgement
        ?.verdict,
    ).toBeNull();
  });
});
