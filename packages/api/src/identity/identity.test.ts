import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asPerson, asSystem } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantTrial } from "../read/testing/plant-trial.ts";
import {
  type Auth,
  createAuth,
  type DemoPerson,
  demoSignInFile,
  requirePermission,
  seedDemoPeople,
  sessionOf,
} from "./index.ts";

let test: TestDatabase;
let home: string;
let auth: Auth;
let people: readonly DemoPerson[];
const origin = "http://127.0.0.1:3999";

beforeAll(async () => {
  test = await testDatabase();
  home = await mkdtemp(join(tmpdir(), "nadir-identity-"));
  auth = createAuth({ db: test.db, secret: "a secret for tests that is long enough", origins: [origin] });
  people = await seedDemoPeople({ db: test.db, home });
});
afterAll(async () => {
  await test.close();
  await rm(home, { recursive: true, force: true });
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  auth.handler(
    new Request(`${origin}/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin, ...headers },
      body: JSON.stringify(body),
    }),
  );
const signIn = (email: string, password: string) => post("/sign-in/email", { email, password });
const cookieOf = (answer: Response) => (answer.headers.get("set-cookie") ?? "").split(";")[0]!;
const personOf = async (headers: Headers) => (await sessionOf({ auth, db: test.db }, headers)).person;
const demo = (id: string) => people.find((p) => p.id === id)!;

describe("sign-in", () => {
  it("opens a session with a cookie that scripts and other sites cannot use, and closes it", async () => {
    const { email, password } = demo("board");
    const answer = await signIn(email, password);
    expect(answer.status).toBe(200);
    const cookie = answer.headers.get("set-cookie")!;
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    const headers = new Headers({ cookie: cookieOf(answer) });
    expect(await personOf(headers)).toMatchObject({ email, name: "Demo tumour board" });
    expect((await post("/sign-out", {}, { cookie: cookieOf(answer) })).status).toBe(200);
    expect(await personOf(headers)).toBeNull();
  });

  it("turns away a wrong password and a stranger alike", async () => {
    const answers = [await signIn(demo("board").email, "wrong"), await signIn("nobody@demo.nadir.example", "wrong")];
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: "INVALID_EMAIL_OR_PASSWORD" });
    }
  });

  it("stops guessing after eight failures for an address", async () => {
    const { email, password } = demo("reader");
    for (let n = 0; n < 8; n++) expect((await signIn(email, "wrong")).status).toBe(401);
    const answer = await signIn(email, password);
    expect(answer.status).toBe(429);
    expect(await answer.json()).toMatchObject({ code: "TOO_MANY_FAILURES" });
  });

  it("lets nobody sign up, and no other origin in", async () => {
    const up = await post("/sign-up/email", { email: "x@y.example", password: "long enough password", name: "X" });
    expect(up.status).toBeGreaterThanOrEqual(400);
    const [made] = await test.admin`select 1 from identity."user" where email = 'x@y.example'`;
    expect(made).toBeUndefined();
    const foreign = await post(
      "/sign-in/email",
      { email: demo("board").email, password: demo("board").password, callbackURL: "https://elsewhere.example" },
      { origin: "https://elsewhere.example", cookie: "x=y" },
    );
    expect(foreign.status).toBe(403);
  });

  it("is written to the log, without the password", async () => {
    // In the field for the address: it is refused and counted, but stands in a log that others read.
    await post("/sign-in/email", { email: demo("board").password, password: "whatever it was" });
    const events = await test.admin<{ action: string; payload: string }[]>`
      select action, payload from audit.event where action in ('sign-in', 'sign-in-refused')`;
    expect(new Set(events.map((e) => e.action))).toEqual(new Set(["sign-in", "sign-in-refused"]));
    expect(events.some((e) => e.payload.includes(demo("board").password))).toBe(false);
  });
});

describe("demo people", () => {
  it("keep their passwords in a file of the owner's, hashed with argon2id in the database", async () => {
    expect((await stat(demoSignInFile(home))).mode & 0o777).toBe(0o600);
    const [row] = await test.admin<{ password: string }[]>`select password from identity.account limit 1`;
    expect(row?.password).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    expect(new Set(people.map((p) => p.password)).size).toBe(9);
  });

  it("join the trials that have come since, and a second time nothing is written", async () => {
    const trial = await plantTrial(test.db);
    await seedDemoPeople({ db: test.db, home });
    const count = async () => (await test.admin`select count(*)::int as n from audit.event`)[0]!["n"] as number;
    const members = await test.admin`select role from identity.membership where trial_id = ${trial.id}`;
    expect(members).toHaveLength(9);
    const before = await count();
    const written = (await stat(demoSignInFile(home))).mtimeMs;
    expect(await seedDemoPeople({ db: test.db, home })).toEqual(people);
    expect(await count()).toBe(before);
    expect((await stat(demoSignInFile(home))).mtimeMs).toBe(written);
  });

  it("get new passwords when the file was lost", async () => {
    await writeFile(demoSignInFile(home), "not JSON");
    const again = await seedDemoPeople({ db: test.db, home });
    const { email, password } = again.find((p) => p.id === "administrator")!;
    expect(password).not.toBe(demo("administrator").password);
    expect((await signIn(email, password)).status).toBe(200);
    expect(JSON.parse(await readFile(demoSignInFile(home), "utf8"))).toEqual({ people: again });
  });
});

describe("permissions", () => {
  it("are those of the roles in that trial, until they are revoked", async () => {
    const trial = await plantTrial(test.db, "permissions-trial");
    await seedDemoPeople({ db: test.db, home });
    const [row] = await test.admin<{ id: string }[]>`
      select id from identity."user" where email = ${demo("board").email}`;
    const board = row!.id;
    const ask = (permission: "decide" | "import") =>
      asPerson(test.db, board, (tx) => requirePermission(tx, board, trial.id, permission));
    expect((await ask("decide")).has("read-record")).toBe(true);
    await expect(ask("import")).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await asSystem(test.db, "revoke for a test", async (tx) => {
      await tx.sql`update identity.membership set revoked_at = now() where user_id = ${board} and trial_id = ${trial.id}`;
    });
    await expect(ask("decide")).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });
});
