import { describe, expect, it } from "vitest";
import { drawSubjects, drawTag, protocolSplit, temporalSet } from "./protocol-split.ts";

const people = (n: number, stratum: (i: number) => string = () => "") =>
  Array.from({ length: n }, (_, i) => ({ key: `S-${i}`, stratum: stratum(i) }));

describe("a draw", () => {
  it("is the smallest tags, and the tag is HMAC-SHA-256 of the key under the seed", () => {
    // printf 'S-1' | openssl dgst -sha256 -hmac 'nadir.draw/1 7'
    expect(drawTag(7, "S-1")).toBe("c0a1d9163535b023d53b690a45bbfe808e48b2bf2c6c828cf73ffbc14d8a446c");
    const tags = people(20)
      .map((s) => ({ key: s.key, tag: drawTag(7, s.key) }))
      .sort((a, b) => (a.tag < b.tag ? -1 : 1));
    expect([...drawSubjects(people(20), { seed: 7, share: 0.25 })].sort()).toEqual(
      tags
        .slice(0, 5)
        .map((t) => t.key)
        .sort(),
    );
  });

  it("does not depend on the order of rows, and does on the seed", () => {
    const forward = [...drawSubjects(people(50), { seed: 1, share: 0.3 })].sort();
    expect([...drawSubjects(people(50).reverse(), { seed: 1, share: 0.3 })].sort()).toEqual(forward);
    expect([...drawSubjects(people(50), { seed: 2, share: 0.3 })].sort()).not.toEqual(forward);
  });

  it.each([0.2, 0.3, 0.5])("takes the share %d of the whole, and of every stratum to within one", (share) => {
    const subjects = people(101, (i) => `site ${i % 7}`);
    const drawn = drawSubjects(subjects, { seed: 3, share });
    expect(drawn.size).toBe(Math.round(share * 101));
    for (const stratum of new Set(subjects.map((s) => s.stratum))) {
      const members = subjects.filter((s) => s.stratum === stratum);
      const of = members.filter((s) => drawn.has(s.key)).length;
      expect(Math.abs(of - share * members.length)).toBeLessThanOrEqual(1);
    }
  });
});

describe("a temporal rule", () => {
  const rule = {
    by: "index-date",
    cutOff: "2022-01-01",
    embargoDays: 30,
    tuningFrom: "2021-06-01",
    outcomeLagDays: 0,
  } as const;
  it.each([
    ["2022-01-01", "test"],
    ["2023-01-01", "test"],
    ["2021-12-31", "excluded"],
    ["2021-12-02", "excluded"],
    ["2021-12-01", "tuning"],
    ["2021-06-01", "tuning"],
    ["2021-05-31", "training"],
    [null, "excluded"],
  ])("puts an index date of %s into %s", (date, set) => {
    expect(temporalSet(date, rule).set).toBe(set);
  });
});

it("a split below the subject has no words: unit and rule name subjects only", () => {
  const split = {
    type: "internal",
    unit: "subject",
    rule: { by: "arm", training: ["A"], test: ["B"] },
    testSet: "b",
    seed: "none",
    disjointBy: ["subject"],
    expected: { training: 1, test: 1 },
    eventCountsBeforeOpening: false,
  };
  expect(protocolSplit.safeParse(split).success).toBe(true);
  for (const unit of ["scan", "visit", "lesion", "row"])
    expect(protocolSplit.safeParse({ ...split, unit }).success).toBe(false);
  for (const by of ["scan", "visit", "lesion", "row", "fold"])
    expect(protocolSplit.safeParse({ ...split, rule: { ...split.rule, by } }).success).toBe(false);
});
