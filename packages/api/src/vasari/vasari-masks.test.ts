import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asPerson } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { computeTrial } from "../compute/index.ts";
import { folderCustodians } from "../intake/custodians.ts";
import { importTrial } from "../intake/import-trial.ts";
import { altered, filesOf, nifti, smallTrial, type TrialText } from "../intake/testing/small-trial.ts";
import { readPatient } from "../read/index.ts";
import { plantPerson } from "../read/testing/plant-trial.ts";
import { draftVasari, readPartsFeatures, signVasari } from "./index.ts";

let database: TestDatabase;
let store: ObjectStore;
let folder: string;
beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-vasari-masks-"));
  store = await openLocalStore(join(folder, "objects"));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/**
 * A block of 10 × 6 × 4 voxels of 1 × 1 × 2 mm, one part after the other along x: 2 columns necrosis (1), 3 enhancing (4), 5
 * oedema (2). Shares 0.2, 0.3 and 0.5; each column is 6 · 4 · 2 mm³ = 0.048 mL.
 */
const partAt = (at: number): number => {
  const [i, j, k] = [at % 12, Math.floor(at / 12) % 10, Math.floor(at / 120)];
  if (i < 1 || i > 10 || j < 2 || j > 7 || k < 1 || k > 4) return 0;
  return i <= 2 ? 1 : i <= 5 ? 4 : 2;
};
const STATED = "1=necrosis|2=oedema|4=enhancing|none=non-enhancing";

/** The small trial with a mask that has parts, of both visits of S1, without what is sealed. */
const withParts = (id: string, stated = STATED, masks?: string): TrialText => {
  const images =
    "subject,visit,id,file,modality,description,unit\nS1,base,t1c,scans/s1.nii,MR,T1 post-contrast,arbitrary\n";
  return {
    ...altered(smallTrial(), "trial.yaml", "id: small-trial", `id: ${id}`),
    "images.csv": `${images}S1,wk8,t1c,scans/s1.nii,MR,T1 post-contrast,arbitrary\n`,
    "masks.csv":
      masks ??
      `subject,visit,image,lesion,file,label,partLabels\nS1,base,t1c,T1,scans/s1-mask.nii,4,${stated}\nS1,wk8,t1c,T1,scans/s1-mask.nii,4,${stated}\n`,
    "scans/s1-mask.nii": nifti(partAt),
  };
};
const bring = (trial: TrialText, dryRun = false) =>
  importTrial({
    db: database.db,
    store,
    by: "system",
    files: filesOf(trial),
    dryRun,
    custodians: folderCustodians(join(folder, "custodians")),
  });
const said = async (trial: TrialText): Promise<string> =>
  (await bring(trial, true)).problems.map((p) => p.message).join("\n");

