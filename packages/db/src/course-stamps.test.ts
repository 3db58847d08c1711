import { hashOf } from "@nadir/domain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asPerson, asSystem, supersede, type Tx } from "./index.ts";
import { type TestDatabase, testDatabase } from "./testing/index.ts";
import { AUTHOR, type PlantedSeal, plantSeal } from "./testing/planted-protocol.ts";
import { addMember, insertOne, type PlantedTrial, plantTrial, recorded } from "./testing/planted-trial.ts";

let t: TestDatabase;
let trial: PlantedTrial;
let seal: PlantedSeal;
const HASH = "cd".repeat(32);
beforeAll(async () => {
  t = await testDatabase();
  trial = await plantTrial(t.db, "one");
  await addMember(t.db, "whole", trial.trialId, "coordinator");
  await addMember(t.db, "also whole", trial.trialId, "board");
  await addMember(t.db, "north", trial.trialId, "coordinator", trial.siteIds[0]);
  await addMember(t.db, "reader", trial.trialId, "reader");
  await addMember(t.db, "second reader", trial.trialId, "reader");
  seal = await plantSeal(t.db, trial);
});
afterAll(() => t.close());

const stamps = async (): Promise<Map<string, string>> => {
  const rows = await t.admin<{ subject: string; stamp: string }[]>`
    select subject_id as subject, stamp::text from derived.course_stamp where trial_id = ${trial.trialId}`;
  return new Map(rows.map(({ subject, stamp }) => [subject, stamp]));
};
/** Which subjects have another stamp after it. */
async function stampedBy(work: (tx: Tx) => Promise<unknown>): Promise<string[]> {
  const before = await stamps();
  await asSystem(t.db, "test stamps", work);
  const after = await stamps();
  return [...after].filter(([id, stamp]) => before.get(id) !== stamp).map(([id]) => id);
}
const first = () => trial.subjects[0]!;
const second = () => trial.subjects[1]!;
const placeOf = (subject: PlantedTrial["subjects"][number]) => ({
  trial_id: trial.trialId,
  site_id: subject.siteId,
  subject_id: subject.id,
});

test("every subject that was recorded has a stamp, and no two states share one", async () => {
  const all = await stamps();
  expect([...all.keys()].sort()).toEqual(trial.subjects.map(({ id }) => id).sort());
  expect(new Set(all.values()).size).toBe(all.size);
});

test("every table of subjects' rows in record, derived, sealed and analysis stamps, but drafts and fingerprints", async () => {
  const tables = await t.admin<{ name: string; stamped: boolean }[]>`
    select n.nspname || '.' || c.relname as name,
           exists (select from pg_trigger g where g.tgrelid = c.oid and g.tgname like 'stamped\\_when\\_%') as stamped
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'subject_id' and not a.attisdropped
     where c.relkind = 'r' and n.nspname in ('record', 'derived', 'sealed', 'analysis') order by 1`;
  expect(tables.filter(({ stamped }) => !stamped).map(({ name }) => name)).toEqual([
    "derived.course_stamp",
    // Nobody's but who draws.
    "derived.drawing_draft",
    // Of images, for the search of duplicates.
    "derived.image_fingerprint",
    // What was asked about a course is no part of it.
    "record.query_event",
    // Encrypted; what is opened goes to analysis.outcome.
    "sealed.outcome",
  ]);
});

test("a new row, a correction and a computed row stamp their subject and no other", async () => {
  const of = placeOf(first());
  expect(
    await stampedBy((tx) =>
      recorded(tx, "observation", { ...of, date: "2024-05-01", code: "CRP", value: 3 }, { n: 9 }),
    ),
  ).toEqual([first().id]);
  const [row] = await t.admin<{ id: string }[]>`
    select id from record.measurement where subject_id = ${second().id} and superseded_at is null limit 1`;
  expect(
    await stampedBy((tx) =>
      supersede(tx, "measurement", row!.id, { longest_mm: 33, document: "{}", content_hash: HASH }, "read again"),
    ),
  ).toEqual([second().id]);
  expect(
    await stampedBy((tx) =>
      insertOne(tx, "derived.assessment", {
        ...of,
        criterion: "irecist",
        input_hash: HASH,
        engine: "test",
        outcome: tx.sql.json({}),
      }),
    ),
  ).toEqual([first().id]);
  expect(
    await stampedBy(({ sql }) => sql`update derived.assessment set current = false where subject_id = ${first().id}`),
  ).toEqual([first().id]);
});

test("a correction of the subject itself stamps the live subject; its former version has no stamp", async () => {
  const id = second().id;
  expect(
    await stampedBy((tx) =>
      supersede(tx, "subject", id, { sex: "male", document: "{}", content_hash: HASH }, "typed wrongly"),
    ),
  ).toEqual([id]);
  expect((await stamps()).size).toBe(trial.subjects.length);
});

test("a draft of a read changes no course, its signature does", async () => {
  const of = placeOf(first());
  let id = "";
  expect(
    await stampedBy(async (tx) => {
      id = await insertOne(tx, "record.read_session", {
        ...of,
        visit_id: first().visitIds[0],
        reader_role: "reader-1",
        reader: "reader",
        document: tx.sql.json({}),
      });
    }),
  ).toEqual([]);
  expect(
    await stampedBy(
      ({ sql }) => sql`
        update record.read_session set state = 'signed', version = version + 1, signed_at = now(), meaning = 'read', document_hash = ${hashOf({})},
          signature_hash = ${HASH} where id = ${id}`,
    ),
  ).toEqual([first().id]);
});

test("what rolls back leaves the stamp as it was", async () => {
  const before = await stamps();
  await expect(
    asSystem(t.db, "test stamps", async (tx) => {
      await recorded(tx, "observation", { ...placeOf(first()), date: "2024-06-01", code: "CRP", value: 4 }, { n: 10 });
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(await stamps()).toEqual(before);
});

test("who belongs to a site sees the stamps of its subjects; nobody writes one", async () => {
  const seen = await asPerson(
    t.db,
    "north",
    ({ sql }) => sql<{ site: string }[]>`
    select distinct site_id as site from derived.course_stamp`,
  );
  expect(seen.map(({ site }) => site)).toEqual([trial.siteIds[0]]);
  await expect(
    asPerson(t.db, "whole", ({ sql }) => sql`update derived.course_stamp set stamp = gen_random_uuid()`),
  ).rejects.toThrow(/permission denied/);
});

test("an index day that moves stamps its subject: it decides what a blinded statistician sees", async () => {
  const [sealed] = seal.sealedIds;
  expect(
    await stampedBy(({ sql }) => sql`update sealed.member set index_day = index_day - 1 where subject_id = ${sealed!}`),
  ).toEqual([sealed]);
});

const sightOf = (person: string) =>
  asPerson(t.db, person, async ({ sql }) => (await sql`select nadir.sight(${trial.trialId}) as sight`)[0]!["sight"]);

test("two people have one sight exactly where they see the same rows", async () => {
  expect(await sightOf("whole")).toBe("whole");
  expect(await sightOf("also whole")).toBe("whole");
  expect(await sightOf("north")).toBe(`sites ${trial.siteIds[0]}`);
  expect(await sightOf("reader")).toBe("whole reader reader");
  expect(await sightOf("second reader")).toBe("whole reader second reader");
  // Who plants the seal is nothing but a statistician of the trial: of sealed subjects that person sees less.
  expect(await sightOf(AUTHOR)).toBe("whole before index days");
});
