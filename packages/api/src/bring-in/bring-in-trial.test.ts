import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { folderCustodians } from "../intake/custodians.ts";
import { altered, filesOf, smallTrial, type TrialText } from "../intake/testing/small-trial.ts";
import { bringInTrial } from "./bring-in-trial.ts";

let own: TestDatabase;
let folder: string;
let store: ObjectStore;
beforeAll(async () => {
  own = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-bring-in-"));
  store = await openLocalStore(join(folder, "objects"));
});
afterAll(async () => {
  await own.close();
  await rm(folder, { recursive: true, force: true });
});

const bringIn = (trial: TrialText, options: { dryRun?: boolean; store?: ObjectStore; errors?: unknown[] } = {}) =>
  bringInTrial(
    {
      db: own.db,
      store: options.store ?? store,
      by: "system",
      files: filesOf(trial),
      custodians: folderCustodians(join(folder, "custodians")),
      dryRun: options.dryRun ?? false,
    },
    (error) => options.errors?.push(error),
  );
const stored = async (table: string) => (await own.admin`select from ${own.admin(`derived.${table}`)}`).length;

test("a dry run and a refused import compute nothing", async () => {
  expect(await bringIn(smallTrial(), { dryRun: true })).toMatchObject({ computed: null, notComputed: null });
  const refused = await bringIn(altered(smallTrial(), "subjects.csv", "male,70", "male,seventy"));
  expect(refused).toMatchObject({ written: false, computed: null, problems: [{ code: "NOT_A_NUMBER" }] });
  expect(await stored("assessment")).toBe(0);
});

test("a computation that fails leaves the import standing and says so; the same files again compute what is missing", async () => {
  // The images cannot be read back: features fail after the record has been written.
  const deaf: ObjectStore = { ...store, get: () => Promise.reject(new Error("the disk is gone")) };
  const errors: unknown[] = [];
  const outcome = await bringIn(smallTrial(), { store: deaf, errors });
  expect(outcome).toMatchObject({ written: true, problems: [], computed: null });
  expect(outcome.notComputed).toMatch(/was imported, but .*the disk is gone/);
  expect(errors).toHaveLength(1);

  const again = await bringIn(smallTrial());
  expect(again).toMatchObject({
    written: false,
    notComputed: null,
    computed: { features: { computed: 1, reused: 0 } },
  });
  expect(await stored("feature_vector")).toBe(1);
  expect(await stored("assessment")).toBe(again.computed!.assessments.computed);
});
