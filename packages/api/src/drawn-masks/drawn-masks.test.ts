import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { asPerson, asSystem, formerVersions, speaksForLesion, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { makeVolume, readVolume, type Triple, type Volume, writeNifti } from "@nadir/imaging";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { computeFeatures } from "../compute/compute-features.ts";
import { folderCustodians } from "../intake/custodians.ts";
import { importTrial } from "../intake/import-trial.ts";
import { altered, filesOf, smallTrial } from "../intake/testing/small-trial.ts";
import { readImage, readMask, readPatient } from "../read/index.ts";
import { plantPerson } from "../read/testing/plant-trial.ts";
import { measureMasks, readMasksToMeasure } from "../responses/read-mask-sizes.ts";
import { drawnMaskForm, keepDraft, readDraft, readDrawnMasks, saveDrawnMask } from "./index.ts";

let test: TestDatabase;
let folder: string;
let store: ObjectStore;
let trialId: string;
let image: string;
const TRIAL = "small-trial";
const DIMS: Triple = [12, 10, 6];

beforeAll(async () => {
  test = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-drawn-"));
  store = await openLocalStore(join(folder, "objects"));
  const { problems } = await importTrial({
    db: test.db,
    store,
    by: "system",
    files: filesOf(altered(smallTrial(), "lesions.csv", "S2,T1,", "S1,X1,non-target,liver,no\nS2,T1,")),
    dryRun: false,
    custodians: folderCustodians(join(folder, "custodians")),
  });
  expect(problems).toEqual([]);
  const [found] = await test.admin<{ id: string }[]>`select id from record.trial where key = ${TRIAL}`;
  trialId = found!.id;
  for (const role of ["coordinator", "reader", "board", "statistician"]) await plantPerson(test.db, trialId, role);
  await plantPerson(test.db, trialId, "reader", null, "second-reader");
  const [scan] = await test.admin<{ id: string }[]>`select id from record.image where trial_id = ${trialId}`;
  image = scan!.id;
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

/** A box of voxels on the small trial's scan. */
const box = (from: Triple, size: Triple, more: { value?: number; spacing?: Triple; dims?: Triple } = {}): Volume => {
  const { value = 1, spacing = [1, 1, 2], dims = DIMS } = more;
  const data = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (let k = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++) data[from[0] + i + dims[0] * (from[1] + j + dims[1] * (from[2] + k))] = value;
  return makeVolume({ data, dims, spacing });
};
const sent = (volume: Volume): string => Buffer.from(gzipSync(writeNifti(volume))).toString("base64");
const FIRST = box([4, 3, 2], [4, 4, 2]);
const SECOND = box([4, 3, 2], [5, 4, 2]);

const save = (
  person: string,
  volume: Volume | string,
  more: { seen?: number; reason?: string; lesion?: string } = {},
) =>
  saveDrawnMask(
    { db: test.db, store },
    person,
    drawnMaskForm.parse({
      trial: TRIAL,
      image,
      lesion: "T1",
      mask: typeof volume === "string" ? volume : sent(volume),
      tools: ["brush", "eraser", "brush"],
      seen: 0,
      ...more,
    }),
  );
const versions = async (person: string) =>
  (await asPerson(test.db, person, (tx) => readDrawnMasks(tx, person, { trial: TRIAL, image }))).versions;
const fileOf = async (person: string, mask: string) =>
  store.get((await asPerson(test.db, person, (tx) => readMask(tx, person, mask))).hash);

describe("a drawn mask", () => {
  it("is kept as the voxels that were drawn, on the scan's grid, with author, tools and base scan", async () => {
    const { id, version } = await save("reader", FIRST);
    expect(version).toBe(1);
    const kept = readVolume(await fileOf("reader", id), gunzipSync);
    expect(kept.data).toEqual(FIRST.data);
    expect(kept.affine).toEqual(FIRST.affine);
    const scan = await asPerson(test.db, "reader", (tx) => readImage(tx, "reader", image));
    const [row] = await test.admin<{ document: unknown; author: string }[]>`
      select document, author from record.mask where id = ${id}`;
    expect(row).toMatchObject({
      author: "reader",
      document: {
        baseScan: scan.hash,
        tools: ["brush", "eraser"],
        voxels: 32,
        label: 1,
        authorKind: "drawn",
        lesion: "T1",
      },
    });
  });

  it("the same again is the same version; another is the next one, with a reason, and the former stays", async () => {
    expect(await save("reader", FIRST)).toMatchObject({ version: 1 });
    await expect(save("reader", SECOND, { seen: 1 })).rejects.toMatchObject({ code: "REASON_MISSING" });
    const { id, version } = await save("reader", SECOND, { seen: 1, reason: "edge was missed" });
    expect(version).toBe(2);
    const found = await versions("reader");
    expect(found.map((v) => [v.version, v.isLive, v.reason, v.voxels, v.isOfThisScan])).toEqual([
      [2, true, "edge was missed", 40, true],
      [1, false, null, 32, true],
    ]);
    expect(readVolume(await fileOf("reader", found[1]!.id), gunzipSync).data).toEqual(FIRST.data);
    const former = await asSystem(test.db, "look", (tx) => formerVersions(tx, "mask", id));
    expect(former).toHaveLength(1);
  });

  it("is not saved over what another window saved; two at once make one version", async () => {
    await expect(save("reader", FIRST, { seen: 1, reason: "late" })).rejects.toMatchObject({ code: "VERSION_STALE" });
    const twice = await Promise.all([save("second-reader", FIRST), save("second-reader", FIRST)]);
    expect(twice.map((saved) => saved.version)).toEqual([1, 1]);
    expect(twice[0]!.id).toBe(twice[1]!.id);
  });

  it("is refused in a sentence on another grid, empty, with other values, unreadable, or larger than its scan", async () => {
    const at = { seen: 2, reason: "x" };
    const refusal = async (volume: Volume | string) =>
      save("reader", volume, at).catch((error: Error) => error.message);
    expect(await refusal(box([4, 3, 2], [4, 4, 2], { spacing: [1, 1, 2.5] }))).toMatch(
      /lie on different grids \(spacing.*Image: size 12×10×6, spacing 1, 1, 2 mm.*Mask: .*spacing 1, 1, 2.5 mm/,
    );
    expect(await refusal(box([0, 0, 0], [1, 1, 1], { dims: [10, 10, 6] }))).toMatch(/different grids \(size/);
    expect(await refusal(box([0, 0, 0], [0, 0, 0]))).toMatch(/The mask is empty: all 720 voxels are 0/);
    expect(await refusal(box([4, 3, 2], [4, 4, 2], { value: 2 }))).toBe(
      "A drawn mask holds 0 outside and 1 inside; this one holds 2.",
    );
    expect(await refusal(Buffer.from("no gzip").toString("base64"))).toMatch(/is no gzip file/);
    expect(await refusal(gzipSync(Buffer.alloc(400)).toString("base64"))).toMatch(/cannot be read: This is not/);
    expect(await refusal(gzipSync(Buffer.alloc(30_000_000)).toString("base64"))).toMatch(/is larger than its scan/);
    expect((await versions("reader"))[0]?.version, "nothing was written").toBe(2);
  });

  it.each(["coordinator", "board", "statistician"])("is not drawn by a %s", async (person) => {
    await expect(save(person, FIRST)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(
      keepDraft(test.db, person, { trial: TRIAL, image, mask: sent(FIRST), seen: null }),
    ).rejects.toMatchObject({
      code: "NOT_ALLOWED",
    });
  });

  it("needs a lesion and an image that are there", async () => {
    await expect(save("reader", FIRST, { lesion: "T9" })).rejects.toMatchObject({ code: "LESION_UNKNOWN" });
    await expect(versionsOf(crypto.randomUUID())).rejects.toMatchObject({ code: "IMAGE_UNKNOWN" });
  });
  const versionsOf = (other: string) =>
    asPerson(test.db, "reader", (tx) => readDrawnMasks(tx, "reader", { trial: TRIAL, image: other }));

  it("is offered to who may draw, on the scan's grid", async () => {
    const of = (person: string) =>
      asPerson(test.db, person, (tx) => readDrawnMasks(tx, person, { trial: TRIAL, image }));
    expect(await of("reader")).toMatchObject({
      mayDraw: true,
      grid: { dims: DIMS, spacing: [1, 1, 2], affine: FIRST.affine },
    });
    expect((await of("coordinator")).mayDraw).toBe(false);
  });

  it("of another reader is not there for a blinded one, by the database itself; who reads the record sees both", async () => {
    expect(new Set((await versions("second-reader")).map((v) => v.author))).toEqual(new Set(["second-reader"]));
    expect(new Set((await versions("coordinator")).map((v) => v.author))).toEqual(new Set(["reader", "second-reader"]));
    const [other] = await versions("reader");
    await expect(fileOf("second-reader", other!.id)).rejects.toMatchObject({ code: "IMAGE_UNKNOWN" });
    expect(await fileOf("coordinator", other!.id)).toBeInstanceOf(Uint8Array);
    const drawn = async (person: string) =>
      (
        await asPerson(test.db, person, (tx) => readPatient(tx, person, { trial: TRIAL, subject: "S1" }))
      ).images[0]!.masks.filter((m) => m.authorKind === "drawn").map((m) => m.author);
    expect(await drawn("second-reader")).toEqual(["second-reader"]);
    expect((await drawn("coordinator")).sort()).toEqual(["reader", "second-reader"]);
  });

  it("is written in no other name, and makes of no import a drawing", async () => {
    const write = (person: string, statement: string) => asPerson(test.db, person, ({ sql }) => sql.unsafe(statement));
    const mine = "author_kind = 'drawn' and author = 'reader' and superseded_at is null";
    const touched = async (person: string, statement: string) => (await write(person, statement)).count;
    // Rows that may not be corrected are not found.
    expect(await touched("coordinator", `update record.mask set label = 1, reason = 'x' where ${mine}`)).toBe(0);
    await expect(
      write(
        "reader",
        "update record.mask set author_kind = 'drawn', author = 'reader', reason = 'x' where author_kind = 'import'",
      ),
    ).rejects.toThrow(/cannot change who drew/);
    await expect(
      write("reader", `update record.mask set author = 'second-reader', reason = 'x' where ${mine}`),
    ).rejects.toThrow(/cannot change who drew/);
    await expect(
      write("reader", "update record.mask set label = 9, reason = 'x' where author_kind = 'import'"),
    ).rejects.toThrow(/No role of this person/);
    const copy = (author: string) => `
      insert into record.mask (trial_id, site_id, subject_id, image_id, lesion_id, label, object_hash, author_kind, author, document, content_hash)
      select trial_id, site_id, subject_id, image_id, lesion_id, 1, object_hash, 'drawn', '${author}', document, content_hash
        from record.mask where author_kind = 'import' limit 1`;
    await expect(write("reader", copy("coordinator"))).rejects.toThrow(/may not write to mask/);
    await expect(write("coordinator", copy("second-reader"))).rejects.toThrow(/may not write to mask/);
  });

  it("is measured and has features like an imported one, and counts no lesion twice", async () => {
    const rows = await asPerson(test.db, "coordinator", (tx) =>
      readMasksToMeasure(tx, "coordinator", { trial: TRIAL, subject: "S1" }),
    );
    const sizes = await measureMasks(store, rows, "axial");
    // 5 × 4 × 2 voxels of 2 mm³.
    expect(sizes.find((m) => m.author === "reader")?.size?.volumeMm3).toBe(80);
    await computeFeatures({ db: test.db, store }, trialId, () => {});
    const vectors = await test.admin<{ author: string }[]>`
      select m.author from derived.feature_vector f join record.mask m on m.id = f.mask_id order by 1`;
    expect(vectors.map((v) => v.author)).toEqual(["import", "reader", "second-reader"]);
    const seen = (person: string) =>
      asPerson(test.db, person, ({ sql }) => sql`select mask_id from derived.feature_vector`);
    expect(await seen("second-reader"), "of the import and of one's own").toHaveLength(2);
    expect(await seen("coordinator")).toHaveLength(3);

    await save("reader", FIRST, { lesion: "X1" });
    await save("second-reader", SECOND, { lesion: "X1" });
    const speaking = await asSystem(
      test.db,
      "ask which speak",
      (tx) => tx.sql<{ lesion: string; author: string }[]>`
      select l.key as lesion, m.author from record.mask m join record.lesion l on l.id = m.lesion_id
       where m.superseded_at is null and ${speaksForLesion(tx)} order by 1`,
    );
    expect(speaking.map((m) => `${m.lesion} ${m.author}`)).toEqual(["T1 import", "X1 reader"]);
  });

  it("is in the log: one changed past it is named", async () => {
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
    await test.admin.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`update record.mask set object_hash = ${"0".repeat(64)} where author = 'reader' and version = 1 and superseded_at is not null`;
    });
    const found = await verifyAudit(test.db);
    expect(found.ok).toBe(false);
    expect(JSON.stringify(found)).toContain("record.mask");
  });
});

describe("a draft", () => {
  const draft = (person: string) => asPerson(test.db, person, (tx) => readDraft(tx, person, { trial: TRIAL, image }));
  /** What the window had before it: the draft as it stands, if not another. */
  const keep = async (person: string, mask: Volume | null, seen?: string | null) =>
    keepDraft(test.db, person, {
      trial: TRIAL,
      image,
      mask: mask ? sent(mask) : null,
      seen: seen === undefined ? ((await draft(person))?.kept ?? null) : seen,
    });
  const voxels = async (person: string) => {
    const kept = await draft(person);
    return kept && readVolume(Buffer.from(kept.mask, "base64"), gunzipSync).data;
  };

  it("is kept, written over, taken away; an empty one stands too", async () => {
    expect(await draft("reader")).toBeNull();
    await keep("reader", FIRST);
    await keep("reader", SECOND);
    expect(await voxels("reader")).toEqual(SECOND.data);
    await keep("reader", box([0, 0, 0], [0, 0, 0]));
    expect(await voxels("reader")).toEqual(new Uint8Array(720));
    await keep("reader", null);
    expect(await draft("reader")).toBeNull();
  });

  it("is not written over by a window that had another before it; the same voxels are no other", async () => {
    const { kept: first } = await keep("reader", FIRST);
    const { kept: second } = await keep("reader", SECOND, first);
    const other = { code: "CHANGED_MEANWHILE" };
    for (const seen of [first, null]) {
      await expect(keep("reader", FIRST, seen)).rejects.toMatchObject(other);
      await expect(keep("reader", null, seen)).rejects.toMatchObject(other);
    }
    expect(await voxels("reader")).toEqual(SECOND.data);
    expect(await keep("reader", SECOND, first), "sent twice").toEqual({ kept: second });
    const both = await Promise.allSettled([
      keep("reader", FIRST, second),
      keep("reader", box([1, 1, 1], [2, 2, 2]), second),
    ]);
    expect(both.map((of) => of.status).sort()).toEqual(["fulfilled", "rejected"]);
    await keep("reader", null);
    await keep("reader", FIRST, second);
    expect(await voxels("reader"), "where nothing is kept nothing is lost").toEqual(FIRST.data);
    await keep("reader", null);
  });

  it("is nobody else's, and is done with when a version is saved", async () => {
    await keep("reader", FIRST);
    expect([await draft("second-reader"), await draft("coordinator")]).toEqual([null, null]);
    expect(await asPerson(test.db, "coordinator", ({ sql }) => sql`select 1 from derived.drawing_draft`)).toHaveLength(
      0,
    );
    await save("reader", SECOND, { seen: 2 });
    expect(await draft("reader")).toBeNull();
  });

  it("is refused on another grid, and is of no use on another scan", async () => {
    await expect(keep("reader", box([4, 3, 2], [4, 4, 2], { spacing: [1, 1, 3] }))).rejects.toMatchObject({
      code: "GEOMETRY_MISMATCH",
    });
    await keep("reader", FIRST);
    await asSystem(
      test.db,
      "another file of the scan",
      ({ sql }) =>
        sql`update record.image set object_hash = ${"1".repeat(64)}, reason = 'rescanned' where id = ${image}`,
    );
    expect(await draft("reader")).toBeNull();
    expect((await versions("reader")).every((v) => !v.isOfThisScan)).toBe(true);
  });
});
