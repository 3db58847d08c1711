import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

let folder: Folder;
beforeAll(() => {
  folder = new Folder();
});
afterAll(() => folder.remove());

describe("nadir explore", () => {
  it("describes two planted groups by components, means, tree and bi-clusters", async () => {
    // Even subjects are high in a and b, odd ones in c and d.
    const rows = Array.from({ length: 12 }, (_, i) => {
      const [high, low] = [10 + (i % 5) / 10, 1 + (i % 3) / 10];
      return `P${i},${i % 2 ? `${low},${low + 0.05 * (i % 4)},${high},${high + 0.05 * (i % 7)}` : `${high},${high + 0.05 * (i % 4)},${low},${low + 0.05 * (i % 7)}`}`;
    });
    const file = folder.file("f.csv", ["subject,a,b,c,d", ...rows].join("\n"));
    const out = folder.at("out.csv");
    const ran = await runNadir([
      "explore",
      file,
      "--components",
      "2",
      "--means",
      "2",
      "--tree",
      "ward",
      "--cut",
      "2",
      "--biclusters",
      "2",
      "--out",
      out,
    ]);
    expect(ran.status).toBe(0);
    const [answer] = ran.json() as [
      {
        components: { share: number }[];
        biclusters: { subjects: string[]; features: string[] }[];
        bySubject: Record<string, number>[];
      },
    ];
    expect(answer.components[0]!.share).toBeGreaterThan(0.99);
    expect(answer.biclusters).toContainEqual({ subjects: ["P0", "P2", "P4", "P6", "P8", "P10"], features: ["a", "b"] });
    expect(answer.bySubject.map((s) => [s["k_means"], s["tree"]])).toEqual(
      Array.from({ length: 12 }, (_, i) => [1 + (i % 2), 1 + (i % 2)]),
    );
    expect(readFileSync(out, "utf8")).toMatch(/^subject,component_1,component_2,k_means,tree,bicluster\nP0,/);
  });

  it.each([
    { what: "nothing asked for", args: [], text: "subject,a\nA,1\nB,2", status: 2, says: /Say what to look for/ },
    {
      what: "a cut without a tree",
      args: ["--means", "2", "--cut", "2"],
      text: "subject,a\nA,1\nB,2",
      status: 2,
      says: /--cut cuts a tree/,
    },
    {
      what: "an empty cell",
      args: ["--means", "2"],
      text: "subject,a\nA,1\nB,\nC,3",
      status: 1,
      says: /'a' of 'B' is empty/,
    },
    {
      what: "a constant column",
      args: ["--components", "1"],
      text: "subject,a,b\nA,1,1\nB,2,1",
      status: 1,
      says: /Column 2 is constant/,
    },
    {
      what: "more clusters than subjects",
      args: ["--means", "5"],
      text: "subject,a\nA,1\nB,2",
      status: 1,
      says: /5 clusters of 2 subjects/,
    },
  ])("refuses $what with a sentence", async ({ args, text, status, says }) => {
    const ran = await runNadir(["explore", folder.file("t.csv", text), ...args]);
    expect(ran.stderr).toMatch(says);
    expect(ran).toMatchObject({ status, stdout: "" });
  });
});
