import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import type { Refusal } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantTrial } from "../read/testing/plant-trial.ts";
import {
  type Auth,
  changeOwnPassword,
  createAuth,
  endOtherSessions,
  endSession,
  listAdministeredTrials,
  removeSecondFactor,
  requireSecondFactor,
  secondFactorOf,
  sessionsOf,
} from "./index.ts";
import { actsOf, type Browser, OWN, browser as openBrowser, newPerson as plantPerson } from "./testing/browser.ts";
import { codeOfTheStepBefore, fromBase32, totp } from "./testing/totp.ts";

let test: TestDatabase;
let auth: Auth;
const origin = "http://127.0.0.1:3997";
const SECRET = "a secret for tests that is long enough";

beforeAll(async () => {
  test = await testDatabase();
  auth = createAuth({ db: test.db, secret: SECRET, origins: [origin] });
  await plantTrial(test.db);
});
afterAll(() => test.close());

const browser = (agent?: string) => openBrowser({ test, auth: () => auth, origin }, agent);
const newPerson = (word: string, role?: string) => plantPerson(test, word, role);
/** Sets up the second factor in this browser; the code is of the step before, so that the present one is still unused. */
async function enrol(at: Browser) {
  const { status, body } = await at.post("/two-factor/enable", { password: OWN });
  expect(status).toBe(200);
  const { totpURI, backupCodes } = body as unknown as { totpURI: string; backupCodes: string[] };
  const address = new URL(totpURI);
  const secret = fromBase32(address.searchParams.get("secret")!);
  const proved = await at.post("/two-factor/verify-totp", { code: await codeOfTheStepBefore(secret) });
  expect(proved.status).toBe(200);
  return { secret, backupCodes, address };
}
const now = () => Date.now() / 1000;
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: Refusal) => error.code,
  );
it("the tests' own authenticator gives the codes of RFC 6238, appendix B", () => {
  const secret = Buffer.from("12345678901234567890");
  for (const [at, code] of [
    [59, "94287082"],
    [1111111109, "07081804"],
    [1234567890, "89005924"],
    [20000000000, "65353130"],
  ] as const)
    expect(totp(secret, at, 8)).toBe(code);
  // RFC 4648, section 10.
  expect(fromBase32("MZXW6YTBOI======").toString()).toBe("foobar");
});

