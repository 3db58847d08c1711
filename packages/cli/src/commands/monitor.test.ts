import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

let folder: Folder;
/** 160 subjects over two years; from the second on there are more events than predicted, and LDH is measured otherwise. */
function series(changes: boolean): string {
  const rows = Array.from({ length: 160 }, (_, i) => {
    const late = changes && i >= 80;
    const month = 1 + (Math.floor(i / 6.7) % 12);
    const p = 0.1 + 0.6 * (((i * 37) % 101) / 101);
    const y = ((i * 61) % 97) / 97 < (late ? Math.min(1, p * 1.9) : p) ? "yes" : "no";
    const ldh = 200 + ((i * 53) % 89) + (late ? 60 : 0);
    return `P${i},${i < 80 ? 2025 : 2026}-${String(month).padStart(2, "0")}-15,${p.toFixed(3)},${i % 40 === 39 ? "" : y},${ldh},CT`;
  });
  return ["subject,date,probability,outcome,ldh,modality", ...rows].join("\n");
}
beforeAll(() => {
  folder = new Folder();
});
afterAll(() => folder.remove());

describe("nadir monitor", () => {
  it("says when calibration and an input have moved, and draws both", async () => {
    const out = folder.at("out");
    const ran = await runNadir([
      "monitor",
      folder.file("moved.csv", series(true)),
      "--positive",
      "yes",
      "--period",
      "year",
      "--out",
      out,
    ]);
    expect(ran.status).toBe(0);
    const [answer] = ran.json() as [
      {
        reference: string;
        periods: {
          period: string;
          subjects: number;
          calibration: object;
          drift: { column: string; stability: object }[];
        }[];
        cusum: { subjects: number; limit: number; above: number[]; signalAbove: { date: string }; signalBelow: null };
      },
    ];
    expect(answer.reference).toBe("first period, 2025");
    expect(answer.periods.map((p) => [p.period, p.subjects])).toEqual([
      ["2025", 80],
      ["2026", 80],
    ]);
    expect(answer.periods[1]!.drift.map((d) => d.column)).toEqual(["probability", "ldh"]);
    expect(answer.cusum).toMatchObject({ subjects: 156, signalBelow: null });
    expect(answer.cusum.signalAbove.date > "2026-01-01").toBe(true);
    expect(ran.stderr).toMatch(/more events than predicted; the sum passed its limit with P\d+ on 2026/);
    expect(ran.stderr).toMatch(/2026: 'ldh' has moved, stability index \d/);
    // By hand: the first subject has probability 0.1 and the outcome (0 < 0.1): ln 2 - ln 1.1.
    expect(answer.cusum.above[0]).toBeCloseTo(Math.log(2 / 1.1), 12);
    expect(readFileSync(`${out}/cusum.svg`, "utf8")).toMatch(/^<svg[\s\S]*5 % false alarms/);
    expect(readFileSync(`${out}/calibration.svg`, "utf8")).toContain("2026");
  });

  it("is silent where nothing has moved, against a reference of its own", async () => {
    const file = folder.file("still.csv", series(false));
    const ran = await runNadir(["monitor", file, "--positive", "yes", "--reference", file]);
    expect(ran.stderr).toMatch(/No signal/);
    const [{ periods }] = ran.json() as [{ periods: { drift: object[] }[] }];
    expect(periods.every((p) => p.drift.length === 2)).toBe(true);
  });

  it("says that calibration cannot be judged where no outcome is known", async () => {
    const file = folder.file("early.csv", "subject,date,probability,outcome\nA,2025-01-02,0.2,");
    const ran = await runNadir(["monitor", file]);
    expect(ran.stderr).toMatch(/No outcome is known yet/);
    expect(ran.stderr).not.toMatch(/No signal/);
  });

  it.each([
    { what: "a date that is none", row: "A,15/03/2025,0.2,yes,200,CT", says: /Row 2: the date is '15\/03\/2025'/ },
    { what: "a percentage", row: "A,2025-03-15,20,yes,200,CT", says: /Row 2: the probability is '20'; give 0 to 1/ },
  ])("refuses $what with a sentence", async ({ row, says }) => {
    const file = folder.file("bad.csv", `subject,date,probability,outcome,ldh,modality\n${row}`);
    const ran = await runNadir(["monitor", file, "--positive", "yes", "--out", folder.at("none")]);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toMatch(says);
    expect(folder.has("none")).toBe(false);
  });
});
