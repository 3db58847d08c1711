import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

let folder: Folder;
beforeAll(() => {
  folder = new Folder();
});
afterAll(() => folder.remove());

describe("nadir sample-size", () => {
  test("answers the documented example: 662 subjects", async () => {
    const question = { kind: "develop-binary", expected: { coxSnell: 0.288 }, parameters: 24, prevalence: 0.174 };
    const ran = await runNadir(["sample-size", folder.file("q.json", question)]);
    expect(ran.status).toBe(0);
    expect(ran.stderr).toContain("662 subjects");
    expect(ran.json()[0]).toMatchObject({ schema: "nadir.sample-size/1", n: 662 });
  });

  test("refuses a question out of range with its path", async () => {
    const ran = await runNadir([
      "sample-size",
      folder.file("q.json", { kind: "validate-binary", prevalence: 30, cStatistic: 0.7 }),
    ]);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toContain("prevalence");
  });
});
