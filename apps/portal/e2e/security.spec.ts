import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { MARKUP, writeMarkedUpTrial } from "./support/marked-up-trial.ts";
import { nadirHome, portalAddress, repository } from "./support/portal.ts";
import { expect, test } from "./support/test.ts";

const TRIAL = "marked-up-trial";
const OWN = "seven grey herons wade";
const ROLES = ["board", "coordinator", "administrator", "statistician", "reader"];

const nadir = (...args: string[]) =>
  execFileSync(process.execPath, [join(repository, "packages", "cli", "bin", "nadir.mjs"), ...args], {
    env: { ...process.env, NADIR_HOME: nadirHome() },
    stdio: ["ignore", "pipe", "pipe"],
  });

test.describe("text that is markup", () => {
  test("stays text on every page: nothing of it runs, and the policy has nothing to refuse", async ({ page, as }) => {
    test.setTimeout(300_000);
    const folder = mkdtempSync(join(tmpdir(), "nadir-markup-"));
    nadir("import", writeMarkedUpTrial(folder, TRIAL));
    const email = `mark-${Date.now()}@site.example`;
    const file = join(folder, "one-time");
    const roles = ROLES.flatMap((role) => ["--role", `${role}@${TRIAL}`]);
    nadir("people", "add", email, "--name", MARKUP.slice(0, 150), ...roles, "--password-file", file);
    const oneTime = readFileSync(file, "utf8").trim();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password").fill(oneTime);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByLabel("One-time password").fill(oneTime);
    await page.getByLabel("New password, at least 12 characters").fill(OWN);
    await page.getByLabel("New password again").fill(OWN);
    await page.getByRole("button", { name: "Choose this password" }).click();
    await expect(page).toHaveURL("/");

    const asked = encodeURIComponent(MARKUP);
    const at = `/trials/${TRIAL}`;
    let shown = 0;
    for (const address of [
      "/",
      at,
      `${at}?search=${asked.slice(0, 90)}`,
      `${at}/patients/X1`,
      `${at}/patients/${asked}`,
      `${at}/criteria?first=${asked}`,
      `${at}/awaited`,
      `${at}/endpoints`,
      `${at}/toxicity`,
      `/trials/${asked}`,
      `/audit?search=${asked.slice(0, 90)}&action=${asked.slice(0, 90)}`,
      "/audit",
      "/admin",
      "/account",
      `/features?search=${asked}`,
      `/validation/sample-size?kind=${asked}&prevalence=${asked}`,
    ]) {
      await page.goto(address);
      await expect(page.getByRole("heading").first()).toBeVisible();
      await nothingRan(page, address);
      if ((await page.getByText("<script>window.ran=1</script>").count()) > 0) shown++;
    }
    expect(shown, "the markup does stand on pages, as text").toBeGreaterThan(4);

    // What a patient's page shows on asking: every folded part, the trace, the images.
    await page.goto(`${at}/patients/X1`);
    await page.evaluate(() => {
      for (const folded of document.querySelectorAll("details")) folded.open = true;
    });
    await nothingRan(page, "the patient's page, unfolded");

    // Another person's page with their name, and the administrator's list.
    const admin = await (await as("administrator")).newPage();
    await admin.goto("/admin");
    await nothingRan(admin, "/admin of another");
  });
  // A page that is not there is answered so; the browser notes it.
  test.use({ expectedConsole: [/status of 404/] });
});

async function nothingRan(page: Page, where: string): Promise<void> {
  const found = await page.evaluate(() => ({
    ran: "ran" in window,
    made: document.querySelectorAll('img[src="x"], svg[onload], [onerror], a[href^="javascript:"]').length,
  }));
  expect(found, where).toEqual({ ran: false, made: 0 });
}

