import { asSystem } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf } from "@nadir/domain";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type PlantedTrial, plantTrial } from "../read/testing/plant-trial.ts";
import { covariateTable } from "./index.ts";

let test: TestDatabase;
let trial: PlantedTrial;
beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db, "small-glioma", "glioma");
  await asSystem(test.db, "plant treatments and a sealed set for a test", async ({ sql }) => {
    const subject_id = trial.subjects["P-1"]!;
    const of = { trial_id: trial.id, site_id: trial.sites.north, subject_id };
    for (const [id, kind, start, more] of [
      ["op", "surgery", "2023-06-01", { extent: "gross-total" }],
      ["neo", "drug", "2023-05-01", { setting: "neo-adjuvant" }],
      // After the trial's treatment began: nobody knew.
      ["late", "surgery", "2024-03-01", { extent: "biopsy", setting: "palliative" }],
    ] as const) {
      const document = { subject: "P-1", id, kind, name: id, start, lesionsInField: [], ...more };
      await sql`insert into record.treatment ${sql({
        ...of,
        key: id,
        kind,
        name: id,
        start_on: start,
        document: sql.json(document),
        content_hash: hashOf(document),
      } as never)}`;
    }
    const [set] = await sql<{ id: string }[]>`
      insert into sealed.test_set (trial_id, key, rule, endpoints, index_time, key_check)
      values (${trial.id}, 'held-out', '{}', '{os}', '0', 'x') returning id`;
    await sql`insert into sealed.member (test_set_id, trial_id, site_id, subject_id, index_day)
      values (${set!.id}, ${trial.id}, ${trial.sites.south}, ${trial.subjects["P-2"]!}, '2024-03-01')`;
  });
});
afterAll(() => test.close());

it("has covariates of the record before treatment, and nobody of a sealed set", async () => {
  const table = await covariateTable(test.db, "small-glioma");
  expect([table.rows.length, table.sealed, table.undated]).toEqual([11, 1, 0]);
  expect(table.rows.map(([key]) => key)).not.toContain("P-2");
  const first = Object.fromEntries(table.columns.map((c, i) => [c, table.rows[0]![i]]));
  expect(first).toEqual({
    subject: "P-1",
    site: "north",
    age_years: 41,
    female: 1,
    resection_extent: 3,
    neo_adjuvant: 1,
    // Of the baseline's CT.
    slice_thickness_mm: 3,
  });
  // Of the others nobody recorded an operation: empty, not 0.
  expect(table.rows[1]![table.columns.indexOf("resection_extent")]).toBeNull();
  await expect(covariateTable(test.db, "none")).rejects.toMatchObject({ code: "TRIAL_UNKNOWN" });
});
