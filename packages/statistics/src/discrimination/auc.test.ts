import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { aucDeLong, aucInterval, aucValue } from "./auc.ts";
import { compareAucPaired, compareAucUnpaired } from "./auc-comparison.ts";

/** Scores on a coarse grid (many ties) with both classes present twice. */
const sample = fc
  .array(
    fc.record({ score: fc.integer({ min: 0, max: 12 }), other: fc.integer({ min: 0, max: 12 }), y: fc.boolean() }),
    {
      minLength: 6,
      maxLength: 40,
    },
  )
  .filter((rows) => rows.filter((r) => r.y).length > 1 && rows.filter((r) => !r.y).length > 1);
const columns = (rows: { score: number; other: number; y: boolean }[]) => ({
  scores: rows.map((r) => r.score),
  others: rows.map((r) => r.other),
  outcome: rows.map((r) => r.y),
});
const auc = (scores: number[], outcome: boolean[]) => {
  const r = aucDeLong(scores, outcome);
  if (!r.estimable) throw new Error(r.reason);
  return r;
};

describe("AUC", () => {
  test.prop([sample], { seed: 2 })("is the share of pairs in the right order, ties counting half", (rows) => {
    const { scores, outcome } = columns(rows);
    let right = 0;
    let pairs = 0;
    for (const a of rows)
      for (const b of rows)
        if (a.y && !b.y) {
          pairs++;
          right += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0;
        }
    expect(auc(scores, outcome).auc).toBe(right / pairs);
  });

  test.prop([sample], { seed: 3 })("becomes 1 - AUC when labels swap, with the same variance", (rows) => {
    const { scores, outcome } = columns(rows);
    const a = auc(scores, outcome);
    const b = auc(
      scores,
      outcome.map((y) => !y),
    );
    expect(a.auc + b.auc).toBeCloseTo(1, 12);
    expect(a.variance!).toBeCloseTo(b.variance!, 12);
  });

  test.prop([sample], { seed: 4 })("does not change under a monotone transformation", (rows) => {
    const { scores, outcome } = columns(rows);
    const a = auc(scores, outcome);
    const b = auc(
      scores.map((s) => Math.exp(s / 3) - 7),
      outcome,
    );
    expect([b.auc, b.variance]).toEqual([a.auc, a.variance]);
  });

  test.prop([sample, fc.infiniteStream(fc.nat())], { seed: 5 })(
    "does not depend on the order of the rows",
    (rows, keys) => {
      const shuffled = rows
        .map((r) => ({ r, k: keys.next().value as number }))
        .sort((a, b) => a.k - b.k)
        .map(({ r }) => r);
      const a = columns(rows);
      const b = columns(shuffled);
      expect(auc(b.scores, b.outcome).auc).toBe(auc(a.scores, a.outcome).auc);
      expect(auc(b.scores, b.outcome).variance!).toBeCloseTo(auc(a.scores, a.outcome).variance!, 13);
    },
  );

  test.prop([sample], { seed: 6 })(
    "keeps its value and halves its variance when every subject stands twice",
    (rows) => {
      const { scores, outcome } = columns(rows);
      const a = auc(scores, outcome);
      const b = auc([...scores, ...scores], [...outcome, ...outcome]);
      expect(b.auc).toBe(a.auc);
      // The divisors m - 1 and n - 1 become 2m - 1 and 2n - 1: half, up to a factor between (m-1)/(m-1/2) and 1.
      const least = Math.min(a.cases, a.controls);
      const ratio = a.variance! > 0 ? b.variance! / a.variance! : 0.5;
      expect(ratio).toBeLessThanOrEqual(0.5 + 1e-9);
      expect(ratio).toBeGreaterThanOrEqual((0.5 * (least - 1)) / (least - 0.5) - 1e-9);
    },
  );

  test.prop([sample], { seed: 7 })("of the resampling shortcut is the same", (rows) => {
    const { scores, outcome } = columns(rows);
    expect(aucValue(scores, Uint8Array.from(outcome, Number))).toBe(auc(scores, outcome).auc);
  });

  it("is not estimable without both classes, and says the counts", () => {
    expect(aucDeLong([1, 2, 3], [1, 1, 1])).toEqual({
      estimable: false,
      reason: "The AUC needs both classes: 3 with the outcome, 0 without.",
    });
    expect(aucDeLong([], []).estimable).toBe(false);
  });

  it("has no normal limits at perfect separation", () => {
    const a = auc([1, 2, 3, 4], [false, false, true, true]);
    expect([a.auc, a.variance]).toEqual([1, 0]);
    expect(aucInterval(a)).toMatchObject({ estimable: false });
    expect(aucInterval(auc([1, 3, 2], [false, false, true]))).toMatchObject({ estimable: false });
  });

  it("refuses columns that do not fit and values that are no numbers", () => {
    expect(() => aucDeLong([1, 2], [1])).toThrow(/2 values and 'outcome' has 1/);
    expect(() => aucDeLong([1, Number.NaN], [1, 0])).toThrow(/score: value 2 is NaN/);
    expect(() => aucDeLong([1, 2], [1, 2])).toThrow(/outcome: value 2 is 2/);
  });
});

describe("comparison of AUCs", () => {
  test.prop([sample], { seed: 8 })("changes sign when the scores swap", (rows) => {
    const { scores, others, outcome } = columns(rows);
    const a = compareAucPaired(scores, others, outcome);
    const b = compareAucPaired(others, scores, outcome);
    expect(a.estimable).toBe(b.estimable);
    if (a.estimable && b.estimable) {
      expect(b.difference).toBeCloseTo(-a.difference, 12);
      expect(b.p).toBeCloseTo(a.p, 10);
    }
  });

  it("of a score with itself has no variance to test", () => {
    expect(compareAucPaired([1, 5, 2, 4], [1, 5, 2, 4], [0, 1, 1, 0])).toMatchObject({ estimable: false });
  });

  it("says which group lacks a class", () => {
    const good = { scores: [1, 2, 3, 4], outcome: [0, 1, 0, 1] };
    expect(compareAucUnpaired(good, { scores: [1, 2], outcome: [0, 0] })).toMatchObject({
      reason: expect.stringContaining("Second group"),
    });
  });
});
