import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { findChromium } from "../../../infra/launch/chromium.mjs";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
/** A running demo: its address from NADIR_PORTAL_URL, its sign-ins from NADIR_HOME. */
export const address = process.env.NADIR_PORTAL_URL ?? "http://127.0.0.1:4300";
export const home = process.env.NADIR_HOME ?? join(root, ".nadir");

/** A headless browser that draws scans in software, and sessions of the demo's people in it. */
export async function portalBrowser() {
  const { people } = JSON.parse(readFileSync(join(home, "demo-sign-in.json"), "utf8"));
  const found = await findChromium(join(root, "node_modules", ".cache", "nadir-chromium"));
  Object.assign(process.env, found.env);
  const browser = await chromium.launch({
    executablePath: found.path,
    args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-gpu-compositing"],
  });
  const sessions = new Map();
  /** One sign-in a person. */
  const session = async (id) => {
    const kept = sessions.get(id);
    if (kept) return kept;
    const { email, password } = people.find((p) => p.id === id);
    const context = await browser.newContext({ baseURL: address });
    const answer = await context.request.post("/api/auth/sign-in/email", {
      headers: { origin: address },
      data: { email, password },
    });
    if (!answer.ok()) throw new Error(`${id} could not sign in at ${address}: ${answer.status()}`);
    const state = await context.storageState();
    await context.close();
    sessions.set(id, state);
    return state;
  };
  return { browser, session };
}
