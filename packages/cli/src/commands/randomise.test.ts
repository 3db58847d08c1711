import { readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

let folder: Folder;
let rule: string;
let plan: string;
const strata = {
  schema: "nadir.strata-rule/1",
  id: "age-mgmt",
  version: "1",
  factors: [
    {
      kind: "number",
      name: "age",
      label: "Age",
      unit: "years",
      levels: [{ name: "young", below: 50 }, { name: "old" }],
    },
    {
      kind: "word",
      name: "mgmt",
      label: "MGMT",
      levels: [
        { name: "M", words: ["methylated"] },
        { name: "U", words: ["unmethylated"] },
      ],
    },
  ],
};
beforeAll(() => {
  folder = new Folder();
  rule = folder.file("rule.json", strata);
  plan = folder.file("plan.json", {
    schema: "nadir.randomisation/1",
    id: "p",
    version: "1",
    arms: [{ name: "A" }, { name: "B" }],
    strata,
    method: { kind: "permuted-blocks", lengths: [2, 4] },
  });
});
afterAll(() => folder.remove());

describe("nadir strata", () => {
  it("sorts patients, counts strata by arm, and keeps to the rule that was frozen", async () => {
    const patients = folder.file(
      "p.csv",
      "subject,age,mgmt,arm\nP1,49.9,methylated,A\nP2,50,unmethylated,B\nP3,61,,A\n",
    );
    const ran = await runNadir(["strata", rule, patients, "--arm", "arm"]);
    expect(ran.status).toBe(0);
    expect(ran.stderr).toMatch(/2 of 3 sorted by rule age-mgmt 1.*a factor is not known: P3/);
    const [answer] = ran.json() as [{ rule: { hash: string }; strata: unknown[]; subjects: unknown[] }];
    expect(answer.subjects).toMatchObject([
      { stratum: "young / M" },
      { stratum: "old / U" },
      { stratum: null, unknown: ["MGMT"] },
    ]);
    expect(answer.strata[0]).toEqual({ stratum: "young / M", subjects: 1, byArm: { A: 1, B: 0 } });
    const out = folder.at("s.csv");
    expect((await runNadir(["strata", rule, patients, "--expect", answer.rule.hash, "--out", out])).status).toBe(0);
    expect(readFileSync(out, "utf8")).toContain(`P1,young / M,young,M,,age-mgmt,1,${answer.rule.hash}`);
    const changed = folder.file("changed.json", {
      ...strata,
      factors: [{ ...strata.factors[0], levels: [{ name: "young", below: 51 }, { name: "old" }] }, strata.factors[1]],
    });
    const refused = await runNadir(["strata", changed, patients, "--expect", answer.rule.hash]);
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toMatch(/RULE_CHANGED.*A change is a new version/);
  });

  it("refuses values without a level, each with its row", async () => {
    const patients = folder.file("bad.csv", "subject,age,mgmt\nP1,old,methylated\nP2,50,maybe\n");
    const ran = await runNadir(["strata", rule, patients]);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toMatch(/row 2, column age\): Age is 'old'/);
    expect(ran.stderr).toMatch(/row 3, column mgmt\): MGMT is 'maybe'.*methylated, unmethylated/);
  });
});

describe("nadir randomise", () => {
  it("simulates a plan, the same for the same seed", async () => {
    const args = [
      "randomise",
      "simulate",
      plan,
      "--subjects",
      "40",
      "--runs",
      "50",
      "--survival",
      '{"medianFirstArm":12,"hazardRatio":0.5,"accrual":12,"followUp":24}',
    ];
    const ran = await runNadir(args);
    expect(ran.status).toBe(0);
    expect(ran.stderr).toMatch(/a guesser of the next arm is right \d+ % of the time; power \d+ %/);
    // Four strata, blocks of 2 and 4: no arm is ever more than two patients a stratum from half, so at most 4 from 20.
    expect((ran.json() as [{ imbalance: { largest: number } }])[0].imbalance.largest).toBeLessThanOrEqual(4);
    expect((await runNadir(args)).stdout).toBe(ran.stdout);
  });

  it("makes a list for those who conceal it: balanced after each block, readable by its maker only", async () => {
    const out = folder.at("list.csv");
    expect((await runNadir(["randomise", "list", plan, "--length", "8", "--seed", "3", "--out", out])).status).toBe(0);
    const lines = readFileSync(out, "utf8").trim().split("\n");
    expect(lines).toHaveLength(1 + 4 * 8);
    expect(lines[1]).toMatch(/^young \/ M,1,[AB]$/);
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });

  it.each([
    {
      what: "a list of minimisation",
      args: ["list", "min.json", "--length", "8", "--seed", "3", "--out", "x.csv"],
      says: /Minimisation has no list/,
    },
    {
      what: "shares of no factor",
      args: ["simulate", "plan.json", "--subjects", "9", "--shares", '{"site":[1,2]}'],
      says: /'site', which is no factor/,
    },
    {
      what: "shares of the wrong number",
      args: ["simulate", "plan.json", "--subjects", "9", "--shares", '{"age":[1,2,3]}'],
      says: /'age' 3 numbers; it has the levels young, old/,
    },
    {
      what: "options that are no JSON",
      args: ["simulate", "plan.json", "--subjects", "9", "--survival", "x"],
      says: /--survival is not JSON/,
    },
    {
      what: "blocks that cannot hold the ratio",
      args: ["simulate", "odd.json", "--subjects", "9"],
      says: /a block of 3 cannot hold the ratio/,
    },
  ])("refuses $what with a sentence", async ({ args, says }) => {
    const base = {
      schema: "nadir.randomisation/1",
      id: "p",
      version: "1",
      arms: [{ name: "A" }, { name: "B" }],
      strata,
    };
    folder.file("min.json", { ...base, method: { kind: "minimisation", probability: 0.8 } });
    folder.file("odd.json", { ...base, method: { kind: "permuted-blocks", lengths: [3] } });
    const ran = await runNadir(["randomise", ...args.map((a) => (/^\w+\.(json|csv)$/.test(a) ? folder.at(a) : a))]);
    expect(ran.stderr).toMatch(says);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(folder.has("x.csv")).toBe(false);
  });
});
