import { asSystem } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { bestChangeOf } from "@nadir/response";
import { afterAll, beforeAll, expect, it } from "vitest";
import { untilProgression } from "./until-progression.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

const PERCENTS = { "2024-03-01": -5, "2024-05-01": 25, "2024-07-01": -50 };

it.each([
  [null, -50],
  ["2024-07-01", -50],
  ["2024-05-01", -5],
  ["2024-02-01", null],
])("with progression on %s a best change is %s, in the database as in the engine", async (progressionDate, best) => {
  const visits = Object.entries(PERCENTS).map(([date, percent]) => ({ date, percent }));
  expect(bestChangeOf(visits, progressionDate)?.percent ?? null).toBe(best);
  const outcome = {
    progressionDate,
    visits: Object.fromEntries(
      visits.map(({ date, percent }) => [date, { date, size: { percentFromBaseline: percent } }]),
    ),
  };
  const [row] = await asSystem(
    test.db,
    "a best change in a test",
    ({ sql }) => sql<{ change: number | null }[]>`
      select min((o.value #>> '{size,percentFromBaseline}')::float8) filter (where ${untilProgression(sql)}) as change
      from (select ${sql.json(outcome)}::jsonb as outcome) a, jsonb_each(a.outcome -> 'visits') o`,
  );
  expect(row?.change).toBe(best);
});
