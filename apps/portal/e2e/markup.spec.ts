import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "@playwright/test";
import { TYPED } from "./support/free-text.ts";
import { MARKUP, writeMarkedUpTrial } from "./support/marked-up-trial.ts";
import { expect, test } from "./support/test.ts";
import {
  nadir,
  newTypist,
  typeAsDataManagers,
  typeAsReaders,
  typeAsStaff,
  typeAsStatisticians,
} from "./support/typed-markup.ts";

const TRIAL = `marked-up-${Date.now().toString(36)}`;
// A page that is not there, and a file that is no trial, are answered so; the browser notes it.
test.use({ expectedConsole: [/status of (404|422)/] });

test("text that is markup stays text on every page, brought in or typed: nothing of it runs, and the policy has nothing to refuse", async ({
  browser,
  watched,
  as,
}) => {
  test.setTimeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), "nadir-markup-"));
  nadir("import", writeMarkedUpTrial(folder, TRIAL));
  const open = async (options: BrowserContextOptions) => watched(await browser.newContext(options));
  const typed = new Map<string, Set<string>>();
  const roles = ["board", "coordinator", "administrator", "data-manager"];
  const given = roles.flatMap((role) => ["--role", `${role}@${TRIAL}`]);
  const email = `owner-${Date.now()}@site.example`;
  const file = join(folder, "one-time");
  nadir("people", "add", email, "--name", MARKUP.slice(0, 150), ...given, "--password-file", file);
  const owner = await newTypist(open, typed, { email, oneTime: readFileSync(file, "utf8").trim() });
  const invited = async (who: string, role: string) => {
    const person = {
      email: `${who}-${Date.now()}@site.example`,
      name: MARKUP,
      roles: [{ role, trial: TRIAL, site: null }],
    };
    const { password } = await owner.type<{ password: string }>("people.invite", person);
    return newTypist(open, typed, { email: person.email, oneTime: password });
  };
  const [first, second] = [await invited("first", "statistician"), await invited("second", "statistician")];
  const readers = [await invited("first-reader", "reader"), await invited("second-reader", "reader")] as const;
  const adjudicator = await invited("adjudicator", "adjudicator");

  const asked = encodeURIComponent(MARKUP);
  const at = `/trials/${TRIAL}`;
  const mask = readFileSync(join(folder, "scans", "mask.nii.gz")).toString("base64");
  const ofStaff = await typeAsStaff(owner, TRIAL);
  const ofStatisticians = await typeAsStatisticians({ first, second, coordinator: owner }, TRIAL);
  const ofReaders = await typeAsReaders({ owner, readers, adjudicator }, { trial: TRIAL, mask });
  await typeAsDataManagers([owner, await invited("manager", "data-manager")], TRIAL);
  const notTyped = Object.entries(TYPED).flatMap(([procedure, paths]) =>
    paths.filter((path) => !typed.get(procedure)?.has(path)).map((path) => `${procedure} ${path}`),
  );
  expect.soft(notTyped, "listed, and not typed").toEqual([]);

  const addresses = [
    "/",
    at,
    `${at}?search=${asked.slice(0, 90)}`,
    `${at}/patients/${asked}`,
    `${at}/criteria?first=${asked}`,
    `${at}/awaited`,
    `${at}/endpoints`,
    `${at}/toxicity`,
    `${at}/radiogenomics`,
    `${at}/reads`,
    `/trials/${asked}`,
    `/audit?search=${asked.slice(0, 90)}&action=${asked.slice(0, 90)}`,
    "/account",
    `/features?search=${asked}`,
    `/validation/sample-size?kind=${asked}&prevalence=${asked}`,
    `${at}/strata`,
    ...ofStaff,
    "/admin",
    "/audit",
  ];
  const page = await owner.context.newPage();
  expect(await lookAt(page, addresses), "the markup does stand on pages, as text").toBeGreaterThan(20);
  await page.goto("/import");
  await page
    .locator('input[type="file"]:not([webkitdirectory])')
    .first()
    .setInputFiles({
      name: `${MARKUP.replaceAll("/", "")}.zip`,
      mimeType: "application/zip",
      buffer: Buffer.from("no archive"),
    });
  await expect(page.getByRole("alert").or(page.getByText("window.ran")).first()).toBeVisible();
  await nothingRan(page, "the import of a file whose name is markup");
  expect(await lookAt(await first.context.newPage(), ofStatisticians)).toBeGreaterThan(4);
  expect(await lookAt(await readers[0].context.newPage(), ofReaders.reader)).toBeGreaterThan(2);
  expect(await lookAt(await adjudicator.context.newPage(), ofReaders.adjudicator)).toBeGreaterThan(0);
  // Another person's page with their name, and the administrator's list.
  await lookAt(await (await as("administrator")).newPage(), ["/admin"]);
});

/** Opens each address with every folded part; the number of pages on which markup stands as text. */
async function lookAt(page: Page, addresses: readonly string[]): Promise<number> {
  let shown = 0;
  for (const address of addresses) {
    await page.goto(address);
    await expect(page.getByRole("heading").first()).toBeVisible();
    await page.evaluate(() => {
      for (const folded of document.querySelectorAll("details")) folded.open = true;
    });
    await nothingRan(page, address);
    if ((await page.getByText("<script>window.ran=1</script>").count()) > 0) shown++;
  }
  return shown;
}

async function nothingRan(page: Page, where: string): Promise<void> {
  const found = await page.evaluate(() => ({
    ran: "ran" in window,
    made: document.querySelectorAll('img[src="x"], svg[onload], [onerror], a[href^="javascript:"]').length,
  }));
  expect(found, where).toEqual({ ran: false, made: 0 });
}
