import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

const folder = new Folder();
afterAll(() => folder.remove());
const written = (name: string, text: string): string => {
  writeFileSync(folder.at(name), text);
  return folder.at(name);
};

describe("nadir trajectories", () => {
  it("gives each subject's course as known on the landmark, whatever came later, and lines that borrow strength", async () => {
    const series = (key: string, n: number, slope: (i: number) => number) =>
      Array.from({ length: n }, (_, i) =>
        [0, 40, 80, 300].map((day, k) =>
          [`${key}${i}`, day, (100 * Math.exp(slope(i) * day) + (((i * 7 + k * 5) % 11) - 5)).toFixed(3)].join(","),
        ),
      ).flat();
    const table = (rows: string[]) => ["subject,day,value", ...rows].join("\n");
    const training = written("training.csv", table(series("T", 15, (i) => (i - 7) / 2000)));
    const rows = series("P", 3, (i) => (i - 1) / 200);
    const own = written("own.csv", table([...rows, "Q,0,50"]));
    const other = written(
      "other.csv",
      table([...rows.map((r) => (r.includes(",300,") ? r.replace(/[^,]+$/, "9999") : r)), "Q,0,50"]),
    );
    const ask = async (file: string) => {
      const out = folder.at("out.csv");
      const ran = await runNadir(["trajectories", file, "--landmark", "84", "--learn-from", training, "--out", out]);
      const [answer] = ran.json() as [
        { notLookedAt: number; line: { slope: number }; subjects: Record<string, number | null>[] },
      ];
      return { answer, text: readFileSync(out, "utf8") };
    };
    const first = await ask(own);
    expect((await ask(other)).text).toBe(first.text);
    expect(first.answer.notLookedAt).toBe(3);
    const [shrinks, , grows, once] = first.answer.subjects;
    expect(shrinks!["logSlope"]).toBeLessThan(-0.1);
    expect(grows!["logSlope"]).toBeGreaterThan(0.1);
    // Drawn from its own line towards the training subjects'.
    const ownSlope = grows!["logSlope"]! / 30.4375;
    expect(grows!["lineSlopePerDay"]).toBeGreaterThan(first.answer.line.slope);
    expect(grows!["lineSlopePerDay"]).toBeLessThan(ownSlope);
    expect(once).toMatchObject({ count: 1, logSlope: null, baseline: 50 });
    expect(first.text.split("\n")[0]).toBe(
      "subject,count,last_day,baseline,last,change_from_baseline,change_since_previous,nadir,nadir_day,depth,regrowth,log_slope,acceleration,mean_relative,line_intercept,line_slope_per_day",
    );
  });

  it.each([
    ["a day that is none", "subject,day,value\nA,soon,3", "84", /Row 2: the day is 'soon'/],
    ["a negative volume", "subject,day,value\nA,1,-3", "84", /Row 2: the value is '-3'; give a number from 0/],
    ["no such column", "subject,day,mm\nA,1,3", "84", /no column 'value'/],
    ["a landmark that is none", "subject,day,value\nA,1,3", "later", /--landmark is 'later'/],
  ])("refuses %s with a sentence", async (_, text, landmark, said) => {
    const ran = await runNadir(["trajectories", written("bad.csv", text), "--landmark", landmark]);
    expect(ran.status).not.toBe(0);
    expect(ran.stderr).toMatch(said);
  });
});
