import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, reference, runNadir } from "../testing/run-nadir.ts";

/** Sum 50 mm, 35 mm (exactly −30 %), 42 mm (exactly +20 % and 7 mm from the lowest sum). */
const CASE = {
  schema: "nadir.response-case/1",
  id: "P-1",
  title: "Partial response at the threshold, then progression at the threshold",
  course: { disease: "solid-tumour", treatmentStart: "2024-01-08" },
  lesions: [{ id: "T1", role: "target", organ: "liver" }],
  visits: [
    ["BL", "2024-01-01", "baseline", 50],
    ["V1", "2024-03-04", "follow-up", 35],
    ["V2", "2024-04-29", "follow-up", 42],
  ].map(([id, date, role, longestMm]) => ({ id, date, role, measurements: [{ lesion: "T1", longestMm }] })),
};
let folder: Folder;
beforeAll(() => {
  folder = new Folder();
});
afterAll(() => folder.remove());
// biome-ignore lint/suspicious/noExplicitAny: answers are read by path
const lines = (ran: { json: () => unknown[] }) => ran.json() as any[];

describe("nadir respond", () => {
  test("judges a course under the criteria of its disease, with the rules that fired", async () => {
    const ran = await runNadir(["respond", folder.file("p1.json", CASE)]);
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    const [answer] = lines(ran);
    expect(answer.case).toBe("P-1");
    expect(answer["recist-1.1"].visits).toMatchObject({
      V1: { overall: "PR", sumMm: 35 },
      V2: { overall: "PD", nadirMm: 35 },
    });
    expect(answer.irecist.visits.V2.overall).toBe("iUPD");
    expect(answer["recist-1.1"].visits.V2.trace.length).toBeGreaterThan(0);
    expect(answer["recist-1.1"].visits.V2.trace[0].citation).toContain("Eisenhauer");
  });

  test("--criteria chooses, --no-trace leaves the rules out, --out writes a file", async () => {
    const args = ["respond", folder.file("p1.json", CASE), "--criteria", "recist-1.1", "--no-trace"];
    const ran = await runNadir([...args, "--out", folder.at("answer.json")]);
    expect(ran).toMatchObject({ status: 0, stdout: "" });
    const answer = folder.read("answer.json") as Record<string, { visits: { V1: { trace: unknown[] } } }>;
    expect(Object.keys(answer)).toEqual(["case", "recist-1.1"]);
    expect(answer["recist-1.1"]?.visits.V1.trace).toEqual([]);
  });

  test("a reference case gets its published answer", async () => {
    const path = join(reference, "response-vectors", "recist-010.json");
    const { expected } = JSON.parse(readFileSync(path, "utf8"));
    const [answer] = lines(await runNadir(["respond", path, "--criteria", "recist-1.1"]));
    // `reason` is for people; the README of the cases says that it is not compared.
    const { reason: _, ...published } = expected["recist-1.1"];
    expect(answer["recist-1.1"]).toMatchObject(published);
  });

  test("a folder gives a line a case; a refused one is named, and the status says so", async () => {
    const cases = new Folder();
    cases.file("a.json", CASE);
    cases.file("b.json", { ...CASE, id: "P-2", visits: [] });
    cases.file("c.json", { ...CASE, id: "P-3" });
    const ran = await runNadir(["respond", cases.path, "--criteria", "recist-1.1"]);
    cases.remove();
    expect(ran.status).toBe(1);
    expect(lines(ran).map((answer) => answer.case)).toEqual(["P-1", "P-3"]);
    expect(ran.stderr).toContain("b.json");
    expect(ran.stderr).toContain("2 of 3 cases answered, 1 refused");
  });

  test("refuses a course with every fault named, and writes nothing", async () => {
    const broken = structuredClone(CASE) as typeof CASE & { visits: { date: string }[] };
    broken.visits[1] = { ...broken.visits[1], date: "2024-02-30" } as never;
    (broken.visits[2] as { measurements: object[] }).measurements = [{ lesion: "T9", longestMm: -4 }];
    const ran = await runNadir(["respond", folder.file("broken.json", broken)]);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    for (const word of ["2024-02-30", "T9", "-4"]) expect(ran.stderr).toContain(word);
  });

  test("refuses what is no file, no case, no JSON", async () => {
    const empty = new Folder();
    expect((await runNadir(["respond", empty.path])).stderr).toContain("NO_CASES");
    empty.remove();
    expect((await runNadir(["respond", folder.at("absent.json")])).status).toBe(1);
    const notJson = await runNadir(["respond", folder.file("x.json", "{")]);
    expect(notJson.status).toBe(1);
    expect(notJson.stderr).toContain("NOT_JSON");
  });

  test("an unknown criterion, or one file for a whole folder, is wrong usage", async () => {
    const unknown = await runNadir(["respond", folder.file("p1.json", CASE), "--criteria", "recist-2"]);
    expect(unknown).toMatchObject({ status: 2, stdout: "" });
    expect(unknown.stderr).toMatch(/'recist-2' is not known here; use .*recist-1.1/);
    const both = new Folder();
    both.file("a.json", CASE);
    both.file("b.json", CASE);
    expect((await runNadir(["respond", both.path, "--out", "x"])).status).toBe(2);
    both.remove();
    expect((await runNadir(["respond"])).status).toBe(2);
  });
});
