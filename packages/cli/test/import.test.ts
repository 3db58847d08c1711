import { readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder } from "../src/testing/run-nadir.ts";
import { type OwnInstallation, ownInstallation } from "./own-installation.ts";

/** The files of docs/manifest.md as they stand there: what the manual shows must work. */
function exampleOfTheManual(): Record<string, string> {
  const page = readFileSync(new URL("../../../docs/manifest.md", import.meta.url), "utf8");
  const blocks = [...page.matchAll(/```(yaml|csv)\n([\s\S]*?)```/g)].map((found) => found[2] as string);
  const names = ["trial.yaml", "subjects.csv", "visits.csv", "lesions.csv", "measurements.csv"];
  return Object.fromEntries(names.map((name, at) => [name, blocks[at] ?? ""]));
}

let own: OwnInstallation;
const folders: Folder[] = [];
beforeAll(async () => {
  own = await ownInstallation();
});
afterAll(async () => {
  for (const folder of folders) folder.remove();
  await own.close();
});

function trialFolder(change: (files: Record<string, string>) => Record<string, string> = (files) => files): string {
  const folder = new Folder();
  folders.push(folder);
  for (const [name, text] of Object.entries(change(exampleOfTheManual()))) folder.file(name, text);
  return folder.path;
}
// biome-ignore lint/suspicious/noExplicitAny: the answer is read by path
const answer = (ran: { json: () => unknown[] }) => ran.json()[0] as any;
const rowCount = async () => {
  const [row] = await own.database.admin`
    SELECT (SELECT count(*)::int FROM record.trial) AS trials, (SELECT count(*)::int FROM record.measurement) AS measurements`;
  return row;
};

describe("nadir import", () => {
  test("a dry run says what would be new and writes nothing", async () => {
    const ran = await own.nadir("import", trialFolder(), "--dry-run");
    expect(ran.status).toBe(0);
    expect(answer(ran)).toMatchObject({ trialKey: "example", written: false, dryRun: true, problems: [] });
    expect(answer(ran).counts.measurement).toMatchObject({ new: 2 });
    expect(ran.stderr).toContain("nothing was written (dry run)");
    expect(await rowCount()).toEqual({ trials: 0, measurements: 0 });
  });

  test("the manual's example is imported, its value rule counted; again changes nothing", async () => {
    const folder = trialFolder();
    const ran = await own.nadir("import", folder);
    expect(ran.status).toBe(0);
    expect(answer(ran)).toMatchObject({ written: true, ruleCounts: { "too-small": 1 } });
    expect(await rowCount()).toEqual({ trials: 1, measurements: 2 });
    const again = await own.nadir("import", folder);
    expect(again.status).toBe(0);
    expect(answer(again)).toMatchObject({ written: false, changes: [] });
    expect(again.stderr).toContain("0 new, 0 changed");
    expect(await rowCount()).toEqual({ trials: 1, measurements: 2 });
  });

  test("a corrected figure becomes a new version beside the old one", async () => {
    const corrected = trialFolder((files) => ({
      ...files,
      "measurements.csv": (files["measurements.csv"] ?? "").replace("34.5", "35.5"),
    }));
    const ran = await own.nadir("import", corrected);
    expect(answer(ran).counts.measurement).toMatchObject({ new: 0, changed: 1, unchanged: 1 });
    const versions = await own.database.admin`
      SELECT longest_mm::text AS mm, superseded_at IS NULL AS current FROM record.measurement
       WHERE status IS NULL ORDER BY version`;
    expect(versions.map((row) => [Number(row["mm"]), row["current"]])).toEqual([
      [34.5, false],
      [35.5, true],
    ]);
  });

  test("ten planted faults are reported together, each with its place, and nothing is written", async () => {
    const before = await rowCount();
    const broken = trialFolder((files) => ({
      ...files,
      "trial.yaml": (files["trial.yaml"] ?? "")
        .replace("disease: solid-tumour", "disease: solid-tumor")
        .replace("id: irecist", "id: i-recist"),
    }));
    const manifest = await own.nadir("import", broken);
    expect(manifest).toMatchObject({ status: 1 });
    expect(answer(manifest).problems.length).toBeGreaterThanOrEqual(2);

    const tables = trialFolder((files) => ({
      ...files,
      "subjects.csv": "key,site,arm,treatmentStart\nP01,S9,A,2024-03-04\nP 02,S1,A,04.03.2024\n",
      "visits.csv":
        "subject,id,date,role\nP01,base,2024-02-30,baseline\nP01,week9,2024-05-06,followup\nP01,week9,2024-05-07,follow-up\n",
      "lesions.csv": "subject,id,role,organ\nP01,T1,target,\nP77,T1,target,liver\n",
      "measurements.csv":
        'subject,visit,lesion,longestMm\nP01,base,T1,"34,5"\nP01,week9,T2,12\nP01,week9,T1,-3\nP01,week9,T1,ABOUT 5\n',
    }));
    const ran = await own.nadir("import", tables);
    expect(ran.status).toBe(1);
    const { problems, written } = answer(ran);
    expect(written).toBe(false);
    const places = problems.map(
      (p: { where: { file: string; row: number; column: string } }) =>
        `${p.where.file}:${p.where.row}:${p.where.column}`,
    );
    for (const place of [
      "subjects.csv:2:site",
      "subjects.csv:3:key",
      "subjects.csv:3:treatmentStart",
      "visits.csv:2:date",
      "visits.csv:3:role",
      "lesions.csv:2:organ",
      "lesions.csv:3:subject",
      "measurements.csv:2:longestMm",
      "measurements.csv:4:longestMm",
      "measurements.csv:5:longestMm",
    ])
      expect(places).toContain(place);
    for (const word of ["34.5", "year-month-day", "ABOUT 5"]) expect(ran.stderr).toContain(word);
    expect(ran.stderr).toContain(`${problems.length} problems; nothing was changed.`);
    expect(await rowCount()).toEqual(before);
  });

  test("no manifest is refused, no argument is wrong usage", async () => {
    const absent = await own.nadir("import", "no-such-folder");
    expect(absent).toMatchObject({ status: 1, stdout: "" });
    expect(absent.stderr).toContain("MANIFEST_MISSING");
    expect((await own.nadir("import")).status).toBe(2);
  });
});

