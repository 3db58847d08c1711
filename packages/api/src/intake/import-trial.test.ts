import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fc, test } from "@fast-check/vitest";
import { asModeller, asPerson, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderCustodians } from "./custodians.ts";
import { importTrial } from "./import-trial.ts";
import { altered, filesOf, smallTrial, type TrialText } from "./testing/small-trial.ts";

let database: TestDatabase;
let store: ObjectStore;
let folder: string;

beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-import-"));
  store = await openLocalStore(join(folder, "objects"));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

type Who = Parameters<typeof importTrial>[0]["by"];
const bring = (trial: TrialText, o: { dryRun?: boolean; by?: Who } = {}) =>
  importTrial({
    db: database.db,
    store,
    by: o.by ?? "system",
    files: filesOf(trial),
    dryRun: o.dryRun ?? false,
    custodians: folderCustodians(join(folder, "custodians")),
  });
const named = (id: string, trial: TrialText = smallTrial()): TrialText =>
  altered(trial, "trial.yaml", "id: small-trial", `id: ${id}`);
const count = async (table: string): Promise<number> => {
  const [row] = await database.admin.unsafe<[{ n: number }]>(`select count(*)::int as n from ${table}`);
  return row.n;
};

describe("a first import", () => {
  it("writes everything, names the import in every row, and keeps the chain whole", async () => {
    const outcome = await bring(named("first"));
    expect(outcome.problems).toEqual([]);
    expect(outcome.written).toBe(true);
    expect(Object.fromEntries(Object.entries(outcome.counts).map(([table, c]) => [table, c.new]))).toEqual({
      trial: 1,
      site: 2,
      arm: 2,
      subject: 3,
      follow_up: 1,
      visit: 7,
      lesion: 4,
      measurement: 9,
      non_target_assessment: 2,
      observation: 2,
      biomarker: 2,
      treatment: 1,
      adverse_event: 1,
      outcome: 3,
      image: 1,
      mask: 1,
      vasari_reading: 0,
      lesion_reading: 0,
    });
    expect(outcome.sealed).toEqual({ "arm-B": { members: 1, added: 2, changed: 0, unchanged: 0 } });
    const rows = await database.admin`
      select m.longest_mm, m.status, m.source_value, v.key as visit, s.key as subject
        from record.measurement m join record.visit v on v.id = m.visit_id join record.subject s on s.id = m.subject_id
        join record.trial t on t.id = m.trial_id where t.key = 'first' and m.import_id is not null order by s.key, v.date, m.reader, m.longest_mm`;
    expect(rows.map((r) => [r["subject"], r["visit"], r["longest_mm"], r["status"], r["source_value"]])).toEqual([
      ["S1", "base", 42.5, null, null],
      ["S1", "wk8", 11, null, null],
      ["S1", "wk8", null, "absent", "GONE"],
      ["S1", "wk8", 3.25, null, null],
      ["S2", "base", null, null, null],
      ["S2", "wk8", null, "not-evaluable", null],
      ["S3", "base", 20, null, null],
      ["S3", "wk8", 26.1, null, null],
      ["S3", "wk16", 31, null, null],
    ]);
    const [image] = await database.admin`select object_hash, geometry from record.image`;
    expect(await store.has(image!["object_hash"] as string)).toBe(true);
    expect(image!["geometry"]).toMatchObject({ dims: [12, 10, 6], spacing: [1, 1, 2] });
    expect(await verifyAudit(database.db)).toMatchObject({ ok: true });
  });
});

