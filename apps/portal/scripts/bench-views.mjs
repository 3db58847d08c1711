/**
 * What a person waits for in the browser, in a running demo with the trial of `bench:portal` in it:
 * `pnpm --filter @nadir/portal run bench:views`. The address comes from NADIR_PORTAL_URL, the sign-ins from NADIR_HOME.
 * Promises: a patient opened with nothing in the browser's cache is there within 1.5 s, the next patient within 0.4 s, and no page
 * loads more than 350 kB of script, compressed, before the viewer. Baseline: the page about the platform, in the same run.
 */
import { address, portalBrowser } from "./portal-browser.mjs";

const trial = process.argv[2] ?? "portal-scale";
const ROUNDS = 9;
const { browser, session } = await portalBrowser();
const state = await session("board");
const patients = await firstPatients();

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const about = [];
const first = [];
const next = [];
for (let round = 0; round < ROUNDS; round++) {
  about.push(await opened("/about", "h1"));
  first.push(await opened(`/trials/${trial}/patients/${patients[round % patients.length]}`, "#lesions"));
}
await stepping();
await say("the page about the platform, opened", median(about), null);
await say("a patient, opened with an empty cache", median(first), 1500);
await say("the next patient", median(next), 400);
for (const path of ["", `/patients/${patients[0]}`, "/cohort", "/endpoints", "/enter"])
  scripts(path || "/", await scriptBytes(`/trials/${trial}${path}`));
for (const path of ["/worklist", "/library", "/validation", `/trials/${trial}/board`])
  scripts(path, await scriptBytes(path));
const reader = await session("reader");
scripts("/reads", await scriptBytes(`/trials/${trial}/reads`, reader));
for (const [what, path, of] of [
  ["a read that is begun", await linked(`/trials/${trial}/reads`, /\/reads\/[0-9a-f-]{36}$/, reader), reader],
  ["a patient at the board", await boardPatient(), state],
])
  if (path) scripts(what, await scriptBytes(path, of));
  else console.log(`– ${what}: none is begun here; \`bench:portal\` begins one in a kept installation`);
await browser.close();

/** ms from asking for an address in a fresh browser profile until the element is on the page. */
async function opened(path, selector) {
  const context = await browser.newContext({ baseURL: address, storageState: state });
  const page = await context.newPage();
  const began = performance.now();
  await page.goto(path, { waitUntil: "commit" });
  await page.locator(selector).first().waitFor();
  const ms = performance.now() - began;
  await context.close();
  return ms;
}

/** ms from the click on "next patient" until that patient's lesions are painted, by the page's own clock. */
async function stepping() {
  const context = await browser.newContext({ baseURL: address, storageState: state });
  const page = await context.newPage();
  await page.goto(`/trials/${trial}/patients/${patients[0]}`);
  for (let round = 0; round < ROUNDS; round++) {
    const link = page.getByRole("link", { name: /^Next patient/ });
    // The last patient of a small trial has none after it.
    if ((await link.count()) === 0) break;
    await settled(page);
    const name = (await link.getAttribute("aria-label")).replace("Next patient, ", "");
    await page.evaluate(fromClick, `Patient ${name}`);
    await link.click();
    next.push(await page.evaluate(() => globalThis.sinceClick));
  }
  await context.close();
}

/** The page is quiet and its scans, where it has some, are drawn: somebody has looked at the patient. */
async function settled(page) {
  await page.waitForLoadState("networkidle");
  for (const viewer of await page.locator("[data-viewer]").all())
    await viewer.and(page.locator('[data-state="ready"]')).waitFor({ timeout: 120_000 });
  await page.waitForTimeout(1000);
}

/** Runs in the page: promises the ms from the next click to the frame after the heading stands there with the lesions. */
function fromClick(heading) {
  globalThis.sinceClick = new Promise((resolve) => {
    let began;
    document.addEventListener("click", ({ timeStamp }) => (began = timeStamp), { capture: true, once: true });
    const isThere = () =>
      document.querySelector("h1")?.textContent.includes(heading) && document.querySelector("#lesions") !== null;
    const observer = new MutationObserver(() => {
      if (began === undefined || !isThere()) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

/** The first link of a page whose address is of the pattern; null where there is none. */
async function linked(path, pattern, of) {
  const context = await browser.newContext({ baseURL: address, storageState: of });
  const page = await context.newPage();
  await page.goto(path, { waitUntil: "networkidle", timeout: 120_000 });
  const paths = await page.locator("main a").evaluateAll((links) => links.map((a) => a.pathname));
  await context.close();
  return paths.find((one) => pattern.test(one)) ?? null;
}

async function boardPatient() {
  const meeting = await linked(`/trials/${trial}/board`, /\/board\/[0-9a-f-]{36}$/, state);
  return meeting && linked(meeting, /\/board\/[0-9a-f-]{36}\/[^/]+$/, state);
}

async function firstPatients() {
  const context = await browser.newContext({ baseURL: address, storageState: state });
  const page = await context.newPage();
  await page.goto(`/trials/${trial}`);
  const hrefs = await page
    .locator(`a[href^="/trials/${trial}/patients/"]`)
    .evaluateAll((links) => links.map((a) => a.pathname));
  await context.close();
  if (hrefs.length === 0) throw new Error(`The trial ${trial} has no patients at ${address}.`);
  return [...new Set(hrefs.map((path) => decodeURIComponent(path.split("/").at(-1))))];
}

/** Compressed bytes of all scripts that a page loads in a fresh profile until it is quiet, without the viewer's library. */
async function scriptBytes(path, of = state) {
  const context = await browser.newContext({ baseURL: address, storageState: of });
  const page = await context.newPage();
  const sizes = [];
  page.on("requestfinished", (request) => {
    if (request.resourceType() === "script") sizes.push(sizeWithoutViewer(request));
  });
  await page.goto(path, { waitUntil: "networkidle", timeout: 120_000 });
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  await context.close();
  return bytes;
}

/** The library is the one script that holds shaders. */
async function sizeWithoutViewer(request) {
  const [{ responseBodySize }, response] = await Promise.all([request.sizes(), request.response()]);
  return (await response.text()).includes("#version 300 es") ? 0 : responseBodySize;
}

async function say(what, ms, promised) {
  const kept = promised === null || ms <= promised;
  const ratio = (ms / median(about)).toFixed(1);
  console.log(
    `${kept ? "✓" : "✗"} ${what}: ${Math.round(ms)} ms${promised === null ? "" : ` (promised: ${promised} ms); ${ratio} times the page about the platform`}`,
  );
  if (!kept) process.exitCode = 1;
}

function scripts(path, bytes) {
  const kept = bytes <= 350_000;
  console.log(`${kept ? "✓" : "✗"} scripts of ${path}: ${Math.round(bytes / 1000)} kB compressed (promised: 350 kB)`);
  if (!kept) process.exitCode = 1;
}