test.describe("the headers of every page", () => {
  test("let scripts run by this answer's nonce alone, and nobody frame the portal", async ({ request }) => {
    const nonces = new Set<string>();
    for (const address of ["/sign-in", "/about", "/no-such-page"]) {
      const answer = await request.get(address);
      const headers = answer.headers();
      const policy = Object.fromEntries(
        (headers["content-security-policy"] ?? "").split("; ").map((part) => {
          const [name, ...sources] = part.split(" ");
          return [name, sources];
        }),
      ) as Record<string, string[]>;
      const scripts = policy["script-src"] ?? [];
      expect(scripts, address).not.toContain("'unsafe-inline'");
      expect(scripts, address).not.toContain("'unsafe-eval'");
      expect(
        scripts.filter((s) => /^https?:|^\*|^data:|^blob:/.test(s)),
        address,
      ).toEqual([]);
      const nonce = scripts.find((s) => s.startsWith("'nonce-"));
      expect(nonce?.length, address).toBeGreaterThan(24);
      nonces.add(nonce ?? "");
      expect(policy, address).toMatchObject({
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "default-src": ["'self'"],
      });
      // Every script of the page carries that nonce; one without would not run.
      const html = await answer.text();
      const scriptTags = html.match(/<script\b[^>]*>/g) ?? [];
      expect(scriptTags.length, address).toBeGreaterThan(0);
      for (const tag of scriptTags)
        expect(`'${/nonce="([^"]*)"/.exec(tag)?.[1] ?? "none"}`, tag).toMatch(/^'[\w+/=]{20,}$/);
      expect(headers, address).toMatchObject({
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(headers["permissions-policy"], address).toContain("camera=()");
      expect(headers["x-powered-by"], address).toBeUndefined();
      expect(headers["strict-transport-security"], `${address} without TLS`).toBeUndefined();
    }
    expect(nonces.size, "no nonce twice").toBe(3);
    const behindTls = await request.get("/about", { headers: { "x-forwarded-proto": "https" } });
    expect(behindTls.headers()["strict-transport-security"]).toBe("max-age=31536000");
  });

  test("stand on what is no page too", async ({ request }) => {
    for (const address of ["/api/health", "/api/trpc/session.me", "/icon.svg"])
      expect((await request.get(address)).headers(), address).toMatchObject({ "x-content-type-options": "nosniff" });
  });
});

test.describe("bodies that are too large", () => {
  test.use({ person: "administrator" });

  test("are refused with a sentence, by their own word and in fact", async ({ context }) => {
    const headers = { origin: portalAddress(), "content-type": "application/json" };
    const large = Buffer.alloc(20_000_001, 0x20);
    const answer = await context.request.post("/api/trpc/account.changePassword", { headers, data: large });
    expect(answer.status()).toBe(413);
    expect(await answer.text()).toContain("larger than 20 MB");
    const choose = await context.request.post("/api/choose-password", { headers, data: Buffer.alloc(10_001, 0x20) });
    expect(choose.status()).toBe(413);
    // More procedures in one request than any page asks.
    const many = Array.from({ length: 51 }, () => "session.me").join(",");
    expect((await context.request.get(`/api/trpc/${many}?batch=1`)).status()).toBe(400);
    // An archive that unpacks to more than an upload may weigh: it says 4 GB of itself, packed into some bytes.
    const bomb = zipThatClaims(4_000_000_000);
    const sent = await context.request.post("/api/uploads", {
      headers: { origin: portalAddress() },
      multipart: {
        names: JSON.stringify(["trial.zip"]),
        files: { name: "trial.zip", mimeType: "application/zip", buffer: bomb },
      },
    });
    expect(sent.status()).toBe(422);
    expect(await sent.text()).toContain("unpacks to more than");
    const torn = await context.request.post("/api/uploads", {
      headers: { origin: portalAddress(), "content-type": "multipart/form-data; boundary=x" },
      data: "no form",
    });
    expect(torn.status()).toBe(422);
    expect(await torn.text()).toContain("did not arrive whole");
  });
});

/** A ZIP archive (APPNOTE 6.3.10 §4.3) of one deflated file, whose directory says that it unpacks to `size` bytes. */
function zipThatClaims(size: number): Buffer {
  const name = Buffer.from("trial.yaml");
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(size, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(2, 20);
  central.writeUInt32LE(size, 24);
  central.writeUInt16LE(name.length, 28);
  const before = Buffer.concat([local, name, Buffer.from([3, 0])]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(before.length, 16);
  return Buffer.concat([before, central, name, end]);
}
