import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantTrial } from "../../read/testing/plant-trial.ts";
import {
  type Auth,
  addPerson,
  createAuth,
  disablePerson,
  personByEmail,
  readRoleAt,
  requireSecondFactor,
  resetPassword,
  sessionsOf,
} from "../index.ts";
import { actsOf, type Browser, newPerson, OWN, browser as openBrowser } from "../testing/browser.ts";
import { openIssuer, type Told } from "../testing/issuer.ts";
import { codeOfTheStepBefore, fromBase32, totp } from "../testing/totp.ts";
import { provider } from "./provider.ts";

let test: TestDatabase;
let auth: Auth;
let issuer: Awaited<ReturnType<typeof openIssuer>>;
const origin = "https://nadir.hospital.example";
const secret = "a secret for tests that is long enough";
/** As the portal's own: a place of a trial, else home. */
const wayIn = (asked: string | undefined) => (asked?.startsWith("/trials/") ? asked : "/home");

beforeAll(async () => {
  test = await testDatabase();
  issuer = await openIssuer();
  auth = createAuth({ db: test.db, secret, origins: [origin], hospital: issuer.settings, wayIn });
  await plantTrial(test.db);
});
afterAll(async () => {
  await issuer.close();
  await test.close();
});

const browser = () => openBrowser({ test, auth: () => auth, origin });
const claimsOf = (email: string, more: object = {}) => ({ sub: `at ${email}`, email, email_verified: true, ...more });

/** From the button to the issuer. */
async function begin(at: Browser, to?: string): Promise<string> {
  const { status, body } = await at.post("/hospital/begin", to === undefined ? {} : { to });
  expect(status).toBe(200);
  return (body as unknown as { address: string }).address;
}
/** And back: where the browser is sent in the end. */
async function comeBack(at: Browser, back: URL): Promise<string | null> {
  const answer = await at.get(back.pathname.replace("/api/auth", "") + back.search);
  expect(answer.status).toBe(302);
  return answer.headers.get("location");
}
const through = async (at: Browser, told: Told) => comeBack(at, issuer.authorize(await begin(at), told));
const refusals = async () =>
  (
    await test.admin<{ why: string }[]>`
      select payload::jsonb ->> 'why' as why from audit.event where action = 'sign-in-refused' order by seq`
  ).map((r) => r.why);