describe("nadir audit verify", () => {
  test("says that the chain holds, with its head, and takes that head back as an anchor", async () => {
    const ran = await own.nadir("audit", "verify");
    expect(ran.status).toBe(0);
    const { ok, count, head } = answer(ran);
    expect(ok).toBe(true);
    expect(count).toBeGreaterThan(3);
    expect((await own.nadir("audit", "verify", "--anchor", `${count}:${head}`)).status).toBe(0);
    const other = await own.nadir("audit", "verify", "--anchor", `${count}:${"0".repeat(64)}`);
    expect(other.status).toBe(1);
    expect((await own.nadir("audit", "verify", "--anchor", "12")).status).toBe(2);
  });

  test("after the owner of the database changed a measurement, it says which, of which subject", async () => {
    const { admin } = own.database;
    const change = (from: number, to: number) =>
      admin.begin(async (tx) => {
        await tx`ALTER TABLE record.measurement DISABLE TRIGGER ALL`;
        const rows = await tx<{ id: string }[]>`
          UPDATE record.measurement SET longest_mm = ${to} WHERE longest_mm = ${from} AND superseded_at IS NULL RETURNING id`;
        await tx`ALTER TABLE record.measurement ENABLE TRIGGER ALL`;
        return rows.map((row) => row.id);
      });
    const [id] = await change(35.5, 24.5);
    expect(id).toBeDefined();
    const ran = await own.nadir("audit", "verify");
    expect(ran.status).toBe(1);
    expect(answer(ran)).toMatchObject({ ok: false, rowCount: 1, rows: [{ table: "record.measurement", key: id }] });
    expect(ran.stderr).toMatch(
      new RegExp(`record\\.measurement ${id}, version \\d+, of subject \\S+: its content is not what was logged`),
    );
    await change(24.5, 35.5);
    expect((await own.nadir("audit", "verify")).status).toBe(0);
  });

  test("after the owner of the database changed an event, it says which", async () => {
    const { admin } = own.database;
    await admin.begin(async (tx) => {
      await tx`ALTER TABLE audit.event DISABLE TRIGGER ALL`;
      await tx`UPDATE audit.event SET payload = replace(payload, 'example', 'exemple') WHERE seq = 2`;
      await tx`ALTER TABLE audit.event ENABLE TRIGGER ALL`;
    });
    const ran = await own.nadir("audit", "verify");
    expect(ran.status).toBe(1);
    expect(answer(ran)).toMatchObject({ ok: false, seq: 2 });
    expect(ran.stderr).toContain("event 2");
  });
});

