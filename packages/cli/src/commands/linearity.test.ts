import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

let folder: Folder;
beforeAll(() => {
  folder = new Folder();
});
afterAll(() => folder.remove());

describe("nadir linearity", () => {
  test("gives the line with its limits, the quadratic term and the bias at each known value", async () => {
    const table = folder.file(
      "phantom.csv",
      "ml,seen\n5,5.4\n5,4.9\n10,10.6\n10,9.8\n20,20.9\n20,19.7\n40,38.1\n40,39.2\n",
    );
    const ran = await runNadir(["linearity", table, "--truth", "ml", "--measured", "seen"]);
    expect(ran.status).toBe(0);
    const answer = ran.json()[0] as {
      slope: number;
      quadratic: { p: number };
      bias: { truth: number; bias: number }[];
    };
    // R 4.2.2: lm(seen ~ ml); lm(seen ~ I(ml - mean(ml)) + I((ml - mean(ml))^2)).
    expect(answer.slope).toBeCloseTo(0.955304347826087, 10);
    expect(answer.quadratic.p).toBeCloseTo(0.192799575052385, 8);
    expect(answer.bias[3]).toMatchObject({ truth: 40, bias: expect.closeTo(38.65 - 40, 10) });
  });

  test("refuses a cell that is no number, with its place", async () => {
    const table = folder.file("bad.csv", "ml,seen\n5,5.4\n10,ten\n20,20\n");
    const ran = await runNadir(["linearity", table, "--truth", "ml", "--measured", "seen"]);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toContain("row 3, column seen: 'ten' is no number");
  });
});
