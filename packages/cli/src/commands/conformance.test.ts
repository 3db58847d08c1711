import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeVolume, writeNifti } from "@nadir/imaging";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, type Ran, reference, runNadir } from "../testing/run-nadir.ts";

let folder: Folder;
beforeAll(() => {
  folder = new Folder();
});
afterAll(() => folder.remove());

interface Line {
  id: string;
  passed: boolean;
  failures: { key: string; expected: unknown; got: unknown; tolerance: unknown }[];
}
const cases = (ran: Ran) => ran.json().slice(0, -1) as Line[];
const summary = (ran: Ran) => ran.json().at(-1) as { cases: number; passed: number; failed: number };

describe("nadir conformance response", () => {
  const vectors = join(reference, "response-vectors");

  test("every bundled case passes, one line each, and the summary ends it", async () => {
    const ran = await runNadir(["conformance", "response", vectors]);
    expect(ran.status).toBe(0);
    expect(summary(ran)).toEqual({
      summary: "response",
      cases: cases(ran).length,
      passed: cases(ran).length,
      failed: 0,
    });
    expect(cases(ran).length).toBeGreaterThan(90);
  });

  test("a planted wrong expectation fails with key, expected, got and tolerance; a file that is no case fails too", async () => {
    const own = new Folder();
    const right = JSON.parse(readFileSync(join(vectors, "recist-010.json"), "utf8"));
    own.file("right.json", right);
    const wrong = structuredClone(right);
    wrong.id = "wrong";
    wrong.expected["recist-1.1"].visits.V3.sumMm = 10.001;
    own.file("wrong.json", wrong);
    own.file("broken.json", "{");
    const ran = await runNadir(["conformance", "response", own.path]);
    own.remove();
    expect(ran.status).toBe(1);
    expect(summary(ran)).toMatchObject({ cases: 3, passed: 1, failed: 2 });
    const failed = cases(ran).find((one) => one.id === "wrong");
    expect(failed?.failures).toHaveLength(1);
    expect(failed?.failures[0]).toMatchObject({ expected: 10.001, got: 10 });
    expect(failed?.failures[0]?.key).toContain("V3.sumMm");
  });

  test("one file is a suite of one", async () => {
    const ran = await runNadir(["conformance", "response", join(vectors, "irecist-001.json")]);
    expect(ran.status).toBe(0);
    expect(summary(ran)).toMatchObject({ cases: 1, passed: 1 });
  });
});

describe("nadir conformance statistics", () => {
  const oracle = join(reference, "statistics-oracle");

  test("a topic passes; with a planted wrong value it does not, and says where", async () => {
    const own = new Folder();
    cpSync(oracle, own.path, { recursive: true });
    const file = join(own.path, "kaplan-meier.json");
    const right = await runNadir(["conformance", "statistics", file]);
    expect(right.status).toBe(0);
    expect(summary(right).passed).toBeGreaterThan(10);
    const topic = JSON.parse(readFileSync(file, "utf8"));
    const values = topic.cases[0].values as Record<string, unknown>;
    const [key] = Object.entries(values).find(([, value]) => typeof value === "number") as [string, number];
    values[key] = (values[key] as number) * 1.001 + 0.001;
    own.file("kaplan-meier.json", topic);
    const wrong = await runNadir(["conformance", "statistics", file]);
    own.remove();
    expect(wrong.status).toBe(1);
    const failed = cases(wrong).filter((one) => !one.passed);
    expect(failed).toHaveLength(1);
    expect(failed[0]?.failures.map((failure) => failure.key)).toContain(key);
  });
});

describe("nadir conformance features", () => {
  test("compares a region with a name→value reference, and names what differs", async () => {
    const data = new Int16Array(64).map((_, n) => (n % 4) + 1);
    const grid = { dims: [4, 4, 4], spacing: [1, 1, 1] } as const;
    folder.file("image.nii", writeNifti(makeVolume({ data, ...grid })));
    folder.file("mask.nii", writeNifti(makeVolume({ data: new Uint8Array(64).fill(1), ...grid })));
    // 64 voxels that hold 1, 2, 3, 4 sixteen times each: mean 2.5, population variance 1.25.
    folder.file("right.json", { stat_mean: 2.5, stat_var: 1.25 });
    folder.file("wrong.json", { stat_mean: 2.5, stat_var: 1.26 });
    const base = { image: "image.nii", mask: "mask.nii", config: { families: ["statistics"] }, tolerance: 1e-9 };
    const list = folder.file("cases.json", [
      { id: "right", reference: "right.json", ...base },
      { id: "wrong", reference: "wrong.json", ...base },
      { id: "absent", reference: "no-such.json", ...base },
    ]);
    const ran = await runNadir(["conformance", "features", list]);
    expect(ran.status).toBe(1);
    expect(summary(ran)).toMatchObject({ cases: 3, passed: 1, failed: 2 });
    expect(cases(ran)[0]).toMatchObject({ id: "right", passed: true });
    expect(cases(ran)[1]?.failures).toMatchObject([{ key: "stat_var", expected: 1.26, got: 1.25 }]);
    expect(cases(ran)[2]).toMatchObject({ id: "absent", passed: false });
  });

  test("the IBSI digital phantom passes", async () => {
    const at = (name: string) => join(reference, "ibsi1-digital-phantom", name);
    const phantom = { image: at("image.nii.gz"), mask: at("mask.nii.gz"), reference: at("reference.csv") };
    const list = folder.file("phantom.json", [{ id: "digital-phantom", config: "digital-phantom", ...phantom }]);
    const ran = await runNadir(["conformance", "features", list]);
    expect(cases(ran)).toMatchObject([{ id: "digital-phantom", failures: [] }]);
    expect(ran.status).toBe(0);
  });
});

test.each([[["conformance"]], [["conformance", "taste", "x"]], [["conformance", "response"]]])(
  "%j is wrong usage",
  async (args) => {
    const ran = await runNadir(args);
    expect(ran).toMatchObject({ status: 2, stdout: "" });
  },
);

test("a folder that is not there is refused", async () => {
  for (const suite of ["response", "statistics", "features"])
    expect(await runNadir(["conformance", suite, folder.at("nowhere")])).toMatchObject({ status: 1, stdout: "" });
});
