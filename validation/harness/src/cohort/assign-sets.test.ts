import { describe, expect, it } from "vitest";
import { inspirePlan, syntheticCohort } from "../testing/synthetic-facts.ts";
import { assignmentHash, assignSets } from "./assign-sets.ts";

const plan = inspirePlan();
const people = syntheticCohort(60, 8, ["S1", "S2", "S3"]).map((s, i) => ({
  ...s.facts,
  treatmentStart: i === 0 ? null : `20${10 + (i % 10)}-03-01`,
  visits: [{ key: "W8", date: `20${10 + (i % 10)}-05-01`, role: "follow-up", targetSumMm: 30 }],
  study: i % 3 === 2 ? "trial-two" : plan.identity.study,
}));
const everyone = {
  ...plan.population,
  eligibility: { text: "all", filter: [{ field: "treatmentStart", known: true }] },
};
type Split = (typeof plan)["split"];
const by = (
  rule: Split["rule"],
  sealed: readonly string[] = [],
  population = everyone as (typeof plan)["population"],
) => assignSets(people, { ...plan, population, split: { ...plan.split, rule } }, new Set(sealed));
const keysIn = (assigned: ReturnType<typeof by>, set: string) =>
  assigned.filter((a) => a.set === set).map((a) => a.subjectKey);

describe("a split", () => {
  it("by index date puts every subject on its side of the cut-off, and nobody into the embargo", () => {
    const assigned = by({ by: "index-date", cutOff: "2015-05-01", embargoDays: 400, outcomeLagDays: 0 });
    const year = (key: string) => Number(people.find((p) => p.key === key)!.visits[0]!.date.slice(0, 4));
    expect(
      keysIn(assigned, "test")
        .map(year)
        .every((y) => y >= 2015),
    ).toBe(true);
    expect(
      keysIn(assigned, "training")
        .map(year)
        .every((y) => y <= 2013),
    ).toBe(true);
    expect(assigned.filter((a) => a.reason === "in the embargo").map((a) => year(a.subjectKey))).toEqual(
      Array.from({ length: 6 }, () => 2014),
    );
  });

  it("by draw tests the sealed, whoever they are, and draws who tunes from the rest", () => {
    const sealed = people.slice(1, 13).map((p) => p.id);
    const rule = { by: "drawn", draw: { share: 0.2, seed: 5, strata: [] }, tuningShare: 0.25 } as const;
    const assigned = by({ ...rule, draw: { ...rule.draw, strata: [] } }, sealed);
    expect(
      assigned
        .filter((a) => a.set === "test")
        .map((a) => a.subjectId)
        .sort(),
    ).toEqual([...sealed].sort());
    // 60 subjects, one without treatment start, 12 sealed: 47 develop, round(0.25 × 47) = 12 tune.
    expect([keysIn(assigned, "tuning").length, keysIn(assigned, "training").length]).toEqual([12, 35]);
  });

  it("by study follows the trial, not the site's name", () => {
    const study = (key: string) => ({ key, sponsor: key, protocol: key });
    const assigned = by({
      by: "study",
      training: [study("trial-two")],
      tuning: [],
      test: [study(plan.identity.study)],
    });
    const of = (key: string) => people.find((p) => p.key === key)!.study;
    expect(new Set(keysIn(assigned, "training").map(of))).toEqual(new Set(["trial-two"]));
    expect(new Set(keysIn(assigned, "test").map(of))).toEqual(new Set([plan.identity.study]));
  });

  it("is the same for any order of rows", () => {
    const rule = { by: "site", training: ["S1"], tuning: ["S2"], test: ["S3"] } as const;
    const one = by({ ...rule, training: ["S1"], tuning: ["S2"], test: ["S3"] });
    const other = assignSets(
      [...people].reverse(),
      { ...plan, population: everyone as never, split: { ...plan.split, rule: rule as never } },
      new Set(),
    );
    expect(assignmentHash(other)).toBe(assignmentHash(one));
    expect(other).toEqual(one);
  });

  it("gives every subject one set, and says why one takes no part", () => {
    const assigned = by({ by: "site", training: ["S1"], tuning: [], test: ["S3"] });
    expect(assigned.map((a) => a.subjectKey)).toHaveLength(new Set(assigned.map((a) => a.subjectKey)).size);
    expect(assigned.filter((a) => a.set === "excluded").every((a) => a.reason !== null)).toBe(true);
    expect(assigned.find((a) => a.subjectKey === "S-000")!.reason).toBe("not eligible by treatmentStart");
    expect(assigned.find((a) => a.subjectKey === "S-001")!.reason).toBe("site S2 in no set");
  });

  it("leaves a record of development out where the same patient, by linked identity, is in the test set", () => {
    const rule = { by: "site", training: ["S1", "S2"], tuning: [], test: ["S3"] } as const;
    const tag = `mrn:${"a".repeat(64)}`;
    const [tested, trained, other] = ["S3", "S1", "S2"].map((site) => people.filter((p) => p.site === site)[1]!);
    const linked = people.map((p) =>
      p === tested || p === trained
        ? { ...p, links: [tag] }
        : p === other
          ? { ...p, links: [`x:${"a".repeat(64)}`] }
          : p,
    );
    const assigned = assignSets(
      linked,
      { ...plan, population: everyone as (typeof plan)["population"], split: { ...plan.split, rule: rule as never } },
      new Set(),
    );
    const of = (id: string) => assigned.find((a) => a.subjectId === id)!;
    expect(of(tested!.id).set).toBe("test");
    expect(of(trained!.id)).toMatchObject({
      set: "excluded",
      reason: `the same patient as ${tested!.key} of trial-two`,
    });
    expect(of(other!.id).set).toBe("training");
  });

  it("puts a subject that was scanned or read at a test site into the test set", () => {
    const rule = { by: "site", training: ["S1", "S2"], tuning: [], test: ["S3"] } as const;
    const none = { studyUid: null, seriesUid: null, scanner: null, imagingSite: null, readingSite: null };
    const [imaged, read] = people.filter((p) => p.site === "S1").slice(1, 3);
    const there = people.map((p) =>
      p === imaged
        ? { ...p, scans: [{ ...none, imagingSite: "S3" }] }
        : p === read
          ? { ...p, scans: [{ ...none, readingSite: "S3" }] }
          : p,
    );
    const sets = assignSets(
      there,
      { ...plan, population: everyone as (typeof plan)["population"], split: { ...plan.split, rule: rule as never } },
      new Set(),
    );
    for (const p of [imaged!, read!]) expect(sets.find((a) => a.subjectId === p.id)!.set).toBe("test");
  });
});
