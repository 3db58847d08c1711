import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantTrial } from "../read/testing/plant-trial.ts";
import { type Auth, createAuth } from "./index.ts";
import { OWN, browser as openBrowser, newPerson as plantPerson } from "./testing/browser.ts";

let test: TestDatabase;
let auth: Auth;
const origin = "https://nadir.hospital.example";

beforeAll(async () => {
  test = await testDatabase();
  auth = createAuth({ db: test.db, secret: "a secret for tests that is long enough", origins: [origin] });
  await plantTrial(test.db);
});
afterAll(() => test.close());

const browser = () => openBrowser({ test, auth: () => auth, origin });
const newPerson = (word: string) => plantPerson(test, word);
const said = ({ status, body }: { status: number; body: Record<string, unknown> }) => [status, body["code"]];

describe("addresses of the sign-in", () => {
  it("wrong passwords at these addresses and at the second factor lock the account's password", async () => {
    const person = await newPerson("pia");
    const at = browser();
    await at.signIn(person.email);
    for (let n = 0; n < 4; n++) {
      expect((await at.post("/passkey/begin-adding", { password: "not it, not it" })).status).toBe(400);
      expect((await at.post("/two-factor/enable", { password: "not it, not it" })).status).toBe(400);
    }
    for (const path of ["/passkey/begin-adding", "/two-factor/enable"])
      expect(said(await at.post(path, { password: OWN })), path).toEqual([429, "TOO_MANY_FAILURES"]);
  });

  it("that are not used here do not exist: no name is changed past the log, no token is read", async () => {
    const person = await newPerson("sam");
    const at = browser();
    await at.signIn(person.email);
    for (const path of [
      "/update-user",
      "/update-session",
      "/change-password",
      "/verify-password",
      "/list-sessions",
      "/get-session",
      "/two-factor/get-totp-uri",
      "/revoke-sessions",
      "/unlink-account",
      "/sign-in/social",
      "/delete-user",
    ])
      expect((await at.post(path, { name: "Somebody else", password: OWN })).status, path).toBe(404);
    expect((await at.session()).person).toEqual(person);
  });

  it("send nobody elsewhere after the sign-in", async () => {
    const person = await newPerson("tom");
    const at = browser();
    const away = await at.post("/sign-in/email", {
      email: person.email,
      password: OWN,
      callbackURL: "https://elsewhere.example",
    });
    expect(away.status).toBe(403);
    expect((await at.session()).person).toBeNull();
  });
});
