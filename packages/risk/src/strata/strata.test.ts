import { type RandomisationPlan, randomisationPlan, type StrataRule, strataRule } from "@nadir/domain";
import { normalCdf } from "@nadir/statistics";
import { describe, expect, it } from "vitest";
import { allocator, type ToAllocate } from "./allocate.ts";
import { allStrata, assignStratum, countStrata } from "./assign-stratum.ts";
import { simulatePlan } from "./simulate-plan.ts";

const rule = (more: object = {}): StrataRule =>
  strataRule.parse({
    schema: "nadir.strata-rule/1",
    id: "r",
    version: "1",
    factors: [
      {
        kind: "number",
        name: "age",
        label: "Age",
        unit: "years",
        levels: [{ name: "young", below: 50 }, { name: "old" }],
      },
      {
        kind: "word",
        name: "mgmt",
        label: "MGMT",
        levels: [
          { name: "methylated", words: ["M", "methylated"] },
          { name: "not", words: ["U"] },
        ],
      },
    ],
    ...more,
  });
const plan = (more: object): RandomisationPlan =>
  randomisationPlan.parse({
    schema: "nadir.randomisation/1",
    id: "p",
    version: "1",
    arms: [{ name: "A" }, { name: "B" }],
    ...more,
  });
const blocksOf = (...lengths: number[]) => ({ method: { kind: "permuted-blocks", lengths } });

describe("a strata rule", () => {
  it("sorts by its written limits: the same values, the same stratum", () => {
    const of = (age: number | string, mgmt: string) => assignStratum(rule(), { age, mgmt }).stratum;
    expect([of(49.9, "M"), of(50, "methylated"), of("50", " U ")]).toEqual([
      "young / methylated",
      "old / methylated",
      "old / not",
    ]);
  });

  it("gives no stratum where a factor is not known, or a level of its own where the rule says so", () => {
    expect(assignStratum(rule(), { age: 40 })).toEqual({ levels: ["young", null], stratum: null, unknown: ["MGMT"] });
    expect(assignStratum(rule({ unknown: "own-level" }), { age: 40, mgmt: "" }).stratum).toBe("young / unknown");
    expect(allStrata(rule({ unknown: "own-level" }))).toHaveLength(9);
  });

  it("refuses what it has no level for, all factors together", () => {
    expect(() => assignStratum(rule(), { age: "old", mgmt: "maybe" })).toThrow(
      /Age is 'old'; give a number in years.\nMGMT is 'maybe'/,
    );
  });

  it("counts every stratum, also the empty ones, and those without", () => {
    const subjects = [
      { stratum: "young / methylated", arm: "A" },
      { stratum: "young / methylated", arm: "B" },
      { stratum: null, arm: "B" },
    ];
    expect(countStrata(rule(), subjects).map((c) => [c.stratum, c.subjects, c.byArm["B"]])).toEqual([
      ["young / methylated", 2, 1],
      ["young / not", 0, 0],
      ["old / methylated", 0, 0],
      ["old / not", 0, 0],
      ["no stratum", 1, 1],
    ]);
  });

  it.each([
    {
      what: "a word of two levels",
      factors: [
        {
          kind: "word",
          name: "x",
          label: "x",
          levels: [
            { name: "a", words: ["1"] },
            { name: "b", words: ["1"] },
          ],
        },
      ],
      says: /'1' is a word of two levels/,
    },
    {
      what: "limits out of order",
      factors: [
        {
          kind: "number",
          name: "x",
          label: "x",
          unit: "1",
          levels: [{ name: "a", upTo: 2 }, { name: "b", upTo: 1 }, { name: "c" }],
        },
      ],
      says: /'b' ends at 1/,
    },
    {
      what: "a level without an end",
      factors: [{ kind: "number", name: "x", label: "x", unit: "1", levels: [{ name: "a" }, { name: "c" }] }],
      says: /one of them/,
    },
  ])("is refused for $what", ({ factors, says }) => {
    expect(
      JSON.stringify(
        strataRule.safeParse({ schema: "nadir.strata-rule/1", id: "r", version: "1", factors }).error?.issues,
      ),
    ).toMatch(says);
  });
});

