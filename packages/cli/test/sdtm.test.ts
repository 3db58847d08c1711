import { readdirSync, readFileSync } from "node:fs";
import { DEMO_TRIALS } from "@nadir/demo";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Folder } from "../src/testing/run-nadir.ts";
import { type OwnInstallation, ownInstallation } from "./own-installation.ts";

const TRIAL = "inspire-pembrolizumab";
let own: OwnInstallation;
const folder = new Folder();
beforeAll(async () => {
  own = await ownInstallation();
});
afterAll(async () => {
  folder.remove();
  await own.close();
});

test("nadir export sdtm: the bundled INSPIRE as four tables and define.json, its sealed patients left out", async () => {
  const { folder: source } = DEMO_TRIALS.find(({ key }) => key === TRIAL)!;
  expect((await own.nadir("import", source)).status).toBe(0);
  const out = folder.at("sdtm");
  const ran = await own.nadir("export", "sdtm", TRIAL, "--out", out);
  expect(ran.status, ran.stderr).toBe(0);
  expect(readdirSync(out).sort()).toEqual(["define.json", "dm.csv", "rs.csv", "tr.csv", "tu.csv"]);
  // Nothing half-made stays beside it.
  expect(readdirSync(folder.path)).toEqual(["sdtm"]);

  // The bundled table has 64 patients; the trial's manifest seals 12 of them.
  const [summary] = ran.json();
  expect(summary).toMatchObject({ schema: "nadir.sdtm/1", leftOut: { sealed: 12 }, records: { DM: 52, TU: 52 } });
  expect(ran.stderr).toContain("left out: 12 subjects of sealed test sets");
  expect(ran.stderr).toMatch(/note Identifiers are the record's own: pseudonyms stay as they are/);
  const sealed = await own.database.admin<{ key: string }[]>`
    select s.key from sealed.member m join record.subject s on s.id = m.subject_id`;
  const text = readdirSync(out).map((name) => readFileSync(`${out}/${name}`, "utf8"));
  for (const { key } of sealed) expect(text.join("")).not.toContain(key);

  // measurements.csv: INS-A-002 has 140 mm at baseline and 5.7 % more on D57, 147.98 mm.
  const rows = readFileSync(`${out}/tr.csv`, "utf8").split("\n");
  const own002 = rows.filter((row) => row.includes("INS-A-002") && row.includes(",D57,") && row.includes("RECIST 1.1"));
  expect(own002.map((row) => row.split(",").slice(7, 14))).toEqual([
    ["SUMDIAM", "Sum of Diameter", "RECIST 1.1", "147.98", "mm", "147.98", "147.98"],
    ["PCBSD", "Percent Change Baseline in Sum of Diam", "RECIST 1.1", "5.7", "%", "5.7", "5.7"],
    ["PCNSD", "Percent Change Nadir in Sum of Diam", "RECIST 1.1", "5.7", "%", "5.7", "5.7"],
  ]);

  // Its notice stands wherever the data is shown, so in what leaves too.
  const notice = /notice: "?([^"\n]{20,60})/.exec(readFileSync(`${source}/trial.yaml`, "utf8"))?.[1];
  expect(notice).toBeDefined();
  expect(text.join("")).toContain(notice);

  const again = await own.nadir("export", "sdtm", TRIAL, "--out", out);
  expect([again.status, again.stderr]).toEqual([1, expect.stringContaining("is there already")]);
  const elsewhere = await own.nadir("export", "sdtm", "nowhere", "--out", folder.at("other"));
  expect([elsewhere.status, elsewhere.stderr]).toEqual([1, expect.stringContaining("There is no trial 'nowhere'")]);
  expect(folder.has("other")).toBe(false);
});
