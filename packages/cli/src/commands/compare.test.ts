import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

/** Two patients: one responds under both criteria, one has a new lesion that goes again, then responds. */
const HEAD = "case,treatment_start,visit,date,visit_role,lesion,lesion_role,organ,longest_mm,status";
const course = (id: string, sizes: readonly (readonly [string, string])[]) =>
  sizes.map(([size, other], i) => {
    const visit = `${id},2024-01-08,${["BL", "V1", "V2", "V3"][i]},${["2024-01-01", "2024-03-08", "2024-04-17", "2024-05-30"][i]},${i === 0 ? "baseline" : "follow-up"}`;
    const rows = [`${visit},T1,target,liver,${size},`];
    if (other !== "") rows.push(`${visit},X1,new,lung,${other === "absent" ? ",absent" : `${other},`}`);
    return rows.join("\n");
  });
const TABLE = [
  HEAD,
  ...course("P1", [
    ["50", ""],
    ["30", ""],
    ["30", ""],
    ["30", ""],
  ]),
  ...course("P2", [
    ["50", ""],
    ["50", "12"],
    ["30", "absent"],
    ["30", "absent"],
  ]),
].join("\n");

let folder: Folder;
let table: string;
beforeAll(() => {
  folder = new Folder();
  table = folder.file("courses.csv", TABLE);
});
afterAll(() => folder.remove());

describe("nadir compare", () => {
  test("counts who is where, and names who changes by which rule", async () => {
    const ran = await runNadir(["compare", table, "--criteria", "recist-1.1,irecist"]);
    expect(ran.status).toBe(0);
    // biome-ignore lint/suspicious/noExplicitAny: the answer is read by path
    const answer = ran.json()[0] as any;
    expect(answer).toMatchObject({ of: "confirmed", patients: 2, refused: 0 });
    expect(answer.pairs[0]).toMatchObject({
      criteria: ["recist-1.1", "irecist"],
      agreeing: 1,
      discordant: 1,
      changes: [
        {
          patient: "P2",
          from: "PD",
          to: "PR",
          visit: "V2",
          fromRule: { id: "recist-1.1.new-lesion" },
          toRule: { id: "irecist.reset" },
        },
      ],
    });
  });

  test("writes who changes as a table; a course that is refused is named and counted", async () => {
    const broken = folder.file("broken.csv", `${TABLE}\nP3,2024-01-08,V1,2024-03-08,follow-up,T1,target,liver,40,`);
    const ran = await runNadir(["compare", broken, "--criteria", "recist-1.1,irecist", "--out", folder.at("who.csv")]);
    expect(ran.status).toBe(1);
    expect(ran.stderr).toMatch(/P3:.*NO_BASELINE.*2 of 3 cases answered, 1 refused/s);
    const [head, row, ...rest] = readFileSync(folder.at("who.csv"), "utf8").trim().split("\n");
    expect(head).toMatch(/^first,second,patient,first_category/);
    expect(row).toMatch(/^recist-1\.1,irecist,P2,PD,PR,V2,2024-04-17,PD,iPR,recist-1\.1\.new-lesion,/);
    expect(rest).toEqual([]);
  });

  test("one criterion, or a definition, is wrong usage", async () => {
    expect((await runNadir(["compare", table, "--criteria", "recist-1.1"])).status).toBe(2);
    expect((await runNadir(["compare", table, "--criteria", "recist-1.1,abscopal"])).status).toBe(2);
  });
});

