import { assessAll, CRITERIA } from "@nadir/response";
import { describe, expect, it } from "vitest";
import { courseOfSizes } from "../testing/course-of.ts";
import { commonCategory } from "./common-category.ts";
import { type AssessedPatient, compareAll, compareCriteria } from "./compare-criteria.ts";

const IDS = ["recist-1.1", "irecist", "imrecist"];
const days = [0, 67, 107, 150];
const patient = (...course: Parameters<typeof courseOfSizes>): AssessedPatient => ({
  id: course[0],
  outcomes: assessAll(courseOfSizes(...course), IDS),
});

/** Two agree on PR, one on PD, one on SD; P5 has a new lesion that goes again, then responds. */
const cohort = [
  patient("P1", days, { T1: [50, 30, 30, 30] }),
  patient("P2", days, { T1: [50, 30, 30, 30] }),
  patient("P3", days, { T1: [50, 70, 80, 80] }),
  patient("P4", days, { T1: [50, 50, 50, 50] }),
  patient("P5", days, { T1: [50, 50, 30, 30] }, { X1: [null, 12, 0, 0] }),
];

describe("criteria compared over a cohort", () => {
  const found = compareCriteria(cohort, "recist-1.1", "irecist");

  it("counts who is where, by hand", () => {
    expect(found.patients).toBe(5);
    expect([found.agreeing, found.discordant]).toEqual([4, 1]);
    const at = (row: string, column: string) =>
      found.table[found.categories.indexOf(row as never)]?.[found.categories.indexOf(column as never)];
    expect([at("PR", "PR"), at("PD", "PD"), at("SD", "SD"), at("PD", "PR"), at("PR", "PD")]).toEqual([2, 1, 1, 1, 0]);
    expect(found.table.flat().reduce((a, b) => a + b, 0)).toBe(5);
  });

  it("kappa is that of the table: observed 0.8, by chance (2·3 + 1·1 + 2·1)/25", () => {
    expect(found.kappa.estimable && found.kappa.kappa).toBeCloseTo((0.8 - 9 / 25) / (1 - 9 / 25), 12);
  });

  it("names the patient, the visit and the rule that makes the difference", () => {
    const [change] = found.changes;
    expect(change).toMatchObject({ patient: "P5", from: "PD", to: "PR", visit: "V2", fromLabel: "PD", toLabel: "iPR" });
    // V2 only carries the progression of V1, which the new lesion made.
    expect(change?.fromRule.id).toBe("recist-1.1.new-lesion");
    expect(change?.toRule.id).toMatch(/^irecist\./);
    expect(change?.toRule.text.length).toBeGreaterThan(20);
  });

  it("compares all pairs, and counts who has no answer of one of them", () => {
    const { "recist-1.1": only } = cohort[0]?.outcomes ?? {};
    const pairs = compareAll([...cohort, { id: "P6", outcomes: only ? { "recist-1.1": only } : {} }], IDS);
    expect(pairs.map((pair) => pair.criteria.join())).toEqual([
      "recist-1.1,irecist",
      "recist-1.1,imrecist",
      "irecist,imrecist",
    ]);
    expect(pairs.map((pair) => pair.withoutBoth)).toEqual([1, 1, 1]);
    expect(pairs[0]?.progressionDatesDiffer).toBe(1);
  });

  it("an empty cohort has no kappa and says so", () => {
    expect(compareCriteria([], "recist-1.1", "irecist").kappa.estimable).toBe(false);
  });

  it("every label that a criterion can give has a common category", () => {
    for (const { id, outcomes } of cohort)
      for (const outcome of Object.values(outcomes))
        for (const visit of Object.values(outcome.visits))
          expect(commonCategory(visit.overall), id).toMatch(/^(CR|PR|SD|PD|NE)$/);
    expect(["iUPD", "iCPD", "pPD", "uPD", "irPD"].map(commonCategory)).toEqual(["PD", "PD", "PD", "PD", "PD"]);
    expect(["NON-iCR/NON-iUPD", "irNON-CR/NON-PD", "NON-CR/NON-PD"].map(commonCategory)).toEqual(["SD", "SD", "SD"]);
    expect(() => commonCategory("fine")).toThrow("no label");
    expect(CRITERIA.size).toBe(11);
  });
});
