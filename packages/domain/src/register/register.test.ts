import { describe, expect, test } from "vitest";
import { DATA_SETS } from "./data-sets.ts";
import { GUIDANCE, guidanceFor } from "./guidance.ts";
import { dataSetEntry, guidanceEntry, trialEntry } from "./register-shape.ts";
import { TRIALS } from "./trials.ts";

const refusals = (parsed: { error?: { issues: readonly { path: PropertyKey[] }[] } }) =>
  parsed.error?.issues.map((i) => i.path.join("."));

describe("the register of data sets", () => {
  test("has every cohort that the founding reviews name, each with keeper, terms and where it is named", () => {
    expect(DATA_SETS.map((d) => d.id)).toEqual(
      expect.arrayContaining(["TCGA-GBM", "CPTAC-GBM", "CGGA", "GSE13041", "GSE83300", "NBH", "RIDER-Lung-CT"]),
    );
    for (const entry of DATA_SETS) expect(refusals(dataSetEntry.safeParse(entry)), entry.id).toBeUndefined();
    expect(new Set(DATA_SETS.map((d) => d.id)).size).toBe(DATA_SETS.length);
  });

  test("refuses a descriptor without licence or source", () => {
    const { licence: _, ...without } = DATA_SETS[0]!;
    expect(refusals(dataSetEntry.safeParse(without))).toEqual(["licence"]);
    expect(refusals(dataSetEntry.safeParse({ ...DATA_SETS[0], licence: " " }))).toEqual(["licence"]);
    expect(refusals(dataSetEntry.safeParse({ ...DATA_SETS[0], namedIn: [] }))).toEqual(["namedIn"]);
    expect(refusals(dataSetEntry.safeParse({ ...DATA_SETS[0], url: "javascript:alert(1)" }))).toEqual(["url"]);
  });
});

describe("the register of trials", () => {
  test("has every trial that the founding reviews name, with a number of its registry's form or the reason for none", () => {
    // Printed by the reviews: 001, Table 1; 004, Contribution of functional imaging ("ABSCOTEP trial, EudraCT: 2016-000665-23").
    const numbers = TRIALS.map((t) => t.number);
    for (const number of ["NCT02336165", "NCT02017717", "NCT02054806"]) expect(numbers).toContain(number);
    expect(TRIALS.find((t) => t.id === "ABSCOTEP")).toMatchObject({ registry: "EudraCT", number: "2016-000665-23" });
    // Printed by no review; each beside its trial's name in independent public listings of the registry.
    for (const [id, number] of [
      ["KEYNOTE-002", "NCT01704287"],
      ["KEYNOTE-006", "NCT01866319"],
      ["PACIFIC", "NCT02125461"],
      ["PEMBRO-RT", "NCT02492568"],
    ])
      expect(TRIALS.find((t) => t.id === id)).toMatchObject({
        number,
        numberFrom: expect.stringContaining("listings"),
      });
    expect(TRIALS.map((t) => t.id)).toEqual(
      expect.arrayContaining(["CheckMate-143", "KEYNOTE-002", "KEYNOTE-006", "PACIFIC", "ABSCOTEP", "PEMBRO-RT"]),
    );
    for (const entry of TRIALS) expect(refusals(trialEntry.safeParse(entry)), entry.id).toBeUndefined();
  });

  test("refuses a number that the registry does not write, and none without a reason", () => {
    expect(refusals(trialEntry.safeParse({ ...TRIALS[0], number: "NCT123" }))).toEqual(["number"]);
    expect(refusals(trialEntry.safeParse({ ...TRIALS[0], number: null }))).toEqual(["why"]);
    expect(refusals(trialEntry.safeParse({ ...TRIALS[0], numberFrom: undefined }))).toEqual(["numberFrom"]);
  });
});

describe("guidance", () => {
  test("links the guidelines that the reviews ask for, by https", () => {
    for (const entry of GUIDANCE) expect(refusals(guidanceEntry.safeParse(entry)), entry.id).toBeUndefined();
    expect(GUIDANCE.map((g) => g.citation)).toEqual(
      expect.arrayContaining(["Salgado et al. 2015, Ann Oncol 26:259", "Conesa et al. 2016, Genome Biol 17:13"]),
    );
  });

  test.each([
    ["TIL", ["til-working-group-2015"]],
    ["stromal TILs, %", ["til-working-group-2015"]],
    ["until", []],
    ["CD8A expression (TPM)", ["rna-seq-2016"]],
    ["PD-L1", []],
  ])("finds for %s %j", (words, ids) => {
    expect(guidanceFor(words).map((g) => g.id)).toEqual(ids);
  });
});
