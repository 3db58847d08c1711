/**
 * Makes the pictures of docs/screenshots from a running demo: `npm run demo` in one terminal, then
 * `pnpm --filter @nadir/portal run screenshots`. The address comes from NADIR_PORTAL_URL, the sign-ins from NADIR_HOME.
 * Every picture stays below 300 kB; one that does not is named, and the script ends with status 1.
 */
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { address, portalBrowser, root } from "./portal-browser.mjs";
import { pictureWork } from "./screenshot-work.mjs";

const into = join(root, "docs", "screenshots");
const LIMIT = 300_000;

const wide = { width: 1440, height: 900 };
const low = { width: 1440, height: 600 };
const narrow = { width: 390, height: 844 };
const patient = "/trials/imaging-followup/patients/IMG-003";

/** What to show: who is signed in, where, and what is done there before the picture is taken. */
const pictures = [
  { name: "sign-in", path: "/sign-in" },
  { name: "sign-in-refused", path: "/sign-in", act: wrongPassword },
  { name: "trials", who: "board", path: "/" },
  { name: "trials-dark", who: "board", path: "/", dark: true },
  { name: "patients", who: "board", path: "/trials/inspire-pembrolizumab" },
  { name: "patients-narrow", who: "board", path: "/trials/inspire-pembrolizumab", size: narrow },
  { name: "patients-empty", who: "board", path: "/trials/inspire-pembrolizumab?search=nobody", to: "Filter patients" },
  { name: "patients-blinded", who: "reader", path: "/trials/inspire-pembrolizumab" },
  { name: "patient-top", who: "board", path: patient, size: { width: 1440, height: 1180 } },
  { name: "patient-dark", who: "board", path: patient, dark: true, size: { width: 1440, height: 1180 } },
  { name: "patient-narrow", who: "board", path: patient, size: narrow },
  { name: "patient-response", who: "board", path: patient, at: "response" },
  { name: "patient-evidence", who: "board", path: patient, at: "evidence" },
  { name: "patient-early-signs", who: "board", path: patient, at: "flags" },
  {
    name: "patient-images",
    who: "board",
    path: patient,
    at: "images",
    act: viewers,
    size: { width: 1024, height: 800 },
  },
  { name: "patient-vasari", who: "board", path: "/trials/glioma-parts/patients/PRT-001", at: "vasari" },
  {
    name: "patient-vasari-blinded",
    who: "reader",
    path: "/trials/glioma-parts/patients/PRT-002",
    at: "vasari",
    dark: true,
  },
  { name: "patient-features", who: "board", path: patient, at: "features", act: features },
  { name: "validation", who: "statistician", path: "/validation", act: protocol, size: { width: 1440, height: 1180 } },
  { name: "validation-openings", who: "statistician", path: "/validation", act: protocol, at: "openings" },
  { name: "validation-new", who: "statistician", path: "/validation/new" },
  { name: "sample-size", who: "statistician", path: "/validation/sample-size", act: calculate },
  { name: "criteria-compared", who: "board", path: "/trials/atezolizumab-kinetics/criteria" },
  { name: "awaited-scans", who: "coordinator", path: "/trials/atezolizumab-kinetics/awaited" },
  { name: "endpoints", who: "board", path: "/trials/atezolizumab-kinetics/endpoints" },
  { name: "worklist", who: "coordinator", path: "/worklist" },
  { name: "enter-data", who: "coordinator", path: "/trials/imaging-followup/enter?subject=IMG-003", act: newVisit },
  { name: "add-scan", who: "coordinator", path: "/trials/imaging-followup/enter?subject=IMG-003&scan=D56", at: "scan" },
  {
    name: "cohort",
    who: "board",
    path: "/trials/inspire-pembrolizumab/cohort",
    size: { width: 1440, height: 1180 },
    act: drawings,
  },
  { name: "read", who: "reader", work: "read", act: lineOfRead, size: { width: 1280, height: 900 } },
  {
    name: "adjudication",
    who: "adjudicator",
    work: "adjudication",
    act: linesOfBoth,
    size: { width: 1060, height: 1000 },
  },
  // Reading is open by now.
  { name: "reads", who: "administrator", path: "/trials/imaging-followup/reads" },
  { name: "plan", who: "administrator", path: "/trials/imaging-followup/plan", size: { width: 1440, height: 1080 } },
  { name: "agenda", who: "coordinator", work: "agenda", size: low },
  { name: "board-patient", who: "board", work: "boardPatient", act: everyViewer, size: { width: 1440, height: 1180 } },
  { name: "board-meetings", who: "board", path: "/trials/imaging-followup/board", size: low },
  // The two reads that were just signed.
  { name: "agreement", who: "board", path: "/trials/imaging-followup/agreement" },
  { name: "strata", who: "statistician", path: "/trials/inspire-pembrolizumab/strata" },
  { name: "account", who: "reader", path: "/account" },
  { name: "admin", who: "administrator", path: "/admin" },
  { name: "new-trial", who: "administrator", path: "/admin/new-trial" },
  { name: "immune-events", who: "board", path: "/trials/imaging-followup/toxicity" },
  { name: "feature-catalogue", who: "board", path: "/features" },
  { name: "feature-catalogue-narrow", who: "board", path: "/features", size: narrow, dark: true },
  { name: "import", who: "data-manager", path: "/import" },
  { name: "import-problems", who: "data-manager", path: "/import", act: brokenImport },
  { name: "audit", who: "administrator", path: "/audit?trial=imaging-followup", act: verdict },
  // What the people above did to one patient.
  { name: "audit-patient", who: "administrator", path: "/audit?patient=IMG-004", act: verdict },
  { name: "palette", who: "coordinator", path: "/trials/imaging-followup", act: palette, size: low },
  { name: "about", path: "/about" },
  { name: "nothing-here", who: "board", path: "/trials/none" },
];