describe("a plan of randomisation", () => {
  it.each([
    {
      what: "blocks that cannot hold the ratio",
      more: { arms: [{ name: "A", ratio: 2 }, { name: "B" }], ...blocksOf(3, 4) },
      says: /a block of 4 cannot hold the ratio.*sum is 3/,
    },
    {
      what: "minimisation without factors",
      more: { method: { kind: "minimisation", probability: 0.8 } },
      says: /give the strata rule/,
    },
    {
      what: "a weight of no factor",
      more: { strata: rule(), method: { kind: "minimisation", probability: 0.8, weights: { site: 2 } } },
      says: /'site' is no factor/,
    },
    {
      what: "a coin against the balance",
      more: { strata: rule(), method: { kind: "minimisation", probability: 0.3 } },
      says: /least likely/,
    },
    { what: "an arm twice", more: { arms: [{ name: "A" }, { name: "A" }], ...blocksOf(2) }, says: /'A' stands twice/ },
  ])("is refused for $what", ({ more, says }) => {
    const document = {
      schema: "nadir.randomisation/1",
      id: "p",
      version: "1",
      arms: [{ name: "A" }, { name: "B" }],
      ...more,
    };
    expect(JSON.stringify(randomisationPlan.safeParse(document).error?.issues)).toMatch(says);
  });
});

const young: ToAllocate = { levels: ["young", "methylated"], stratum: "young / methylated" };
const old: ToAllocate = { levels: ["old", "not"], stratum: "old / not" };

describe("permuted blocks", () => {
  it("hold the ratio in every block, and every order comes about", () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 60; seed++) {
      const allocate = allocator(plan({ arms: [{ name: "A", ratio: 2 }, { name: "B" }], ...blocksOf(3) }), seed);
      for (let block = 0; block < 4; block++) {
        const arms = Array.from({ length: 3 }, () => allocate.next(young)).join("");
        expect([...arms].sort().join("")).toBe("AAB");
        seen.add(arms);
      }
    }
    expect([...seen].sort()).toEqual(["AAB", "ABA", "BAA"]);
  });

  it("of one stratum do not move with the patients of another", () => {
    const p = plan({ strata: rule(), ...blocksOf(2, 4) });
    const alone = allocator(p, 5);
    const mixed = allocator(p, 5);
    const [a, b]: [string[], string[]] = [[], []];
    for (let i = 0; i < 30; i++) {
      a.push(alone.next(young));
      mixed.next(old);
      b.push(mixed.next(young));
    }
    expect(b).toEqual(a);
    expect(() => alone.next({ levels: [null, null], stratum: null })).toThrow(/no stratum: a factor is not known/);
  });
});

describe("minimisation", () => {
  const minimising = (weights: object, seed: number) =>
    allocator(plan({ strata: rule(), method: { kind: "minimisation", probability: 1, weights } }), seed);

  it("sends the second of two alike to the other arm, whatever the first was", () => {
    for (let seed = 0; seed < 20; seed++) {
      const allocate = minimising({}, seed);
      expect(allocate.next(young)).not.toBe(allocate.next(young));
    }
  });

  it("follows the factor of the greater weight where two disagree, by hand", () => {
    // One (young, methylated) on X and one (old, not) on the other arm Y. For (young, not) age says Y and MGMT says X:
    // with weights 2 and 1 the sums are: to X 2 × 2 + 0 = 4, to Y 2 × 0 + 2 = 2, so Y; with 1 and 2 it is X.
    const seeds = Array.from({ length: 40 }, (_, s) => s).filter((s) => {
      const first = minimising({}, s);
      return first.next(young) !== first.next(old);
    });
    expect(seeds.length).toBeGreaterThan(5);
    for (const seed of seeds) {
      const byAge = minimising({ age: 2 }, seed);
      const byMgmt = minimising({ mgmt: 2 }, seed);
      const [x, y] = [byAge.next(young), byAge.next(old)];
      expect([byMgmt.next(young), byMgmt.next(old)]).toEqual([x, y]);
      const mixed: ToAllocate = { levels: ["young", "not"], stratum: "young / not" };
      expect([byAge.next(mixed), byMgmt.next(mixed)]).toEqual([y, x]);
    }
  });
});