describe("nadir trial", () => {
  const told = [
    "--title",
    "Nivolumab",
    "--site",
    "munich=LMU Munich",
    "--site",
    "oslo=Oslo",
    "--arm",
    "nivo=Nivolumab",
  ];

  test("makes a trial from a template, once; a key that is taken and an unknown template are refused", async () => {
    const make = (...more: string[]) => own.nadir("trial", "new", "glioma-recurrent", ...told, ...more);
    expect(answer(await make("--id", "nivo-gbm", "--dry-run"))).toMatchObject({ made: false, problems: [] });
    const made = await make("--id", "nivo-gbm");
    expect([made.status, answer(made)]).toMatchObject([
      0,
      { key: "nivo-gbm", made: true, template: "glioma-recurrent" },
    ]);
    const [row] = await own.database.admin`
      select t.document -> 'schedule' -> 1 ->> 'id' as visit, (select count(*)::int from record.site s where s.trial_id = t.id) as sites,
             (select c.document ->> 'readers' from record.reading_charter c where c.trial_id = t.id) as readers
        from record.trial t where t.key = 'nivo-gbm'`;
    expect(row).toEqual({ visit: "W8", sites: 2, readers: "2" });
    const again = await make("--id", "nivo-gbm");
    expect([again.status, answer(again).problems[0].code]).toEqual([1, "TRIAL_EXISTS"]);
    const none = await own.nadir("trial", "new", "no-such-template", "--id", "x", ...told);
    expect([none.status, none.stderr]).toEqual([2, expect.stringContaining("there are glioma-newly-diagnosed")]);
  });

  test("writes a template as a manifest that an import takes", async () => {
    const folder = new Folder();
    folders.push(folder);
    const file = folder.at("trial.json");
    const ran = await own.nadir("trial", "new", "solid-every-9-weeks", "--id", "by-file", ...told, "--manifest", file);
    expect(ran.status).toBe(0);
    const brought = await own.nadir("import", file, "--dry-run");
    expect([brought.status, answer(brought)]).toMatchObject([0, { trialKey: "by-file", problems: [] }]);
  });
});

describe("nadir export deidentified", () => {
  test("writes a folder that an import takes, and the key only where it is asked for", async () => {
    const folder = new Folder();
    folders.push(folder);
    const [out, key] = [folder.at("shared"), folder.at("key.json")];
    const inside = await own.nadir("export", "deidentified", "example", "--out", out, "--key-file", `${out}/key.json`);
    expect([inside.status, folder.has("shared")]).toEqual([1, false]);
    const ran = await own.nadir("export", "deidentified", "example", "--out", out, "--as", "shared", "--key-file", key);
    expect([ran.status, answer(ran)]).toMatchObject([
      0,
      { schema: "nadir.deidentification/1", counts: { subjects: 1 } },
    ]);
    const secret = JSON.parse(readFileSync(key, "utf8")) as { key: string; subjects: Record<string, string> };
    const [pseudonym, subject] = Object.entries(secret.subjects)[0]!;
    const tables = ["trial.json", "subjects.csv", "visits.csv", "measurements.csv", "deidentification.json"];
    const text = tables.map((name) => readFileSync(`${out}/${name}`, "utf8")).join("");
    expect(text).toContain(pseudonym);
    expect(text).not.toContain(subject);
    expect(text).not.toContain(secret.key);
    expect(statSync(key).mode & 0o077).toBe(0);
    expect(answer(await own.nadir("import", out))).toMatchObject({ trialKey: "shared", written: true, problems: [] });
    expect((await own.nadir("export", "deidentified", "example", "--out", out)).status).toBe(1);
  });
});
