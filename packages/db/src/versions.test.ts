import { fc, test as property } from "@fast-check/vitest";
import { hashOf } from "@nadir/domain";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asPerson, asSystem, formerVersions, retract, supersede, VERSIONED_TABLES } from "./index.ts";
import { measurement, subjectWhole } from "./schema/index.ts";
import { type TestDatabase, testDatabase } from "./testing/index.ts";
import { addMember, type PlantedTrial, plantTrial, recorded } from "./testing/planted-trial.ts";

let t: TestDatabase;
let trial: PlantedTrial;
beforeAll(async () => {
  t = await testDatabase();
  trial = await plantTrial(t.db, "one");
  await addMember(t.db, "ann", trial.trialId, "coordinator");
});
afterAll(() => t.close());

const anyMeasurement = async () => {
  const [row] =
    await t.admin`select id from record.measurement where superseded_at is null and longest_mm = 20 limit 1`;
  return row!["id"] as string;
};

test("a correction is the next version under the same id, and the former row stays with its own facts", async () => {
  const id = await anyMeasurement();
  const document = { longestMm: 21.5 };
  const answer = await asPerson(t.db, "ann", (tx) =>
    supersede(
      tx,
      "measurement",
      id,
      { longest_mm: 21.5, document: JSON.stringify(document), content_hash: hashOf(document) },
      "read the wrong slice",
    ),
  );
  expect(answer).toEqual({ id, version: 2 });
  await asPerson(t.db, "ann", async (tx) => {
    const [live] = await tx.orm.select().from(measurement).where(eq(measurement.id, id));
    expect(live).toMatchObject({
      version: 2,
      longestMm: 21.5,
      document,
      recordedBy: "ann",
      reason: "read the wrong slice",
      supersededAt: null,
    });
    const former = await formerVersions(tx, "measurement", id);
    expect(former).toHaveLength(1);
    expect(former[0]).toMatchObject({
      version: 1,
      longest_mm: 20,
      recorded_by: "system",
      reason: null,
      superseded_by: id,
    });
    expect(former[0]!["superseded_at"]).toEqual(live!.recordedAt);
  });
});

test("a correction without a reason, of an identity, or of a former version is refused", async () => {
  const id = await anyMeasurement();
  const change = (columns: Record<string, unknown>, reason = "because") =>
    asPerson(t.db, "ann", (tx) => supersede(tx, "measurement", id, columns, reason));
  await expect(change({ longest_mm: 3 }, "  ")).rejects.toMatchObject({ code: "REASON_MISSING" });
  await expect(change({ lesion_id: trial.subjects[0]!.lesionIds[1] })).rejects.toMatchObject({
    code: "IDENTITY_CHANGED",
  });
  const [former] = await t.admin`select id from record.measurement where superseded_at is not null limit 1`;
  await expect(
    t.admin`update record.measurement set longest_mm = 1, reason = 'x' where id = ${former!["id"]}`,
  ).rejects.toThrow(/superseded version/);
  await expect(
    asPerson(t.db, "ann", (tx) => supersede(tx, "measurement", former!["id"] as string, { longest_mm: 1 }, "x")),
  ).rejects.toMatchObject({ code: "ROW_UNKNOWN" });
});

test("the reason of the version before is no reason for the next; the same words may be given again", async () => {
  const [row] =
    await t.admin`select id from record.measurement where superseded_at is null and longest_mm = 25.4 limit 1`;
  const id = row!["id"] as string;
  const change = (mm: number) =>
    asPerson(t.db, "ann", (tx) => supersede(tx, "measurement", id, { longest_mm: mm }, "same words"));
  expect(await change(26)).toMatchObject({ version: 2 });
  await expect(
    asPerson(t.db, "ann", ({ sql }) => sql`update record.measurement set longest_mm = 27 where id = ${id}`),
  ).rejects.toMatchObject({
    code: "REASON_MISSING",
  });
  expect(await change(28)).toMatchObject({ version: 3 });
  expect(await t.admin`select version, reason from record.measurement where id = ${id}`).toEqual([
    { version: 3, reason: "same words" },
  ]);
});

test("a retracted row is no longer live, and is not gone; its natural key is free again", async () => {
  const subject = trial.subjects[3]!;
  const columns = {
    trial_id: trial.trialId,
    site_id: subject.siteId,
    subject_id: subject.id,
    key: "extra",
    date: "2024-03-03",
    role: "unscheduled",
  };
  const id = await asPerson(t.db, "ann", (tx) => recorded(tx, "visit", columns));
  await expect(asPerson(t.db, "ann", (tx) => recorded(tx, "visit", columns))).rejects.toThrow(/visit_key/);
  await asPerson(t.db, "ann", (tx) => retract(tx, "visit", id, "another patient's"));
  const versions =
    await t.admin`select version, superseded_by, reason from record.visit where key = 'extra' order by version`;
  expect(versions).toMatchObject([
    { version: 1, superseded_by: id, reason: null },
    { version: 2, superseded_by: null, reason: "another patient's" },
  ]);
  await asPerson(t.db, "ann", (tx) => recorded(tx, "visit", columns));
});

test("a former version cannot be invented", async () => {
  const subject = trial.subjects[0]!;
  await expect(
    asPerson(t.db, "ann", (tx) =>
      recorded(tx, "visit", {
        trial_id: trial.trialId,
        site_id: subject.siteId,
        subject_id: subject.id,
        key: "old",
        date: "2023-01-01",
        role: "baseline",
        superseded_at: "2023-02-02",
      }),
    ),
  ).rejects.toMatchObject({ code: "VERSION_FORGED" });
});

