import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderCustodians } from "../intake/custodians.ts";
import { importTrial } from "../intake/import-trial.ts";
import { altered, filesOf, smallTrial, type TrialText } from "../intake/testing/small-trial.ts";

let database: TestDatabase;
let store: ObjectStore;
let folder: string;
beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-vasari-"));
  store = await openLocalStore(join(folder, "objects"));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const withForms = (id: string, table: string): TrialText => ({
  ...altered(
    altered(smallTrial(), "trial.yaml", "id: small-trial", `id: ${id}`),
    "trial.yaml",
    "  masks: masks.csv\n",
    "  masks: masks.csv\n  vasari: vasari.csv\n",
  ),
  "vasari.csv": table,
});
const bring = (trial: TrialText) =>
  importTrial({
    db: database.db,
    store,
    by: "system",
    files: filesOf(trial),
    dryRun: false,
    custodians: folderCustodians(join(folder, "custodians")),
  });

describe("VASARI forms in an import", () => {
  it("become readings of the record; the same file again changes nothing, another answer is a new version", async () => {
    const table = "subject,visit,reader,f4,f5,f29\nS1,base,r1,3,4,41.5\n";
    const first = await bring(withForms("forms", table));
    expect(first.problems).toEqual([]);
    expect(first.counts.vasari_reading).toEqual({ new: 1, changed: 0, unchanged: 0, notInImport: 0 });
    const again = await bring(withForms("forms", table));
    expect(again.counts.vasari_reading).toMatchObject({ new: 0, changed: 0, unchanged: 1 });
    const other = await bring(withForms("forms", table.replace("r1,3", "r1,2")));
    expect(other.counts.vasari_reading).toMatchObject({ changed: 1 });
    const [row] = await database.admin<{ version: number; state: string; document: object }[]>`
      select version, state, document from record.vasari_reading where superseded_at is null`;
    expect(row).toMatchObject({ version: 2, state: "signed", document: { f4: 2, f5: 4, f29: 41.5 } });
  });

  it("are refused with an answer that the item does not have, an unknown visit, and twice", async () => {
    const table = "subject,visit,reader,f4\nS1,base,r1,7\nS1,bas,r1,2\nS1,base,r2,2\nS1,base,r2,3\n";
    const { problems, written } = await bring(withForms("bad-forms", table));
    expect(written).toBe(false);
    const said = problems.map((p) => p.message).join("\n");
    expect(said).toMatch(/row 2, column f4.*the answers of f4 are 1 none, 2 mild, 3 marked/);
    expect(said).toMatch(/row 3, column visit.*'bas'/);
    expect(said).toMatch(/row 5.*one reader has one VASARI form of a visit/);
  });
});