describe("importing again", () => {
  it("changes nothing when the files are the same", async () => {
    await bring(named("again"));
    const before = [await count("audit.event"), await count("record.measurement"), await count("record.import_run")];
    const outcome = await bring(named("again"));
    expect(outcome.written).toBe(false);
    expect(outcome.changes).toEqual([]);
    expect(outcome.sealed["arm-B"]).toEqual({ members: 1, added: 0, changed: 0, unchanged: 2 });
    expect([await count("audit.event"), await count("record.measurement"), await count("record.import_run")]).toEqual(
      before,
    );
  });

  it("shows in a dry run exactly what then happens, and writes nothing", async () => {
    await bring(named("dry"));
    let trial = altered(named("dry"), "measurements.csv", "26.1", "27.3");
    trial = altered(trial, "measurements.csv", "S1,wk8,T1,r2,3.25,,\n", "");
    trial = altered(
      trial,
      "adverse-events.csv",
      "S2,ae1,Colitis,3,2024-04-01,yes\n",
      "S2,ae1,Colitis,3,2024-04-01,yes\nS1,ae1,Rash,1,2024-02-20,no\n",
    );
    trial = altered(trial, "outcomes.csv", "271.828", "272");
    const before = [await count("audit.event"), await count("record.measurement"), await count("sealed.outcome")];
    const shown = await bring(trial, { dryRun: true });
    expect(shown.written).toBe(false);
    expect([await count("audit.event"), await count("record.measurement"), await count("sealed.outcome")]).toEqual(
      before,
    );
    const done = await bring(trial);
    expect(done.written).toBe(true);
    expect(done.changes).toEqual(shown.changes);
    expect(done.counts).toEqual(shown.counts);
    expect(done.sealed).toEqual(shown.sealed);
    expect(done.sealed["arm-B"]).toMatchObject({ changed: 1, unchanged: 1 });
    expect(done.changes).toEqual([
      {
        table: "measurement",
        kind: "changed",
        what: "subject S3, visit wk8, lesion T1, reader r1",
        fields: [{ field: "longestMm", from: 26.1, to: 27.3 }],
      },
      { table: "measurement", kind: "not-in-import", what: "measurement: subject S1, visit wk8, lesion T1, reader r2" },
      { table: "adverse_event", kind: "new", what: "subject S1, adverse event ae1" },
    ]);
    const versions = await database.admin`
      select m.longest_mm, m.version, m.reason, m.superseded_at is null as live from record.measurement m
        join record.trial t on t.id = m.trial_id where t.key = 'dry' and m.longest_mm in (26.1, 27.3) order by version`;
    expect(versions.map((v) => [v["longest_mm"], v["version"], v["live"]])).toEqual([
      [26.1, 1, false],
      [27.3, 2, true],
    ]);
    expect(versions[1]!["reason"]).toBe(`import ${done.manifestHash}`);
    const [kept] = await database.admin`
      select count(*)::int as n from record.measurement m join record.trial t on t.id = m.trial_id
       where t.key = 'dry' and m.reader = 'r2' and m.superseded_at is null`;
    expect(kept!["n"]).toBe(1);
  });
});

describe("an import that cannot be", () => {
  it("writes nothing at all when a file has a fault", async () => {
    const before = [await count("record.trial"), await count("audit.event")];
    const outcome = await bring(altered(named("faulty"), "visits.csv", "2024-03-27", "2024-02-30"));
    expect(outcome.problems).toHaveLength(1);
    expect([await count("record.trial"), await count("audit.event")]).toEqual(before);
  });

  it("writes nothing at all when the database refuses in the middle", async () => {
    const trial = named("midway");
    await bring(altered(trial, "trial.yaml", "endpoints: [os, response]", "endpoints: [response]"));
    const before = [await count("record.visit"), await count("audit.event"), await count("sealed.outcome")];
    const more = altered(trial, "visits.csv", "S1,wk8,", "S1,wk4,2024-02-07,follow-up,0,\nS1,wk8,");
    const outcome = await bring(more);
    expect(outcome.problems.map((p) => p.code)).toEqual(["SEALED_SET_CHANGED"]);
    expect([await count("record.visit"), await count("audit.event"), await count("sealed.outcome")]).toEqual(before);
  });

  it("refuses to move a subject to another site", async () => {
    await bring(named("moving"));
    const outcome = await bring(altered(named("moving"), "subjects.csv", "S1,north", "S1,south"));
    expect(outcome.problems.map((p) => [p.code, p.where?.row])).toEqual([["SUBJECT_MOVED", 2]]);
  });

  it("refuses to seal without someone who keeps the keys", async () => {
    const outcome = await importTrial({ db: database.db, store, by: "system", files: filesOf(named("keyless")) });
    expect(outcome.problems.map((p) => p.code)).toEqual(["SEAL_KEY_MISSING"]);
  });
});

