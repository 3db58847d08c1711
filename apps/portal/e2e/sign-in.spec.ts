import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demoPerson, nadirHome, repository, sessionFile } from "./support/portal.ts";
import { expect, test } from "./support/test.ts";
import { wordsOf } from "./support/words.ts";

const behindTheDoor = [
  "/",
  "/trials/inspire-pembrolizumab",
  "/trials/inspire-pembrolizumab/patients/INS-A-002",
  "/import",
  "/validation",
  "/audit",
];

/** Where a member of the board begins: the trials, or a meeting that another test has called. */
const BOARDS_HOME = /^http:\/\/127\.0\.0\.1:\d+\/(trials\/[^/]+\/board\/[0-9a-f-]+)?$/;

test.describe("sign-in", () => {
  // The browser notes every refused answer in its console.
  test.use({ expectedConsole: [/status of 401/] });

  test("a wrong password and an unknown address get the same sentence, and no session", async ({ page, context }) => {
    await page.goto("/sign-in");
    const sentences: string[] = [];
    for (const email of [demoPerson("board").email, "nobody@demo.nadir.example"]) {
      await page.getByLabel("E-mail address").fill(email);
      await page.getByLabel("Password").fill("not the password of anyone");
      const answer = page.waitForResponse("**/api/auth/sign-in/email");
      await page.getByRole("button", { name: "Sign in" }).click();
      expect((await answer).status()).toBe(401);
      const refusal = page.getByRole("alert").filter({ hasText: "Not signed in." });
      await expect(refusal).toContainText("This e-mail address and password do not belong together.");
      await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
      sentences.push(await wordsOf(refusal));
    }
    expect(sentences[1]).toBe(sentences[0]);
    await expect(page.getByLabel("Password")).toBeFocused();
    expect(await context.cookies()).toEqual([]);
    await page.goto("/");
    await expect(page).toHaveURL("/sign-in");
  });

  test("by keyboard: name and roles stand in the frame, and signing out ends the session itself", async ({
    page,
    context,
    playwright,
    baseURL,
  }) => {
    const { email, password, name } = demoPerson("coordinator");
    await page.goto("/sign-in");
    await page.getByLabel("E-mail address").focus();
    await page.keyboard.type(email);
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await expect(page, "who enters data begins with what is to be done").toHaveURL("/worklist");
    await expect(page.getByRole("heading", { level: 1, name: "Worklist" })).toBeVisible();
    await expect(page.getByRole("banner")).toContainText(name);
    await expect(page.getByRole("banner")).toContainText("coordinator");

    await page.goto("/sign-in");
    await expect(page, "who is signed in has no business at the sign-in").toHaveURL("/worklist");

    // A copy of the session, as a thief would keep it.
    const copy = await playwright.request.newContext({
      ...(baseURL === undefined ? {} : { baseURL }),
      storageState: await context.storageState(),
    });
    expect((await copy.get("/api/trpc/session.me")).status()).toBe(200);
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page).toHaveURL("/sign-in");
    expect((await copy.get("/api/trpc/session.me")).status(), "a copied cookie outlives the sign-out").toBe(401);
    await copy.dispose();
    await page.goto("/");
    await expect(page).toHaveURL("/sign-in");
  });

  test("session cookies are out of reach of scripts and of other sites", async ({ page, context }) => {
    const { email, password } = demoPerson("board");
    await page.goto("/sign-in");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(BOARDS_HOME);
    const cookies = await context.cookies();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
    expect(await page.evaluate(() => document.cookie)).toBe("");
  });
});

test.describe("a stranger", () => {
  test("is sent from every page to the sign-in and from there back, and reads only what Nadir is", async ({ page }) => {
    for (const address of behindTheDoor) {
      await page.goto(address);
      await expect(page, `from ${address}`).toHaveURL(
        address === "/" ? "/sign-in" : `/sign-in?to=${encodeURIComponent(address)}`,
      );
      await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    }
    await page.goto("/about");
    await expect(page.getByRole("heading", { level: 1, name: "About Nadir" })).toBeVisible();

    // A link that somebody was sent, opened signed out; another site is no place to be led to.
    const { email, password } = demoPerson("board");
    for (const [asked, reached] of [
      ["//elsewhere.example/trials", BOARDS_HOME],
      ["/trials/inspire-pembrolizumab/patients/INS-A-002?ask=x", undefined],
    ] as const) {
      await page.context().clearCookies();
      await page.goto(`/sign-in?to=${encodeURIComponent(asked)}`);
      await page.getByLabel("E-mail address").fill(email);
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await expect(page).toHaveURL(reached ?? asked);
    }
  });

  test("gets neither procedures nor voxels, and cannot make an account", async ({ request, baseURL }) => {
    expect((await request.get("/api/trpc/trials.list")).status()).toBe(401);
    expect((await request.get("/api/images/00000000-0000-4000-8000-000000000000/volume.nii.gz")).status()).toBe(401);
    const origin = { headers: { origin: baseURL ?? "" } };
    const account = { name: "Stranger", email: "stranger@demo.nadir.example", password: "a long enough password" };
    const made = await request.post("/api/auth/sign-up/email", { data: account, ...origin });
    expect(made.ok()).toBe(false);
    const signedIn = await request.post("/api/auth/sign-in/email", { data: account, ...origin });
    expect(signedIn.status()).toBe(401);
  });

  test("cannot use a session from another site", async ({ playwright, baseURL }) => {
    const elsewhere = await playwright.request.newContext({
      ...(baseURL === undefined ? {} : { baseURL }),
      storageState: sessionFile("administrator"),
      extraHTTPHeaders: { origin: "https://elsewhere.example" },
    });
    const out = await elsewhere.post("/api/auth/sign-out", { data: {} });
    expect(out.status()).toBe(403);
    await elsewhere.dispose();
  });
});

test("a person made by command chooses a password at the first sign-in, and is somebody only then", async ({
  page,
}) => {
  const email = `ada-${Date.now()}@site.example`;
  const file = join(mkdtempSync(join(tmpdir(), "nadir-people-")), "one-time");
  const nadir = (...args: string[]) =>
    execFileSync(process.execPath, [join(repository, "packages", "cli", "bin", "nadir.mjs"), "people", ...args], {
      env: { ...process.env, NADIR_HOME: nadirHome() },
      stdio: ["ignore", "pipe", "pipe"],
    });
  nadir("add", email, "--name", "Ada Berg", "--role", "board@inspire-pembrolizumab", "--password-file", file);
  const oneTime = readFileSync(file, "utf8").trim();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(oneTime);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/choose-password");
  await page.goto("/validation");
  await expect(page).toHaveURL("/choose-password?to=%2Fvalidation");
  expect((await page.request.get("/api/trpc/trials.list")).status()).toBe(401);
  await page.getByLabel("One-time password").fill(oneTime);
  await page.getByLabel("New password, at least 12 characters").fill("a password of my own");
  await page.getByLabel("New password again").fill("a password of my own");
  await page.getByRole("button", { name: "Choose this password" }).click();
  await expect(page).toHaveURL("/validation");
  await expect(page.getByText("Ada Berg").first()).toBeVisible();
  nadir("disable", email);
  await page.goto("/");
  await expect(page).toHaveURL("/sign-in");
});
