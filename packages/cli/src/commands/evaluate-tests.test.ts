import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

/** Expected values: R 4.2.2 on the same columns (t.test, wilcox.test, fisher.test, cor.test). */
const csv = `subject,arm,value,other,sex
s1,a,5.1,12,f
s2,a,4.9,15,f
s3,a,6.2,11,m
s4,a,5.6,19,f
s5,a,7.3,14,f
s6,a,4.4,13,m
s7,a,5.9,17,f
s8,a,6.8,20,f
s9,b,6.5,16,m
s10,b,7.1,14,m
s11,b,5.9,15,m
s12,b,8.2,15,f
s13,b,7.7,22,m
s14,b,6.9,13,m
s15,b,9.1,18,
`;
let folder: Folder;
beforeAll(() => {
  folder = new Folder();
});
afterAll(() => folder.remove());
const run = (analysis: object) =>
  runNadir([
    "evaluate",
    folder.file("t.csv", csv),
    "--analysis",
    folder.file("a.json", { schema: "nadir.analysis/1", ...analysis }),
  ]);

describe("nadir evaluate: tests and correlations", () => {
  test("gives R's tests, each with its denominator", async () => {
    const ran = await run({
      tests: [
        { name: "Welch", test: "welch-t", value: "value", group: "arm" },
        { name: "ranks", test: "mann-whitney", value: "value", group: "arm" },
        { name: "sex by arm", test: "fisher", categories: ["arm", "sex"] },
      ],
      correlations: [{ name: "value and other", columns: ["value", "other"] }],
    });
    expect(ran.status).toBe(0);
    // biome-ignore lint/suspicious/noExplicitAny: the result is read by path
    const [result] = ran.json() as any[];
    const [welch, ranks, fisher] = result.tests;
    expect(welch).toMatchObject({ n: 15, leftOut: {}, groups: ["a", "b"] });
    expect(welch.p).toBeCloseTo(0.01234954831178, 10);
    expect(ranks.p).toBeCloseTo(0.02052446359823, 10);
    expect(fisher).toMatchObject({ n: 14, leftOut: { sex: 1 } });
    expect(fisher.p).toBeCloseTo(0.1025641025641, 10);
    expect(result.correlations[0].coefficient).toBeCloseTo(0.366008108849, 10);
    expect(result.correlations[0].strength.word).toBe("low");
  });

  test("refuses three groups for two, and a table that is not two by two, in a sentence", async () => {
    const three = await run({ tests: [{ name: "t", test: "student-t", value: "value", group: "subject" }] });
    expect(three.status).not.toBe(0);
    expect(three.stderr).toContain("t: the test compares two groups; found 15.");
    const table = await run({ tests: [{ name: "f", test: "fisher", categories: ["subject", "sex"] }] });
    expect(table.stderr).toContain("found 14 by 2");
  });
});
