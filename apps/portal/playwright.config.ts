import { defineConfig } from "@playwright/test";
import { chromiumOf } from "./e2e/support/chromium.ts";
import { portalAddress } from "./e2e/support/portal.ts";

/**
 * Tests in a real Chromium against a running demo: `npm test` starts one of its own. By hand:
 * `npm run demo`, then `NADIR_PORTAL_URL=http://127.0.0.1:4300 pnpm --filter @nadir/portal exec playwright test`.
 */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  globalSetup: "./e2e/support/sign-everyone-in.ts",
  outputDir: "../../test-results/portal",
  // Two cores draw two browsers and serve them; more only wait for each other.
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env["CI"]),
  // Generous: a busy machine that draws in software is slow, not wrong.
  timeout: 180_000,
  expect: { timeout: 45_000 },
  reporter: "list",
  use: {
    baseURL: portalAddress(),
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "off",
    screenshot: "only-on-failure",
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: await chromiumOf(),
      args: [
        // Root has no sandbox; a machine without a graphics card draws WebGL 2 in software, and pages faster without that detour.
        "--no-sandbox",
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
        "--disable-gpu-compositing",
        // Whatever a page might ask for beyond this machine is not even looked up.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
      ],
    },
  },
});
