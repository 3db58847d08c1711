import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

let folder: Folder;
const plan = {
  schema: "nadir.visit-plan/1",
  id: "ways",
  landmark: 90,
  outcome: "progressed",
  folds: 3,
  seed: 2,
  methods: [
    { name: "last", kind: "last", model: { kind: "elastic-net", alpha: 1, penalty: 0.02 } },
    { name: "attention", kind: "attention", ridge: [0.02] },
  ],
};
beforeAll(() => {
  folder = new Folder();
});
afterAll(() => folder.remove());

describe("nadir visit-models", () => {
  it("judges every way on the same patients, and names the visit that carries each", async () => {
    // With the outcome the value flares at the middle visit; what comes on day 150 would tell all and is not looked at.
    const rows = Array.from({ length: 30 }, (_, i) => {
      const [y, wobble] = [i % 2, ((i * 7) % 13) / 13];
      return [0, 40, 80, 150].map((day) => {
        const value = day === 40 ? 3 * y + wobble : day === 150 ? 100 * y : wobble;
        return `P${i},${day},${y},${value.toFixed(3)}`;
      });
    });
    const visits = folder.file("visits.csv", ["subject,day,progressed,entropy", ...rows.flat()].join("\n"));
    const ran = await runNadir([
      "visit-models",
      visits,
      "--plan",
      folder.file("plan.json", plan),
      "--out",
      folder.at("out"),
    ]);
    expect(ran.status, ran.stderr).toBe(0);
    expect(ran.stderr).toContain("30 later visits were not looked at.");
    const [{ methods, cohort }] = ran.json() as [
      { cohort: object; methods: { auc: { auc: number }; chosen?: object[] }[] },
    ];
    expect(cohort).toMatchObject({ patients: 30, visits: 90, notLookedAt: 30 });
    const [last, attention] = methods;
    expect(last!.auc.auc).toBeLessThan(0.75);
    expect(attention!.auc.auc).toBe(1);
    expect(attention!.chosen).toHaveLength(3);
    const shares = readFileSync(folder.at("out/visit-shares.csv"), "utf8").split("\n");
    const of = (day: number) => Number(shares.find((line) => line.startsWith(`attention,P1,${day},`))!.split(",")[3]);
    expect(of(40)).toBeGreaterThan(Math.max(of(0), of(80)));
    expect(shares.join()).not.toContain(",150,");
  });

  it.each([
    { what: "a day that is none", text: "subject,day,progressed,x\nP1,week 8,1,1", says: /'day' is 'week 8'/ },
    {
      what: "a predictor that is not there",
      text: "subject,day,progressed,x\nP1,1,1,1",
      change: { predictors: ["y"] },
      says: /no column 'y'; it has: subject, day, progressed, x\./,
    },
    {
      what: "a plan of another kind",
      text: "subject,day,progressed,x\nP1,1,1,1",
      change: { schema: "nadir.lesion-plan/1" },
      says: /schema/,
    },
  ])("refuses $what with a sentence", async ({ text, says, change = {} }) => {
    const ran = await runNadir([
      "visit-models",
      folder.file("v.csv", text),
      "--plan",
      folder.file("p.json", { ...plan, ...change }),
    ]);
    expect(ran.stderr).toMatch(says);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
  });
});
