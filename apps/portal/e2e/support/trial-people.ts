import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, type BrowserContextOptions, expect } from "@playwright/test";
import { nadirHome, portalAddress, repository } from "./portal.ts";

/** `nadir …` against the running demo; throws where it does not end well. */
export const nadir = (...args: string[]): string =>
  execFileSync(process.execPath, [join(repository, "packages", "cli", "bin", "nadir.mjs"), ...args], {
    env: { ...process.env, NADIR_HOME: nadirHome() },
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
  });

export const OWN_PASSWORD = "seven grey herons wade";

/** Somebody with a role in a test's own trial, signed in with a password of their own. */
export async function personOf(
  open: (options: BrowserContextOptions) => Promise<BrowserContext>,
  { name, role, trial }: { readonly name: string; readonly role: string; readonly trial: string },
): Promise<BrowserContext> {
  const email = `${name.toLowerCase().replaceAll(" ", "-")}-${trial}@site.example`;
  const file = join(mkdtempSync(join(tmpdir(), "nadir-person-")), "one-time");
  nadir("people", "add", email, "--name", name, "--role", `${role}@${trial}`, "--password-file", file);
  const oneTime = readFileSync(file, "utf8").trim();
  const baseURL = portalAddress();
  const context = await open({ baseURL, extraHTTPHeaders: { origin: baseURL } });
  const signedIn = await context.request.post("/api/auth/sign-in/email", { data: { email, password: oneTime } });
  expect(signedIn.ok(), await signedIn.text()).toBe(true);
  const chosen = await context.request.post("/api/choose-password", { data: { oneTime, chosen: OWN_PASSWORD } });
  expect(chosen.ok()).toBe(true);
  return context;
}