describe("who may import", () => {
  const member = async (personId: string, trialKey: string, role: string, site: string | null = null) => {
    await database.admin`insert into identity."user" (id, name, email) values (${personId}, ${personId}, ${`${personId}@example.org`}) on conflict do nothing`;
    await database.admin`
      insert into identity.membership (user_id, trial_id, site_id, role)
      select ${personId}, t.id, (select s.id from record.site s where s.trial_id = t.id and s.key = ${site}), ${role}
        from record.trial t where t.key = ${trialKey} and t.superseded_at is null`;
  };

  it("a data manager of the trial may; it stands in the log under their name", async () => {
    await bring(named("people"));
    await member("dora", "people", "data-manager");
    const outcome = await bring(altered(named("people"), "measurements.csv", "26.1", "28"), {
      by: { personId: "dora" },
    });
    expect(outcome.problems).toEqual([]);
    const [row] =
      await database.admin`select recorded_by from record.measurement where longest_mm = 28 and superseded_at is null`;
    expect(row!["recorded_by"]).toBe("dora");
  });

  it.each([
    ["a statistician may not", "stan", "statistician", null],
    ["a data manager of one site may not", "site-dora", "data-manager", "north"],
  ])("%s", async (_, personId, role, site) => {
    await bring(named("closed"));
    await member(personId, "closed", role, site);
    const outcome = await bring(altered(named("closed"), "measurements.csv", "26.1", "28"), { by: { personId } });
    expect(outcome.problems.map((p) => p.code)).toEqual(["NOT_ALLOWED"]);
    expect(outcome.written).toBe(false);
  });

  it("a new trial takes an administrator, who then belongs to it and stands in the log as who imported it", async () => {
    await bring(named("known"));
    await member("ada", "known", "administrator");
    await member("dan", "known", "data-manager");
    expect((await bring(named("unheard"), { by: { personId: "dan" } })).problems.map((p) => p.code)).toEqual([
      "NOT_ALLOWED",
    ]);
    expect((await bring(named("unheard"), { by: { personId: "ada" } })).problems).toEqual([]);
    const trials = await asPerson(
      database.db,
      "ada",
      (tx) => tx.sql<{ key: string }[]>`select key from record.trial where superseded_at is null order by key`,
    );
    expect(trials.map((t) => t.key)).toEqual(["known", "unheard"]);
    const logged = await database.admin<{ actor: string }[]>`
      select distinct e.actor from audit.event e join record.trial t on t.id = e.trial_id
       where t.key = 'unheard' and e.action = 'imported'`;
    expect(logged.map(({ actor }) => actor)).toEqual(["ada"]);
  });
});

describe("sealed outcomes", () => {
  it("stand in no table, no log line and no answer in the clear", async () => {
    const trial = altered(
      altered(named("sealing"), "outcomes.csv", "SEALEDWORD", "FIRSTWORD"),
      "outcomes.csv",
      "271.828",
      "314.159",
    );
    const first = await bring(trial);
    const second = await bring(altered(trial, "outcomes.csv", "FIRSTWORD", "OTHERWORD"));
    expect(second.sealed["arm-B"]).toMatchObject({ changed: 1 });
    const told = JSON.stringify([first, second]);
    const dump = await everyValue();
    for (const secret of ["FIRSTWORD", "OTHERWORD", "314.159"])
      expect([secret, told.includes(secret), dump.includes(secret)]).toEqual([secret, false, false]);
    // The search works: what is not sealed is found by it.
    expect([dump.includes("2024-11-30"), dump.includes("GONE")]).toEqual([true, true]);
  });

  it("are hidden from the modelling role with everything after the index day", async () => {
    await bring(named("hidden"));
    await database.admin`insert into identity."user" (id, name, email) values ('mo', 'Mo', 'mo@example.org') on conflict do nothing`;
    await database.admin`insert into identity.membership (user_id, trial_id, role) select 'mo', id, 'statistician' from record.trial where key = 'hidden'`;
    const seen = await asModeller(database.db, "mo", async ({ sql }) => ({
      visits: await sql<{ key: string }[]>`
        select v.key from record.visit v join record.subject s on s.id = v.subject_id join record.trial t on t.id = v.trial_id
         where s.key = 'S3' and t.key = 'hidden' order by v.date`,
      outcomes:
        await sql`select o.endpoint from record.outcome o join record.subject s on s.id = o.subject_id where s.key = 'S3'`,
    }));
    expect(seen.visits.map((v) => v.key)).toEqual(["base", "wk8"]);
    expect(seen.outcomes).toEqual([]);
  });

  /** Every value of every table as text, as the administrator who is past all policies can read it. */
  async function everyValue(): Promise<string> {
    const tables = await database.admin<{ place: string }[]>`
      select format('%I.%I', table_schema, table_name) as place from information_schema.tables
       where table_schema in ('record', 'derived', 'audit', 'sealed', 'analysis', 'validation', 'identity', 'pgboss', 'public')
         and table_type = 'BASE TABLE'`;
    const parts = await Promise.all(
      tables.map(({ place }) => database.admin.unsafe<{ text: string }[]>(`select t::text as text from ${place} t`)),
    );
    return parts
      .flat()
      .map((row) => row.text)
      .join("\n");
  }
});

