import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, reference, runNadir } from "../testing/run-nadir.ts";

const trial = join(reference, "../../../packages/demo/trials/inspire-pembrolizumab");
const table = (name: string): Record<string, string>[] =>
  parse(readFileSync(join(trial, `${name}.csv`), "utf8"), { columns: true });

/** The unsealed cohorts of the bundled trial: the courses, and baseline ctDNA with survival. */
function files(folder: Folder): { courses: string; scores: string } {
  const subjects = table("subjects").filter(({ arm }) => arm !== "D");
  const [visits, sizes, markers, outcomes] = ["visits", "measurements", "biomarkers", "outcomes"].map(table);
  const courses = subjects.flatMap(({ key, treatmentStart }) =>
    (visits ?? [])
      .filter(({ subject }) => subject === key)
      .map(({ id, date, role }) => {
        const size = sizes?.find(({ subject, visit }) => subject === key && visit === id);
        const figure =
          size && /[0-9]/.test(size.longestMm ?? "") ? `target-sum,target,all,${Number(size.longestMm)},` : null;
        const missing = size ? "target-sum,target,all,,not-evaluable" : ",,,,";
        return `${key},${treatmentStart},${id},${date},${role},${figure ?? missing}`;
      }),
  );
  const scores = subjects.map(({ key }) => {
    const marker = markers?.find(({ subject, code }) => subject === key && code === "ctDNA-baseline");
    const os = outcomes?.find(({ subject, endpoint }) => subject === key && endpoint === "os");
    return `${key},${marker?.value},${marker?.date},${os?.timeDays},${os?.event}`;
  });
  const head = "case,treatment_start,visit,date,visit_role,lesion,lesion_role,organ,longest_mm,status";
  return {
    courses: folder.file("courses.csv", [head, ...courses].join("\n")),
    scores: folder.file("scores.csv", ["subject,ctdna,drawn,os_days,died", ...scores].join("\n")),
  };
}

describe("nadir landmark", () => {
  let folder: Folder;
  let courses: string;
  let scores: string;
  beforeAll(() => {
    folder = new Folder();
    ({ courses, scores } = files(folder));
  });
  afterAll(() => folder.remove());
  const survival = ["--time", "os_days", "--event", "died", "--happened", "yes", "--resamples", "200"];

  test("a score beside RECIST 1.1 on a real trial, as R has it", async () => {
    const { landmarks, horizon } = JSON.parse(readFileSync(join(reference, "landmark-inspire/expected.json"), "utf8"));
    const [wanted] = landmarks;
    const ran = await runNadir([
      ...["landmark", courses, scores, "--score", "ctdna", "--scored-on", "drawn", ...survival],
      ...["--landmark", "84", "--horizon", String(horizon), "--criteria", "recist-1.1,irecist"],
    ]);
    expect(ran.stderr).toContain("cases answered");
    expect(ran.status).toBe(0);
    // biome-ignore lint/suspicious/noExplicitAny: the answer is read by path
    const [{ comparisons }] = ran.json() as any;
    expect(comparisons.map((c: { judgedBy: string }) => c.judgedBy)).toEqual(["recist-1.1", "irecist"]);
    const [found] = comparisons;
    expect(found).toMatchObject({ patients: wanted.patients, events: wanted.events, undatedScores: 0 });
    expect(found.model.c).toBeCloseTo(wanted.c.model, 10);
    expect(found.criterion.c).toBeCloseTo(wanted.c.criterion, 10);
    expect(found.auc.model).toBeCloseTo(wanted.auc.model, 10);
    expect(found.likelihood.modelToCriterion.chiSquare).toBeCloseTo(wanted.modelToCriterion.chiSquare, 7);
    expect(found.interval.lower).toBeLessThan(found.difference);
    expect(found.patientsByLabel).toHaveLength(wanted.patients);
  });

  test("a score that gets smaller with risk is turned, and counted as the same", async () => {
    const turned = folder.file(
      "turned.csv",
      readFileSync(scores, "utf8").replace(/^(INS-[^,]+),([^,]+),/gm, (_, id, value) => `${id},-${value},`),
    );
    const c = async (file: string, ...more: string[]) => {
      const ran = await runNadir(["landmark", courses, file, "--score", "ctdna", ...survival, ...more]);
      // biome-ignore lint/suspicious/noExplicitAny: the answer is read by path
      return (ran.json() as any)[0].comparisons[0].model.c;
    };
    expect(await c(turned, "--lower-is-worse")).toBe(await c(scores));
    expect(await c(turned)).toBeCloseTo(1 - (await c(scores)), 12);
  });

  test("bad input is a sentence with its place, and no figure", async () => {
    const bad = folder.file("bad.csv", "subject,ctdna,drawn\nINS-A-002,high,2000-13-40\n");
    const ran = await runNadir(["landmark", courses, bad, "--score", "ctdna"]);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toMatch(/row 2, column ctdna.*'high' is not a number/is);
    const dated = folder.file("dated.csv", "subject,ctdna,drawn\nINS-A-002,1,2000-13-40\n");
    const day = await runNadir(["landmark", courses, dated, "--score", "ctdna", "--scored-on", "drawn"]);
    expect(day.stderr).toMatch(/'2000-13-40' is no day/);
    for (const wrong of [
      ["--landmark", "soon"],
      ["--time", "os_days"],
      ["--criteria", "abscopal"],
      ["--resamples", "0"],
    ]) {
      const used = await runNadir(["landmark", courses, scores, "--score", "ctdna", ...wrong]);
      expect([wrong[0], used.status]).toEqual([wrong[0], 2]);
    }
    const column = await runNadir(["landmark", courses, scores, "--score", "tmb"]);
    expect(column.stderr).toMatch(/no column 'tmb'/);
  });
});