describe("a second factor", () => {
  it("is set up with the password and one code, and from then on the password alone opens nothing", async () => {
    const kim = await newPerson("kim");
    const first = browser();
    await first.signIn(kim.email);
    expect((await first.post("/two-factor/enable", { password: "wrong" })).status).toBe(400);
    const { secret, backupCodes, address } = await enrol(first);
    expect(address.protocol + address.host).toBe("otpauth:totp");
    expect(decodeURIComponent(address.pathname)).toBe(`/Nadir:${kim.email}`);
    expect(backupCodes).toHaveLength(10);
    expect(await secondFactorOf(test.db, kim.id)).toEqual({ isOn: true, requiredBy: [] });

    const second = browser();
    expect((await second.signIn(kim.email)).body).toMatchObject({ twoFactorRedirect: true });
    expect((await second.session()).person).toBeNull();
    const wrong = totp(secret, now() + 3600);
    expect((await second.post("/two-factor/verify-totp", { code: wrong })).status).toBe(401);
    expect(
      (await second.post("/two-factor/verify-totp", { code: totp(secret, now()), trustDevice: true })).status,
    ).toBe(400);
    expect((await second.session()).person).toBeNull();
    const code = totp(secret, now());
    expect((await second.post("/two-factor/verify-totp", { code })).status).toBe(200);
    expect((await second.session()).person).toMatchObject({ id: kim.id });

    // RFC 6238 §5.2: the same code a second time is refused, though its time is not over.
    const third = browser();
    await third.signIn(kim.email);
    const replayed = await third.post("/two-factor/verify-totp", { code });
    expect([replayed.status, replayed.body["code"]]).toEqual([401, "CODE_USED"]);
    expect((await third.session()).person).toBeNull();

    // A recovery code opens once.
    const fourth = browser();
    await fourth.signIn(kim.email);
    expect((await fourth.post("/two-factor/verify-backup-code", { code: backupCodes[3] })).status).toBe(200);
    expect((await fourth.session()).person).toMatchObject({ id: kim.id });
    const fifth = browser();
    await fifth.signIn(kim.email);
    expect((await fifth.post("/two-factor/verify-backup-code", { code: backupCodes[3] })).status).toBe(401);

    // Neither secret nor codes lie readable in the database, and none is in the log.
    const [row] = await test.admin<{ secret: string; backup_codes: string }[]>`
      select secret, backup_codes from identity.two_factor where user_id = ${kim.id}`;
    expect(row!.secret).not.toContain(address.searchParams.get("secret")!);
    for (const backup of backupCodes) expect(row!.backup_codes).not.toContain(backup);
    const events = await test.admin<{ payload: string }[]>`select payload from audit.event`;
    expect(events.some((e) => e.payload.includes(code) || backupCodes.some((b) => e.payload.includes(b)))).toBe(false);
    const acts = await actsOf(test, kim.id);
    expect(acts.slice(acts.indexOf("sign-in"))).toEqual([
      "sign-in",
      "password-refused",
      "second-factor-enabled",
      "sign-in",
      "sign-in",
    ]);
  });

  it("ends the sessions from before it: what the password alone opened does not pass for both factors", async () => {
    const administrator = await newPerson("chief-of-sessions", "administrator");
    const una = await newPerson("una");
    const [own, stolen] = [browser(), browser()];
    await own.signIn(una.email);
    await stolen.signIn(una.email);
    const rule = { trial: "small-trial", role: "reader", required: true } as const;
    await requireSecondFactor(test.db, administrator.id, rule);
    expect(await stolen.session()).toMatchObject({ person: null, toEnrol: { id: una.id } });
    await enrol(own);
    expect((await own.session()).person).toMatchObject({ id: una.id });
    expect(await stolen.session()).toMatchObject({ person: null, toEnrol: null, sessionId: null });
    await requireSecondFactor(test.db, administrator.id, { ...rule, required: false });
  });

  it("is not waited for any longer once the password was changed, or the sessions were ended", async () => {
    const ole = await newPerson("ole");
    const own = browser();
    await own.signIn(ole.email);
    const { secret } = await enrol(own);
    const until = async (ends: (sessionId: string | null) => Promise<unknown>, code: string) => {
      const waiting = browser();
      expect((await waiting.signIn(ole.email)).body).toMatchObject({ twoFactorRedirect: true });
      await ends((await own.session()).sessionId);
      const { status } = await waiting.post("/two-factor/verify-totp", { code });
      return [status, (await waiting.session()).person];
    };
    const others = (sessionId: string | null) => endOtherSessions(test.db, ole.id, sessionId);
    expect(await until(others, totp(secret, now()))).toEqual([401, null]);
    const change = (sessionId: string | null) =>
      changeOwnPassword(test.db, ole, { current: OWN, chosen: "lanterns over wet slate", sessionId });
    expect(await until(change, totp(secret, now() + 30))).toEqual([401, null]);
    // The same code opens for whoever begins with the new password.
    const again = browser();
    await again.signIn(ole.email, "lanterns over wet slate");
    expect((await again.post("/two-factor/verify-totp", { code: totp(secret, now() + 30) })).status).toBe(200);
  });

  it("is locked for a quarter of an hour after ten wrong codes in a row, however often one signs in anew", async () => {
    const kit = await newPerson("kit");
    const first = browser();
    await first.signIn(kit.email);
    const { secret } = await enrol(first);
    for (let round = 0; round < 2; round++) {
      const at = browser();
      await at.signIn(kit.email);
      for (let n = 0; n < 5; n++)
        expect((await at.post("/two-factor/verify-totp", { code: totp(secret, now() + 9000) })).status).toBe(401);
    }
    const at = browser();
    await at.signIn(kit.email);
    const locked = await at.post("/two-factor/verify-totp", { code: totp(secret, now()) });
    expect([locked.status, locked.body["code"]]).toEqual([429, "ACCOUNT_TEMPORARILY_LOCKED"]);
    expect((await at.session()).person).toBeNull();
  });

  it("is asked for per role and trial: without it the person is nobody until it is set up; lost, it is removed by hand", async () => {
    const administrator = await newPerson("chief", "administrator");
    const lea = await newPerson("lea");
    const at = browser();
    await at.signIn(lea.email);
    expect((await at.session()).person).toMatchObject({ id: lea.id });
    expect(
      await codeOf(requireSecondFactor(test.db, lea.id, { trial: "small-trial", role: "reader", required: true })),
    ).toBe("NOT_ALLOWED");
    await requireSecondFactor(test.db, administrator.id, { trial: "small-trial", role: "reader", required: true });
    await requireSecondFactor(test.db, administrator.id, { trial: "small-trial", role: "reader", required: true });
    expect((await listAdministeredTrials(test.db, administrator.id))[0]?.secondFactor).toEqual(["reader"]);
    expect(await at.session()).toMatchObject({ person: null, toEnrol: { id: lea.id } });
    await enrol(at);
    expect(await at.session()).toMatchObject({ person: { id: lea.id }, toEnrol: null });
    expect(await secondFactorOf(test.db, lea.id)).toEqual({
      isOn: true,
      requiredBy: [{ trial: "small-trial", role: "reader" }],
    });

    await removeSecondFactor(test.db, lea.email);
    expect(await codeOf(removeSecondFactor(test.db, lea.email))).toBe("SECOND_FACTOR_OFF");
    expect((await at.session()).person).toBeNull();
    const again = browser();
    await again.signIn(lea.email);
    expect(await again.session()).toMatchObject({ person: null, toEnrol: { id: lea.id } });
    await requireSecondFactor(test.db, administrator.id, { trial: "small-trial", role: "reader", required: false });
    expect(await again.session()).toMatchObject({ person: { id: lea.id } });
    expect((await listAdministeredTrials(test.db, administrator.id))[0]?.secondFactor).toEqual([]);
  });
});

