import { planSchema } from "@nadir/api/trial-validation";
import { describe, expect, it } from "vitest";
import { blank, isRecord, type Json, optionAt, optionName, optionsOf, type PlanNode, scalarFrom } from "./plan-node.ts";

const schema = planSchema() as PlanNode;
/** The options at a path of the plan's schema, `*` for any entry of a list. */
function optionsAt(path: string): readonly PlanNode[] {
  let nodes: readonly PlanNode[] = [schema];
  for (const part of path.split("."))
    nodes = nodes
      .flatMap((node) => [node, ...(optionsOf(node) ?? [])])
      .flatMap((node) => (part === "*" ? node.items : node.properties?.[part]) ?? []);
  const [node] = nodes;
  return (node && optionsOf(node)) ?? [];
}

describe("what is typed where a number or a word may stand", () => {
  it("is the number, or the word", () => {
    const prevalence = optionsAt("sampleSize.prevalence");
    expect(scalarFrom(prevalence, " 0.35 ")).toBe(0.35);
    expect(scalarFrom(prevalence, "training")).toBe("training");
    const answer = optionsAt("model.signature.form.items.*.rules.*.is");
    expect([scalarFrom(answer, "liver"), scalarFrom(answer, "2")]).toEqual(["liver", 2]);
  });

  it("is unknown where nothing is typed and that is allowed", () => {
    const subjects = optionsAt("model.attestation.trainedOn.subjects");
    expect([scalarFrom(subjects, ""), scalarFrom(subjects, "120")]).toEqual([null, 120]);
    expect(scalarFrom(optionsAt("sampleSize.prevalence"), "")).toBe("");
  });

  it("stays a word where only words may stand, whatever it looks like", () => {
    expect(scalarFrom(optionsAt("predictors.*.featureConfigHash"), "12345")).toBe("12345");
  });
});

describe("a part that is one of several kinds", () => {
  it("is told by its kind, by a word in its place, or by the fields it must have", () => {
    const penalty = optionsAt("model.penalty");
    expect(penalty.map((o) => optionName(penalty, o))).toEqual(["none", "elastic-net"]);
    expect([optionAt(penalty, "none"), optionAt(penalty, { kind: "elastic-net" })]).toEqual([0, 1]);
    const expected = optionsAt("sampleSize.calculations.*.request.expected");
    expect(expected.map((o) => optionName(expected, o))).toEqual(["Cox snell", "Nagelkerke", "C statistic"]);
    expect(optionAt(expected, { cStatistic: 0.7 })).toBe(2);
  });

  /** Every choice of the plan: beginning with an option shows that option, so that nobody is caught in the first. */
  it("begins as the kind that was chosen, everywhere in the plan", () => {
    const caught: string[] = [];
    let asked = 0;
    const walk = (node: PlanNode, path: string): void => {
      const options = optionsOf(node);
      if (options?.some((o) => o.properties))
        for (const [n, option] of options.entries()) {
          asked++;
          if (optionAt(options, blank(option)) !== n) caught.push(`${path}: ${optionName(options, option)}`);
        }
      for (const option of options ?? []) walk(option, path);
      for (const [name, part] of Object.entries(node.properties ?? {})) walk(part, `${path}.${name}`);
      if (node.items) walk(node.items, `${path}.*`);
      for (const part of node.prefixItems ?? []) walk(part, path);
    };
    walk(schema, "");
    expect(caught).toEqual([]);
    expect(asked).toBeGreaterThan(60);
  });

  it("begins empty: no text, and no number that nobody chose", () => {
    const empty: Json = blank(schema);
    if (!isRecord(empty) || !isRecord(empty["identity"]) || !isRecord(empty["indexTime"])) throw new Error("no blocks");
    expect(empty["identity"]["title"]).toBe("");
    expect(empty["indexTime"]["earliestDay"]).toBe(0);
  });
});
