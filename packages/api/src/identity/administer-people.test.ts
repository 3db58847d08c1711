import { verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import type { Refusal } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { lockedUntil, noteFailure } from "./failed-attempts.ts";
import {
  actOnPerson,
  changeRole,
  chooseOwnPassword,
  confirmPerson,
  invitePerson,
  listAdministered,
  listAdministeredTrials,
  readRoleAt,
  requireSecondFactor,
} from "./index.ts";

let test: TestDatabase;
const [CHIEF, SECOND, OTHER, AT_SITE] = ["chief", "second", "other", "at-site"];
beforeAll(async () => {
  test = await testDatabase();
  const small = await plantTrial(test.db);
  const far = await plantTrial(test.db, "far-trial");
  await plantPerson(test.db, small.id, "administrator", null, CHIEF);
  await plantPerson(test.db, small.id, "administrator", null, SECOND);
  await plantPerson(test.db, far.id, "administrator", null, OTHER);
  await plantPerson(test.db, small.id, "administrator", small.sites.north, AT_SITE);
});
afterAll(() => test.close());

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: Refusal) => error.code ?? String(error),
  );
const invite = (by: string, email: string, ...roles: string[]) =>
  invitePerson(test.db, by, { email, name: "Uma Vik", roles: roles.map(readRoleAt) });
const seen = async (by: string, email: string) => (await listAdministered(test.db, by)).find((p) => p.email === email);
const change = (by: string, email: string, role: string, held: boolean) =>
  codeOf(changeRole(test.db, by, { email, role: readRoleAt(role), held }));

describe("an administrator of a trial", () => {
  it("invites with roles per site, gives and ends roles, and the log names the administrator", async () => {
    const made = await invite(CHIEF, "Uma@site.example", "reader@small-trial/north");
    expect(await seen(CHIEF, made.email)).toMatchObject({
      name: "Uma Vik",
      state: "one-time",
      secondFactor: false,
      sessions: 0,
      isElsewhere: false,
      lockedUntil: null,
      roles: [{ role: "reader", trial: "small-trial", site: "north" }],
    });
    expect(await change(CHIEF, made.email, "board@small-trial", true)).toBe("done");
    expect(await change(CHIEF, made.email, "board@small-trial", true)).toBe("ROLE_HELD");
    expect(await change(CHIEF, made.email, "reader@small-trial/north", false)).toBe("done");
    const { id, roles } = (await seen(SECOND, made.email))!;
    expect(roles).toEqual([{ role: "board", trial: "small-trial", site: null }]);
    const events = await test.admin<{ actor: string; action: string; payload: string }[]>`
      select actor, action, payload from audit.event where object = ${`person:${id}`} order by seq`;
    expect(events.map((e) => e.action)).toEqual([
      "person-added",
      "password-set",
      "role-granted",
      "role-granted",
      "role-revoked",
    ]);
    expect(new Set(events.map((e) => e.actor))).toEqual(new Set([CHIEF]));
    expect(events.some((e) => e.payload.includes(made.password))).toBe(false);
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });

  it("resets, ends sessions and disables only whom they look after altogether", async () => {
    const made = await invite(CHIEF, "vic@site.example", "reader@small-trial");
    const { id } = (await seen(CHIEF, made.email))!;
    await chooseOwnPassword(test.db, {
      personId: id,
      oneTime: made.password,
      chosen: "seven grey herons wade",
      sessionId: null,
    });
    const own = { email: made.email, password: "seven grey herons wade" };
    expect(await confirmPerson(test.db, own)).not.toBeNull();
    await test.admin`insert into identity.session (id, token, expires_at, user_id)
                     values ('s', 's', now() + interval '1 hour', ${id})`;
    expect((await seen(CHIEF, made.email))?.sessions).toBe(1);
    expect(await actOnPerson(test.db, CHIEF, made.email, "end-sessions")).toBeNull();
    expect((await seen(CHIEF, made.email))?.sessions).toBe(0);
    const again = await actOnPerson(test.db, CHIEF, made.email, "one-time-password");
    expect(again?.password).toMatch(/^\S{23}$/);
    expect(await confirmPerson(test.db, own)).toBeNull();
    expect(await codeOf(actOnPerson(test.db, CHIEF, made.email, "remove-second-factor"))).toBe("SECOND_FACTOR_OFF");

    expect(await change(OTHER, made.email, "reader@far-trial", true)).toBe("done");
    for (const act of ["one-time-password", "end-sessions", "remove-second-factor", "disable"] as const)
      for (const by of [CHIEF, OTHER])
        expect(await codeOf(actOnPerson(test.db, by, made.email, act))).toBe("PERSON_ELSEWHERE");
    expect((await seen(CHIEF, made.email))?.roles).toEqual([{ role: "reader", trial: "small-trial", site: null }]);
    expect(await change(OTHER, made.email, "reader@far-trial", false)).toBe("done");
    expect(await actOnPerson(test.db, CHIEF, made.email, "disable")).toBeNull();
    expect(await seen(CHIEF, made.email)).toMatchObject({ state: "disabled", roles: [] });
  });

  it("tells who is locked out, and unlocks whom they look after altogether", async () => {
    const made = await invite(CHIEF, "lou@site.example", "reader@small-trial");
    const { id } = (await seen(CHIEF, made.email))!;
    const unlock = (by: string) => codeOf(actOnPerson(test.db, by, made.email, "unlock"));
    expect((await seen(CHIEF, made.email))?.lockedUntil).toBeNull();
    expect(await unlock(CHIEF)).toBe("NOT_LOCKED");
    for (const of of [`sign-in:${made.email}`, `password:${id}`]) {
      for (let n = 0; n < 8; n++) {
        expect((await seen(CHIEF, made.email))?.lockedUntil).toBeNull();
        await noteFailure(test.db, of, { atSignIn: undefined, email: "somebody@test.example" });
      }
      expect((await seen(CHIEF, made.email))?.lockedUntil).toEqual(await lockedUntil(test.db, of));
      expect(await unlock(OTHER)).toBe("PERSON_UNKNOWN");
      expect(await unlock(AT_SITE)).toBe("PERSON_UNKNOWN");
      expect(await unlock(CHIEF)).toBe("done");
      expect(await lockedUntil(test.db, of)).toBeNull();
    }
    const events = await test.admin`
      select actor from audit.event where object = ${`person:${id}`} and action = 'sign-in-unlocked'`;
    expect(events.map(({ actor }) => actor)).toEqual([CHIEF, CHIEF]);
  });

  it("tells the log once of the failure that locks, also where several fail at the same moment; each counts before it is told", async () => {
    const email = "together@test.example";
    const of = `sign-in:${email}`;
    let told = 0;
    const fail = () =>
      noteFailure(test.db, of, { atSignIn: undefined, email }, async () => {
        const [row] = await test.admin<{ n: number }[]>`
          select count(*)::int as n from identity.failed_attempt where of = ${of}`;
        expect(row!.n).toBeGreaterThan(told++);
      });
    for (let n = 0; n < 6; n++) await fail();
    await Promise.all([fail(), fail(), fail()]);
    expect(await lockedUntil(test.db, of)).not.toBeNull();
    const locks = await test.admin`
      select object from audit.event where action = 'sign-in-locked' and payload::jsonb ->> 'email' = ${email}`;
    expect(locks).toHaveLength(1);
    const refused = noteFailure(test.db, of, { atSignIn: undefined, email }, () => Promise.reject(new Error("no log")));
    await expect(refused).rejects.toThrow("no log");
    const [row] = await test.admin<{ n: number }[]>`
      select count(*)::int as n from identity.failed_attempt where of = ${of}`;
    expect(row!.n).toBe(10);
  });

  it("requires a second factor of roles of their own trials", async () => {
    const require = (by: string, trial: string) =>
      codeOf(requireSecondFactor(test.db, by, { trial, role: "statistician", required: true }));
    expect(await require(CHIEF, "small-trial")).toBe("done");
    expect(await require(CHIEF, "far-trial")).toBe("TRIAL_UNKNOWN");
    expect(await require(AT_SITE, "small-trial")).toBe("NOT_ALLOWED");
    expect(await listAdministeredTrials(test.db, CHIEF)).toEqual([
      {
        key: "small-trial",
        title: "Trial small-trial",
        sites: [
          { key: "north", name: "North hospital" },
          { key: "south", name: "South hospital" },
        ],
        secondFactor: ["statistician"],
      },
    ]);
    expect(await listAdministeredTrials(test.db, AT_SITE)).toEqual([]);
  });
});