describe("the hospital's sign-in", () => {
  it("lets in whom an administrator has made, by the verified address first and by the subject from then on", async () => {
    const kim = await newPerson(test, "kim");
    const at = browser();
    const address = new URL(await begin(at));
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      response_type: "code",
      redirect_uri: `${origin}/api/auth/hospital/callback`,
      code_challenge_method: "S256",
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(
      await comeBack(at, issuer.authorize(address.href, { claims: claimsOf("Kim@Site.example", { sub: "s1" }) })),
    ).toBe("/home");
    expect((await at.session()).person).toEqual(kim);
    // Another address there, the same subject: the same person. No address is asked for any more.
    const again = browser();
    expect(await through(again, { claims: { sub: "s1", email: "kim.new@site.example" } })).toBe("/home");
    expect((await again.session()).person).toEqual(kim);
    expect((await sessionsOf(test.db, kim.id)).map((s) => s.signedInBy)).toEqual(["hospital", "hospital"]);
    expect((await actsOf(test, kim.id)).slice(-3)).toEqual(["identity-linked", "sign-in", "sign-in"]);
    const kept = await test.admin`
      select account_id, access_token, refresh_token, id_token from identity.account where user_id = ${kim.id} and provider_id = ${issuer.settings.issuer}`;
    expect(kept).toEqual([{ account_id: "s1", access_token: null, refresh_token: null, id_token: null }]);
    // Another subject with her address is not she: addresses are given anew to others.
    expect(await through(browser(), { claims: claimsOf(kim.email, { sub: "s2" }) })).toBe("/sign-in?said=other");
    // The password goes on, for signing and for signing in.
    expect((await browser().signIn(kim.email)).status).toBe(200);
  });

  it("takes the address from where the access token is shown, when the ID token has none", async () => {
    const lea = await newPerson(test, "lea");
    const at = browser();
    const told = { claims: { sub: "apart" }, apart: { email: lea.email, email_verified: true } };
    expect(await through(at, told)).toBe("/home");
    expect((await at.session()).person).toEqual(lea);
  });

  it("makes nobody: unknown, unverified and unnamed get a sentence, a disabled person too", async () => {
    const people = async () => (await test.admin`select count(*)::int as n from identity."user"`)[0]!["n"] as number;
    const mia = await newPerson(test, "mia");
    const noa = await newPerson(test, "noa");
    expect(await through(browser(), { claims: claimsOf(noa.email) })).toBe("/home");
    const before = await people();
    expect(await through(browser(), { claims: claimsOf("stranger@site.example") })).toBe("/sign-in?said=unknown");
    for (const unsaid of [
      { email_verified: false },
      { email_verified: undefined },
      { email_verified: "true" },
      { email: undefined },
    ])
      expect(await through(browser(), { claims: claimsOf(mia.email, unsaid) })).toBe("/sign-in?said=unverified");
    await disablePerson(test.db, mia.email);
    expect(await through(browser(), { claims: claimsOf(mia.email) })).toBe("/sign-in?said=unknown");
    await disablePerson(test.db, noa.email);
    expect(await through(browser(), { claims: claimsOf(noa.email) }), "linked before").toBe("/sign-in?said=unknown");
    // The service person has an address and no account.
    expect(await through(browser(), { claims: claimsOf("system@nadir.invalid") })).toBe("/sign-in?said=unknown");
    expect(await people()).toBe(before);
  });

  it("believes no token that is forged, for another, of another, expired, or for another sign-in", async () => {
    const ida = await newPerson(test, "ida");
    const claims = claimsOf(ida.email);
    const now = Math.floor(Date.now() / 1000);
    const before = (await refusals()).length;
    for (const wrong of [
      { forged: { iss: "https://elsewhere.example" } },
      { forged: { aud: "another-portal" } },
      { forged: { exp: now - 600, iat: now - 900 } },
      { forged: { nonce: "another sign-in's" } },
      { forged: { nonce: undefined as unknown as string } },
      { byStranger: true },
    ]) {
      const at = browser();
      expect(await through(at, { claims, ...wrong }), JSON.stringify(wrong)).toBe("/sign-in?said=refused");
      expect((await at.session()).person).toBeNull();
    }
    expect((await refusals()).slice(before)).toEqual([
      expect.stringContaining('unexpected JWT "iss"'),
      expect.stringContaining('unexpected JWT "aud"'),
      expect.stringContaining('"exp"'),
      expect.stringContaining('unexpected ID Token "nonce"'),
      expect.stringContaining("nonce"),
      expect.stringContaining("signature"),
    ]);
  });

  it("ends only in the browser that began it, once, with its own state and code", async () => {
    const ada = await newPerson(test, "ada");
    const told = { claims: claimsOf(ada.email) };
    const at = browser();
    const back = issuer.authorize(await begin(at), told);
    const stranger = browser();
    // A login that somebody else began, thrust upon a person; and one that begun their own, with the other's answer.
    expect(await comeBack(stranger, back)).toBe("/sign-in?said=late");
    await begin(stranger);
    expect(await comeBack(stranger, back)).toBe("/sign-in?said=refused");
    const third = browser();
    const own = issuer.authorize(await begin(third), told);
    own.searchParams.set("state", "another");
    expect(await comeBack(third, own)).toBe("/sign-in?said=refused");
    const jar = new Map(at.jar);
    expect(await comeBack(at, back)).toBe("/home");
    const replay = browser();
    for (const [name, value] of jar) replay.jar.set(name, value);
    expect(await comeBack(replay, back)).toBe("/sign-in?said=late");
    expect((await replay.session()).person).toBeNull();
    // A code of one sign-in is none of another: PKCE binds it.
    const fourth = browser();
    const mine = new URL(issuer.authorize(await begin(fourth), told));
    const theirs = issuer.authorize(await begin(browser()), told);
    mine.searchParams.set("code", theirs.searchParams.get("code")!);
    expect(await comeBack(fourth, mine)).toBe("/sign-in?said=refused");
    expect(issuer.refusedAtToken.at(-1)).toBe("invalid_grant");
    const denied = browser();
    const no = new URL(issuer.authorize(await begin(denied), told));
    no.search = new URLSearchParams({ error: "access_denied", state: no.searchParams.get("state")! }).toString();
    expect(await comeBack(denied, no)).toBe("/sign-in?said=refused");
  });

  it("leads on to the place that was asked for, and keeps it in mind where it lets nobody in", async () => {
    const eva = await newPerson(test, "eva");
    const going = async (told: Told, to: string) => {
      const at = browser();
      return comeBack(at, issuer.authorize(await begin(at, to), told));
    };
    const place = "/trials/here/patients/P-1?day=2";
    expect(await going({ claims: claimsOf(eva.email) }, place)).toBe(place);
    expect(await going({ claims: claimsOf(eva.email) }, "https://elsewhere.example/")).toBe("/home");
    const away = { claims: claimsOf("stranger@site.example") };
    expect(await going(away, place)).toBe(`/sign-in?said=unknown&to=${encodeURIComponent(place)}`);
    expect(await going(away, "//elsewhere.example")).toBe("/sign-in?said=unknown&to=%2Fhome");
  });

  it("is begun by a page of the portal only, and sends nobody elsewhere", async () => {
    expect((await browser().post("/hospital/begin", {}, "https://elsewhere.example")).status).toBe(403);
    const uma = await newPerson(test, "uma");
    const at = browser();
    const back = issuer.authorize(await begin(at), { claims: claimsOf(uma.email) });
    for (const name of ["callbackURL", "redirectTo", "errorCallbackURL"])
      back.searchParams.set(name, "https://elsewhere.example");
    expect(await comeBack(at, back)).toBe("/home");
  });
});

