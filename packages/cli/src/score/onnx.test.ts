import { copyFileSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { modelCard, sha256Hex, signature as signatureSchema } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";
import { openScorer } from "./onnx-runtime.ts";
import { readValues } from "./read-values.ts";

/** Made by the Python package `onnx` (testing/make_models.py). */
const models = fileURLToPath(new URL("./testing/models", import.meta.url));
let folder: Folder;
let values: string;
beforeAll(() => {
  folder = new Folder();
  values = folder.file("v.csv", "subject,size [mm],coarseness\nP1,10,2\nP2,30,4\nP3,30,\nP4,-40,2\n");
});
afterAll(() => folder.remove());

function signature(model: string, tensor: string, more: object = {}, output: object = {}) {
  const file = `${model}.onnx`;
  copyFileSync(`${models}/${file}`, folder.at(file));
  return {
    schema: "nadir.signature/1",
    id: model,
    version: "1",
    title: "Example",
    predicts: "response",
    higherMeans: "more likely",
    intendedUse: "a test",
    limits: ["a test"],
    origin: { kind: "published", printed: [{ citation: "onnx 1.23.1", place: "make_models.py" }] },
    inputs: [
      { from: "value", name: "coarseness", label: "Coarseness", unit: "1" },
      { from: "value", name: "size", label: "Size", unit: "mm", seen: [-50, 20] },
    ],
    form: {
      kind: "onnx",
      file,
      sha256: sha256Hex(readFileSync(folder.at(file))),
      tensor: "x",
      // The model's order is not the signature's: x1 = size / 10, x2 = coarseness.
      columns: [{ input: "size", scale: 10 }, { input: "coarseness" }],
      output: { tensor, gives: "probability", ...output },
      ...more,
    },
    groups: { origin: "example", list: [{ name: "low", below: 0.6 }, { name: "high" }] },
  };
}
/** In this process, as the command does it. */
async function scores(document: object) {
  const scorer = await openScorer(signatureSchema.parse(document), folder.at("s.json"));
  const found = [];
  for (const { values: known } of await readValues(values, "subject"))
    found.push(await scorer.of({ values: known, regions: {} }));
  await scorer.close();
  return found;
}

describe("nadir score of an ONNX model", () => {
  it("by command: scores, and a sentence for a model that is not there", async () => {
    const of = (document: object) => runNadir(["score", folder.file("s.json", JSON.stringify(document)), values]);
    const ran = await of(signature("logistic", "p"));
    expect(ran.status).toBe(0);
    expect((ran.json()[0] as { subjects: object[] }).subjects[0]).toMatchObject({ subject: "P1", group: "low" });
    const gone = await of(signature("logistic", "p", { file: "gone.onnx" }));
    expect(gone).toMatchObject({ status: 1, stdout: "" });
    expect(gone.stderr).toMatch(/'gone\.onnx' is not beside it/);
  });

  it("a logistic line by hand: order, scale, cut-off, a missing input, a value outside of training", async () => {
    const found = await scores(signature("logistic", "p"));
    const by = (x1: number, x2: number) => 1 / (1 + Math.exp(-(0.5 * x1 - 0.25 * x2 + 0.1)));
    // 0.1 -> 0.52498, below 0.6; 1.5 - 1 + 0.1 = 0.6 -> 0.64566; -2 - 0.5 + 0.1 = -2.4 -> 0.08317.
    expect(by(1, 2)).toBeCloseTo(0.52498, 5);
    expect(found[0]!.probability).toBeCloseTo(by(1, 2), 6);
    expect(found[1]!.probability).toBeCloseTo(by(3, 4), 6);
    expect(found[3]!.probability).toBeCloseTo(0.08317, 5);
    expect(found.map((s) => s.group)).toEqual(["low", "high", null, "low"]);
    expect(found[2]).toMatchObject({ status: "not-evaluable", score: null, missing: [{ input: "coarseness" }] });
    expect(found[1]!.warnings).toEqual([expect.stringMatching(/Size.*30/)]);
    // Twice the same bits.
    expect(await scores(signature("logistic", "p"))).toEqual(found);
  });

  it("two trees by hand, the second place of the shares", async () => {
    const found = await scores(signature("forest", "shares", {}, { place: 1 }));
    // (1, 2): 0.1 + 0.2; (3, 4): 0.45 + 0.4; (-4, 2): 0.1 + 0.2.
    expect(found[0]!.probability).toBeCloseTo(0.3, 6);
    expect(found[1]!.probability).toBeCloseTo(0.85, 6);
    expect(found[3]!.probability).toBeCloseTo(0.3, 6);
  });

  it("refuses in a sentence what cannot be scored, and writes nothing", async () => {
    await expect(scores(signature("zipped", "maps"))).rejects.toThrow(
      /output 'maps' is no tensor .*export it with zipmap off/,
    );
    await expect(scores(signature("broken", "p"))).rejects.toThrow(/'broken\.onnx' cannot be run/);
    await expect(scores(signature("logistic", "p", { file: "../up.onnx" }))).rejects.toThrow(/without a folder/);
    await expect(scores(signature("logistic", "p", { sha256: "0".repeat(64) }))).rejects.toThrow(
      /is another file than the/,
    );
    // A sum of shares of 0.3 and 0.7 is a probability; the score of the label's place is not there.
    await expect(scores(signature("forest", "shares", {}, { place: 2 }))).rejects.toThrow(/there is none at place 2/);
    await expect(scores(signature("forest", "label"))).rejects.toThrow(/numbers of type int64; float32 is wanted/);
  });

  it("is kept out of registered models, whose card holds the model whole", () => {
    const card = { schema: "nadir.model-card/1", signature: signature("logistic", "p"), speaks: "at-increase" };
    const read = modelCard.safeParse({ ...card, trainingData: "a test" });
    expect(read.success).toBe(false);
    expect(read.error!.issues[0]!.message).toMatch(/an ONNX model is a file beside it/);
  });
});