describe("an address that failed eight times", () => {
  it("is told until when it is locked; the lock outlives the process, and opens by itself", async () => {
    const mia = await newPerson("mia");
    for (let n = 0; n < 8; n++) expect((await browser().signIn(mia.email, "not it, not it")).status).toBe(401);
    auth = createAuth({ db: test.db, secret: SECRET, origins: [origin] });
    const locked = await browser().signIn(mia.email);
    expect(locked.status).toBe(429);
    const until = new Date(Date.now() + 15 * 60_000 - 5000).toISOString().slice(11, 15);
    expect(locked.body["message"]).toMatch(
      new RegExp(`^Too many failed sign-ins for this address. Try again at ${until}\\d UTC\\.$`),
    );
    await test.admin`update identity.failed_attempt set at = at - interval '15 minutes' where of = ${`sign-in:${mia.email}`}`;
    expect((await browser().signIn(mia.email)).status).toBe(200);
  });
});

describe("the requests of one network address", () => {
  it("are limited: the code of a second factor three times in ten seconds", async () => {
    const ask = () =>
      auth.handler(
        new Request(`${origin}/api/auth/two-factor/verify-totp`, {
          method: "POST",
          headers: { "content-type": "application/json", origin, "x-forwarded-for": "192.0.2.7" },
          body: JSON.stringify({ code: "000000" }),
        }),
      );
    await test.admin`delete from identity.rate_limit`;
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push((await ask()).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
  });
});

describe("one's own sessions", () => {
  it("are listed with device and times, ended one by one or all others, and another's cannot be reached", async () => {
    const [ida, eve] = [await newPerson("ida"), await newPerson("eve")];
    const phone = browser(
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    );
    const [desk, script, theirs] = [browser(), browser("curl/8.5.0"), browser()];
    for (const at of [phone, desk, script]) await at.signIn(ida.email);
    await theirs.signIn(eve.email);
    const mine = await sessionsOf(test.db, ida.id);
    expect(mine.map((s) => s.device).sort()).toEqual(["Firefox on Linux", "Safari on iPhone", "curl"]);
    expect(mine.every((s) => s.since <= s.lastSeen && s.lastSeen < s.expires)).toBe(true);
    const { sessionId } = await theirs.session();
    expect(await codeOf(endSession(test.db, ida.id, sessionId!))).toBe("SESSION_NOT_FOUND");
    expect((await theirs.session()).person).not.toBeNull();
    await endSession(test.db, ida.id, mine.find((s) => s.device === "curl")!.id);
    expect((await script.session()).person).toBeNull();
    expect(await endOtherSessions(test.db, ida.id, (await desk.session()).sessionId)).toBe(1);
    expect((await phone.session()).person).toBeNull();
    expect((await desk.session()).person).toMatchObject({ id: ida.id });
  });
});

describe("one's own password", () => {
  it("is changed by giving the present one; the other sessions end", async () => {
    const person = await newPerson("noa");
    const [here, there] = [browser(), browser()];
    await here.signIn(person.email);
    await there.signIn(person.email);
    const { sessionId } = await here.session();
    const change = (current: string, chosen: string) =>
      codeOf(changeOwnPassword(test.db, person, { current, chosen, sessionId }));
    expect(await change("not it, not it", "lanterns over wet slate")).toBe("PASSWORD_WRONG");
    expect(await change(OWN, OWN)).toBe("PASSWORD_SAME");
    expect(await change(OWN, "short")).toBe("PASSWORD_TOO_SHORT");
    expect(await change(OWN, "lanterns over wet slate")).toBe("done");
    expect((await there.session()).person).toBeNull();
    expect((await here.session()).person).toMatchObject({ id: person.id });
    expect((await browser().signIn(person.email)).status).toBe(401);
    expect((await browser().signIn(person.email, "lanterns over wet slate")).status).toBe(200);
  });
});
