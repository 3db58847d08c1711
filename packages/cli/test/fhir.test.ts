import { readdirSync, readFileSync } from "node:fs";
import { referencesIn, schemaFaults, tableFaults } from "@nadir/api/fhir/testing";
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

interface Resource {
  readonly resourceType: string;
  readonly id: string;
  readonly [member: string]: unknown;
}

test("nadir export fhir: the bundled INSPIRE as valid R4, its sealed patients left out, twice the same, and as a Bundle", async () => {
  const { folder: source } = DEMO_TRIALS.find(({ key }) => key === TRIAL)!;
  expect((await own.nadir("import", source)).status).toBe(0);
  const out = folder.at("fhir");
  const ran = await own.nadir("export", "fhir", TRIAL, "--out", out);
  expect(ran.status, ran.stderr).toBe(0);
  // Nothing half-made stays beside it.
  expect(readdirSync(folder.path)).toEqual(["fhir"]);

  // The bundled table has 64 patients; the trial's manifest seals 12 of them.
  const [summary] = ran.json();
  expect(summary).toMatchObject({ schema: "nadir.fhir/1", leftOut: { sealed: 12 }, resources: { Patient: 52 } });
  expect(ran.stderr).toContain("left out: 12 subjects of sealed test sets");
  const text = new Map(readdirSync(out).map((name) => [name, readFileSync(`${out}/${name}`, "utf8")]));
  const whole = [...text.values()].join("");
  const sealed = await own.database.admin<{ key: string }[]>`
    select s.key from sealed.member m join record.subject s on s.id = m.subject_id`;
  expect(sealed).toHaveLength(12);
  for (const { key } of sealed) expect(whole).not.toContain(key);
  const notice = /notice: "?([^"\n]{20,60})/.exec(readFileSync(`${source}/trial.yaml`, "utf8"))?.[1];
  expect(text.get("ResearchStudy.ndjson"), "the data's notice goes with them").toContain(notice);

  const resources = [...text].flatMap(([name, lines]) => {
    if (!name.endsWith(".ndjson")) return [];
    const read = lines
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Resource);
    for (const { resourceType } of read) expect(`${resourceType}.ndjson`).toBe(name);
    return read;
  });
  expect(resources.flatMap((one) => [...schemaFaults(one), ...tableFaults(one)])).toEqual([]);
  const known = new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`));
  expect(known.size).toBe(resources.length);
  for (const { reference } of resources.flatMap((one) => referencesIn(one))) expect(known).toContain(reference);

  // measurements.csv: INS-A-002 has 140 mm at baseline and 5.7 % more on D57, 147.98 mm.
  const sums = resources.filter((one) => JSON.stringify(one["valueQuantity"] ?? null).includes("147.98"));
  expect(sums[0]).toMatchObject({ component: [{ valueQuantity: { value: 5.7, code: "%" } }, {}] });

  const bundled = folder.at("bundle");
  expect((await own.nadir("export", "fhir", TRIAL, "--bundle", "--out", bundled)).status).toBe(0);
  expect(readdirSync(bundled).sort()).toEqual(["bundle.json", "export.json"]);
  const bundle = JSON.parse(readFileSync(`${bundled}/bundle.json`, "utf8"));
  expect(bundle).toMatchObject({ resourceType: "Bundle", type: "collection" });
  const entries = bundle.entry as { fullUrl: string; resource: Resource }[];
  const byKey = (a: Resource, b: Resource) => (a.resourceType + a.id < b.resourceType + b.id ? -1 : 1);
  expect(entries.map(({ resource }) => resource).sort(byKey), "the same of every resource").toEqual(
    resources.sort(byKey),
  );
  for (const { fullUrl, resource } of entries)
    expect(fullUrl).toMatch(new RegExp(`/${resource.resourceType}/${resource.id}$`));

  const again = await own.nadir("export", "fhir", TRIAL, "--out", out);
  expect([again.status, again.stderr]).toEqual([1, expect.stringContaining("is there already")]);
  const second = folder.at("second");
  expect((await own.nadir("export", "fhir", TRIAL, "--out", second)).status).toBe(0);
  for (const [name, lines] of text) expect(readFileSync(`${second}/${name}`, "utf8") === lines, name).toBe(true);
  const elsewhere = await own.nadir("export", "fhir", "nowhere", "--out", folder.at("other"));
  expect([elsewhere.status, elsewhere.stderr]).toEqual([1, expect.stringContaining("There is no trial 'nowhere'")]);
  expect(folder.has("other")).toBe(false);
});