test.each(VERSIONED_TABLES)(
  "record.%s: even the administrator cannot delete, truncate or change without a reason",
  async (table) => {
    const live = await t.admin`select id from record.${t.admin(table)} where superseded_at is null limit 1`;
    if (table !== "outcome") expect(live).toHaveLength(1);
    await expect(t.admin`truncate record.${t.admin(table)} cascade`).rejects.toThrow(/append-only/);
    if (live.length === 0) return;
    await expect(t.admin`delete from record.${t.admin(table)} where id = ${live[0]!["id"]}`).rejects.toThrow(
      /append-only/,
    );
    await expect(
      t.admin`update record.${t.admin(table)} set import_id = gen_random_uuid() where id = ${live[0]!["id"]}`,
    ).rejects.toThrow(/needs a reason/);
  },
);

test("every table of the record has the triggers of a versioned table, or is append-only", async () => {
  const tables = await t.admin`
    select c.relname as name, array_agg(g.tgname order by g.tgname) as triggers
      from pg_class c join pg_trigger g on g.tgrelid = c.oid and not g.tgisinternal
     where c.relnamespace = 'record'::regnamespace and c.relkind = 'r' group by 1 order by 1`;
  const appendOnly = [
    "entry",
    "import_run",
    "query_event",
    "read_assignment",
    "read_comparison",
    "reader_seniority",
    "reading_charter",
    "reading_signature",
    "site_act",
  ];
  for (const r of tables.filter(({ name }) => appendOnly.includes(name as string))) {
    expect(r["triggers"]).toEqual(expect.arrayContaining(["append_only", "held_insert", "held_update", "log_insert"]));
    expect(r["triggers"]).toContain(/^read/.test(r["name"]) ? "no_removal_whole" : "append_only_whole");
  }
  // A read is a draft until it is signed, and then stays.
  expect(tables.find((r) => r["name"] === "read_session")!["triggers"]).toEqual([
    "held_insert",
    "held_update",
    "keep_read",
    "log_insert",
    "log_update",
    "no_removal",
    "no_removal_whole",
    "stamped_when_signed",
  ]);
  const others = [...appendOnly, "read_session"];
  const versioned = tables.filter(({ name }) => !others.includes(name as string));
  expect(versioned.map((r) => r["name"])).toEqual([...VERSIONED_TABLES].sort());
  for (const r of versioned)
    expect(r["triggers"]).toEqual(
      expect.arrayContaining([
        "a_reason_is_named",
        "held_insert",
        "held_update",
        "keep_version",
        "log_insert",
        "log_update",
        "no_removal",
        "no_removal_whole",
        "stamp",
      ]),
    );
  expect(tables.find((r) => r["name"] === "import_run")!["triggers"]).toEqual([
    "append_only",
    "append_only_whole",
    "held_insert",
    "held_update",
    "log_insert",
  ]);
});

test("computed rows: only which one is current may change", async () => {
  await asPerson(t.db, "ann", ({ sql }) => sql`update derived.assessment set current = false`);
  await expect(
    asPerson(t.db, "ann", ({ sql }) => sql`update derived.assessment set best_overall = 'CR'`),
  ).rejects.toMatchObject({ code: "COMPUTED_ROW" });
  await expect(t.admin`delete from derived.assessment`).rejects.toThrow(/append-only/);
});

test("the whole subject is its enrolment and its follow-up together, live rows only", async () => {
  const rows = await asPerson(t.db, "ann", (tx) => tx.orm.select().from(subjectWhole));
  expect(rows).toHaveLength(trial.subjects.length);
  expect(rows[0]).toMatchObject({ deathOn: "2024-09-09", document: { deathOn: "2024-09-09", sex: "female" } });
});

property.prop([fc.double({ min: 0, max: 1000, noNaN: true })], { numRuns: 60, seed: 20240229 })(
  "a length reads back as the same number, by raw SQL and by drizzle",
  async (length) => {
    await asSystem(t.db, "round trip", async (tx) => {
      const id = await anyMeasurementIn(tx);
      await supersede(
        tx,
        "measurement",
        id,
        { longest_mm: length, document: JSON.stringify({ length }) },
        "round trip",
      );
      const [raw] = await tx.sql`select longest_mm, document from record.measurement where id = ${id}`;
      expect(raw).toEqual({ longest_mm: length === 0 ? 0 : length, document: { length } });
      const [typed] = await tx.orm
        .select({ mm: measurement.longestMm })
        .from(measurement)
        .where(eq(measurement.id, id));
      expect(typed!.mm).toBe(raw!["longest_mm"]);
    });
  },
);

async function anyMeasurementIn(tx: Parameters<typeof supersede>[0]): Promise<string> {
  const [row] = await tx.sql<
    { id: string }[]
  >`select id from record.measurement where superseded_at is null order by id limit 1`;
  return row!.id;
}

test("a drizzle transaction inside ours is a savepoint of it", async () => {
  await asSystem(t.db, "nest", async (tx) => {
    const id = await anyMeasurementIn(tx);
    await expect(
      tx.orm.transaction(async (inner) => {
        await inner.update(measurement).set({ longestMm: 1, reason: "inner" }).where(eq(measurement.id, id));
        throw new Error("back");
      }),
    ).rejects.toThrow("back");
    const [row] = await tx.orm.select().from(measurement).where(eq(measurement.id, id));
    expect(row!.reason).not.toBe("inner");
  });
});
