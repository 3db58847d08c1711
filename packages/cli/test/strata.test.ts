import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plantTrial } from "../../api/src/read/testing/plant-trial.ts";
import { Folder } from "../src/testing/run-nadir.ts";
import { type OwnInstallation, ownInstallation } from "./own-installation.ts";

let own: OwnInstallation;
const folder = new Folder();
beforeAll(async () => {
  own = await ownInstallation();
  await plantTrial(own.database.db);
});
afterAll(async () => {
  folder.remove();
  await own.close();
});
const rule = (version: string) =>
  folder.file(`rule-${version}.json`, {
    schema: "nadir.strata-rule/1",
    id: "age",
    version,
    factors: [
      {
        kind: "number",
        name: "age",
        label: "Age",
        unit: "years",
        levels: [{ name: "young", upTo: 46 }, { name: "old" }],
      },
    ],
  });

test("nadir lodge strata-rule and nadir export strata: a rule by version, and the table that names it", async () => {
  const none = await own.nadir("export", "strata", "small-trial");
  expect([none.status, none.stderr + none.stdout]).toEqual([
    1,
    expect.stringContaining("has no strata rule; lodge one"),
  ]);
  const lodged = await own.nadir("lodge", "strata-rule", rule("1"), "--trial", "small-trial");
  expect(lodged.stderr).toContain("Lodged: version 1");
  const changed = await own.nadir("lodge", "strata-rule", rule("2"), "--trial", "small-trial");
  expect([changed.status, changed.stderr + changed.stdout]).toEqual([1, expect.stringContaining("needs a reason")]);
  const again = await own.nadir("lodge", "strata-rule", rule("2"), "--trial", "small-trial", "--reason", "amendment 1");
  expect(again.json()).toMatchObject([{ version: 2, isNew: true }]);
  const file = folder.at("strata.csv");
  const written = await own.nadir("export", "strata", "small-trial", "--out", file);
  expect(written.stderr).toContain("12 of 12 subjects sorted by version 2 of the rule");
  const [head, ...rows] = readFileSync(file, "utf8").trim().split("\n");
  expect(head).toBe(
    "subject,site,record_until,stratum,age_value,age_level,missing,draw_number,arm,rule_version,rule_hash",
  );
  // P-n is n + 40 years old.
  expect(rows.filter((row) => row.includes(",young,"))).toHaveLength(6);
  expect(rows[0]).toMatch(/^P-1,North hospital,2024-01-10,young,41,young,,,,2,[0-9a-f]{64}$/);
  const elsewhere = await own.nadir("export", "strata", "nowhere");
  expect(elsewhere.stderr + elsewhere.stdout).toContain("There is no trial 'nowhere'");
});
