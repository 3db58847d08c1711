import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Folder, runNadir as run } from "../testing/run-nadir.ts";

const folder = new Folder();
const genes = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `g${from + i}`);
beforeAll(() => {
  folder.file("sets.gmt", [["TEN", "na", ...genes(0, 10)].join("\t"), ["FAR", "na", "x", "y"].join("\t")].join("\n"));
  folder.file("found.txt", [...genes(0, 4), ...genes(100, 146)].join("\n"));
  folder.file("all.txt", genes(0, 1000).join("\n"));
  folder.file(
    "ranked.csv",
    [
      "gene,effect",
      ...genes(0, 300).map((g, i) => `${g},${(Math.sin(12.9898 * i) / 2 + (i < 10 ? 2 : 0)).toFixed(6)}`),
    ].join("\n"),
  );
});
afterAll(() => folder.remove());

describe("nadir enrichment", () => {
  it("of a list has R's hypergeometric p, and leaves sets without members untested", async () => {
    const { status, json, stderr } = await run([
      ...["enrichment", "--gene-sets", folder.at("sets.gmt"), "--genes", folder.at("found.txt")],
      ...["--background", folder.at("all.txt"), "--out", folder.at("out.csv")],
    ]);
    expect(status, stderr).toBe(0);
    // R 4.2: phyper(3, 10, 990, 50, lower.tail = FALSE).
    expect(json()[0]).toMatchObject({ sets: 2, tested: 1, found: 1, rows: [{ name: "TEN", size: 10 }] });
    const [row] = (json()[0] as { rows: { p: number; hits: string[] }[] }).rows;
    expect(row!.p).toBeCloseTo(0.00093203175426211, 13);
    expect(row!.hits).toEqual(genes(0, 4));
    expect(folder.has("out.csv")).toBe(true);
  });
  it("of a ranking finds the set that gathers at its top, seeded", async () => {
    const ask = ["enrichment", "--gene-sets", folder.at("sets.gmt"), "--ranked", folder.at("ranked.csv")];
    const ranked = [...ask, "--statistic", "effect", "--least", "5"];
    const first = await run(ranked);
    expect(first.json()[0]).toMatchObject({ tested: 1, found: 1, rows: [{ name: "TEN", size: 10 }] });
    expect((await run(ranked)).stdout).toBe(first.stdout);
    const wrong = await run([...ask, "--least", "5"]);
    expect(wrong.stderr + wrong.stdout).toContain("has no column 'statistic'");
  });
  it("wants the background of a list", async () => {
    const { status, stderr, stdout } = await run([
      ...["enrichment", "--gene-sets", folder.at("sets.gmt"), "--genes", folder.at("found.txt")],
    ]);
    expect(status).toBe(2);
    expect(stderr + stdout).toContain("--genes wants --background");
  });
});

describe("nadir partition", () => {
  const cohort = (n: number) =>
    [
      "subject,volume,os,death",
      ...Array.from(
        { length: n },
        (_, i) => `P${i},${i},${((i < n / 2 ? 40 : 4) * (1 + ((i * 7) % 11) / 11)).toFixed(4)},1`,
      ),
    ].join("\n");
  it("cuts where survival changes, with a p-value of the search", async () => {
    const file = folder.file("cohort.csv", cohort(40));
    const { status, json, stderr } = await run([
      ...[
        "partition",
        file,
        "--variable",
        "volume",
        "--time",
        "os",
        "--event",
        "death",
        "--permutations",
        "99",
        "--candidates",
        "40",
      ],
    ]);
    expect(status, stderr).toBe(0);
    expect(json()[0]).toMatchObject({ estimable: true, k: 2, cuts: [19], tried: [{ k: 2, p: 0.01 }, {}] });
    expect(stderr).toContain("to be tested in others");
  });
  it("names a column that is not there", async () => {
    const { stderr, stdout } = await run([
      ...["partition", folder.at("all.txt"), "--variable", "a", "--time", "b", "--event", "c", "--subject", "g0"],
    ]);
    expect(stderr + stdout).toContain("has no column 'a'");
  });
});