describe("a simulation", () => {
  it.each([
    // Blackwell & Hodges 1957: blocks of 2m are guessed (m + 4^m / (2 C(2m, m)) - 1/2) times: 1.5 of 2, 2.8333 of 4.
    { length: 2, share: 1.5 / 2 },
    { length: 4, share: (2 + 16 / 12 - 0.5) / 4 },
  ])("finds what is guessed of blocks of $length", ({ length, share }) => {
    const answer = simulatePlan(plan(blocksOf(length)), { subjects: 400, runs: 150, seed: 3 });
    expect(Math.abs(answer.guessed.mean - share)).toBeLessThan(0.006);
    expect(answer.imbalance).toMatchObject({ largest: 0 });
    expect(answer.imbalanceInLevels).toBeNull();
  });

  it("balances levels by minimisation where simple allocation would not", () => {
    const wish = { subjects: 100, runs: 60, seed: 4, shares: { age: [1, 3] } };
    const strict = simulatePlan(plan({ strata: rule(), method: { kind: "minimisation", probability: 0.9 } }), wish);
    const coin = simulatePlan(plan({ strata: rule(), method: { kind: "minimisation", probability: 0.5 } }), wish);
    expect(strict.imbalanceInLevels!.p95).toBeLessThan(coin.imbalanceInLevels!.median);
    expect(strict.guessed.mean).toBeGreaterThan(coin.guessed.mean);
    expect(simulatePlan(plan({ strata: rule(), method: { kind: "minimisation", probability: 0.9 } }), wish)).toEqual(
      strict,
    );
  });

  it("has the power of Schoenfeld's formula", () => {
    const survival = { medianFirstArm: 12, hazardRatio: 0.6, accrual: 12, followUp: 24, alpha: 0.05 };
    const { power } = simulatePlan(plan(blocksOf(4)), { subjects: 160, runs: 400, seed: 8, survival });
    // Schoenfeld 1981: Φ(sqrt(events / 4) |log HR| - 1.96).
    const expected = normalCdf(Math.sqrt(power!.events / 4) * Math.abs(Math.log(0.6)) - 1.959964);
    expect(Math.abs(power!.estimate - expected)).toBeLessThan(3 * power!.standardError + 0.01);
    const none = simulatePlan(plan(blocksOf(4)), {
      subjects: 160,
      runs: 400,
      seed: 9,
      survival: { ...survival, hazardRatio: 1 },
    });
    expect(Math.abs(none.power!.estimate - 0.05)).toBeLessThan(3 * Math.sqrt((0.05 * 0.95) / 400));
  });

  it("has the power of the two-proportion formula", () => {
    const response = { firstArm: 0.2, secondArm: 0.45, alpha: 0.05 };
    const { power } = simulatePlan(plan(blocksOf(4)), { subjects: 100, runs: 800, seed: 11, response });
    // 50 an arm. Under the alternative the difference is normal about 0.25 with variance 0.16/50 + 0.2475/50 = 0.00815; it must
    // exceed 1.96 sqrt(2 × 0.325 × 0.675 / 50) = 0.18360: Φ((0.25 - 0.18360) / 0.09028) = Φ(0.7355) = 0.769 (Fleiss, ch. 4).
    expect(Math.abs(power!.estimate - 0.769)).toBeLessThan(3 * power!.standardError + 0.01);
    const none = simulatePlan(plan(blocksOf(4)), {
      subjects: 200,
      runs: 800,
      seed: 12,
      response: { firstArm: 0.3, secondArm: 0.3, alpha: 0.05 },
    });
    expect(Math.abs(none.power!.estimate - 0.05)).toBeLessThan(3 * Math.sqrt((0.05 * 0.95) / 800) + 0.005);
  });

  it("tells the balance of every factor and of strata: of blocks of 2 within strata at most half a patient a stratum", () => {
    const answer = simulatePlan(plan({ strata: rule(), ...blocksOf(2) }), { subjects: 60, runs: 40, seed: 5 });
    expect(answer.imbalanceInStrata!.largest).toBeLessThanOrEqual(0.5);
    // A level is two strata, each at most half a patient off.
    expect(Object.keys(answer.imbalanceByFactor)).toEqual(["age", "mgmt"]);
    for (const spread of Object.values(answer.imbalanceByFactor)) expect(spread.largest).toBeLessThanOrEqual(1);
    expect(answer.imbalanceInLevels!.largest).toBe(
      Math.max(...Object.values(answer.imbalanceByFactor).map((spread) => spread.largest)),
    );
  });
});
