import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

let folder: Folder;
let cohort: string;
const plan = {
  schema: "nadir.development-plan/1",
  id: "trial",
  outcome: "response",
  positive: "yes",
  outer: { kind: "folds", count: 4 },
  innerFolds: 3,
  seed: 11,
  candidates: [
    {
      name: "lasso",
      steps: [{ kind: "impute-median" }, { kind: "scale" }],
      model: { kind: "elastic-net", alpha: 1, penalty: 0.02 },
    },
    {
      name: "neighbours",
      steps: [{ kind: "impute-median" }, { kind: "scale" }],
      model: { kind: "nearest-neighbours", k: 5 },
    },
  ],
};
beforeAll(() => {
  folder = new Folder();
  // Entropy and volume rise with response; a fixed pattern stands for noise. One value is missing.
  const rows = Array.from({ length: 48 }, (_, i) => {
    const y = i % 2;
    const wobble = ((i * 37) % 17) / 17;
    return `P${i},${y ? "yes" : "no"},${i === 5 ? "" : (2 * y + 1.5 * wobble).toFixed(3)},${((i * 53) % 29) / 29},${(3 * wobble - y).toFixed(3)},CT`;
  });
  cohort = folder.file("cohort.csv", ["subject,response,entropy,noise,volume,modality", ...rows].join("\n"));
});
afterAll(() => folder.remove());

