import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MIGRATIONS } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "../identity/password.ts";
import { plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import {
  checkObjects,
  clockFinding,
  type Finding,
  keepCheck,
  mayMakeBackup,
  migrationsFinding,
  readHealth,
} from "./index.ts";
import { backupFinding } from "./past-checks.ts";

let test: TestDatabase;
let store: ObjectStore;
let folder: string;
beforeAll(async () => {
  test = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-health-"));
  store = await openLocalStore(folder);
  const trial = await plantTrial(test.db);
  await plantPerson(test.db, trial.id, "administrator", null, "chief");
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

const health = async (what: string): Promise<Finding> => {
  const found = await readHealth(test.db, "chief", { home: folder, isExternal: false });
  return found.find((f) => f.what === what)!;
};

describe("the health of an installation", () => {
  it("says what it has, and that no worker is connected, no backup made, nothing verified", async () => {
    expect(await health("database")).toMatchObject({
      state: "well",
      found: expect.stringMatching(/^PostgreSQL \d+.* MB$/),
    });
    expect(await health("migrations")).toMatchObject({ state: "well" });
    expect(await health("home folder")).toMatchObject({ found: expect.stringContaining("free") });
    expect(await health("engines")).toMatchObject({ found: expect.stringContaining("@nadir/response") });
    for (const [what, state] of [
      ["worker", "lacks"],
      ["backup", "lacks"],
      ["audit chain", "note"],
      ["object store", "note"],
      ["queue", "well"],
    ])
      expect([what, (await health(what!)).state]).toEqual([what, state]);
  });

  it("work that waits too long, or failed lately, is to be looked at", async () => {
    await test.admin`insert into derived.job (kind, state, at) values ('compute', 'waiting', now() - interval '11 minutes')`;
    expect(await health("queue")).toMatchObject({
      state: "note",
      found: "1 waiting, the oldest for 11 min; 0 running; 0 failed in 7 days",
    });
    await test.admin`update derived.job set state = 'failed', updated_at = now()`;
    expect(await health("queue")).toMatchObject({ state: "note", found: "0 waiting; 0 running; 1 failed in 7 days" });
    await test.admin`update derived.job set updated_at = now() - interval '8 days'`;
    expect((await health("queue")).state).toBe("well");
  });

  it("failed sign-ins are counted, and told once an address was locked by them", async () => {
    const fail = (of: string, times: number, minutes: number) => test.admin`
      insert into identity.failed_attempt (of, at)
      select ${of}, now() - make_interval(mins => ${minutes}) from generate_series(1, ${times})`;
    await fail("sign-in:ada@test.example", 3, 1);
    await fail("sign-in:old@test.example", 9, 60 * 25);
    expect(await health("sign-ins")).toEqual({
      what: "sign-ins",
      state: "well",
      found: "3 failed attempts in a day that no success followed; 0 locked now",
    });
    await fail("sign-in:ben@test.example", 8, 20);
    expect(await health("sign-ins")).toMatchObject({ state: "note", found: expect.stringContaining("; 0 locked now") });
    await fail("sign-in:ada@test.example", 5, 1);
    expect(await health("sign-ins")).toMatchObject({
      state: "note",
      found: "16 failed attempts in a day that no success followed; 1 locked now",
      mend: expect.stringContaining("sign-in-refused"),
    });
  });

  it("objects: whole, changed on disk, missing; told by address", async () => {
    const address = await store.put(new Uint8Array([1, 2, 3]));
    // The planted trial names scans that no store holds.
    const first = await checkObjects({ db: test.db, store });
    expect(first).toMatchObject({ ok: false, objects: 1, bytes: 3, changed: [] });
    expect(first.missing.length).toBeGreaterThan(0);
    const shelf = join(folder, "objects", address.slice(0, 2));
    const file = join(shelf, (await readdir(shelf))[0]!);
    await chmod(file, 0o600);
    await writeFile(file, new Uint8Array([1, 2, 4]));
    expect((await checkObjects({ db: test.db, store })).changed).toEqual([address]);
    expect(await health("object store")).toMatchObject({
      state: "lacks",
      found: expect.stringContaining("1 changed on disk"),
    });
  });

  it("a database of another version is broken either way", async () => {
    await test.admin`insert into migration.applied (name, hash) values ('9999_of_the_future', 'x')`;
    expect(await migrationsFinding(test.db)).toMatchObject({
      state: "lacks",
      found: expect.stringContaining("9999_of_the_future"),
    });
    const last = MIGRATIONS.at(-1)!;
    await test.admin`delete from migration.applied where name in ('9999_of_the_future', ${last})`;
    expect(await migrationsFinding(test.db)).toMatchObject({
      state: "lacks",
      found: `${last} not applied`,
    });
  });

  it("clocks: two seconds are told, a minute is broken", async () => {
    const off = (ms: number) => clockFinding(test.db, () => Date.now() + ms);
    expect((await off(0)).state).toBe("well");
    expect((await off(5_000)).state).toBe("note");
    expect((await off(-5_000)).state).toBe("note");
    expect((await off(120_000)).state).toBe("lacks");
  });

  it("a backup is fine when it was compared since, and old after a week", () => {
    const at = (day: number) => new Date(Date.UTC(2026, 10, day));
    const made = { kind: "backup" as const, ok: true, document: { auditHead: "a" }, at: at(1) };
    const compared = { kind: "backup-check" as const, ok: true, document: { auditHead: "a" }, at: at(2) };
    const state = (checks: object, day: number) => backupFinding(checks, at(day), false).state;
    expect(state({ backup: made }, 3)).toBe("note");
    expect(state({ backup: made, "backup-check": compared }, 3)).toBe("well");
    expect(state({ backup: made, "backup-check": { ...compared, document: { auditHead: "b" } } }, 3)).toBe("note");
    expect(state({ backup: made, "backup-check": { ...compared, ok: false } }, 3)).toBe("lacks");
    expect(state({ backup: made, "backup-check": compared }, 9)).toBe("note");
    const restored = { kind: "backup-restore" as const, ok: true, document: { auditHead: "a" }, at: at(2) };
    expect(state({ backup: made, "backup-restore": restored }, 3)).toBe("well");
    expect(state({ backup: made, "backup-check": compared, "backup-restore": { ...restored, ok: false } }, 3)).toBe(
      "lacks",
    );
    // Of the backup before this one: nothing is known of this one.
    expect(state({ backup: { ...made, at: at(3) }, "backup-restore": restored }, 3)).toBe("note");
    const told = backupFinding(
      { backup: { ...made, document: { auditHead: "a", files: 812, bytes: 240_300_000 } } },
      at(3),
      false,
    );
    expect(told.found).toContain("812 files, 240.3 MB; not compared since, not restored on trial");
  });

  it("nowhere says where on the machine anything lies", async () => {
    const found = await readHealth(test.db, "chief", { home: folder, isExternal: false });
    expect(JSON.stringify(found)).not.toContain(folder);
    const missing = join(folder, "not", "there");
    expect(JSON.stringify(await readHealth(test.db, "chief", { home: missing, isExternal: false }))).not.toContain(
      folder,
    );
    expect((await health("home folder")).found).toMatch(/^NADIR_HOME, \d+\.\d GB free$/);
  });

  it("a backup is asked for by who keeps the installation, with their password, one at a time", async () => {
    const password = "seven grey herons wade";
    await test.admin`
      insert into identity.account (id, account_id, provider_id, user_id, password)
      values ('chief', 'chief', 'credential', 'chief', ${await hashPassword(password)})`;
    const [{ email }] = await test.admin<[{ email: string }]>`select email from identity."user" where id = 'chief'`;
    const ask = (id: string, given: string, isExternal = false) =>
      mayMakeBackup(test.db, { id, name: id, email }, { password: given, isExternal }).then(
        () => "may",
        (error: { code: string }) => error.code,
      );
    expect(await ask("nobody", password)).toBe("NOT_ALLOWED");
    expect(await ask("chief", "guess")).toBe("SIGNATURE_MISSING");
    expect(await ask("chief", password, true)).toBe("BACKUP_EXTERNAL");
    expect(await ask("chief", password)).toBe("may");
    await test.admin`insert into derived.job (kind, state) values ('backup', 'running')`;
    expect(await ask("chief", password)).toBe("BACKUP_UNDER_WAY");
    await test.admin`update derived.job set updated_at = now() - interval '61 minutes' where kind = 'backup'`;
    expect(await ask("chief", password), "one that was lost holds no other back").toBe("may");
  });

  it("what was noted stays, and is nothing for a person", async () => {
    await keepCheck(test.db, "audit", true, { count: 3 });
    await expect(test.admin`update derived.installation_check set ok = false`).rejects.toThrow();
    await expect(readHealth(test.db, "nobody", { isExternal: false })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });
});
