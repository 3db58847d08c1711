import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seedDemoPeople } from "@nadir/api/identity";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { beginDemoWork } from "../src/demo/begin-work.ts";

let own: TestDatabase;
let home: string;
beforeAll(async () => {
  own = await testDatabase();
  home = await mkdtemp(join(tmpdir(), "nadir-begun-"));
});
afterAll(async () => {
  await own.close();
  await rm(home, { recursive: true });
});

test("what is refused is told, each part by whose work it is, and does not end the demo", async () => {
  const people = await seedDemoPeople({ db: own.db, home });
  const told: string[] = [];
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => told.push(String(text)) > 0);
  try {
    // No trial is there, so that each is refused.
    expect(await beginDemoWork(own.db, people)).toBe(0);
  } finally {
    spy.mockRestore();
  }
  for (const id of ["administrator", "coordinator", "statistician"])
    expect(told.join("")).toMatch(new RegExp(`Not begun by the ${id}: There is no trial '[a-z-]+'`));
});
