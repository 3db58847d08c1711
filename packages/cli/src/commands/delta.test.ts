import { readFileSync } from "node:fs";
import { configFor, extract, parseConfig } from "@nadir/features";
import { makeVolume } from "@nadir/imaging";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

/** A cube of `side` voxels of 1 mm that holds `value`, with one voxel a little brighter. */
function featuresOf(
  side: number,
  value: number,
  config = parseConfig({ families: ["morphology", "statistics"] }),
  description = "",
) {
  const grid = { dims: [12, 12, 12], spacing: [1, 1, 1] } as const;
  const image = new Float32Array(12 ** 3);
  const mask = new Uint8Array(12 ** 3);
  for (let k = 0; k < side; k++)
    for (let j = 0; j < side; j++)
      for (let i = 0; i < side; i++) {
        const at = i + 2 + 12 * (j + 2 + 12 * (k + 2));
        image[at] = value + (i === 0 && j === 0 && k === 0 ? 1 : 0);
        mask[at] = 1;
      }
  return extract({
    image: makeVolume({ data: image, ...grid, description }),
    mask: makeVolume({ data: mask, ...grid }),
    config,
  });
}

let folder: Folder;
let base: string;
let later: string;
beforeAll(() => {
  folder = new Folder();
  base = folder.file("base.json", featuresOf(4, 10));
  later = folder.file("later.json", featuresOf(8, 30));
});
afterAll(() => folder.remove());
type Row = {
  key: string;
  absolute: number;
  relative: number;
  ratePerDay: number | null;
  reasons: Record<string, string>;
};
const rowOf = (answer: unknown, key: string) => (answer as { values: Row[] }).values.find((row) => row.key === key);

describe("nadir delta", () => {
  test("a file that is no answer of nadir features is refused in one sentence", async () => {
    const other = folder.file("other.json", { a: 1 });
    const ran = await runNadir(["delta", "--baseline", other, "--followup", later]);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr.trim().split("\n")).toHaveLength(1);
    expect(ran.stderr).toContain("is not an answer of `nadir features`: missing or wrong are ");
    expect(ran.stderr).not.toContain("Invalid input");
  });

  test("--repeatability judges a change, and refuses a limit of nothing", async () => {
    // The mean is 10 and a little, then 30 and less: +200%.
    const limits = (up: number) =>
      folder.file(`limits${up}.json`, { stat_mean: { relative: [-0.1, up], source: "test–retest" } });
    for (const [up, verdict] of [
      [0.5, "increased"],
      [2.5, "within-noise"],
    ] as const) {
      const ran = await runNadir(["delta", "--baseline", base, "--followup", later, "--repeatability", limits(up)]);
      expect(rowOf(ran.json()[0], "stat_mean")).toMatchObject({ judgement: { verdict, source: "test–retest" } });
      expect(rowOf(ran.json()[0], "stat_max")).not.toHaveProperty("judgement");
    }
    const wrong = folder.file("wrong.json", { stat_moan: { absolute: 1, source: "x" } });
    const refused = await runNadir(["delta", "--baseline", base, "--followup", later, "--repeatability", wrong]);
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toContain("stat_moan");
  });

  test("a cube of twice the side has eight times the volume", async () => {
    const ran = await runNadir(["delta", "--baseline", base, "--followup", later, "--days", "50"]);
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    const answer = ran.json()[0];
    expect(answer).toMatchObject({ schema: "nadir.feature-delta/1", days: 50 });
    const volume = rowOf(answer, "morph_vol_approx");
    expect(volume).toMatchObject({ absolute: 512 - 64, relative: 7 });
    expect(volume?.ratePerDay).toBeCloseTo((512 - 64) / 50, 12);
  });

  test("a result against itself is zero everywhere it exists", async () => {
    const ran = await runNadir(["delta", "--baseline", base, "--followup", base, "--days", "1"]);
    for (const row of (ran.json()[0] as { values: Row[] }).values)
      if (row.absolute !== null) expect(row.absolute).toBe(0);
  });

  test("without --days there are changes and no rates, and that is said", async () => {
    const ran = await runNadir(["delta", "--baseline", base, "--followup", later]);
    expect(ran.status).toBe(0);
    expect(ran.stderr).toContain("no rates");
    expect(ran.json()[0]).toMatchObject({ days: null });
    expect(rowOf(ran.json()[0], "morph_vol_approx")).toMatchObject({ relative: 7, ratePerDay: null });
  });

  test("--out .csv writes a table", async () => {
    const out = folder.at("delta.csv");
    const ran = await runNadir(["delta", "--baseline", base, "--followup", later, "--days", "50", "--out", out]);
    expect(ran).toMatchObject({ status: 0, stdout: "" });
    const [header, ...rows] = readFileSync(out, "utf8").split("\n");
    expect(header).toMatch(/^key,id,code,unit,baseline,followup,absolute,relative/);
    expect(rows.find((row) => row.startsWith("morph_vol_approx,"))).toContain(",64,512,448,7,");
  });

  test("a simulated scan is told in every form of the answer", async () => {
    const told = "simulated follow-up of a real scan STS_008";
    const simulated = folder.file("simulated.json", featuresOf(8, 30, undefined, told));
    const args = ["delta", "--baseline", base, "--followup", simulated, "--days", "50"];
    const ran = await runNadir(args);
    expect(ran.stderr).toContain(`SIMULATED_IMAGE (follow-up): The image's file says: ${told}.`);
    expect(ran.json()[0]).toMatchObject({ provenance: { followup: { description: told } } });
    const out = folder.at("simulated.csv");
    await runNadir([...args, "--out", out]);
    const [header, ...rows] = readFileSync(out, "utf8").trim().split("\n");
    expect(header?.endsWith(",images")).toBe(true);
    for (const row of rows) expect(row.endsWith(`,follow-up: ${told}`)).toBe(true);
  });

  test("results of other settings are refused, with both", async () => {
    const other = folder.file("other.json", featuresOf(8, 30, { ...configFor("OTHER"), families: ["statistics"] }));
    const ran = await runNadir(["delta", "--baseline", base, "--followup", other]);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toMatch(/SETTINGS_DIFFER.*configuration hash/);
  });

  test("what is no feature result is refused; days that are none are wrong usage", async () => {
    const ran = await runNadir(["delta", "--baseline", base, "--followup", folder.file("x.json", { values: [] })]);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toContain("provenance");
    for (const days of ["0", "-3", "soon"])
      expect((await runNadir(["delta", "--baseline", base, "--followup", later, "--days", days])).status).toBe(2);
    expect((await runNadir(["delta", "--baseline", base])).status).toBe(2);
  });
});

describe("nadir course", () => {
  test("gives the line of every feature over visits, and refuses visits computed otherwise", async () => {
    const visits = folder.file("visits.json", [
      { day: 56, features: "later.json" },
      { day: 0, features: "base.json" },
    ]);
    const ran = await runNadir(["course", visits]);
    expect(ran.status).toBe(0);
    const row = rowOf(ran.json()[0], "morph_vol_approx") as unknown as Record<string, number>;
    // 4³ and 8³ mm³, 56 days apart.
    expect(row).toMatchObject({ visits: 2, first: 64, last: 512, least: 64, leastDay: 0, slopePerDay: 8, r2: 1 });
    folder.file("other.json", featuresOf(4, 10, configFor("CT")));
    const mixed = folder.file("mixed.json", [
      { day: 0, features: "base.json" },
      { day: 9, features: "other.json" },
    ]);
    const refused = await runNadir(["course", mixed]);
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toContain("SETTINGS_DIFFER");
  });
});