describe("two-person rules", () => {
  it.each([
    [
      "nobody gives themselves a role",
      () => change(CHIEF, `${CHIEF}@test.example`, "statistician@small-trial", true),
      "OWN_ROLES",
    ],
    ["nor ends one", () => change(CHIEF, `${CHIEF}@test.example`, "administrator@small-trial", false), "OWN_ROLES"],
    [
      "nor resets themselves",
      () => codeOf(actOnPerson(test.db, CHIEF, `${CHIEF}@test.example`, "disable")),
      "OWN_ACCOUNT",
    ],
    ["not into another's trial", () => codeOf(invite(CHIEF, "w@site.example", "reader@far-trial")), "TRIAL_UNKNOWN"],
    [
      "not in part into another's trial",
      () => codeOf(invite(CHIEF, "w@site.example", "reader@small-trial", "reader@far-trial")),
      "TRIAL_UNKNOWN",
    ],
    [
      "not by who administers one site",
      () => codeOf(invite(AT_SITE, "w@site.example", "reader@small-trial/north")),
      "NOT_ALLOWED",
    ],
    ["not without a role", () => codeOf(invite(CHIEF, "w@site.example")), "ROLE_MISSING"],
    [
      "not whom one does not know",
      () => codeOf(actOnPerson(test.db, CHIEF, `${OTHER}@test.example`, "disable")),
      "PERSON_UNKNOWN",
    ],
    [
      "not the service person",
      () => codeOf(actOnPerson(test.db, CHIEF, "system@nadir.invalid", "disable")),
      "PERSON_UNKNOWN",
    ],
  ])("%s", async (_what, work, code) => {
    const before = await listAdministered(test.db, CHIEF);
    expect(await work()).toBe(code);
    expect(await listAdministered(test.db, CHIEF)).toEqual(before);
    expect(await test.admin`select 1 from identity."user" where email = 'w@site.example'`).toHaveLength(0);
  });
});
