import { asPerson } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantTrial } from "../read/testing/plant-trial.ts";
import {
  type Auth,
  actOnPerson,
  createAuth,
  disablePerson,
  passkeysOf,
  requireSecondFactor,
  resetPassword,
  sessionsOf,
} from "./index.ts";
import { authenticator } from "./testing/authenticator.ts";
import { actsOf, type Browser, OWN, browser as openBrowser, newPerson as plantPerson } from "./testing/browser.ts";

let test: TestDatabase;
let auth: Auth;
const origin = "https://nadir.hospital.example";
const second = "https://nadir.other.example";

beforeAll(async () => {
  test = await testDatabase();
  auth = createAuth({ db: test.db, secret: "a secret for tests that is long enough", origins: [origin, second] });
  await plantTrial(test.db);
});
afterAll(() => test.close());

const browser = (at = origin) => openBrowser({ test, auth: () => auth, origin: at });
const newPerson = (word: string, role?: string) => plantPerson(test, word, role);
type Device = ReturnType<typeof authenticator>;
type Asked = { challenge: string };

/** The person, signed in by password, adds this device. */
async function add(at: Browser, device: Device, name = "Key in the drawer") {
  const { status, body } = await at.post("/passkey/begin-adding", { password: OWN });
  expect(status).toBe(200);
  const { challenge } = body as unknown as Asked;
  return at.post("/passkey/add", { name, response: device.make({ challenge, origin }) });
}
async function withPasskey(word: string, role?: string) {
  const person = await newPerson(word, role);
  const at = browser();
  await at.signIn(person.email);
  const device = authenticator(person.id);
  expect((await add(at, device)).status).toBe(200);
  return { person, at, device };
}
async function challenged(at: Browser): Promise<string> {
  const { status, body } = await at.post("/passkey/begin-sign-in", {});
  expect(status).toBe(200);
  return (body as unknown as Asked).challenge;
}
async function signInWith(at: Browser, device: Device, change: Partial<Parameters<Device["show"]>[0]> = {}) {
  const challenge = await challenged(at);
  return at.post("/passkey/sign-in", { response: device.show({ challenge, origin, ...change }) });
}
const said = ({ status, body }: { status: number; body: Record<string, unknown> }) => [status, body["code"]];

