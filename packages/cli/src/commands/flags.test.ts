import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

const HEAD = "case,treatment_start,visit,date,visit_role,lesion,lesion_role,organ,longest_mm,clinical,ecog";

describe("nadir flags", () => {
  let folder: Folder;
  beforeAll(() => {
    folder = new Folder();
  });
  afterAll(() => folder.remove());

  test("one line a course: every definition with evidence, and what is missing", async () => {
    const table = folder.file(
      "courses.csv",
      [
        HEAD,
        "P1,2024-01-08,BL,2024-01-01,baseline,T1,target,liver,50,stable,1",
        "P1,2024-01-08,V1,2024-03-04,follow-up,T1,target,liver,60,stable,1",
        "P2,2024-01-08,BL,2024-01-01,baseline,T1,target,liver,50,,",
        "P2,2024-01-08,V1,2024-03-04,follow-up,T1,target,liver,60,,",
      ].join("\n"),
    );
    const ran = await runNadir(["flags", table]);
    expect(ran.status).toBe(0);
    // biome-ignore lint/suspicious/noExplicitAny: the answer is read by path
    const lines = ran.json() as any[];
    expect(lines.map((one) => one.case)).toEqual(["P1", "P2"]);
    const prospective = lines.map((one) =>
      one.flags.find((f: { definition: string }) => f.definition.startsWith("pseudoprogression-prospective/")),
    );
    expect(prospective[0]).toMatchObject({ result: "yes", visit: "V1", missing: [] });
    expect(prospective[1]).toMatchObject({
      result: "undetermined",
      missing: [expect.stringContaining("V1"), "ECOG at BL and V1"],
    });
    // In hindsight nothing is said before the later scan.
    const label = lines[0].flags.find((f: { definition: string }) => f.definition === "pseudoprogression/irecist");
    expect(label).toMatchObject({ result: "undetermined", reason: "confirmation-awaited" });
  });

  test("a course that is refused is named, and the others are answered", async () => {
    const table = folder.file(
      "bad.csv",
      [
        HEAD,
        "P1,2024-01-08,BL,2024-01-01,baseline,T1,target,liver,50,stable,1",
        "P2,2024-01-08,V1,2024-03-04,follow-up,T1,target,liver,60,,",
      ].join("\n"),
    );
    const ran = await runNadir(["flags", table]);
    expect(ran.status).toBe(1);
    expect(ran.json()).toHaveLength(1);
    expect(ran.stderr).toMatch(/P2:.*NO_BASELINE/s);
  });
});
