import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

/** The table that docs/library.md shows: what the manual shows must work. */
const example = (): string => {
  const page = readFileSync(new URL("../../../../docs/library.md", import.meta.url), "utf8");
  return /```json\n([\s\S]*?)```/.exec(page)![1]!;
};

let folder: Folder;
beforeAll(() => {
  folder = new Folder();
});
afterAll(() => folder.remove());

describe("nadir library", () => {
  test("the bundled tables, filtered by closed values, as CSV with level and source, and the flow of review 001", async () => {
    const [csv, svg] = [folder.at("rows.csv"), folder.at("flow.svg")];
    const ran = await runNadir([
      "library",
      "--tumour",
      "glioblastoma",
      "--endpoint",
      "os",
      "--out",
      csv,
      "--flow",
      svg,
    ]);
    expect(ran.status, ran.stderr).toBe(0);
    const rows = parse(readFileSync(csv, "utf8"), { columns: true }) as Record<string, string>[];
    // 001 table 1 and 2: survival was looked at by Liao, Liu, Rao, Hsu, George and Qin.
    expect(rows.map((r) => r["study"])).toEqual([
      ...["liao-2019", "liu-2023", "rao-2016", "hsu-2020", "george-2022", "qin-2017"],
    ]);
    expect(rows.find((r) => r["study"] === "george-2022")).toMatchObject({
      tripod: "2b",
      level: "held-out",
      source: "001 T2: George E et al., 2022",
    });
    expect(readFileSync(svg, "utf8")).toContain("686");
    expect(ran.stderr).toContain("Review 003");
  });

  test("the table of the manual is taken, graded, and its flow drawn", async () => {
    const file = folder.file("mine.json", example());
    const ran = await runNadir(["library", file, "--flow", folder.at("mine.svg")]);
    expect(ran.status, ran.stderr).toBe(0);
    expect(ran.json()[0]).toMatchObject({ tables: [{ studies: [{ tripod: "2a", level: "held-out" }] }], gaps: [] });
    expect(readFileSync(folder.at("mine.svg"), "utf8")).toContain("not about images");
  });

  test("a flow that does not add up, a table without one, and an unknown word are refused by name", async () => {
    const wrong = await runNadir([
      "library",
      folder.file("w.json", example().replace('"screened": 100', '"screened": 99')),
    ]);
    expect(wrong).toMatchObject({ status: 1, stdout: "" });
    expect(wrong.stderr).toContain("120 identified less 20 duplicates are 100, not 99");
    const none = JSON.parse(example()) as { flow?: unknown };
    delete none.flow;
    const without = await runNadir([
      "library",
      folder.file("n.json", JSON.stringify(none)),
      "--flow",
      folder.at("n.svg"),
    ]);
    expect(without.status).toBe(1);
    expect(without.stderr).toContain("NO_FLOW");
    const word = await runNadir(["library", "--validation", "external"]);
    expect(word.status).toBe(2);
    expect(word.stderr).toContain("There is no validation 'external'; there are none, cross-validation");
  });
});