describe("a passkey", () => {
  it("is added with the password given again, and then opens a session that stands for both factors", async () => {
    const kim = await newPerson("kim");
    const at = browser();
    await at.signIn(kim.email);
    expect(said(await at.post("/passkey/begin-adding", { password: "not the password" }))).toEqual([
      400,
      "INVALID_PASSWORD",
    ]);
    const begun = await at.post("/passkey/begin-adding", { password: OWN });
    expect(begun.body).toMatchObject({
      rp: { id: "nadir.hospital.example", name: "Nadir" },
      user: { id: Buffer.from(kim.id).toString("base64url"), name: kim.email },
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    const device = authenticator(kim.id);
    expect((await add(at, device, "Blue key")).status).toBe(200);
    expect(await passkeysOf(test.db, kim.id)).toMatchObject([{ name: "Blue key", lastUsed: null }]);
    expect(said(await add(at, device))).toEqual([409, "PASSKEY_KNOWN"]);

    const other = browser();
    expect((await other.session()).person).toBeNull();
    expect((await signInWith(other, device)).status).toBe(200);
    expect((await other.session()).person).toEqual(kim);
    expect((await passkeysOf(test.db, kim.id))[0]!.lastUsed).toBeInstanceOf(Date);
    expect((await sessionsOf(test.db, kim.id)).map((s) => s.signedInBy).sort()).toEqual(["passkey", "password"]);
    expect([...other.jar.keys()]).toEqual(["__Host-nadir.session_token"]);
    const acts = await actsOf(test, kim.id);
    expect(acts.slice(acts.indexOf("sign-in"))).toEqual(["sign-in", "password-refused", "passkey-added", "sign-in"]);

    // A role that requires a second factor is content with the passkey, and not with the password alone.
    const chief = await newPerson("chief", "administrator");
    await requireSecondFactor(test.db, chief.id, { trial: "small-trial", role: "reader", required: true });
    expect((await other.session()).person).toEqual(kim);
    expect(await at.session()).toMatchObject({ person: null, toEnrol: { id: kim.id } });
    expect(said(await at.post("/passkey/begin-adding", { password: OWN }))).toEqual([403, "NOT_SIGNED_IN"]);
    await requireSecondFactor(test.db, chief.id, { trial: "small-trial", role: "reader", required: false });
  });

  it("is not taken for a forged or an old challenge, from another page, unverified, or of another's making", async () => {
    const { person, device } = await withPasskey("lea");
    const { person: eve, device: theirs } = await withPasskey("eve");
    const at = browser();
    const refused = [401, "PASSKEY_REFUSED"];
    expect(
      said(await signInWith(at, device, { challenge: Buffer.from("a challenge of mine").toString("base64url") })),
    ).toEqual(refused);
    expect(said(await signInWith(at, device, { origin: "https://elsewhere.example" }))).toEqual(refused);
    expect(said(await signInWith(at, device, { origin: second, rpId: "nadir.hospital.example" }))).toEqual(refused);
    expect(said(await signInWith(at, device, { rpId: "elsewhere.example" }))).toEqual(refused);
    expect(said(await signInWith(at, device, { verified: false }))).toEqual(refused);
    expect(said(await signInWith(at, authenticator(person.id)))).toEqual(refused);
    // Eve's device says that it is Lea's, by the credential, by the person, and by both.
    for (const as of [{ id: device.id }, { handle: person.id }, { id: device.id, handle: person.id }]) {
      const challenge = await challenged(at);
      expect(said(await at.post("/passkey/sign-in", { response: theirs.show({ challenge, origin }, as) }))).toEqual(
        refused,
      );
    }
    expect((await at.session()).person).toBeNull();
    const why = await test.admin<{ why: string | null }[]>`
      select payload::jsonb ->> 'why' as why from audit.event where action = 'sign-in-refused' and object = ${`person:${person.id}`}`;
    expect(why.map((r) => r.why)).toEqual([
      expect.stringContaining("Unexpected authentication response challenge"),
      expect.stringContaining("Unexpected authentication response origin"),
      expect.stringContaining("Unexpected authentication response origin"),
      expect.stringMatching(/RP ID/),
      expect.stringContaining("User verification required"),
      "made for another person",
      "the signature is not this passkey's",
    ]);
    // Another address of the portal is another page: its challenge is not this one's.
    const challenge = await challenged(at);
    expect(said(await at.post("/passkey/sign-in", { response: device.show({ challenge, origin }) }, second))).toEqual([
      400,
      "PASSKEY_TOO_LATE",
    ]);
    expect(said(await at.post("/passkey/begin-sign-in", {}, "https://elsewhere.example"))[0]).toBe(400);
    expect((await signInWith(browser(), theirs)).status).toBe(200);
    expect(eve.id).not.toBe(person.id);
  });

  it("opens once a challenge, in the browser that asked, within five minutes", async () => {
    const { device } = await withPasskey("mia");
    const at = browser();
    const challenge = await challenged(at);
    const ticket = new Map(at.jar);
    const response = device.show({ challenge, origin });
    const stranger = browser();
    const late = [400, "PASSKEY_TOO_LATE"];
    expect(said(await stranger.post("/passkey/sign-in", { response }))).toEqual(late);
    expect((await at.post("/passkey/sign-in", { response })).status).toBe(200);
    for (const [name, value] of ticket) stranger.jar.set(name, value);
    expect(said(await stranger.post("/passkey/sign-in", { response })), "sent again").toEqual(late);
    const slow = browser();
    const old = await challenged(slow);
    await test.admin`update identity.verification set expires_at = now() - interval '1 second'`;
    expect(said(await slow.post("/passkey/sign-in", { response: device.show({ challenge: old, origin }) }))).toEqual(
      late,
    );
    // A ticket for adding is none for signing in.
    const adding = (await withPasskey("noa")).at;
    const begun = (await adding.post("/passkey/begin-adding", { password: OWN })).body as unknown as Asked;
    expect(
      said(await adding.post("/passkey/sign-in", { response: device.show({ challenge: begun.challenge, origin }) })),
    ).toEqual(late);
  });

  it("whose counter goes back is a copy and is refused; one that never counts is taken", async () => {
    const { device } = await withPasskey("ida");
    device.setCounter(41);
    expect((await signInWith(browser(), device)).status).toBe(200);
    device.setCounter(41);
    expect(said(await signInWith(browser(), device)), "the same count again").toEqual([401, "PASSKEY_REFUSED"]);
    device.setCounter(7);
    expect(said(await signInWith(browser(), device))).toEqual([401, "PASSKEY_REFUSED"]);
    device.setCounter(42);
    expect((await signInWith(browser(), device)).status).toBe(200);
    // Device and copy at the same moment, with the same count: one of the two.
    const both = [browser(), browser(), browser()];
    const shown = [];
    for (const at of both) {
      device.setCounter(60);
      shown.push({ at, response: device.show({ challenge: await challenged(at), origin }) });
    }
    const answers = await Promise.all(shown.map(({ at, response }) => at.post("/passkey/sign-in", { response })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401, 401]);
    const { device: still } = await withPasskey("ada");
    for (let n = 0; n < 2; n++) {
      still.setCounter(-1);
      expect((await signInWith(browser(), still)).status).toBe(200);
    }
  });

  it("that was made elsewhere, for another challenge, or without a finger, face or PIN is not kept", async () => {
    const person = await newPerson("uma");
    const at = browser();
    await at.signIn(person.email);
    const device = authenticator(person.id);
    for (const change of [
      { challenge: Buffer.from("mine").toString("base64url") },
      { origin: "https://elsewhere.example" },
      { rpId: "elsewhere.example" },
      { verified: false },
    ]) {
      const { challenge } = (await at.post("/passkey/begin-adding", { password: OWN })).body as unknown as Asked;
      const response = device.make({ challenge, origin, ...change });
      expect(said(await at.post("/passkey/add", { name: "Key", response }))).toEqual([409, "PASSKEY_NOT_MADE"]);
    }
    // What one person began, another does not end.
    const { challenge } = (await at.post("/passkey/begin-adding", { password: OWN })).body as unknown as Asked;
    const other = browser();
    await other.signIn((await newPerson("ivo")).email);
    for (const [name, value] of at.jar) if (name.endsWith("passkey_adding")) other.jar.set(name, value);
    expect(
      said(await other.post("/passkey/add", { name: "Key", response: device.make({ challenge, origin }) })),
    ).toEqual([400, "PASSKEY_TOO_LATE"]);
    expect((await browser().post("/passkey/begin-adding", { password: OWN })).status).toBe(401);
    expect(await passkeysOf(test.db, person.id)).toEqual([]);
  });
});

describe("what holds for a password holds for a passkey", () => {
  it("an address that failed eight times is locked for it too, and its failures count", async () => {
    const { person, device } = await withPasskey("zoe");
    for (let n = 0; n < 4; n++) await browser().signIn(person.email, "not it, not it");
    for (let n = 0; n < 4; n++) expect((await signInWith(browser(), device, { verified: false })).status).toBe(401);
    expect(said(await signInWith(browser(), device))).toEqual([429, "TOO_MANY_FAILURES"]);
    expect(said(await browser().signIn(person.email))).toEqual([429, "TOO_MANY_FAILURES"]);
    await test.admin`update identity.failed_attempt set at = at - interval '15 minutes'`;
    expect((await signInWith(browser(), device)).status).toBe(200);
  });

  it("a password that somebody else has set is chosen first; a disabled person is let in by nothing", async () => {
    const { person, device } = await withPasskey("kit");
    await resetPassword(test.db, person.email);
    const at = browser();
    expect((await signInWith(at, device)).status).toBe(200);
    expect(await at.session()).toMatchObject({ person: null, toChoose: { id: person.id } });
    await disablePerson(test.db, person.email);
    expect(await at.session()).toMatchObject({ person: null, toChoose: null });
    expect(said(await signInWith(browser(), device))).toEqual([401, "PASSKEY_REFUSED"]);
    await resetPassword(test.db, person.email);
    expect(said(await signInWith(browser(), device)), "nor later").toEqual([401, "PASSKEY_REFUSED"]);
  });
});

describe("a passkey is removed", () => {
  it("by its owner with the password, and by nobody else", async () => {
    const { person, at, device } = await withPasskey("ben");
    const other = (await withPasskey("cem")).at;
    const [own] = await passkeysOf(test.db, person.id);
    expect(said(await other.post("/passkey/remove", { passkey: own!.id, password: OWN }))).toEqual([
      409,
      "PASSKEY_NOT_FOUND",
    ]);
    expect(said(await at.post("/passkey/remove", { passkey: own!.id, password: "not it" }))).toEqual([
      400,
      "INVALID_PASSWORD",
    ]);
    expect((await at.post("/passkey/remove", { passkey: own!.id, password: OWN })).status).toBe(200);
    expect(said(await signInWith(browser(), device))).toEqual([401, "PASSKEY_REFUSED"]);
    expect((await actsOf(test, person.id)).filter((a) => a.startsWith("passkey"))).toEqual([
      "passkey-added",
      "passkey-removed",
    ]);
    // The database itself shows nobody another's, and lets nobody plant one.
    const seen = await asPerson(test.db, person.id, ({ sql }) => sql`select 1 from identity.passkey`);
    expect(seen).toEqual([]);
    const planted = asPerson(
      test.db,
      person.id,
      ({ sql }) => sql`
        insert into identity.passkey (id, user_id, name, credential_id, public_key, counter, transports)
        select 'x', id, 'x', 'x', 'x', 0, '{}' from identity."user" where email = 'cem@site.example'`,
    );
    await expect(planted).rejects.toMatchObject({ code: "NOT_A_MEMBER" });
  });

  it("by an administrator of the person's trial, whose sessions end; by no other", async () => {
    const { person, device } = await withPasskey("dan");
    const chief = await newPerson("boss", "administrator");
    const reader = await newPerson("rea");
    const at = browser();
    await signInWith(at, device);
    const act = (by: string) => actOnPerson(test.db, by, person.email, "remove-passkeys");
    await expect(act(reader.id)).rejects.toMatchObject({ code: "PERSON_UNKNOWN" });
    await act(chief.id);
    expect((await at.session()).person).toBeNull();
    expect(await passkeysOf(test.db, person.id)).toEqual([]);
    expect((await actsOf(test, person.id)).at(-1)).toBe("passkeys-removed");
    await expect(act(chief.id)).rejects.toMatchObject({ code: "PASSKEY_NONE" });
    // Who never had one signs in as before.
    expect((await browser().signIn(reader.email)).status).toBe(200);
  });
});