describe("nadir develop", () => {
  it("judges the procedure on subjects left out, and writes a signature that scores as the model does", async () => {
    const out = folder.at("out");
    const ran = await runNadir(["develop", cohort, "--plan", folder.file("plan.json", plan), "--out", out]);
    expect(ran.status).toBe(0);
    const [answer] = ran.json() as [{ auc: { auc: number }; chosen: string; cohort: object }];
    expect(answer).toMatchObject({
      standing: expect.stringContaining("no validation"),
      chosen: "lasso",
      cohort: { subjects: 48, events: 24, predictors: 3, leftOut: ["modality"] },
    });
    expect(answer.auc.auc).toBeGreaterThan(0.8);
    expect(ran.stderr).toMatch(/few for stable models/);
    const predictions = readFileSync(`${out}/predictions.csv`, "utf8").trim().split("\n");
    expect(predictions).toHaveLength(49);
    const scored = await runNadir(["score", `${out}/signature.json`, cohort]);
    expect(scored.status).toBe(0);
    const [{ subjects }] = scored.json() as [{ subjects: { probability: number; warnings: string[] }[] }];
    expect(subjects[5]!.warnings[0]).toMatch(/entropy is not known; .* stands for it \(median of training\)/);
    // The median and the scale are the training's: by hand from the model in development.json.
    const { model } = JSON.parse(readFileSync(`${out}/development.json`, "utf8"));
    const [, scale] = model.steps;
    const z = (name: string, v: number) => (v - scale.centre[name]) / scale.scale[name];
    const names = ["entropy", "noise", "volume"];
    const first = readFileSync(cohort, "utf8").split("\n")[1]!.split(",");
    const linear = names.reduce(
      (s, name, j) => s + model.model.coefficients[j] * z(name, Number(first[2 + j])),
      model.model.intercept,
    );
    expect(subjects[0]!.probability).toBeCloseTo(1 / (1 + Math.exp(-linear)), 12);
  });

  it("develops on follow-up beside volume, and the signature knows risk, interval and scanner", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => {
      const x = ((i * 37) % 61) / 61;
      const time = (2 + 20 * (1 - x) * (1 + ((i * 17) % 7) / 7)).toFixed(2);
      return `P${i},${i % 5 ? "yes" : "no"},${time},${x.toFixed(3)},${((i * 53) % 29) / 29},${i % 2 ? "Skyra" : "Verio"},${i % 3 ? "lung" : "skin"}`;
    });
    const file = folder.file("pfs.csv", ["subject,progressed,months,ctdna,volume,scanner,tumour", ...rows].join("\n"));
    const wish = {
      ...plan,
      outcome: "progressed",
      survival: { time: "months", unit: "months", horizon: 12 },
      type: "tumour",
      acquisition: ["scanner"],
      predictors: ["ctdna"],
      bootstrap: 40,
      candidates: [
        { name: "cox", steps: [{ kind: "scale" }], model: { kind: "cox-elastic-net", alpha: 1, penalty: 0.01 } },
      ],
    };
    const out = folder.at("pfs");
    const ran = await runNadir(["develop", file, "--plan", folder.file("pfs.json", wish), "--out", out]);
    expect(ran.stderr).toMatch(
      /C of the whole procedure on subjects left out: 0\.\d+ \(.*Against 'volume' alone \(C 0\.\d+\): \+0/s,
    );
    const [answer] = ran.json() as [{ concordance: { value: number; lower: number }; rivals: object[]; types: object }];
    expect(answer.concordance.lower).toBeGreaterThan(0.6);
    expect(answer).toMatchObject({
      rivals: [{ name: "volume", subjects: 60 }],
      types: {
        types: [
          { type: "lung", subjects: 40 },
          { type: "skin", subjects: 20 },
        ],
      },
      importance: [{ predictor: "ctdna" }],
    });
    const others = folder.file("new.csv", "subject,ctdna,scanner\nN,0.5,Prisma");
    const scored = await runNadir(["score", `${out}/signature.json`, others]);
    const [{ subjects }] = scored.json() as [
      { subjects: { risks: { risk: number }[]; interval: { upper: number }; warnings: string[] }[] },
    ];
    expect(subjects[0]!.risks[0]!.risk).toBeLessThan(subjects[0]!.interval.upper);
    expect(subjects[0]!.warnings).toEqual(["'scanner' is Prisma, which training did not have (Skyra, Verio)."]);
    expect(
      JSON.parse(readFileSync(`${out}/explanation.json`, "utf8")).effects[0].accumulatedLocal.length,
    ).toBeGreaterThan(5);
  });

  it("gives the figures of the example on INSPIRE as its page states them", async () => {
    const example = fileURLToPath(new URL("../../../risk/examples/inspire-response", import.meta.url));
    const ran = await runNadir(["develop", `${example}/cohort.csv`, "--plan", `${example}/plan.json`]);
    const [{ auc, parts }] = ran.json() as [{ auc: Record<string, number>; parts: { chosen: string }[] }];
    const page = readFileSync(`${example}/README.md`, "utf8");
    expect(page).toContain(
      `AUC ${auc["auc"]!.toFixed(3)} (${auc["lower"]!.toFixed(3)} to ${auc["upper"]!.toFixed(3)})`,
    );
    expect(page).toContain(`chosen in ${parts.filter((p) => p.chosen === "forest").length} of ${parts.length} fits`);
    expect(ran.stderr).toContain("2.75 subjects of the rarer outcome a predictor");
  });

  it.each([
    {
      what: "an outcome of three values",
      change: {},
      text: "subject,response,x\nA,yes,1\nB,no,2\nC,maybe,3",
      says: /besides 'yes' the values no, maybe/,
    },
    { what: "an empty outcome", change: {}, text: "subject,response,x\nA,yes,1\nB,,2", says: /Row 3 has no outcome/ },
    {
      what: "the outcome as a predictor",
      change: { predictors: ["x", "response"] },
      text: "subject,response,x\nA,yes,1\nB,no,2",
      says: /OUTCOME_USED_AS_PREDICTOR/,
    },
    {
      what: "one outcome only",
      change: {},
      text: "subject,response,x\nA,yes,1\nB,yes,2",
      says: /2 of 2 subjects have the outcome/,
    },
    {
      what: "more folds than subjects of the rarer outcome",
      change: {},
      text: "subject,response,x\nA,yes,1\nB,no,2\nC,no,2",
      says: /rarer outcome has 1 subjects, and 4 folds/,
    },
    {
      what: "a follow-up that is no time",
      change: {
        survival: { time: "t", unit: "days", horizon: 9 },
        candidates: [{ name: "c", model: { kind: "survival-forest" } }],
      },
      text: "subject,response,t,x\nA,yes,1,1\nB,no,soon,2",
      says: /Row 3: the follow-up 't' is 'soon'/,
    },
    {
      what: "a candidate twice",
      change: { candidates: [plan.candidates[0], plan.candidates[0]] },
      text: "subject,response,x\nA,yes,1",
      says: /'lasso' stands twice/,
    },
  ])("refuses $what with a sentence", async ({ change, text, says }) => {
    const ran = await runNadir([
      "develop",
      folder.file("t.csv", text),
      "--plan",
      folder.file("p.json", { ...plan, ...change }),
      "--out",
      folder.at("none"),
    ]);
    expect(ran.stderr).toMatch(says);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(folder.has("none")).toBe(false);
  });
});
