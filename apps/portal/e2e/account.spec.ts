import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { openIssuer } from "../../../packages/api/src/identity/testing/issuer.ts";
import { codeOfTheStepBefore, fromBase32, totp } from "../../../packages/api/src/identity/testing/totp.ts";
import { demoPerson, nadirHome, namedAddress, portalAddress, repository } from "./support/portal.ts";
import { expect, test } from "./support/test.ts";

const OWN = "seven grey herons wade";
const now = () => Date.now() / 1000;

/** A person of the test's own, who has chosen a password. */
async function newPerson(page: Page, word: string): Promise<string> {
  const email = `${word}-${Date.now()}@site.example`;
  const file = join(mkdtempSync(join(tmpdir(), "nadir-people-")), "one-time");
  const cli = join(repository, "packages", "cli", "bin", "nadir.mjs");
  const args = ["people", "add", email, "--name", "Kim Holm", "--role", "board@inspire-pembrolizumab"];
  execFileSync(process.execPath, [cli, ...args, "--password-file", file], {
    env: { ...process.env, NADIR_HOME: nadirHome() },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const oneTime = readFileSync(file, "utf8").trim();
  await signIn(page, email, oneTime);
  await expect(page).toHaveURL("/choose-password");
  await page.getByLabel("One-time password").fill(oneTime);
  await page.getByLabel("New password, at least 12 characters").fill(OWN);
  await page.getByLabel("New password again").fill(OWN);
  await page.getByRole("button", { name: "Choose this password" }).click();
  await expect(page).toHaveURL("/");
  return email;
}
async function signIn(page: Page, email: string, password: string, at = "") {
  await page.goto(`${at}/sign-in`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test.describe("one's own account", () => {
  // The browser notes every refused answer in its console.
  test.use({ expectedConsole: [/status of 4\d\d/] });

  test("a second factor is set up, asked for at the next sign-in, and a recovery code opens once", async ({
    page,
    as,
  }) => {
    const email = await newPerson(page, "kim");
    await page.getByRole("link", { name: "Kim Holm" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
    const factor = page.getByRole("region", { name: "Second factor" });
    await factor.getByLabel("Your password").fill("not the password");
    await factor.getByRole("button", { name: "Set up a second factor" }).click();
    await expect(factor.getByRole("alert").first()).toContainText("That is not the password of this account.");
    await factor.getByLabel("Your password").fill(OWN);
    await factor.getByRole("button", { name: "Set up a second factor" }).click();
    await expect(factor.getByRole("img", { name: /QR code/ })).toBeVisible();
    const secret = fromBase32(((await factor.locator("code").textContent()) ?? "").replaceAll(" ", ""));
    const codes = await factor.getByRole("list", { name: "Recovery codes" }).getByRole("listitem").allInnerTexts();
    expect(codes).toHaveLength(10);
    await factor.getByLabel("Code, six digits").fill(await codeOfTheStepBefore(secret));
    await factor.getByRole("button", { name: "Turn it on" }).click();
    await expect(factor.getByText("✓ on")).toBeVisible();

    const second = await (await as(null)).newPage();
    await signIn(second, email, OWN);
    await second.getByLabel("Code, six digits").fill(totp(secret, now() + 3600));
    await second.getByRole("button", { name: "Sign in" }).click();
    const refused = second.getByRole("alert").filter({ hasText: "Not signed in." });
    await expect(refused).toContainText("That is not the code of this moment.");
    await second.goto("/");
    await expect(second, "the password alone opens nothing").toHaveURL("/sign-in");
    await signIn(second, email, OWN);
    await second.getByRole("button", { name: "Use a recovery code" }).click();
    await second.getByLabel("Recovery code").fill(codes[0]!);
    await second.getByRole("button", { name: "Sign in" }).click();
    await expect(second).toHaveURL("/");

    // Two sessions; the first ends the second.
    await page.reload();
    const sessions = page.getByRole("region", { name: "Sessions", exact: true });
    await expect(sessions.getByRole("row")).toHaveCount(3);
    await expect(sessions.getByText("this one")).toHaveCount(1);
    await sessions.getByRole("button", { name: "End all others" }).click();
    await expect(sessions.getByRole("row")).toHaveCount(2);
    await second.goto("/");
    await expect(second).toHaveURL("/sign-in");

    const panel = page.getByRole("region", { name: "Password" });
    await panel.getByLabel("Present password").fill(OWN);
    await panel.getByLabel("New password", { exact: true }).fill("password1234");
    await panel.getByLabel("New password again").fill("password1234");
    await panel.getByRole("button", { name: "Change the password" }).click();
    await expect(panel.getByRole("alert")).toContainText("among the first that are tried");
    await panel.getByLabel("New password", { exact: true }).fill("lanterns over wet slate");
    await panel.getByLabel("New password again").fill("lanterns over wet slate");
    await panel.getByRole("button", { name: "Change the password" }).click();
    await expect(panel.getByRole("alert")).toContainText("Your other sessions have ended.");
    // At a number no passkey can be made; the page says where one can.
    const named = namedAddress();
    await expect(page.getByRole("region", { name: "Passkeys" })).toContainText(
      `Open the portal at ${named} to add one.`,
    );

    const third = await (await as(null)).newPage();
    const device = await third.context().newCDPSession(third);
    await device.send("WebAuthn.enable");
    await device.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await signIn(third, email, "lanterns over wet slate", named);
    await third.getByRole("button", { name: "Use a recovery code" }).click();
    await third.getByLabel("Recovery code").fill(codes[1]!);
    await third.getByRole("button", { name: "Sign in", exact: true }).click();
    await third.getByRole("link", { name: "Kim Holm" }).click();
    const passkeys = third.getByRole("region", { name: "Passkeys" });
    await passkeys.getByLabel("Name of the device or key").fill("This laptop");
    await passkeys.getByLabel("Your password").fill(OWN);
    await passkeys.getByRole("button", { name: "Add a passkey" }).click();
    await expect(passkeys.getByRole("alert")).toContainText("That is not the password of this account.");
    await passkeys.getByLabel("Your password").fill("lanterns over wet slate");
    await passkeys.getByRole("button", { name: "Add a passkey" }).click();
    await expect(passkeys.getByRole("row").filter({ hasText: "This laptop" })).toContainText("not yet");

    // It stands for both factors: no password, no code.
    await third.getByRole("button", { name: "Sign out" }).click();
    await third.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(third.getByRole("heading", { level: 1, name: "Trials" })).toBeVisible();
    await third.getByRole("link", { name: "Kim Holm" }).click();
    const row = third
      .getByRole("region", { name: "Sessions", exact: true })
      .getByRole("row")
      .filter({ hasText: "this one" });
    await expect(row).toContainText("passkey");
    await passkeys.getByText("Remove This laptop …").click();
    await passkeys.getByRole("row").getByLabel("Your password").fill("lanterns over wet slate");
    await passkeys.getByRole("button", { name: "Remove this passkey" }).click();
    await expect(passkeys.getByRole("row")).toHaveCount(0);
    await third.getByRole("button", { name: "Sign out" }).click();
    await third.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(third.getByRole("alert").filter({ hasText: "Not signed in." })).toContainText(
      "This passkey does not open an account here",
    );
  });

  test("an administrator invites, gives and ends roles, and disables; not their own", async ({ page, as }) => {
    const admin = await (await as("administrator")).newPage();
    await admin.goto("/admin");
    const email = `lea-${Date.now()}@site.example`;
    const invite = admin.getByRole("region", { name: "Invite a person" });
    await invite.getByRole("textbox", { name: "Name" }).fill("Lea Storm");
    await invite.getByLabel("E-mail address").fill(email);
    await invite.locator("select[name=role]").selectOption("data-manager");
    await invite.locator("select[name=trial]").selectOption("glioma-parts");
    await invite.getByRole("button", { name: "Invite" }).click();
    const oneTime = ((await invite.getByRole("alert").locator("code").textContent()) ?? "").trim();
    const row = admin.getByRole("row").filter({ hasText: email });
    await expect(row).toContainText("data-manager of glioma-parts");
    await expect(row, "what the role may do").toContainText("may read the whole record, import files, export");
    await expect(row).toContainText("has not chosen a password yet");

    await signIn(page, email, oneTime);
    await page.getByLabel("One-time password").fill(oneTime);
    await page.getByLabel("New password, at least 12 characters").fill(OWN);
    await page.getByLabel("New password again").fill(OWN);
    await page.getByRole("button", { name: "Choose this password" }).click();
    await expect(page).toHaveURL("/");

    await row.getByText("Change").click();
    await row.locator("select[name=role]").selectOption("reader");
    await row.locator("select[name=trial]").selectOption("glioma-parts");
    await row.getByRole("button", { name: "Give this role" }).click();
    await expect(row).toContainText("reader of glioma-parts");
    await row.getByRole("button", { name: "End: data-manager of glioma-parts" }).click();
    await expect(row).not.toContainText("data-manager of");
    await row.getByRole("button", { name: "Disable …" }).click();
    await row.getByRole("button", { name: "Yes, end sign-in" }).click();
    await expect(row).toContainText("cannot sign in");
    await page.goto("/");
    await expect(page).toHaveURL("/sign-in");

    // A password that is not one's own locks nothing.
    const locks = admin.getByRole("region", { name: "Data lock" });
    await locks.getByText("Lock … the data of glioma-parts").click();
    const form = locks.getByRole("row").filter({ hasText: "glioma-parts" });
    await form.getByLabel("Reason").fill("Cleaned.");
    await form.getByLabel("Your password").fill("not the password");
    await form.getByRole("button", { name: "Lock the data of glioma-parts" }).click();
    await expect(form.getByRole("alert")).toContainText("Wrong password: nothing was done.");
    await expect(form).toContainText("□ open");

    // Nobody decides alone what they themselves may do.
    await expect(admin.getByRole("row").filter({ hasText: "administrator@demo" })).toContainText(
      "Another administrator changes your roles.",
    );
  });
});

test("who is let in through the hospital's own sign-in, and who is told why not", async ({ page, faults }) => {
  const address = process.env["NADIR_OIDC_ISSUER"];
  test.skip(!address, "The portal was started without NADIR_OIDC_ISSUER; `npm test` names one.");
  const issuer = await openIssuer({ port: Number(new URL(address ?? "").port), isPublic: true });
  const board = demoPerson("board");
  const come = async (email: string) => {
    issuer.isAtHand({ claims: { sub: `staff ${email}`, email, email_verified: true } });
    await page.getByRole("button", { name: "Hospital account" }).click();
  };
  const place = "/trials/glioma-parts";
  await page.goto(`/sign-in?to=${encodeURIComponent(place)}`);
  await come("nobody@hospital.example");
  await expect(page.getByRole("alert").filter({ hasText: "Not signed in." })).toContainText(
    "Nobody with your hospital’s address may sign in here.",
  );
  await come(board.email);
  // Where they were going, also after a refusal.
  await expect(page).toHaveURL(place);
  // Whole, before it is left: a page that is left while it still arrives says so in the console.
  await expect(page.getByRole("heading", { level: 1, name: /^Glioma with parts/ })).toBeVisible();
  await page.getByRole("link", { name: board.name }).click();
  const sessions = page.getByRole("region", { name: "Sessions", exact: true });
  await expect(sessions.getByRole("row").filter({ hasText: "this one" })).toContainText("hospital's sign-in");
  await issuer.close();
  // Whom the portal sent away was sent to the issuer, and to nobody else.
  expect(faults.beyond.splice(0).map((to) => new URL(to).origin)).toEqual([address, address]);
});

test.describe("forged and replayed sessions", () => {
  test.use({ person: "board", expectedConsole: [/status of 40\d/] });

  test("a cookie that was altered, cut, signed by another or signed by nobody opens nothing", async ({
    context,
    playwright,
  }) => {
    const cookie = (await context.cookies()).find((c) => c.name.endsWith("session_token"))!;
    const [token, signature] = decodeURIComponent(cookie.value).split(".") as [string, string];
    const flipped = (text: string) => (text.startsWith("A") ? "B" : "A") + text.slice(1);
    const status = async (value: string, name = cookie.name) => {
      const request = await playwright.request.newContext({
        baseURL: portalAddress(),
        extraHTTPHeaders: { cookie: `${name}=${encodeURIComponent(value)}` },
      });
      const answer = await request.get("/api/trpc/session.me");
      await request.dispose();
      return answer.status();
    };
    expect(await status(`${token}.${signature}`)).toBe(200);
    for (const [what, value] of [
      ["another token, the same signature", `${flipped(token)}.${signature}`],
      ["another signature", `${token}.${flipped(signature)}`],
      ["no signature", token],
      ["an empty signature", `${token}.`],
      ["half of it", `${token}.${signature}`.slice(0, 40)],
      ["nothing", ""],
    ] as const)
      expect(await status(value), what).toBe(401);
    expect(await status(`${token}.${signature}`, "other.session_token"), "under another name").toBe(401);
  });

  test("what changes something is refused from another site, at every address that takes it", async ({ context }) => {
    for (const address of [
      "/api/trpc/account.endOtherSessions",
      "/api/uploads",
      "/api/choose-password",
      "/api/auth/sign-out",
    ])
      for (const headers of [{ origin: "https://elsewhere.example" }, { origin: "null" }]) {
        const answer = await context.request.post(address, { headers, data: {} });
        expect(answer.status(), `${address} from ${headers.origin}`).toBe(403);
      }
    expect((await context.request.get("/api/trpc/session.me")).status(), "the session is untouched").toBe(200);
    // A mutation is no question: it cannot be asked by an address alone, as an image or a link would.
    const asked = await context.request.get("/api/trpc/account.endOtherSessions");
    expect(asked.status()).toBe(405);
  });
});
