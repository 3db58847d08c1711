import { asPerson, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import type { Refusal } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantTrial } from "../read/testing/plant-trial.ts";
import {
  type Auth,
  addPerson,
  chooseOwnPassword,
  confirmPerson,
  createAuth,
  disablePerson,
  grantRole,
  listPeople,
  membershipsOf,
  personByEmail,
  readRoleAt,
  resetPassword,
  revokeRole,
  sessionOf,
} from "./index.ts";

let test: TestDatabase;
let auth: Auth;
const origin = "http://127.0.0.1:3998";
const OWN = "a password of my own";
beforeAll(async () => {
  test = await testDatabase();
  auth = createAuth({ db: test.db, secret: "a secret for tests that is long enough", origins: [origin] });
  await plantTrial(test.db);
});
afterAll(() => test.close());

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: Refusal) => error.code,
  );
const post = (path: string, body: unknown, cookie = "") =>
  auth.handler(
    new Request(`${origin}/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin, cookie },
      body: JSON.stringify(body),
    }),
  );
async function signIn(email: string, password: string) {
  const answer = await post("/sign-in/email", { email, password });
  const cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0]!;
  return { status: answer.status, cookie, ...(await sessionOf({ auth, db: test.db }, new Headers({ cookie }))) };
}
const person = async (email: string) => (await listPeople(test.db)).find((p) => p.email === email);
const add = (email: string, ...roles: string[]) =>
  addPerson(test.db, { email, name: "Ada Berg", roles: roles.map(readRoleAt) });

describe("a person made without the demo", () => {
  it("signs in once with the one-time password, chooses their own, and only then is somebody", async () => {
    const made = await add("Ada@Site.example", "statistician@small-trial", "reader@small-trial/north");
    expect(await person("ada@site.example")).toEqual({
      name: "Ada Berg",
      email: "ada@site.example",
      state: "one-time",
      roles: [
        { role: "reader", trial: "small-trial", site: "north" },
        { role: "statistician", trial: "small-trial", site: null },
      ],
    });
    const first = await signIn(made.email, made.password);
    expect(first).toMatchObject({ status: 200, person: null, toChoose: { email: made.email } });
    expect(await confirmPerson(test.db, made)).toBeNull();
    // The library's own way to another password is shut: it would leave the mark of the one-time password.
    const around = await post("/change-password", { currentPassword: made.password, newPassword: OWN }, first.cookie);
    expect(around.status).toBe(404);

    // Somebody else read it too and came in by it: what the person chooses must not make them that person.
    const stranger = await signIn(made.email, made.password);
    const personId = first.toChoose!.id;
    const choose = (oneTime: string, chosen: string) =>
      codeOf(chooseOwnPassword(test.db, { personId, oneTime, chosen, sessionId: first.sessionId }));
    expect(await choose("not the password", OWN)).toBe("PASSWORD_WRONG");
    expect(await choose(made.password, "short")).toBe("PASSWORD_TOO_SHORT");
    expect(await choose(made.password, made.password)).toBe("PASSWORD_SAME");
    expect(await choose(made.password, OWN)).toBe("done");
    expect(await choose(made.password, "another of my own")).toBe("PASSWORD_IS_OWN");
    const of = ({ cookie }: { readonly cookie: string }) => sessionOf({ auth, db: test.db }, new Headers({ cookie }));
    expect((await of(first)).person).toMatchObject({ id: personId });
    expect(await of(stranger)).toMatchObject({ person: null, toChoose: null, sessionId: null });

    expect((await signIn(made.email, made.password)).status).toBe(401);
    expect(await signIn(made.email, OWN)).toMatchObject({ status: 200, person: { id: personId }, toChoose: null });
    expect(await confirmPerson(test.db, { email: made.email, password: OWN })).toMatchObject({ id: personId });
    const held = await asPerson(test.db, personId, (tx) => membershipsOf(tx, personId));
    expect(held.map((m) => [m.role, m.siteId === null])).toEqual([
      ["reader", false],
      ["statistician", true],
    ]);
  });

  it("cannot use a one-time password that has expired", async () => {
    const made = await add("late@site.example");
    await test.admin`update identity.account set one_time_until = now() - interval '1 minute'
                      where user_id = (select id from identity."user" where email = 'late@site.example')`;
    const { toChoose } = await signIn(made.email, made.password);
    expect(
      await codeOf(
        chooseOwnPassword(test.db, { personId: toChoose!.id, oneTime: made.password, chosen: OWN, sessionId: null }),
      ),
    ).toBe("PASSWORD_EXPIRED");
  });

  it("loses roles one by one, and all with sign-in and session when disabled; what they are stays", async () => {
    const made = await add("ben@site.example", "reader@small-trial", "board@small-trial");
    const { id } = (await personByEmail(test.db, made.email))!;
    await chooseOwnPassword(test.db, { personId: id, oneTime: made.password, chosen: OWN, sessionId: null });
    const { cookie } = await signIn(made.email, OWN);
    await revokeRole(test.db, made.email, readRoleAt("reader@small-trial"));
    expect((await person(made.email))?.roles).toEqual([{ role: "board", trial: "small-trial", site: null }]);
    await disablePerson(test.db, made.email);
    expect(await person(made.email)).toMatchObject({ state: "disabled", roles: [] });
    expect(await sessionOf({ auth, db: test.db }, new Headers({ cookie }))).toMatchObject({
      person: null,
      toChoose: null,
    });
    expect((await signIn(made.email, OWN)).status).toBe(401);
    expect(await confirmPerson(test.db, { email: made.email, password: OWN })).toBeNull();
    // A new one-time password is the way back; the roles are given anew.
    const again = await resetPassword(test.db, made.email);
    expect((await signIn(made.email, again.password)).toChoose?.id).toBe(id);
    const rows = await test.admin`select 1 from identity.membership where user_id = ${id}`;
    expect(rows).toHaveLength(2);
  });

  it.each([
    ["no address", () => add("ada"), "EMAIL_UNREADABLE"],
    ["an address that is known", () => add("ada@site.example"), "PERSON_EXISTS"],
    ["no name", () => addPerson(test.db, { email: "x@site.example", name: " ", roles: [] }), "NAME_MISSING"],
    ["a trial that is not here", () => add("y@site.example", "reader@other"), "TRIAL_UNKNOWN"],
    ["a site that the trial has not", () => add("y@site.example", "reader@small-trial/west"), "SITE_UNKNOWN"],
    ["a role twice", () => add("y@site.example", "reader@small-trial", "reader@small-trial"), "ROLE_HELD"],
    ["a role that nobody has", async () => readRoleAt("surgeon@small-trial"), "ROLE_UNREADABLE"],
    [
      "a role that is not held",
      () => revokeRole(test.db, "ada@site.example", readRoleAt("board@small-trial")),
      "ROLE_NOT_HELD",
    ],
    ["nobody", () => grantRole(test.db, "nobody@site.example", readRoleAt("board@small-trial")), "PERSON_UNKNOWN"],
    ["the service person", () => disablePerson(test.db, "system@nadir.invalid"), "PERSON_UNKNOWN"],
  ])("refuses %s, and writes nothing", async (_what, work, code) => {
    const before = await listPeople(test.db);
    expect(await codeOf(work())).toBe(code);
    expect(await listPeople(test.db)).toEqual(before);
  });

  it("leaves every act in the log, no password in it, and a chain that holds", async () => {
    const events = await test.admin<{ action: string; payload: string }[]>`
      select action, payload from audit.event where object like 'person:%' order by seq`;
    const acts = new Set(events.map((e) => e.action));
    for (const act of [
      "person-added",
      "password-set",
      "role-granted",
      "password-chosen",
      "role-revoked",
      "person-disabled",
    ])
      expect(acts).toContain(act);
    const text = events.map((e) => e.payload).join("\n");
    expect(text).not.toContain(OWN);
    expect(text).not.toMatch(/\b[a-z2-9]{5}(-[a-z2-9]{5}){3}\b|argon2/);
    expect(await verifyAudit(test.db, { anchors: [] })).toMatchObject({ ok: true });
  });
});
