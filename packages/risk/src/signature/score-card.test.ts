import { biomarker, type ModelCard, modelCard, observation, signature } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { type RecordOnDay, recordInputs } from "./record-inputs.ts";
import { scoreCard } from "./score-card.ts";

const about = {
  schema: "nadir.signature/1",
  id: "made-up",
  version: "1",
  title: "Made up for a test",
  predicts: "hyperprogression",
  higherMeans: "more likely",
  intendedUse: "tests",
  limits: ["made up"],
  origin: { kind: "published", printed: [{ citation: "nowhere", place: "this test" }] },
};
const number = (name: string, unit = "1") => ({ from: "value", name, label: name, unit });
/** −2 + 0.01 LDH + ECOG, by a logit. */
const linear = {
  ...about,
  inputs: [number("ldh", "U/L"), number("ecog")],
  form: {
    kind: "linear",
    link: "logit",
    intercept: -2,
    terms: [
      { input: "ldh", coefficient: 0.01 },
      { input: "ecog", coefficient: 1 },
    ],
  },
};
const patient = (tag: string, ldh: number, ecog: number, outcome: string) => ({ tag, outcome, values: { ldh, ecog } });
const document = {
  schema: "nadir.model-card/1",
  signature: linear,
  speaks: "before-treatment",
  trainingData: "none",
  interval: { level: 0.9, halfWidth: 1, calibrationSubjects: 40, source: "this test" },
  // LDH 100 to 300: sd 100 (n − 1); ECOG 0, 1, 2: sd 1.
  neighbours: [patient("a", 100, 0, "no"), patient("b", 200, 1, "yes"), patient("c", 300, 2, "no")],
};
const card = modelCard.parse(document);
const lab = (code: string, date: string, value: number, unit: string, high?: number) =>
  observation.parse({ subject: "P", code, date, value, unit, referenceHigh: high });
const record = (rest: Partial<RecordOnDay> = {}): RecordOnDay => ({
  date: "2024-01-10",
  ageYears: 61,
  sex: "female",
  ecog: 1,
  karnofsky: null,
  observations: [lab("LDH", "2024-01-08", 300, "U/L", 250)],
  biomarkers: [],
  regions: {},
  ...rest,
});
const score = (rest?: Partial<RecordOnDay>, of: ModelCard = card) =>
  scoreCard(of, recordInputs(of.signature, record(rest)));

