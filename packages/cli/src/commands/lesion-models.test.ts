import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

let folder: Folder;
const lasso = { kind: "elastic-net", alpha: 1, penalty: 0.02 };
const plan = {
  schema: "nadir.lesion-plan/1",
  id: "ways",
  volume: "volume",
  outcome: "response",
  folds: 3,
  seed: 2,
  methods: [
    { name: "largest", kind: "fixed-number", count: 1, model: lasso },
    { name: "statistics", kind: "statistics", statistics: ["max"], model: lasso },
    { name: "bag", kind: "pooled", rule: "max" },
  ],
};
beforeAll(() => {
  folder = new Folder();
});
afterAll(() => folder.remove());

describe("nadir lesion-models", () => {
  it("judges every way on the same patients, and names the lesion that carries each", async () => {
    // The second, smaller lesion of a patient with the outcome has the high value: the largest lesion tells nothing.
    const rows = Array.from({ length: 30 }, (_, i) => {
      const [y, wobble] = [i % 2, ((i * 7) % 13) / 13];
      return [`P${i},A,20,${y},${wobble.toFixed(3)}`, `P${i},B,5,${y},${(3 * y + wobble).toFixed(3)}`];
    });
    const lesions = folder.file("lesions.csv", ["subject,lesion,volume,response,entropy", ...rows.flat()].join("\n"));
    const ran = await runNadir([
      "lesion-models",
      lesions,
      "--plan",
      folder.file("plan.json", plan),
      "--out",
      folder.at("out"),
    ]);
    expect(ran.status).toBe(0);
    const [{ methods, cohort }] = ran.json() as [{ cohort: object; methods: { auc: { auc: number } }[] }];
    expect(cohort).toMatchObject({ patients: 30, lesions: 60 });
    const [largest, statistics, bag] = methods.map((m) => m.auc.auc);
    expect(largest).toBeLessThan(0.75);
    expect([statistics, bag]).toEqual([1, 1]);
    const shares = readFileSync(folder.at("out/lesion-shares.csv"), "utf8");
    expect(shares).toContain("bag,P1,B,1\n");
    expect(shares).toContain("bag,P1,A,0\n");
  });

  it.each([
    {
      what: "an outcome that differs within a patient",
      text: "subject,lesion,volume,response,x\nP1,A,1,1,1\nP1,B,1,0,1",
      says: /'P1' has the outcome '1' and, in row 3, '0'/,
    },
    {
      what: "a lesion without a volume",
      text: "subject,lesion,volume,response,x\nP1,A,,1,1",
      says: /Row 2 has no 'volume'/,
    },
    {
      what: "two lesions of one name",
      text: "subject,lesion,volume,response,x\nP1,A,1,1,1\nP1,A,1,1,1\nP2,A,1,0,2",
      says: /two lesions 'A'/,
    },
    {
      what: "one volume without the table of regions",
      text: "subject,lesion,volume,response,x\nP1,A,1,1,1\nP2,A,1,0,2\nP3,A,1,1,1\nP4,A,1,0,2",
      change: { folds: 2, methods: [{ name: "b", kind: "one-volume", model: lasso }] },
      says: /give the table of these regions/,
    },
  ])("refuses $what with a sentence", async ({ text, says, change = {} }) => {
    const ran = await runNadir([
      "lesion-models",
      folder.file("l.csv", text),
      "--plan",
      folder.file("p.json", { ...plan, ...change }),
    ]);
    expect(ran.stderr).toMatch(says);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
  });
});