const { browser, session } = await portalBrowser();
const works = pictureWork(browser, session);
mkdirSync(into, { recursive: true });
const wanted = process.argv.slice(2);
let tooLarge = 0;
for (const picture of pictures.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const bytes = await take(picture);
  const isTooLarge = bytes > LIMIT;
  if (isTooLarge) tooLarge += 1;
  console.error(`${isTooLarge ? "✗" : "✓"} ${picture.name}.png ${Math.round(bytes / 1000)} kB`);
}
await browser.close();
process.exitCode = tooLarge > 0 ? 1 : 0;

async function take({ name, who, path, work, act, at, to, dark = false, size = wide }) {
  const context = await browser.newContext({
    baseURL: address,
    viewport: size,
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    ...(who ? { storageState: await session(who) } : {}),
  });
  const page = await context.newPage();
  await page.goto(work ? await works[work]() : path, { waitUntil: "networkidle" });
  await act?.(page);
  await page.waitForTimeout(500);
  if (to) await page.getByLabel(to).scrollIntoViewIfNeeded();
  if (at) await page.locator(`#${at}`).evaluate((part) => part.scrollIntoView());
  const file = join(into, `${name}.png`);
  if (at) await page.locator(`#${at}`).screenshot({ path: file });
  else await page.screenshot({ path: file });
  await context.close();
  return statSync(file).size;
}

async function wrongPassword(page) {
  await page.getByLabel("E-mail address").fill("board@demo.nadir.example");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Not signed in.").waitFor();
}

async function protocol(page) {
  await page
    .getByRole("link", { name: /first on-treatment scan/ })
    .first()
    .click();
  await page.getByText("Life of the protocol").waitFor();
}

async function calculate(page) {
  await page.getByRole("button", { name: "Calculate" }).click();
  await page.getByText("Nothing calculated yet").waitFor({ state: "hidden" });
}

async function viewers(page) {
  for (const side of ["left scan", "right scan"])
    await page.locator(`[data-viewer="${side}"][data-state="ready"]`).waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1000);
}

async function everyViewer(page) {
  await page.locator("[data-viewer]").first().waitFor({ timeout: 60_000 });
  await page.locator('[data-viewer]:not([data-state="ready"])').first().waitFor({ state: "detached", timeout: 60_000 });
  await page.waitForTimeout(1000);
}

/** The scan on the slice where the reader measured. */
async function lineOfRead(page) {
  await everyViewer(page);
  await page.getByTitle("To lesion T1 in the images").click();
  await page.locator("[data-line] text").first().waitFor();
  await page.evaluate(() => scrollTo(0, 0));
}

/** The second scan on the slice where the readers measured, with the line of each. */
async function linesOfBoth(page) {
  await everyViewer(page);
  await page.getByRole("button", { name: "To T1 of Reader 2 at D42 in the images" }).click();
  await page.locator('[data-line^="Reader 1, T1"] text').first().waitFor();
  await page.locator('[data-line^="Reader 2, T1"] text').first().waitFor();
}

async function verdict(page) {
  await page
    .getByText(/The chain holds/)
    .first()
    .waitFor();
}

async function palette(page) {
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("enr");
}

async function newVisit(page) {
  await page.getByRole("button", { name: "+ Visit" }).click();
}

/** Plots come after the page, each by its own address. */
async function drawings(page) {
  await page.locator("main svg").nth(3).waitFor();
}

async function features(page) {
  await page.locator("#features").getByRole("row").nth(5).waitFor();
}

/** A bundled trial with faults planted into its tables. */
async function brokenImport(page) {
  const folder = join(root, "packages", "demo", "trials", "inspire-pembrolizumab");
  const text = (file) => readFileSync(join(folder, file), "utf8");
  const files = {
    "trial.yaml": text("trial.yaml"),
    "subjects.csv": text("subjects.csv").replace("INS-A-003", "INS A 003").replace("female", "woman"),
    "visits.csv": text("visits.csv").replace(/\d{4}-\d{2}-\d{2}/, "2000-02-30"),
    "lesions.csv": text("lesions.csv").replace("target", "tagret"),
    "measurements.csv": text("measurements.csv").replace(/,(\d+(\.\d+)?),/, ",-$1,"),
    "biomarkers.csv": text("biomarkers.csv"),
    "outcomes.csv": text("outcomes.csv"),
    "treatments.csv": text("treatments.csv"),
  };
  await page
    .getByLabel("Choose files or a ZIP archive")
    .setInputFiles(
      Object.entries(files).map(([name, content]) => ({ name, mimeType: "text/plain", buffer: Buffer.from(content) })),
    );
  await page.getByText("cannot be imported").waitFor({ timeout: 60_000 });
}
