import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asPerson, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf, type ReadDocument, Refusal } from "@nadir/domain";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addScan, enter, storeScan } from "../entry/index.ts";
import { folderCustodians } from "../intake/custodians.ts";
import { importTrial } from "../intake/import-trial.ts";
import { filesOf, nifti, smallTrial } from "../intake/testing/small-trial.ts";
import { readImage, readMask } from "../read/index.ts";
import { plantPerson } from "../read/testing/plant-trial.ts";
import { signVasari } from "../vasari/record-vasari.ts";
import { amendRead, readReadForm, saveDraft, setCharter, signRead, takeRead } from "./index.ts";

let test: TestDatabase;
let store: ObjectStore;
let folder: string;
const TRIAL = "small-trial";

beforeAll(async () => {
  test = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-sight-"));
  store = await openLocalStore(join(folder, "objects"));
  const custodians = folderCustodians(join(folder, "custodians"));
  const brought = await importTrial({ db: test.db, store, by: "system", files: filesOf(smallTrial()), custodians });
  expect(brought.problems).toEqual([]);
  const [trial] = await test.admin<{ id: string }[]>`select id from record.trial where superseded_at is null`;
  for (const role of ["coordinator", "administrator", "reader"]) await plantPerson(test.db, trial!.id, role);
  await setCharter(test.db, "administrator", {
    trial: TRIAL,
    charter: { readers: 2, adjudication: true, sumDiffersPercent: null },
    seen: 0,
    reason: "central review",
  });
  // Every visit of S1 and S2 has its scan; S1's baseline came with the import.
  for (const [subject, visit] of [
    ["S1", "wk8"],
    ["S2", "base"],
    ["S2", "wk8"],
  ] as const)
    await add(subject, visit, "ct");
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

let seed = 100;
async function add(subject: string, visit: string, id: string): Promise<string> {
  const cells = { subject, visit, id, modality: "CT", description: "CT", unit: "HU" };
  const form = { entry: randomUUID(), trial: TRIAL, cells };
  const grey = seed++;
  const scan = await storeScan(
    store,
    form,
    nifti((at) => grey + (at % 11)),
  );
  expect(await addScan({ db: test.db, store }, "coordinator", scan)).toMatchObject({ isRecorded: true, problems: [] });
  return (await imageOf(subject, visit, id)).id;
}
const imageOf = async (subject: string, visit: string, id: string) => {
  const [row] = await test.admin<{ id: string; version: number; sha256: string }[]>`
    select id, version, object_hash as sha256 from record.image
     where document ->> 'subject' = ${subject} and document ->> 'visit' = ${visit} and key = ${id} and superseded_by is null
     order by recorded_at desc limit 1`;
  return row!;
};
const change = async (subject: string, visit: string, id: string, of: { cells?: Record<string, string> } = {}) => {
  const { id: image, version } = await imageOf(subject, visit, id);
  const row = { table: "images" as const, cells: of.cells ?? {}, of: { id: image, version } };
  const rows = [of.cells ? row : { ...row, isRetracted: true }];
  const { problems } = await enter(
    test.db,
    "coordinator",
    { entry: randomUUID(), trial: TRIAL, rows, reason: "of another patient" },
    false,
  );
  return problems.map(({ code }) => code);
};
const takeBack = (subject: string, visit: string, id: string) => change(subject, visit, id);

const signatory = { personId: "reader", role: "reader", authenticate: async () => true };
const form = (session: string) => asPerson(test.db, "reader", (tx) => readReadForm(tx, "reader", session));
const take = (subject: string, visit: string) =>
  takeRead(test.db, "reader", { trial: TRIAL, subject, visit }).then(({ session }) => session);
/** Every lesion with a size, and the non-target disease as there is none: nothing is left to do. */
const done = (document: ReadDocument, mm = 30): ReadDocument => ({
  ...document,
  lesions: document.lesions.map((lesion) => ({ ...lesion, longestMm: mm, shortMm: mm })),
});
const kept = async (session: string, mm?: number) => {
  const { document, version } = await form(session);
  return { session, version, document: done(document, mm) };
};
const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "done",
    (error: unknown) => {
      if (error instanceof Refusal) return error.code;
      throw error;
    },
  );
const stored = async (session: string) => {
  const [row] = await test.admin<{ state: string; document: ReadDocument; hash: string | null }[]>`
    select state, document, document_hash as hash from record.read_session where id = ${session}`;
  return row!;
};

describe("a read and the images that its reader saw", () => {
  let session: string;

  it("names those of its visit and of the visits before, none of later ones", async () => {
    session = await take("S1", "base");
    const { id: image, sha256 } = await imageOf("S1", "base", "ct");
    const opened = await form(session);
    expect(opened.document.images).toEqual([{ image, sha256 }]);
    expect(opened.haveImagesChanged).toBe(false);
  });

  it("tells of a scan that came while it was open, keeps the draft, and is not signed before they were looked at", async () => {
    const before = await kept(session);
    expect(await saveDraft(test.db, "reader", before)).toMatchObject({ haveImagesChanged: false });
    const seen = { ...before, version: before.version + 1 };
    const second = await add("S1", "base", "second");
    const typed = { ...seen, document: { ...seen.document, note: "typed meanwhile" } };
    expect(await saveDraft(test.db, "reader", typed)).toMatchObject({ haveImagesChanged: true });
    const sent = { ...typed, version: typed.version + 1 };
    const refused = signRead(test.db, signatory, sent);
    expect(await codeOf(refused)).toBe("IMAGES_CHANGED");
    await expect(refused).rejects.toThrow("changed since you opened the read: look at them again, then sign.");
    expect(await stored(session)).toMatchObject({ state: "draft", document: { note: "typed meanwhile" } });
    // Sent without saying what was seen: nothing was.
    const { images: _images, ...silent } = sent.document;
    expect(await codeOf(signRead(test.db, signatory, { ...sent, document: silent }))).toBe("IMAGES_CHANGED");
    const again = await form(session);
    expect(again.haveImagesChanged).toBe(true);
    expect(again.document.images?.map(({ image }) => image)).toContain(second);
  });

  it("is signed once they were, and its signature is over which they are", async () => {
    expect(await signRead(test.db, signatory, await kept(session))).toMatchObject({ state: "signed" });
    const { document, hash } = await stored(session);
    expect(document.images).toHaveLength(2);
    expect(hash).toBe(hashOf(document));
    expect((await form(session)).signed?.broken).toBeNull();
    const others = { ...document, images: document.images!.slice(1) };
    await test.admin.begin(async (sql) => {
      await sql`alter table record.read_session disable trigger user`;
      await sql`update record.read_session set document = ${sql.json(others as never)} where id = ${session}`;
    });
    expect((await form(session)).signed?.broken).toContain("no longer what was signed");
    await test.admin.begin(async (sql) => {
      await sql`update record.read_session set document = ${sql.json(document as never)} where id = ${session}`;
      await sql`alter table record.read_session enable trigger user`;
    });
    expect(await takeBack("S1", "base", "second")).toEqual(["SCAN_IN_USE"]);
  });

  it("amended, says that a scan came since it was signed; so does the next read, of a visit before it", async () => {
    const next = await take("S1", "wk8");
    await saveDraft(test.db, "reader", await kept(next));
    await add("S1", "base", "third");
    const { session: amendment } = await amendRead(test.db, "reader", { session, reason: "another scan came" });
    expect(await form(amendment)).toMatchObject({ haveImagesChanged: true });
    expect(await form(next)).toMatchObject({ haveImagesChanged: true });
    expect(await signRead(test.db, signatory, await kept(amendment))).toMatchObject({ state: "signed" });
    expect((await stored(amendment)).document.images).toHaveLength(3);
  });

  it("changes with the content of a scan, not with what is said of it", async () => {
    const next = await take("S1", "wk8");
    await saveDraft(test.db, "reader", await kept(next));
    expect(await change("S1", "wk8", "ct", { cells: { scanner: "Maker 2" } })).toEqual([]);
    expect(await form(next)).toMatchObject({ haveImagesChanged: false });
    // As an import of the same scan with another file does.
    const { id } = await imageOf("S1", "wk8", "ct");
    await test.admin.begin(async (sql) => {
      await sql`select set_config('app.person_id', 'system', true)`;
      await sql`update record.image set object_hash = ${"cd".repeat(32)}, reason = 'sent anew' where id = ${id}`;
    });
    expect(await form(next)).toMatchObject({ haveImagesChanged: true });
  });
});

describe("a scan taken back at the moment when a read is signed", () => {
  /** Both ask while a third transaction holds the patient's scans, in the order given; then both go on. */
  async function atOnce<A, B>(subject: string, first: () => Promise<A>, second: () => Promise<B>): Promise<[A, B]> {
    const waiting = async (n: number) => {
      for (let tries = 0; tries < 200; tries++) {
        const [row] = await test.admin<{ n: number }[]>`
          select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted
           and database = (select oid from pg_database where datname = current_database())`;
        if (row!.n === n) return;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`It was not so that ${n} wait for the patient's scans.`);
    };
    return test.admin
      .begin(async (sql) => {
        const [row] = await sql<{ id: string }[]>`
        select id from record.subject where key = ${subject} and superseded_at is null`;
        await sql`select pg_advisory_xact_lock(hashtextextended(${`nadir.scans/${row!.id}`}, 0))`;
        const one = first();
        await waiting(1);
        const other = second();
        await waiting(2);
        return { both: [one, other] as const };
      })
      .then(({ both }) => Promise.all(both)) as Promise<[A, B]>;
  }

  it("stays where the signature came first", async () => {
    const session = await take("S2", "base");
    const sent = await kept(session);
    const [signed, back] = await atOnce(
      "S2",
      () => codeOf(signRead(test.db, signatory, sent)),
      () => takeBack("S2", "base", "ct"),
    );
    expect([signed, back]).toEqual(["done", ["SCAN_IN_USE"]]);
  });

  it("is gone where that came first, and the read is not signed without it, nor on what is left", async () => {
    await add("S2", "wk8", "second");
    const session = await take("S2", "wk8");
    for (const [id, code] of [
      ["second", "IMAGES_CHANGED"],
      ["ct", "SCAN_TAKEN_BACK"],
    ] as const) {
      const sent = await kept(session, 31);
      const [back, signed] = await atOnce(
        "S2",
        () => takeBack("S2", "wk8", id),
        () => codeOf(signRead(test.db, signatory, sent)),
      );
      expect([back, signed]).toEqual([[], code]);
    }
    expect(await stored(session)).toMatchObject({ state: "draft" });
    // Nor is a form of the visit.
    const answers = { subject: "S2", visit: "wk8", f4: 1 };
    expect(await codeOf(signVasari(test.db, signatory, { trial: TRIAL, form: answers, reason: undefined }))).toBe(
      "SCAN_TAKEN_BACK",
    );
  });
});

describe("a scan that was taken back", () => {
  const image = (person: string, id: string) => codeOf(asPerson(test.db, person, (tx) => readImage(tx, person, id)));
  const mask = (person: string, id: string) => codeOf(asPerson(test.db, person, (tx) => readMask(tx, person, id)));

  it("is handed to nobody any more, nor are its delineations; the record keeps what it was", async () => {
    const id = await add("S3", "wk8", "wrong");
    const { sha256 } = await imageOf("S3", "wk8", "wrong");
    const [drawn] = await test.admin.begin(async (sql) => {
      await sql`select set_config('app.person_id', 'system', true)`;
      return sql<{ id: string }[]>`
        insert into record.mask (trial_id, site_id, subject_id, image_id, lesion_id, label, object_hash, author_kind, author, document, content_hash)
        select i.trial_id, i.site_id, i.subject_id, i.id, l.id, 1, ${"ab".repeat(32)}, 'import', 'import', ${sql.json({ file: "m.nii.gz" })}, ${"ab".repeat(32)}
          from record.image i join record.lesion l on l.subject_id = i.subject_id where i.id = ${id} returning id`;
    });
    expect(await change("S3", "wk8", "wrong", { cells: { scanner: "Maker 1" } })).toEqual([]);
    const [former] = await test.admin<{ id: string }[]>`select id from record.image where superseded_by = ${id}`;
    const ids = [id, former!.id];
    for (const one of ids) expect(await image("coordinator", one)).toBe("done");
    expect(await mask("coordinator", drawn!.id)).toBe("done");
    expect(await takeBack("S3", "wk8", "wrong")).toEqual([]);
    for (const person of ["coordinator", "administrator", "reader"]) {
      for (const one of ids) expect(await image(person, one), person).toBe("IMAGE_UNKNOWN");
      expect(await mask(person, drawn!.id), person).toBe("IMAGE_UNKNOWN");
    }
    expect(await imageOf("S3", "wk8", "wrong")).toMatchObject({ id, sha256 });
    expect((await store.get(sha256)).length).toBeGreaterThan(0);
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });
});
