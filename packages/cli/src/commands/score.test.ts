import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

let folder: Folder;
beforeAll(() => {
  folder = new Folder();
});
afterAll(() => folder.remove());

describe("nadir score", () => {
  it("scores a bundled signature, and names what is missing", async () => {
    const bloods = folder.file(
      "bloods.csv",
      "subject,leucocytes [10^9/L],neutrophils,ldh [U/L],ldh_upper_limit\nP1,8,6.2,600,250\nP2,8,6,250,250\nP3,8,,600,250\n",
    );
    const ran = await runNadir(["score", "lipi", bloods]);
    expect(ran.status).toBe(0);
    expect(ran.stderr).toContain("2 of 3 scored; the others lack an input, which is named. Research only");
    expect(ran.json()[0]).toMatchObject({
      schema: "nadir.scores/1",
      standing: expect.stringContaining("research only"),
      signature: { id: "lipi", hash: expect.stringMatching(/^[0-9a-f]{64}$/), origin: { kind: "published" } },
      subjects: [
        { subject: "P1", score: 2, group: "poor" },
        { subject: "P2", score: 0, group: "good" },
        { subject: "P3", status: "not-evaluable", score: null },
      ],
    });
    const csv = folder.file("scores.csv", "");
    expect((await runNadir(["score", "lipi", bloods, "--out", csv])).stdout).toBe("");
    expect(readFileSync(csv, "utf8")).toContain("P3,lipi,1,not-evaluable,,,,neutrophils other_leucocytes derived_nlr,");
  });

  it("draws a formula as a nomogram, without values", async () => {
    const file = folder.file(
      "line.json",
      JSON.stringify({
        schema: "nadir.signature/1",
        id: "line",
        version: "1",
        title: "Example",
        predicts: "response",
        higherMeans: "more likely",
        intendedUse: "a test",
        limits: ["a test"],
        origin: { kind: "published", printed: [{ citation: "by hand", place: "this test" }] },
        inputs: [{ from: "value", name: "age", label: "Age", unit: "years", seen: [40, 80] }],
        form: { kind: "linear", intercept: -3, link: "logit", terms: [{ input: "age", coefficient: 0.05 }] },
      }),
    );
    const svg = folder.at("nomogram.svg");
    expect(await runNadir(["score", file, "--nomogram", svg])).toMatchObject({ status: 0, stdout: "" });
    const text = readFileSync(svg, "utf8");
    expect(text).toMatch(/^<svg/);
    expect(text).toContain("Age [years]: 40 has 0 points, 50 has 25 points");
  });

  it.each([
    { what: "no values", args: ["lipi"], status: 2, says: /Give values \(a CSV\), features of regions/ },
    {
      what: "an unknown name",
      args: ["cd8-rscore", "v.csv"],
      status: 1,
      says: /no bundled signature of that name; bundled are: lipi, rao-2016/,
    },
    {
      what: "another unit",
      args: ["lipi", "unit.csv"],
      status: 1,
      says: /unit\.csv, row 2, column ldh\): LDH is given in µkat\/L; the signature is defined in U\/L/,
    },
    {
      what: "words for numbers",
      args: ["lipi", "words.csv"],
      status: 1,
      says: /row 3, column ldh\): LDH is 'high'; give a number in U\/L/,
    },
    { what: "a document that is no signature", args: ["bad.json", "v.csv"], status: 1, says: /WRONG_SHAPE.*bad\.json/ },
    {
      what: "a region without a file",
      args: ["lipi", "--region", "ring"],
      status: 1,
      says: /write the region's name and its file/,
    },
    {
      what: "regions for many subjects",
      args: ["lipi", "words.csv", "--region", "ring=r.json"],
      status: 2,
      says: /belong to one subject.*has 2/,
    },
  ])("refuses $what with a sentence", async ({ args, status, says }) => {
    folder.file("v.csv", "subject,x\nA,1\n");
    folder.file("unit.csv", "subject,leucocytes,neutrophils,ldh [µkat/L],ldh_upper_limit\nA,8,6,4,250\n");
    folder.file("words.csv", "subject,leucocytes,neutrophils,ldh,ldh_upper_limit\nA,8,6,4,250\nB,8,6,high,250\n");
    folder.file("bad.json", { schema: "nadir.signature/1" });
    const ran = await runNadir([
      "score",
      ...args.map((a) => (/\.(csv|json)$/.test(a) && !a.includes("=") ? `${folder.path}/${a}` : a)),
    ]);
    expect(ran.stderr).toMatch(says);
    expect(ran).toMatchObject({ status, stdout: "" });
  });
});