describe("nadir endpoints", () => {
  test("derives each patient's times with their rules, and the rates of all", async () => {
    const ran = await runNadir(["endpoints", table, "--criteria", "recist-1.1,irecist"]);
    expect(ran.status).toBe(0);
    // biome-ignore lint/suspicious/noExplicitAny: the answer is read by path
    const { summaries, patients } = ran.json()[0] as any;
    expect(summaries.map((s: { criterion: string }) => s.criterion)).toEqual(["recist-1.1", "irecist"]);
    expect(summaries[0].objectiveResponse.confirmed).toMatchObject({ count: 1, of: 2, estimate: 0.5 });
    expect(summaries[1].objectiveResponse.confirmed).toMatchObject({ count: 2, of: 2 });
    // 2024-01-08 to 2024-03-08 are 60 days.
    const of = (id: string, criterion: string) =>
      patients.find((p: { case: string; criterion: string }) => p.case === id && p.criterion === criterion).endpoints;
    expect(of("P2", "recist-1.1").pfs).toMatchObject({ status: "event", days: 60, rule: "Progression." });
    expect(of("P2", "irecist").pfs).toMatchObject({ status: "censored", days: 143 });
  });

  test("writes a table, one row a patient and criterion", async () => {
    const ran = await runNadir(["endpoints", table, "--out", folder.at("e.csv")]);
    expect(ran).toMatchObject({ status: 0, stdout: "" });
    const rows = readFileSync(folder.at("e.csv"), "utf8").trim().split("\n");
    expect(rows[0]).toContain("pfs_days,pfs_status,pfs_cause,pfs_date,pfs_rule");
    expect(rows.slice(1).map((row) => row.split(",").slice(0, 4))).toEqual([
      ["P1", "recist-1.1", "143", "censored"],
      ["P2", "recist-1.1", "60", "event"],
    ]);
  });
});

describe("nadir cohort", () => {
  test("counts best responses with exact limits, and gives each patient's deepest change", async () => {
    const ran = await runNadir(["cohort", table, "--criterion", "recist-1.1"]);
    expect(ran.status, ran.stderr).toBe(0);
    const [found] = ran.json() as [Record<string, never>];
    expect(found).toMatchObject({
      schema: "nadir.cohort/1",
      best: "confirmed",
      categories: { PR: 1, PD: 1 },
      objectiveResponse: { count: 1, of: 2, estimate: 0.5 },
      // 50 to 30 mm; 2024-01-01 to 8 March are 67 days. P2 has a new lesion that day: what it shrinks by later does not count.
      patients: [
        { case: "P1", best: "PR", bestChangePercent: -40, day: 67 },
        { case: "P2", best: "PD", bestChangePercent: 0, day: 67 },
      ],
    });
    const immune = await runNadir(["cohort", table, "--criterion", "irecist"]);
    // There the progression was not confirmed, and the course goes on: 17 April, 107 days.
    expect((immune.json()[0] as { patients: unknown[] }).patients[1]).toMatchObject({
      bestChangePercent: -40,
      day: 107,
    });
    // Clopper and Pearson, one of two: 1 − √0.975 and √0.975.
    const { interval } = found["objectiveResponse"] as unknown as { interval: { lower: number; upper: number } };
    expect(interval.lower).toBeCloseTo(1 - Math.sqrt(0.975), 10);
    expect(interval.upper).toBeCloseTo(Math.sqrt(0.975), 10);
  });

  test.each(["waterfall", "spider", "swimmer"])("draws the %s, and writes a table", async (figure) => {
    const ran = await runNadir(["cohort", table, "--figure", figure, "--out", folder.at(`${figure}.svg`)]);
    expect(ran).toMatchObject({ status: 0, stdout: "" });
    const svg = readFileSync(folder.at(`${figure}.svg`), "utf8");
    expect(svg).toMatch(/^<svg /);
    expect(svg).toContain(figure === "swimmer" ? "P2" : "response −30 %");
    expect(svg).not.toContain("data-subject");
    await runNadir(["cohort", table, "--out", folder.at("c.csv")]);
    const written = readFileSync(folder.at("c.csv"), "utf8");
    expect(written).toContain("best_change_until_progression_percent");
    expect(written).toContain("P1,recist-1.1,confirmed,PR,-40,67");
  });

  test("a figure that there is not is wrong usage", async () => {
    const ran = await runNadir(["cohort", table, "--figure", "pie"]);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain("there are waterfall, spider, swimmer");
  });
});
