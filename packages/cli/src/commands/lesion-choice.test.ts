import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

let folder: Folder;
let table: string;
beforeAll(() => {
  folder = new Folder();
  // P1: lesions alike; P2: 0, 0, 6; P3: one lesion.
  table = folder.file(
    "lesions.csv",
    "subject,lesion,volumeMm3,score\nP1,a,9,2\nP1,b,5,2\nP2,a,9,0\nP2,b,5,0\nP2,c,1,6\nP3,a,3,1\n",
  );
});
afterAll(() => folder.remove());

describe("nadir lesion-choice", () => {
  test("says how far a patient's figure moves with the lesions that are taken, the same for the same seed", async () => {
    const args = ["lesion-choice", table, "--value", "score", "--draws", "4000", "--seed", "5"];
    const ran = await runNadir(args);
    expect(ran.status).toBe(0);
    const answer = ran.json()[0] as {
      leftOut: number;
      byNumber: { lesions: number; patients: number }[];
      patients: {
        subject: string;
        figure: number;
        choices: { mean: number; sd: number; min: number; max: number }[];
      }[];
    };
    expect(answer.leftOut).toBe(1);
    expect(answer.byNumber.map((b) => [b.lesions, b.patients])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    const [alike, apart] = answer.patients;
    expect(alike).toMatchObject({ figure: 2, choices: [{ mean: 2, sd: 0 }] });
    // One of 0, 0, 6: mean 2, sd √8; two of them: 0 once in three, 3 twice: mean 2, sd √2.
    expect(apart!.choices[0]!.mean).toBeCloseTo(2, 0);
    expect(apart!.choices[0]!.sd).toBeCloseTo(Math.sqrt(8), 1);
    expect(apart!.choices[1]!.sd).toBeCloseTo(Math.sqrt(2), 1);
    expect((await runNadir(args)).stdout).toBe(ran.stdout);
  });

  test("refuses a table in which nobody has two lesions", async () => {
    const single = folder.file("single.csv", "subject,lesion,score\nP1,a,2\n");
    const ran = await runNadir(["lesion-choice", single, "--value", "score"]);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toContain("there is no choice to make");
  });
});