describe("which label is which part", () => {
  it.each([
    ["1=necrosis|1=oedema|4=enhancing", /partLabels: .*the label 1 stands twice/],
    [
      "1=necrosis|2=edema|4=enhancing",
      /'edema' is no part of a lesion; the parts are enhancing, non-enhancing, necrosis, oedema/,
    ],
    ["necrosis|4=enhancing", /'necrosis' is not of the form label=part: write 1=necrosis/],
    ["0=necrosis|4=enhancing", /0 is the background/],
    ["1=necrosis|2=oedema|4=enhancing|none=oedema", /oedema is said to be absent \(none\) and elsewhere has a label/],
    ["none=oedema", /at least one part needs a label/],
    ["1=necrosis|2=oedema|3=enhancing", /the lesion's own label 4 is no part/],
    ["1=necrosis|4=enhancing", /holds the label 2, which is named neither here \(1, 4\) nor as another lesion/],
    [
      "1=necrosis|2=oedema|3=non-enhancing|4=enhancing",
      /the label 3 is in none of the masks with this statement \(they hold 1, 2, 4\).*none=part/,
    ],
  ])("'%s' is refused with a sentence", async (stated, sentence) => {
    expect(await said(withParts("stated", stated))).toMatch(sentence);
  });

  it("a label that two lesions claim is refused, one that another lesion has is not a part", async () => {
    const head = "subject,visit,image,lesion,file,label,partLabels\n";
    const row = (lesion: string, label: number, stated: string) =>
      `S1,base,t1c,${lesion},scans/s1-mask.nii,${label},${stated}\n`;
    const shared = `${head}${row("T1", 4, STATED)}${row("N1", 2, "")}`;
    expect(await said(withParts("shared", "", shared))).toMatch(
      /row 2, column partLabels: the label 2 of 'scans\/s1-mask.nii' belongs to lesion T1 here and to lesion N1 in row 3/,
    );
    const apart = `${head}${row("T1", 4, "1=necrosis|4=enhancing")}${row("N1", 2, "")}`;
    expect(await said(withParts("apart", "", apart))).toBe("");
  });
});

describe("what the masks say of the VASARI form", () => {
  const trial = "parts";
  const seenBy = (person: string) =>
    asPerson(database.db, person, (tx) => readPatient(tx, person, { trial, subject: "S1" }));
  const answers = async (person: string, visit = "base") =>
    Object.fromEntries(
      ((await seenBy(person)).vasariMasks.find((m) => m.visit === visit)?.answers ?? []).map((a) => [
        a.id,
        a.code ?? a.reason,
      ]),
    );
  const record = (visit: string, form: object, reason?: string) =>
    signVasari(
      database.db,
      { personId: "reader", role: "reader", authenticate: async () => true },
      { trial, form: { subject: "S1", visit, ...form }, ...(reason ? { reason } : {}) },
    );

  it("is computed from the parts, with the figures of the feature table", async () => {
    expect((await bring(withParts(trial))).problems).toEqual([]);
    const [row] = await database.admin<{ id: string }[]>`select id from record.trial where key = ${trial}`;
    for (const role of ["coordinator", "statistician", "reader"]) await plantPerson(database.db, row!.id, role);
    await plantPerson(database.db, row!.id, "reader", null, "second-reader");
    expect(await answers("coordinator")).toMatchObject({ f5: "the parts are not computed yet" });
    const { features, deltas } = await computeTrial({ db: database.db, store, trialKey: trial });
    // Two masks: the lesion's features, and those of its parts; one change of each.
    expect(features).toMatchObject({ computed: 4, refused: [] });
    expect(deltas.computed).toBe(2);
    const changes = (await seenBy("coordinator")).deltas;
    expect(changes.map(({ isOfParts, fromVisit, toVisit }) => [isOfParts, fromVisit, toVisit])).toEqual([
      [false, "base", "wk8"],
      [true, "base", "wk8"],
    ]);
    // 3 of 10, none, 2 of 10 and 5 of 10; one focus; a margin of 2.14 mm is thin.
    expect(await answers("coordinator")).toEqual({
      f5: 4,
      f6: 2,
      f7: 4,
      f9: 1,
      f10: "the guide gives no bounds of the ratio between its answers",
      f11: 3,
      f14: 5,
    });
    const table = await asPerson(database.db, "coordinator", (tx) => readPartsFeatures(tx, "coordinator", trial));
    const of = (key: string) => table.find((r) => r.visit === "base" && r.key === key)?.value;
    expect(of("parts_volume@necrosis")).toBeCloseTo(2 * 0.048, 12);
    expect(of("parts_volume@whole")).toBeCloseTo(10 * 0.048, 12);
    expect(of("parts_t1_flair")).toBeCloseTo(0.5, 12);
    // Outer enhancing voxels: the whole column 3 mm from necrosis (24), and the rims (24 − 4 · 2 = 16) of those at 2 and 1 mm.
    expect(of("parts_margin_mean")).toBeCloseTo((24 * 3 + 16 * 2 + 16 * 1) / 56, 12);
    expect(table[0]).toMatchObject({ lesion: "T1", image: "t1c", labels: STATED });
  });

  it("is kept from a reader until their own forms of all such visits are signed", async () => {
    const nothing = async (toSign: string[]) =>
      expect(await seenBy("reader")).toMatchObject({ vasariMasks: [], vasariToSign: toSign });
    await nothing(["base", "wk8"]);
    await draftVasari(database.db, "reader", { trial, form: { subject: "S1", visit: "base", f5: 4 } });
    await nothing(["base", "wk8"]);
    await record("base", { f5: 4 });
    // The mask of the first visit would be in mind when the second is read.
    await nothing(["wk8"]);
    await record("base", { f5: 5 }, "looked again");
    const reason = async () =>
      (
        await database.admin<{ reason: string }[]>`
          select r.reason from record.vasari_reading r join record.visit v on v.id = r.visit_id
           where r.reader = 'reader' and v.key = 'base' and r.superseded_at is null
             and r.trial_id = (select id from record.trial where key = ${trial} and superseded_at is null)`
      )[0]!.reason;
    expect(await reason()).toBe("looked again");
    await record("wk8", { f5: 4 });
    expect(await seenBy("reader")).toMatchObject({ vasariToSign: [] });
    expect(await answers("reader", "wk8")).toMatchObject({ f5: 4, f14: 5 });
    // Another reader's signature opens nothing to this one.
    expect(await seenBy("second-reader")).toMatchObject({ vasariMasks: [], vasariToSign: ["base", "wk8"] });
    await record("base", { f5: 4 }, "as the mask");
    expect(await reason()).toBe("as the mask (corrected when what the masks say could be seen)");
  });

  it("is no table for a reader", async () => {
    await expect(asPerson(database.db, "reader", (tx) => readPartsFeatures(tx, "reader", trial))).rejects.toMatchObject(
      { code: "NOT_ALLOWED" },
    );
    const own = await asPerson(database.db, "statistician", (tx) => readPartsFeatures(tx, "statistician", trial));
    expect(own.length).toBeGreaterThan(0);
  });

  it("follows a corrected statement, and no stale one", async () => {
    const corrected = "1=necrosis|2=non-enhancing+oedema|4=enhancing";
    const again = await bring(withParts(trial, corrected));
    expect(again.problems).toEqual([]);
    expect(again.counts.mask).toMatchObject({ changed: 2 });
    expect(await answers("coordinator")).toMatchObject({ f7: "the parts are not computed yet" });
    const { features, deltas } = await computeTrial({ db: database.db, store, trialKey: trial });
    expect(features.computed).toBe(2);
    expect(deltas).toMatchObject({ computed: 1, reused: 1 });
    expect(await answers("coordinator")).toMatchObject({
      f5: 4,
      f6: "label 2 holds non-enhancing and oedema together",
      f7: 4,
    });
    const [current] = await database.admin<{ n: number }[]>`
      select count(*)::int as n from derived.feature_delta d join record.trial t on t.id = d.trial_id
       where t.key = ${trial} and d.current`;
    expect(current!.n).toBe(2);
  });

  it("is no answer where several lesions have masks at the visit", async () => {
    const head = "subject,visit,image,lesion,file,label,partLabels\n";
    const masks = `${head}S1,base,t1c,T1,scans/s1-mask.nii,4,1=necrosis|4=enhancing\nS1,base,t1c,N1,scans/s1-mask.nii,2,\n`;
    expect((await bring(withParts("several", "", masks))).problems).toEqual([]);
    const [row] = await database.admin<{ id: string }[]>`select id from record.trial where key = 'several'`;
    await plantPerson(database.db, row!.id, "coordinator", null, "other-coordinator");
    await computeTrial({ db: database.db, store, trialKey: "several" });
    const seen = await asPerson(database.db, "other-coordinator", (tx) =>
      readPatient(tx, "other-coordinator", { trial: "several", subject: "S1" }),
    );
    expect(seen.vasariMasks[0]!.answers.find((a) => a.id === "f9")).toMatchObject({
      code: null,
      reason: "2 lesions have masks at this visit, and the form reads the tumour as a whole",
    });
  });
});
