import { readdirSync, readFileSync } from "node:fs";
import { type FeatureResult, type Signature, signature } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { applySignature } from "./apply-signature.ts";
import type { GivenValue } from "./gather-inputs.ts";

const folder = new URL("../../signatures/", import.meta.url);
const bundled = (name: string): Signature =>
  signature.parse(JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")));
const values = (of: Record<string, number | string | null>): Record<string, GivenValue> =>
  Object.fromEntries(Object.entries(of).map(([k, value]) => [k, { value }]));
const about = {
  schema: "nadir.signature/1",
  id: "example",
  version: "1",
  title: "Example",
  predicts: "death",
  higherMeans: "worse",
  intendedUse: "a test",
  limits: ["a test"],
  origin: { kind: "published", printed: [{ citation: "R 4.2.2", place: "coxph and glm on survival::lung" }] },
} as const;
const number = (name: string, more: object = {}) => ({ from: "value", name, label: name, unit: "1", ...more });
const made = (parts: object): Signature => signature.parse({ ...about, ...parts });

describe("bundled signatures", () => {
  it("are valid, named as their files, and say where they are printed", () => {
    const files = readdirSync(folder);
    expect(files).toEqual(["lipi.json", "rao-2016.json"]);
    for (const file of files) {
      const doc = bundled(file.replace(".json", ""));
      expect(`${doc.id}.json`).toBe(file);
      expect(doc.origin.kind).toBe("published");
    }
  });

  it("the three VASARI features: group 1 is above 2, over all eight combinations", () => {
    const doc = bundled("rao-2016");
    for (let k = 0; k < 8; k++) {
      const [a, b, c] = [k & 1, (k >> 1) & 1, (k >> 2) & 1];
      const answer = applySignature(doc, {
        values: values({ volume_class: a, t1_flair_ratio: b, haemorrhage: c }),
        regions: {},
      });
      expect(answer).toMatchObject({ score: a + b + c, group: a + b + c > 2 ? "group 1" : "group 0" });
    }
  });

  it.each([
    // Derived NLR 6 / (8 - 6) = 3 is not above 3; 6.2 / 1.8 = 3.44 is. LDH counts above its limit, not at it.
    { leucocytes: 8, neutrophils: 6, ldh: 250, score: 0, group: "good" },
    { leucocytes: 8, neutrophils: 6.2, ldh: 250, score: 1, group: "intermediate" },
    { leucocytes: 8, neutrophils: 6, ldh: 251, score: 1, group: "intermediate" },
    { leucocytes: 8, neutrophils: 6.2, ldh: 600, score: 2, group: "poor" },
  ])(
    "LIPI by hand: leucocytes $leucocytes, neutrophils $neutrophils, LDH $ldh is $group",
    ({ score, group, ...blood }) => {
      const answer = applySignature(bundled("lipi"), {
        values: values({ ...blood, ldh_upper_limit: 250 }),
        regions: {},
      });
      expect(answer).toMatchObject({ status: "scored", score, group, missing: [] });
    },
  );

  it("without a value there is no score, and the value is named", () => {
    const answer = applySignature(bundled("lipi"), {
      values: values({ leucocytes: 8, ldh: 300, ldh_upper_limit: 250 }),
      regions: {},
    });
    expect(answer).toMatchObject({ status: "not-evaluable", score: null, group: null, contributions: [] });
    expect(answer.missing.map((m) => m.input)).toEqual(["neutrophils", "other_leucocytes", "derived_nlr"]);
  });
});

describe("forms", () => {
  it("a Cox model has R's linear predictor and risks", () => {
    // coxph(Surv(time, status) ~ log(age) + ph.ecog, lung), Efron; baseline at the means (basehaz centred).
    const doc = made({
      inputs: [number("age"), number("ecog")],
      form: {
        kind: "cox",
        terms: [
          { input: "age", transform: "log", coefficient: 0.812924496138854, centre: 4.12363386661448 },
          { input: "ecog", coefficient: 0.430692814695529, centre: 0.934272300469484 },
        ],
        baseline: {
          timeUnit: "days",
          survival: [
            { time: 180, value: 0.756237667043931 },
            { time: 365, value: 0.435895775961998 },
          ],
        },
      },
    });
    const r = [
      { age: 50, ecog: 0, lp: -0.57440801948868, risks: [0.1455630809508, 0.373445712243811] },
      { age: 65, ecog: 1, lp: 0.0695671327039247, risks: [0.2588325114677, 0.589415703691316] },
      { age: 80, ecog: 2, lp: 0.6690550733904, risks: [0.420446548814355, 0.802333195225826] },
    ];
    for (const { age, ecog, lp, risks } of r) {
      const answer = applySignature(doc, { values: values({ age, ecog }), regions: {} });
      expect(answer.score).toBeCloseTo(lp, 10);
      answer.risks.forEach((risk, k) => {
        expect(risk.risk).toBeCloseTo(risks[k]!, 10);
      });
      expect(answer.contributions.reduce((sum, c) => sum + c.adds, 0)).toBeCloseTo(lp, 10);
    }
  });

  it("a logistic model has R's probability", () => {
    const doc = made({
      inputs: [number("age"), number("ecog")],
      form: {
        kind: "linear",
        link: "logit",
        intercept: -1.60974706649559,
        terms: [
          { input: "age", coefficient: 0.0309091605080283 },
          { input: "ecog", coefficient: 0.692225549721457 },
        ],
      },
    });
    const p = (age: number, ecog: number) =>
      applySignature(doc, { values: values({ age, ecog }), regions: {} }).probability;
    expect([p(50, 0), p(65, 1), p(80, 2)]).toEqual(
      [0.483933273102015, 0.748677984419246, 0.904429215660559].map((v) => expect.closeTo(v, 10)),
    );
  });
});

/** The shape of the CD8 radiomics score (features of tumour and ring, location, tube voltage); coefficients are of this test. */
const hash = "a".repeat(64);
const feature = (name: string, region: string) => ({
  from: "feature",
  name,
  label: name,
  unit: "1",
  key: "rlm_srlge_3D_comb",
  region,
  profile: "ibsi",
  configHash: hash,
});
const cd8Kind = made({
  inputs: [
    feature("tumour_srlge", "tumour"),
    feature("ring_srlge", "ring"),
    number("at_lung", { column: "location@lung" }),
    { from: "value", name: "kvp", label: "Tube voltage", unit: "kV", seen: [100, 140] },
  ],
  form: {
    kind: "linear",
    intercept: 0.5,
    terms: [
      { input: "tumour_srlge", coefficient: -2 },
      { input: "ring_srlge", coefficient: 3 },
      { input: "at_lung", coefficient: 0.25 },
      { input: "kvp", coefficient: 0.01, centre: 120 },
    ],
  },
});
const region = (value: number | null, configHash = hash, profile = "ibsi") =>
  ({
    values: [{ key: "rlm_srlge_3D_comb", id: "rlm_srlge", code: null, aggregation: null, value }],
    provenance: { profile, configHash },
  }) as unknown as FeatureResult;

describe("a signature of tumour, ring, location and acquisition", () => {
  const given = values({ "location@lung": 1, kvp: 120 });

  it("is their sum, by hand", () => {
    // 0.5 - 2 × 0.1 + 3 × 0.2 + 0.25 + 0 = 1.15.
    const answer = applySignature(cd8Kind, { values: given, regions: { tumour: region(0.1), ring: region(0.2) } });
    expect(answer.score).toBeCloseTo(1.15, 12);
    expect(answer.warnings).toEqual([]);
  });

  it("has no score without its ring, and says so", () => {
    const answer = applySignature(cd8Kind, { values: given, regions: { tumour: region(0.1) } });
    expect(answer.status).toBe("not-evaluable");
    expect(answer.missing).toEqual([
      { input: "ring_srlge", what: "ring_srlge: no features of the region 'ring' were given" },
    ]);
  });

  it("refuses features of other settings or another profile", () => {
    const of = (tumour: FeatureResult) => () =>
      applySignature(cd8Kind, { values: given, regions: { tumour, ring: region(0.2) } });
    expect(of(region(0.1, "b".repeat(64)))).toThrow(
      /computed with profile ibsi, configuration bbbbbbbbbbbb….*region 'tumour'/,
    );
    expect(of(region(0.1, hash, "pyradiomics"))).toThrow(/profile pyradiomics/);
  });

  it("refuses another unit, and warns of what training never saw", () => {
    const regions = { tumour: region(0.1), ring: region(0.2) };
    expect(() => applySignature(cd8Kind, { values: { ...given, kvp: { value: 0.12, unit: "MV" } }, regions })).toThrow(
      /Tube voltage is given in MV; the signature is defined in kV/,
    );
    expect(applySignature(cd8Kind, { values: { ...given, kvp: { value: 80, unit: "kV" } }, regions }).warnings).toEqual(
      ["Tube voltage is 80 kV, outside the 100 to 140 of training."],
    );
  });
});

describe("missing values and words", () => {
  it("take the value that the signature names, and say so", () => {
    const doc = made({
      inputs: [number("x", { missing: { value: 2, origin: "median of training" } })],
      form: { kind: "linear", intercept: 0, terms: [{ input: "x", coefficient: 3 }] },
    });
    expect(applySignature(doc, { values: {}, regions: {} })).toMatchObject({
      score: 6,
      warnings: ["x is not known; 2 stands for it (median of training)."],
    });
  });

  it("give points, and refuse words that the signature does not know", () => {
    const doc = made({
      inputs: [{ from: "word", name: "mgmt", label: "MGMT", words: ["methylated", "unmethylated"] }],
      form: { kind: "points", items: [{ input: "mgmt", rules: [{ is: "methylated", points: -1 }], otherwise: 2 }] },
    });
    const of = (mgmt: string) => applySignature(doc, { values: values({ mgmt }), regions: {} }).score;
    expect([of("methylated"), of("unmethylated")]).toEqual([-1, 2]);
    expect(() => of("partly")).toThrow(/MGMT is 'partly'; the signature knows: methylated, unmethylated/);
  });

  it("refuse a logarithm of nothing", () => {
    const doc = made({
      inputs: [number("ldh")],
      form: { kind: "linear", intercept: 0, terms: [{ input: "ldh", coefficient: 1, transform: "log2" }] },
    });
    expect(applySignature(doc, { values: values({ ldh: 8 }), regions: {} }).score).toBe(3);
    expect(() => applySignature(doc, { values: values({ ldh: 0 }), regions: {} })).toThrow(
      /ldh is 0; the signature takes its logarithm/,
    );
  });
});

describe("a signature file", () => {
  const form = { kind: "linear", intercept: 0, terms: [{ input: "x", coefficient: 1 }] };
  it.each([
    { what: "an input that is used but not declared", parts: { inputs: [number("y")], form }, says: /'x' is no input/ },
    { what: "a name twice", parts: { inputs: [number("x"), number("x")], form }, says: /stands twice/ },
    {
      what: "a ratio of what comes later",
      parts: { inputs: [{ from: "ratio", name: "x", label: "x", of: "a", by: "b" }, number("a"), number("b")], form },
      says: /'x' needs 'a'/,
    },
    {
      what: "a coefficient on a word",
      parts: { inputs: [{ from: "word", name: "x", label: "x", words: ["a", "b"] }], form },
      says: /a coefficient wants a number/,
    },
    {
      what: "a rule that always holds",
      parts: {
        inputs: [number("x")],
        form: { kind: "points", items: [{ input: "x", rules: [{ points: 1 }], otherwise: 0 }] },
      },
      says: /says when it holds/,
    },
    {
      what: "groups out of order",
      parts: {
        inputs: [number("x")],
        form,
        groups: { origin: "o", list: [{ name: "a", upTo: 2 }, { name: "b", upTo: 1 }, { name: "c" }] },
      },
      says: /'b' ends at 1/,
    },
    {
      what: "a last group with an end",
      parts: {
        inputs: [number("x")],
        form,
        groups: {
          origin: "o",
          list: [
            { name: "a", upTo: 2 },
            { name: "b", below: 3 },
          ],
        },
      },
      says: /has no end/,
    },
    {
      what: "no word on where it is printed",
      parts: { inputs: [number("x")], form, origin: { kind: "published", printed: [] } },
      says: /printed/,
    },
  ])("is refused for $what", ({ parts, says }) => {
    expect(JSON.stringify(signature.safeParse({ ...about, ...parts }).error?.issues)).toMatch(says);
  });
});

describe("further forms", () => {
  it("a tree asks its questions in order and names the leaf's group, by hand", () => {
    const doc = made({
      inputs: [number("x"), { from: "word", name: "grade", label: "Grade", words: ["low", "high"] }],
      form: {
        kind: "tree",
        probability: true,
        root: {
          input: "x",
          below: 2,
          yes: { value: 0.1, group: "good" },
          no: { input: "grade", is: "high", yes: { value: 0.8, group: "poor" }, no: { value: 0.4, group: "middle" } },
        },
      },
    });
    const of = (x: number, grade: string) => applySignature(doc, { values: values({ x, grade }), regions: {} });
    expect([of(1.9, "high").group, of(2, "high").group, of(2, "low").group]).toEqual(["good", "poor", "middle"]);
    expect(of(2, "low")).toMatchObject({
      probability: 0.4,
      path: [
        { question: "x (2) is below 2", answer: false },
        { question: "Grade (low) is high", answer: false },
      ],
    });
  });

  it("several classes have the posteriors of R: MASS::lda on iris' petals", () => {
    // lda(Species ~ Petal.Length + Petal.Width, iris): by Fisher's functions with the pooled covariance; predict() at (4.9, 1.7).
    const classes = [
      { name: "setosa", intercept: -6.99832777666642, length: 8.54757123044603, width: -2.83381367038811 },
      { name: "versicolor", intercept: -51.9482628009739, length: 20.5271237773278, width: 10.7494372045213 },
      { name: "virginica", intercept: -93.0260555100136, length: 24.6118335310384, width: 23.3020664750079 },
    ];
    const posterior = [4.31233396107637e-17, 0.431249548194164, 0.568750451805836];
    const doc = made({
      inputs: [number("length"), number("width")],
      form: {
        kind: "classes",
        classes: classes.map((c) => ({
          name: c.name,
          intercept: c.intercept,
          terms: [
            { input: "length", coefficient: c.length },
            { input: "width", coefficient: c.width },
          ],
        })),
      },
    });
    const answer = applySignature(doc, { values: values({ length: 4.9, width: 1.7 }), regions: {} });
    expect(answer.classes.map((c) => c.probability)).toEqual(posterior.map((v) => expect.closeTo(v, 8)));
    expect(answer.group).toBe("virginica");
  });

  it("a nomogram's points and total give back the logistic model that it draws", () => {
    // logit p = -1 + 0.02 x + 0.5 z, x in 0 … 100, z in 0 … 2: 100 points are the widest term (2 on the log odds).
    const points = (line: number): number => line * 50;
    const total = Array.from({ length: 151 }, (_, k) => [k, 1 / (1 + Math.exp(1 - k / 50))]);
    const doc = made({
      inputs: [number("x"), number("z")],
      form: {
        kind: "nomogram",
        axes: [
          {
            input: "x",
            marks: [
              [0, 0],
              [100, points(2)],
            ],
          },
          {
            input: "z",
            marks: [
              [0, 0],
              [2, points(1)],
            ],
          },
        ],
        total,
      },
    });
    const of = (x: number, z: number) => applySignature(doc, { values: values({ x, z }), regions: {} });
    for (const [x, z] of [
      [0, 0],
      [37, 1.2],
      [100, 2],
    ] as const)
      expect(of(x, z).probability).toBeCloseTo(1 / (1 + Math.exp(1 - 0.02 * x - 0.5 * z)), 4);
    expect(of(120, 0)).toMatchObject({
      score: 100,
      warnings: ["x is 120, beyond the ends of its axis; the end was read."],
    });
  });
});

describe("uncertainty of a score", () => {
  const line = { kind: "linear", link: "logit", intercept: 0, terms: [{ input: "x", coefficient: 1 }] };
  const at = (doc: Signature, x: number, more = {}) =>
    applySignature(doc, { values: values({ x, ...more }), regions: {} });

  it("outcomes that cannot be excluded, by hand", () => {
    // Of 9 with the outcome those at or below 0.3 are 2: p = 3/10. Of 4 without, those at or above 0.3 are 0: p = 1/5.
    const conformal = {
      origin: "test",
      level: 0.75,
      with: [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95],
      without: [0.05, 0.1, 0.15, 0.2],
    };
    const doc = made({ inputs: [number("x")], form: line, conformal });
    const found = at(doc, Math.log(0.3 / 0.7)).outcomes!;
    // log and exp may leave 0.3 a rounding below 0.3.
    expect([found.pWith, found.pWithout]).toEqual([expect.closeTo(0.3, 12), expect.closeTo(0.2, 12)]);
    expect(found.set).toEqual(["with"]);
    expect(at(doc, -5).outcomes!.set).toEqual(["without"]);
  });

  it("percentiles of the refits, by hand", () => {
    // Slopes 0 … 40 at x = 1: the 2.5 % and 97.5 % percentiles are 1 and 39.
    const sets = Array.from({ length: 41 }, (_, k) => ({ intercept: 0, coefficients: [k] }));
    const doc = made({
      inputs: [number("x")],
      form: { kind: "linear", intercept: 0, terms: [{ input: "x", coefficient: 20 }] },
      bootstrap: { origin: "test", sets },
    });
    expect(at(doc, 1).interval).toEqual({ of: "score", lower: 1, upper: 39, level: 0.95 });
    expect(() =>
      made({
        inputs: [number("x")],
        form: line,
        bootstrap: { origin: "t", sets: sets.map((s) => ({ ...s, coefficients: [1, 2] })) },
      }),
    ).toThrow(/1 coefficients/);
  });

  it("warns of inputs far from training taken together, and of another scanner", () => {
    const doc = made({
      inputs: [number("x"), number("z")],
      form: {
        kind: "linear",
        intercept: 0,
        terms: [
          { input: "x", coefficient: 1 },
          { input: "z", coefficient: 1 },
        ],
      },
      training: {
        acquisition: { scanner: ["Skyra", "Verio"] },
        // Unit variances, correlation 0.9: each of 2 and -2 is common, together they are not.
        distance: {
          inputs: ["x", "z"],
          centre: [0, 0],
          precision: [
            [1 / 0.19, -0.9 / 0.19],
            [-0.9 / 0.19, 1 / 0.19],
          ],
          limit: 9.2,
          origin: "test",
        },
      },
    });
    const of = (x: number, z: number, scanner?: string) =>
      applySignature(doc, { values: values({ x, z, ...(scanner ? { scanner } : {}) }), regions: {} }).warnings;
    // (4 + 4 - 2 × 0.9 × 4) / 0.19 = 4.21; with the sign turned (8 + 7.2) / 0.19 = 80.
    expect(of(2, 2, "Skyra")).toEqual([]);
    expect(of(2, -2, "Skyra")).toEqual([
      "The inputs together are unlike those of training: squared distance 80.0, limit 9.20 (test).",
    ]);
    expect(of(0, 0, "Prisma")).toEqual(["'scanner' is Prisma, which training did not have (Skyra, Verio)."]);
    expect(of(0, 0)).toEqual(["'scanner' is not given; training had Skyra, Verio."]);
  });
});
