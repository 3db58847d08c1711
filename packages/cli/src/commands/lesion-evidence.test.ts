import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

const lesions = ["T1", "T2"];
const visit = (id: string, date: string, role: string, sizes: readonly number[]) => ({
  id,
  date,
  role,
  measurements: lesions.map((lesion, i) => ({ lesion, longestMm: sizes[i] })),
});
let folder: Folder;
let file: string;
beforeAll(() => {
  folder = new Folder();
  file = folder.file(
    "case.json",
    JSON.stringify({
      schema: "nadir.response-case/1",
      id: "P",
      course: { disease: "solid-tumour", treatmentStart: "2024-01-08" },
      lesions: lesions.map((id) => ({ id, role: "target", organ: "lung" })),
      visits: [visit("BL", "2024-01-01", "baseline", [40, 20]), visit("V1", "2024-03-01", "follow-up", [20, 30])],
    }),
  );
});
afterAll(() => folder.remove());

describe("nadir lesion-evidence", () => {
  it("lists the lesions with their properties, and scores where given", async () => {
    const scores = folder.file("scores.csv", "lesion,score\nT1,0.4\nT2,-0.2\n");
    const ran = await runNadir(["lesion-evidence", file, "--scores", scores]);
    expect(ran.status).toBe(0);
    const [{ visits, standing }] = ran.json() as [
      { standing: string; visits: { lesions: { lesion: string; properties: { id: string; present: boolean }[] }[] }[] },
    ];
    expect(standing).toMatch(/no advice/);
    const second = visits[0]!.lesions[1]!;
    const present = second.properties.filter((p) => p.present).map((p) => p.id);
    expect([second.lesion, present]).toEqual(["T2", ["progresses", "apart", "least-infiltrated"]]);
  });

  it("refuses scores of a lesion that the course does not have", async () => {
    const ran = await runNadir(["lesion-evidence", file, "--scores", folder.file("x.csv", "lesion,score\nT9,1\n")]);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toMatch(/names? the lesion 'T9', which the course does not have/);
  });
});
