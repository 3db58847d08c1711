import { type StrataRule, strataRule } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { type StrataRecord, strataRuleInWords, stratumFromRecord } from "./strata-values.ts";

const rule: StrataRule = strataRule.parse({
  schema: "nadir.strata-rule/1",
  id: "r",
  version: "1",
  factors: [
    {
      kind: "number",
      name: "ldh",
      column: "LDH",
      label: "LDH",
      unit: "U/L",
      levels: [{ name: "normal", upTo: 250 }, { name: "raised" }],
    },
    {
      kind: "word",
      name: "mgmt",
      column: "MGMT",
      label: "MGMT",
      levels: [
        { name: "M", words: ["methylated"] },
        { name: "U", words: ["unmethylated"] },
      ],
    },
    {
      kind: "word",
      name: "risk",
      column: "model:lipi",
      label: "LIPI",
      levels: [
        { name: "good", words: ["good"] },
        { name: "other", words: ["intermediate", "poor"] },
      ],
    },
    {
      kind: "number",
      name: "tmb",
      column: "TMB",
      label: "TMB",
      unit: "1/Mb",
      levels: [{ name: "low", below: 10 }, { name: "high" }],
    },
    {
      kind: "word",
      name: "site",
      label: "Site",
      levels: [
        { name: "a", words: ["a"] },
        { name: "b", words: ["b"] },
      ],
    },
  ],
});
const record = (more: Partial<StrataRecord> = {}): StrataRecord => ({
  date: "2024-03-01",
  ageYears: 60,
  sex: "female",
  ecog: 1,
  karnofsky: null,
  observations: [{ subject: "P", date: "2024-02-25", code: "LDH", value: 200, unit: "U/L" }],
  biomarkers: [
    { subject: "P", code: "MGMT", text: "methylated" },
    { subject: "P", code: "TMB", value: 12, unit: "1/Mb" },
  ],
  regions: {},
  site: "a",
  models: { lipi: { value: 1, group: "intermediate", why: "" } },
  ...more,
});

describe("the stratum from the record", () => {
  it("takes blood, markers, the site and a model's risk group; the same record gives the same stratum", () => {
    expect(stratumFromRecord(rule, record()).stratum).toBe("normal / M / other / high / a");
    expect(stratumFromRecord(rule, record())).toEqual(stratumFromRecord(rule, record()));
  });

  it.each([
    {
      what: "blood of after the day",
      more: { observations: [{ subject: "P", date: "2024-03-02", code: "LDH", value: 200, unit: "U/L" }] },
      at: 0,
      says: "LDH is not recorded by 2024-03-01.",
    },
    {
      what: "a word of no level",
      more: {
        biomarkers: [
          { subject: "P", code: "MGMT", text: "perhaps" },
          { subject: "P", code: "TMB", value: 12, unit: "1/Mb" },
        ],
      },
      at: 1,
      says: "MGMT is 'perhaps', which is of no level of the rule; it knows: methylated, unmethylated.",
    },
    {
      what: "a model that is not registered",
      more: { models: {} },
      at: 2,
      says: "LIPI asks for the model 'lipi', which is not registered in this trial.",
    },
    {
      what: "a model that lacks an input",
      more: { models: { lipi: { value: null, group: null, why: "dNLR is missing." } } },
      at: 2,
      says: "LIPI: dNLR is missing.",
    },
    {
      what: "another unit",
      more: {
        biomarkers: [
          { subject: "P", code: "MGMT", text: "methylated" },
          { subject: "P", code: "TMB", value: 12, unit: "per exome" },
        ],
      },
      at: 3,
      says: "TMB is recorded in per exome; the rule asks for 1/Mb.",
    },
  ])("is none with $what, and the input says why", ({ more, at, says }) => {
    const answer = stratumFromRecord(rule, record(more as Partial<StrataRecord>));
    expect(answer.stratum).toBeNull();
    expect(answer.inputs.map(({ why }) => why).filter((why) => why !== null)).toEqual([says]);
    expect(answer.inputs[at]!.level).toBeNull();
  });

  it("is told in words: limits with their side, words with their level, what becomes of the unknown", () => {
    expect(strataRuleInWords(rule)).toEqual([
      "LDH in U/L: normal (up to 250); raised (above 250).",
      "MGMT: M (methylated); U (unmethylated).",
      "LIPI: good; other (intermediate, poor).",
      "TMB in 1/Mb: low (below 10); high (from 10).",
      "Site: a; b.",
      "A patient of whom one value is not known has no stratum.",
    ]);
  });
});