describe("what holds for a password holds for the hospital's sign-in", () => {
  it("a locked address is locked", async () => {
    const zoe = await newPerson(test, "zoe");
    for (let n = 0; n < 8; n++) await browser().signIn(zoe.email, "not it, not it");
    expect(await through(browser(), { claims: claimsOf(zoe.email) })).toBe("/sign-in?said=locked");
  });

  it("a password that somebody else has set is chosen first; a new one ends the link", async () => {
    await addPerson(test.db, { email: "new@site.example", name: "Lou", roles: [readRoleAt("reader@small-trial")] });
    const { id } = (await personByEmail(test.db, "new@site.example"))!;
    const at = browser();
    expect(await through(at, { claims: claimsOf("new@site.example") })).toBe("/home");
    expect(await at.session()).toMatchObject({ person: null, toChoose: { id } });
    await resetPassword(test.db, "new@site.example");
    const links =
      await test.admin`select 1 from identity.account where user_id = ${id} and provider_id <> 'credential'`;
    expect(links).toEqual([]);
  });

  it("a second factor of ours is asked unless the hospital says that it asked for two", async () => {
    const ben = await newPerson(test, "ben");
    const first = browser();
    await first.signIn(ben.email);
    const { totpURI } = (await first.post("/two-factor/enable", { password: OWN })).body as unknown as {
      totpURI: string;
    };
    const key = fromBase32(new URL(totpURI).searchParams.get("secret")!);
    const code = await codeOfTheStepBefore(key);
    expect((await first.post("/two-factor/verify-totp", { code })).status).toBe(200);

    const claims = claimsOf(ben.email);
    const at = browser();
    expect(await through(at, { claims: { ...claims, amr: ["pwd"] } })).toBe("/sign-in?said=code");
    expect((await at.session()).person).toBeNull();
    const wrong = totp(key, Date.now() / 1000 + 3600);
    expect((await at.post("/two-factor/verify-totp", { code: wrong })).status).toBe(401);
    expect((await at.post("/two-factor/verify-totp", { code: totp(key, Date.now() / 1000) })).status).toBe(200);
    expect((await at.session()).person).toEqual(ben);
    expect((await sessionsOf(test.db, ben.id))[0]?.signedInBy).toBe("hospital");

    for (const said of [{ amr: ["pwd", "mfa"] }, { acr: "mfa" }]) {
      const other = browser();
      expect(await through(other, { claims: { ...claims, ...said } })).toBe("/home");
      expect((await other.session()).person).toEqual(ben);
    }
    // Only the signed token speaks for it.
    const apart = browser();
    expect(await through(apart, { claims: { sub: claims.sub }, apart: { amr: ["mfa"], email: ben.email } })).toBe(
      "/sign-in?said=code",
    );
  });

  it("a role that requires a second factor is content with two at the hospital, not with one", async () => {
    const chief = await newPerson(test, "chief", "administrator");
    const cem = await newPerson(test, "cem", "board");
    await requireSecondFactor(test.db, chief.id, { trial: "small-trial", role: "board", required: true });
    const [one, two] = [browser(), browser()];
    expect(await through(one, { claims: claimsOf(cem.email) })).toBe("/home");
    expect(await one.session()).toMatchObject({ person: null, toEnrol: { id: cem.id } });
    expect(await through(two, { claims: claimsOf(cem.email, { amr: ["mfa"] }) })).toBe("/home");
    expect((await two.session()).person).toEqual(cem);
  });
});

it("a client without a secret is bound by PKCE alone", async () => {
  const open = await openIssuer({ isPublic: true });
  const known = provider(open.settings);
  const { address, begun } = await known.begin(`${origin}/back`);
  const answer = () => open.authorize(address, { claims: claimsOf("pia@site.example", { amr: ["mfa"] }) }).searchParams;
  expect(await known.finish(begun, answer())).toEqual({
    issuer: open.settings.issuer,
    subject: "at pia@site.example",
    email: "pia@site.example",
    isVerified: true,
    bothFactors: true,
  });
  await expect(known.finish({ ...begun, verifier: "another ".repeat(8).trim() }, answer())).rejects.toThrow();
  expect(open.refusedAtToken).toEqual(["invalid_grant"]);
  await open.close();
});

it("where none is configured there is no such address; where the issuer is silent the portal says so, and asks again", async () => {
  const off = createAuth({ db: test.db, secret, origins: [origin] });
  expect((await openBrowser({ test, auth: () => off, origin }).post("/hospital/begin", {})).status).toBe(404);
  const silent = createAuth({
    db: test.db,
    secret,
    origins: [origin],
    hospital: { ...issuer.settings, issuer: "http://127.0.0.1:9" },
  });
  const answer = await openBrowser({ test, auth: () => silent, origin }).post("/hospital/begin", {});
  expect([answer.status, answer.body["code"]]).toEqual([503, "HOSPITAL_SILENT"]);
  // An issuer that calls itself otherwise than it is configured is none.
  await expect(
    provider({ ...issuer.settings, issuer: issuer.settings.issuer.replace("127.0.0.1", "localhost") }).begin(origin),
  ).rejects.toThrow();
});