describe("what a registered model says of a patient", () => {
  it("−2 + 3 + 1 is 2: 0.881 by the logit, 0.731 to 0.953 with ± 1 of the score", () => {
    const found = score();
    expect(found).toMatchObject({ status: "scored", missing: [] });
    expect(found.score).toBeCloseTo(2, 12);
    expect(found.probability).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
    expect(found.interval).toMatchObject({ of: "probability", how: "conformal", level: 0.9 });
    expect(found.interval?.lower).toBeCloseTo(0.7311, 4);
    expect(found.interval?.upper).toBeCloseTo(0.9526, 4);
  });
  it("the nearest in training is one standard deviation away in LDH and none in ECOG", () => {
    expect(score().neighbours).toEqual([
      { tag: "b", outcome: "yes", distance: 1 },
      { tag: "c", outcome: "no", distance: 1 },
      { tag: "a", outcome: "no", distance: Math.hypot(2, 1) },
    ]);
  });
  it("blood in another unit is converted: 5 µkat/L are 300 U/L", () => {
    expect(score({ observations: [lab("LDH", "2024-01-08", 5, "ukat/L")] }).score).toBeCloseTo(2, 12);
  });
  it("an input that is missing, old or of later leaves the score out and is named", () => {
    for (const date of ["2023-12-01", "2024-01-11"])
      expect(score({ observations: [lab("LDH", date, 300, "U/L")] }), date).toMatchObject({
        status: "not-evaluable",
        score: null,
        neighbours: [],
        missing: ["ldh: no value of 'ldh'"],
      });
  });
  it("a unit that the marker cannot have in the signature is refused in a sentence, not thrown", () => {
    const other = modelCard.parse({
      ...document,
      signature: { ...linear, inputs: [number("ldh", "mg/dL"), number("ecog")] },
    });
    const found = score({}, other);
    expect(found.status).toBe("refused");
    expect(found.missing[0]).toMatch(/ldh is given in U\/L; the signature is defined in mg\/dL/);
  });
  it("another feature configuration is refused in a sentence", () => {
    const of = (configHash: string) => ({
      from: "feature",
      name: "f",
      label: "entropy",
      unit: "1",
      key: "cm_joint_entr_3D_comb",
      region: "tumour",
      profile: "ibsi",
      configHash,
    });
    const wanted = "a".repeat(64);
    const other = modelCard.parse({
      ...document,
      neighbours: undefined,
      signature: {
        ...about,
        inputs: [of(wanted)],
        form: { kind: "linear", intercept: 0, terms: [{ input: "f", coefficient: 1 }] },
      },
    });
    const regions = { tumour: { values: [], provenance: { profile: "ibsi", configHash: "b".repeat(64) } } } as never;
    expect(score({ regions }, other)).toMatchObject({
      status: "refused",
      missing: [expect.stringMatching(/configuration bbbbbbbbbbbb….*aaaaaaaaaaaa…/)],
    });
  });
  it("limits of the laboratory, ratios and markers of tissue are found by name", () => {
    const wants = signature.parse({
      ...about,
      inputs: [
        number("ldh_upper_limit", "U/L"),
        number("nlr"),
        number("pd_l1", "%"),
        { from: "word", name: "mgmt", label: "MGMT", words: ["methylated", "unmethylated"] },
      ],
      form: { kind: "linear", intercept: 0, terms: [{ input: "nlr", coefficient: 1 }] },
    });
    const known = recordInputs(
      wants,
      record({
        observations: [
          lab("LDH", "2024-01-08", 300, "U/L", 250),
          lab("NEUT", "2024-01-08", 6, "G/L"),
          lab("LYM", "2024-01-08", 2, "G/L"),
        ],
        biomarkers: [
          biomarker.parse({ subject: "P", code: "PD-L1", value: 60, unit: "%" }),
          biomarker.parse({ subject: "P", code: "MGMT", text: "methylated" }),
          biomarker.parse({ subject: "P", code: "MGMT", text: "unmethylated", date: "2024-03-01" }),
        ],
      }),
    );
    expect(known.values).toEqual({
      ldh_upper_limit: { value: 250, unit: "U/L" },
      nlr: { value: 3, unit: "1" },
      pd_l1: { value: 60, unit: "%" },
      mgmt: { value: "methylated" },
    });
  });
});

describe("a model card", () => {
  it.each([
    [
      "a number that the signature does not have",
      { neighbours: [...document.neighbours, { tag: "d", outcome: "no", values: { age: 1 } }] },
      /'age' is no number of the signature/,
    ],
    [
      "patients with different numbers",
      { neighbours: [...document.neighbours, { tag: "d", outcome: "no", values: { ldh: 1 } }] },
      /the same numbers/,
    ],
    [
      "one limit of an interval",
      {
        performance: [{ level: "internal", on: "x", subjects: 9, measure: "AUC", value: 0.7, lower: 0.6, source: "y" }],
      },
      /both limits/,
    ],
    [
      "a value outside its limits",
      {
        performance: [
          { level: "internal", on: "x", subjects: 9, measure: "AUC", value: 0.5, lower: 0.6, upper: 0.8, source: "y" },
        ],
      },
      /between its limits/,
    ],
  ])("is refused for %s", (_, parts, says) => {
    expect(JSON.stringify(modelCard.safeParse({ ...document, ...parts }).error?.issues)).toMatch(says);
  });
});