describe("any valid trial", () => {
  const figure = fc.oneof(
    fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100),
    fc.double({ min: 0, max: 1000, noNaN: true }).filter((x) => !Object.is(x, -0)),
  );
  const text = fc
    .string({ minLength: 1, maxLength: 30 })
    .map((s) => s.replaceAll("\u0000", "").trim())
    .filter((s) => s !== "" && !/\r/.test(s));
  const subjects = fc.array(
    fc.record({
      site: fc.constantFrom("north", "south"),
      age: fc.option(
        fc.integer({ min: 0, max: 1200 }).map((n) => n / 10),
        { nil: undefined },
      ),
      visits: fc.array(
        fc.record({
          gap: fc.integer({ min: 1, max: 90 }),
          mm: fc.option(figure, { nil: undefined }),
          note: fc.option(text, { nil: undefined }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
    { minLength: 1, maxLength: 5 },
  );
  const quoted = (cell: unknown): string => (cell === undefined ? "" : `"${String(cell).replaceAll('"', '""')}"`);
  let run = 0;

  test.prop([subjects], { numRuns: 15, seed: 20240605 })("reads back as it was written", async (people) => {
    const key = `random-${run++}`;
    const lines = {
      subjects: ["key,site,arm,ageYears"],
      visits: ["subject,id,date,role,note"],
      lesions: ["subject,id,role,organ"],
      measurements: ["subject,visit,lesion,longestMm,status"],
    };
    const expected: unknown[] = [];
    people.forEach((person, n) => {
      lines.subjects.push(`P${n},${person.site},A,${person.age ?? ""}`);
      lines.lesions.push(`P${n},T1,target,liver`);
      let day = 0;
      person.visits.forEach((visit, v) => {
        day += visit.gap;
        const date = new Date(Date.UTC(2024, 0, 1) + day * 86_400_000).toISOString().slice(0, 10);
        lines.visits.push([`P${n}`, `V${v}`, date, v === 0 ? "baseline" : "follow-up", quoted(visit.note)].join(","));
        lines.measurements.push(`P${n},V${v},T1,${visit.mm ?? ""},${visit.mm === undefined ? "not-evaluable" : ""}`);
        expected.push([`P${n}`, person.site, person.age ?? null, date, visit.note ?? null, visit.mm ?? null]);
      });
    });
    const small = smallTrial();
    const manifest = String(small["trial.yaml"])
      .replace("id: small-trial", `id: ${key}`)
      .replace(/ {2}nonTarget[\s\S]*?(?=valueRules)/, "")
      .replace(/sealed:[\s\S]*$/, "sealed: []\n");
    const files = {
      "trial.yaml": manifest,
      ...Object.fromEntries(Object.entries(lines).map(([name, rows]) => [`${name}.csv`, `${rows.join("\n")}\n`])),
    };
    const outcome = await bring(files);
    expect(outcome.problems).toEqual([]);
    const rows = await database.admin`
      select s.key, i.key as site, s.age_years, v.date::text as date, v.document ->> 'note' as note, m.longest_mm
        from record.measurement m join record.visit v on v.id = m.visit_id join record.subject s on s.id = m.subject_id
        join record.site i on i.id = s.site_id join record.trial t on t.id = m.trial_id
       where t.key = ${key} order by length(s.key), s.key, v.date`;
    expect(rows.map((r) => [r["key"], r["site"], r["age_years"], r["date"], r["note"], r["longest_mm"]])).toEqual(
      expected,
    );
    expect((await bring(files)).written).toBe(false);
  });
});
