import { fileURLToPath } from "node:url";
import { EXTRA_FAMILIES, FEATURE_FAMILIES } from "@nadir/domain";
import { CATALOGUE, extract, IBSI_1_CONFIGS, nameOf } from "@nadir/features";
import { describe, expect, it } from "vitest";
import { featureCaseFiles, runFeatureConformance } from "./features.ts";
import { meets, parseReference } from "./features-reference.ts";

const phantomPath = fileURLToPath(new URL("../reference/ibsi1-digital-phantom/", import.meta.url));
const phantom = featureCaseFiles(`${phantomPath}cases.json`);
const table = parseReference("reference.csv", phantom.text("reference.csv"), {});

describe("IBSI 1 digital phantom", () => {
  const input = { image: phantom.volume("image.nii.gz"), mask: phantom.volume("mask.nii.gz"), label: 1 };
  const result = extract({ ...input, config: IBSI_1_CONFIGS["digital-phantom"] });
  const got = new Map(result.values.map((v) => [v.key, v]));

  // The cases are the table's rows: a row without a feature fails here, a feature without a row fails below.
  it.each(table.expected.map((e) => [e.key, e.value, e] as const))("%s is %d", (key, _value, expected) => {
    const found = got.get(key);
    expect(found, `${key} is not computed`).toBeDefined();
    expect(found!.value, `${key}: ${found!.reason}`).not.toBeNull();
    expect(meets(expected, found!.value!), `${found!.value} against ${expected.value} ± ${expected.tolerance}`).toBe(
      true,
    );
  });

  it("gives a value for every row, and no feature that the table does not name", () => {
    expect(table.expected).toHaveLength(482);
    const named = [...table.expected.map((e) => e.key), ...table.withoutValue];
    expect([...got.keys()].sort()).toEqual([...named].sort());
  });

  it("marks as standardised exactly the features that the table gives a value for", () => {
    const valued = new Set(table.expected.map((e) => nameOf(e.key).id));
    for (const entry of CATALOGUE) expect(entry.standardised, entry.id).toBe(valued.has(entry.id));
  });

  it("covers every family", () => {
    expect(new Set(CATALOGUE.map((e) => e.family))).toEqual(
      new Set([...FEATURE_FAMILIES, ...EXTRA_FAMILIES, "vasari", "location"]),
    );
  });
});

describe("running cases", () => {
  const base = {
    id: "one",
    image: "image.nii.gz",
    mask: "mask.nii.gz",
    label: 1,
    config: "digital-phantom",
    reference: "reference.csv",
  };
  const run = (cases: unknown, io = phantom) => [...runFeatureConformance(cases, io)];

  it("names every file that cannot be read, not only the first", () => {
    const [result] = run([{ ...base, image: "no-image.nii.gz", reference: "no-reference.csv" }]);
    const said = result!.failures.map(({ got }) => String(got));
    expect(said).toHaveLength(2);
    expect(said.join("\n")).toContain("no-image.nii.gz");
    expect(said.join("\n")).toContain("no-reference.csv");
  });

  it("passes the phantom and says what no value was given for", () => {
    const [result] = run([base]);
    expect(result).toMatchObject({ id: "one", passed: true, checked: 482, failures: [] });
    expect(result!.unchecked).toEqual(table.withoutValue);
  });

  it("fails a wrong value, a feature that does not exist, and names both", () => {
    const io = {
      ...phantom,
      text: () => "reference value;tolerance;tag\n2.16;0;stat_mean\n1;0;stat_moan\n3.05;0;stat_var\n",
    };
    const [result] = run([base], io);
    expect(result!.failures).toEqual([
      { key: "stat_mean", expected: 2.16, got: result!.failures[0]!.got, tolerance: 0 },
      { key: "stat_moan", expected: 1, got: "not computed", tolerance: 0 },
    ]);
    expect(result!.passed).toBe(false);
  });

  it("turns a refusal into a failed case and goes on", () => {
    const results = run([{ ...base, label: 7 }, { ...base, image: "nothing.nii" }, base]);
    expect(results.map((r) => r.failures[0]?.key)).toEqual(["LABEL_NOT_FOUND", "file", undefined]);
  });

  it("tells of a case that is none and goes on; refuses a list that is none", () => {
    const results = run([{ id: "x" }, { ...base, label: "one" }, base]);
    expect(results.map((r) => [r.id, r.passed])).toEqual([
      ["x", false],
      ["one", false],
      ["one", true],
    ]);
    expect(results[0]!.failures.map((f) => f.key)).toEqual(["BAD_CASE image", "BAD_CASE reference"]);
    expect(results[1]!.failures.map((f) => f.key)).toEqual(["BAD_CASE label"]);
    expect(() => run([])).toThrow(/feature cases/);
  });

  it("with `complete`, fails a computed feature that the table does not name", () => {
    const without = phantom.text("reference.csv").replace(/^.*;stat_mean\r?\n/m, "");
    const [result] = run([{ ...base, complete: true }], { ...phantom, text: () => without });
    expect(result!.failures.map((f) => [f.key, f.expected])).toEqual([["stat_mean", "no feature of this name"]]);
  });

  it("takes the aggregations that a table's tags name, when the configuration names none", () => {
    const text = () => "reference value;tolerance;tag\n1;0;cm_contrast_2D_avg\n1;0;szm_sze_3D\n";
    const [result] = run([{ ...base, config: { discretisation: { method: "FBS", width: 1 } } }], { ...phantom, text });
    expect(result!.failures.map((f) => [f.key, typeof f.got])).toEqual([
      ["cm_contrast_2D_avg", "number"],
      ["szm_sze_3D", "number"],
    ]);
  });

  it("reads an inline reference, NumPy's tolerances, and values without a number", () => {
    const mean = 2.1486486486486487; // 159 / 74, the table's 2.15
    const reference = { original_firstorder_Mean: mean + 1e-7, original_firstorder_Skewness: null };
    const one = { ...base, profile: "pyradiomics", config: { binWidth: 1 }, reference };
    const results = run([
      { ...one, tolerance: { rtol: 1e-6 } },
      { ...one, tolerance: { original: 1e-9 } },
    ]);
    expect(results.map((r) => [r.passed, r.checked])).toEqual([
      [true, 1],
      [false, 1],
    ]);
    expect(results[1]!.failures[0]).toMatchObject({ key: "original_firstorder_Mean", got: mean });
  });
});

describe("judging a value", () => {
  const [loose, tight] = parseReference(
    "t",
    "reference value;tolerance;tag\r\n556;4;a\r\n2.15;0;b\r\n;;c\r\n",
    {},
  ).expected;
  it.each([
    [552, true],
    [560, true],
    [551.4, false],
    [560.6, false],
  ])("556 ± 4 and %d: %s", (got, right) => {
    expect(meets(loose!, got)).toBe(right);
  });
  it.each([
    [2.1486, true],
    [2.1451, true],
    [2.144, false],
    [2.156, false],
  ])("2.15 to three digits and %d: %s", (got, right) => {
    expect(meets(tight!, got)).toBe(right);
  });
  it("reads PyRadiomics-style names and values with the case's tolerance", () => {
    const { expected, kind } = parseReference("t", '{"original": {"original_x_Y": 100}, "settings": {"a": 1}}', {
      relative: 1e-3,
    });
    expect(kind).toBe("pyradiomics");
    expect(expected).toHaveLength(1);
    expect([100.09, 100.11].map((x) => meets(expected[0]!, x))).toEqual([true, false]);
  });
});
