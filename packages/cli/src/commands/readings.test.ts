import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

let folder: Folder;
beforeAll(() => {
  folder = new Folder();
});
afterAll(() => folder.remove());

describe("nadir readings", () => {
  test("checks a table and gives the kappa of every two readers", async () => {
    // 20 5 / 10 15 of two words: agreement 0.7, by chance 0.5, kappa 0.4.
    const counts = { "round round": 20, "round oval": 5, "oval round": 10, "oval oval": 15 };
    let lesion = 0;
    const rows = Object.entries(counts).flatMap(([pair, n]) =>
      Array.from({ length: n }, () => {
        lesion++;
        return pair.split(" ").map((word, at) => `S1,V0,L${lesion},${"AB"[at]},${word}`);
      }).flat(),
    );
    const file = folder.file("semantic.csv", ["subject,visit,lesion,reader,shape", ...rows].join("\n"));
    const ran = await runNadir(["readings", file]);
    expect(ran.status, ran.stderr).toBe(0);
    const [answer] = ran.json() as [{ readings: object[]; agreement: { items: { item: string; kappa: number }[] }[] }];
    expect(answer.readings).toHaveLength(100);
    expect(answer.agreement[0]!.items.find((i) => i.item === "shape")!.kappa).toBeCloseTo(0.4, 12);
  });

  test("names every cell that is no answer, with row, column and what would be right; and an unknown form", async () => {
    const file = folder.file(
      "bad.csv",
      "subject,visit,lesion,reader,category,tint\nS1,V0,L1,A,9,\nS1,V0,L1,B,4,grey\n",
    );
    const ran = await runNadir(["readings", file, "--form", "bi-rads"]);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toMatch(/row 2, column category.*0.*6/);
    expect(ran.stderr).toMatch(/row 3, column tint/);
    expect((await runNadir(["readings", file, "--form", "lung-rads"])).status).toBe(2);
  });
});
