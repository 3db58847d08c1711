import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext, Page } from "@playwright/test";
import { brokenTrial, plantedFaults } from "./support/broken-trial.ts";
import { bundledTable, trialFolder } from "./support/bundled-table.ts";
import { answerOf } from "./support/procedures.ts";
import { figure } from "./support/table.ts";
import { expect, test } from "./support/test.ts";
import { wordsOf } from "./support/words.ts";

test.use({ person: "administrator" });

/** What the record holds, in counts, as the list of trials tells it. */
const recordOf = (request: APIRequestContext) => answerOf<unknown[]>(request, "trials.list");

const chooseFolder = async (page: Page, folder: string) => {
  await page.goto("/import");
  await page.getByLabel(/^Choose the folder/).setInputFiles(folder);
};
/** The bundled INSPIRE files; the baseline sum of the first patient is 123.5 mm instead of 140. */
function correctedInspire(): Record<string, string> {
  const folder = trialFolder("inspire-pembrolizumab");
  const names = readdirSync(folder).filter((name) => name !== "ORIGIN.md");
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  const source = files["measurements.csv"] ?? "";
  const corrected = source.replace(/^(INS-A-002,baseline,.*),140,140$/m, "$1,123.5,140");
  if (corrected === source) throw new Error("The bundled trial no longer holds what this test corrects.");
  return { ...files, "measurements.csv": corrected };
}
function folderOf(place: string, files: Readonly<Record<string, string>>): string {
  const folder = join(place, "trial");
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
/** A job waits for the worker and its database; minutes would be a fault, some seconds are not. */
const patiently = { timeout: 90_000 };

test.describe("import page", () => {
  test("shows all ten planted faults with file, row, column and value, and writes nothing", async ({
    page,
  }, testInfo) => {
    const before = await recordOf(page.request);
    await chooseFolder(page, folderOf(testInfo.outputPath(), brokenTrial));
    await expect(page.getByRole("alert").filter({ hasText: "Nothing was written" })).toBeVisible(patiently);
    const table = page.getByRole("region", { name: "Problems" }).getByRole("table");
    const rows = await table.locator("tbody tr").all();
    const places = await Promise.all(
      rows.map(async (row) => (await row.getByRole("cell").allInnerTexts()).map((text) => text.trim())),
    );
    for (const { file, row, column, found } of plantedFaults) {
      const told = places.find(([f, r, c]) => f === file && r === String(row) && c === column);
      expect(told, `${file}, row ${row}, column ${column}`).toBeDefined();
      const [, , , value = "", right = "", sentence = ""] = told ?? [];
      expect(value, `${file}:${row}`).toContain(found);
      expect(`${right} ${sentence}`.length, `${file}:${row} says what is wrong`).toBeGreaterThan(20);
    }
    expect(places, "and no fault that was not planted").toHaveLength(plantedFaults.length);
    expect(await recordOf(page.request)).toEqual(before);
    await expect(page.getByRole("button", { name: "Import", exact: true })).toHaveCount(0);

    await page.getByRole("button", { name: "Choose other files" }).click();
    await expect(page.getByLabel(/^Choose the folder/)).toBeAttached();
  });

  test("a dry run of an unchanged demo trial shows no change", async ({ page }) => {
    const before = await recordOf(page.request);
    await chooseFolder(page, trialFolder("inspire-pembrolizumab"));
    await expect(page.getByText("already holds exactly this; an import would change nothing")).toBeVisible(patiently);
    await expect(page.getByRole("button", { name: "Import", exact: true })).toBeDisabled();
    const rows = page.getByRole("region", { name: "Rows by table" }).locator("tbody tr");
    const counts = new Map<string, (number | null)[]>();
    for (const row of await rows.all())
      counts.set(await wordsOf(row.getByRole("rowheader")), (await row.getByRole("cell").allInnerTexts()).map(figure));
    expect(counts.size).toBeGreaterThan(5);
    for (const [table, [added, changed]] of counts)
      expect({ table, added, changed }).toEqual({ table, added: 0, changed: 0 });
    for (const [table, file] of [
      ["subject", "subjects"],
      ["measurement", "measurements"],
    ] as const)
      expect(counts.get(table)?.[2]).toBe(bundledTable("inspire-pembrolizumab", file).length);
    await expect(page.getByText("Changes, row by row")).toHaveCount(0);
    expect(await recordOf(page.request)).toEqual(before);
  });

  test("a corrected figure is shown with its old and new value before anything is written", async ({
    page,
  }, testInfo) => {
    const before = await recordOf(page.request);
    await chooseFolder(page, folderOf(testInfo.outputPath(), correctedInspire()));
    await expect(page.getByText("This is what an import into 'inspire-pembrolizumab' would change.")).toBeVisible(
      patiently,
    );
    const change = page.getByRole("listitem").filter({ hasText: "± changed" });
    await expect(change).toHaveCount(1);
    await expect(change).toContainText("INS-A-002");
    const field = change.locator("span").filter({ hasText: "longestMm" });
    await expect(field.locator("del")).toHaveText("140");
    await expect(field.locator("ins")).toHaveText("123.5");
    expect(await recordOf(page.request)).toEqual(before);
  });
});

test.describe("an upload that cannot be read", () => {
  // The browser notes every refused answer in its console.
  test.use({ expectedConsole: [/status of 422/] });

  test("files without a manifest are refused with what is missing", async ({ page }) => {
    await page.goto("/import");
    const table = { name: "subjects.csv", mimeType: "text/csv", buffer: Buffer.from("key,site,arm\nP01,S1,A\n") };
    await page.getByLabel(/^Choose files or a ZIP/).setInputFiles(table);
    await expect(page.getByRole("alert").filter({ hasText: "The files were not taken." })).toBeVisible(patiently);
    await expect(page.getByRole("region", { name: "Problems" })).toContainText("trial.yaml");
  });

  test("a file that is no ZIP archive is refused with a sentence", async ({ page }) => {
    await page.goto("/import");
    const file = { name: "trial.zip", mimeType: "application/zip", buffer: Buffer.from("not an archive") };
    await page.getByLabel(/^Choose files or a ZIP/).setInputFiles(file);
    await expect(page.getByRole("region", { name: "Problems" })).toContainText("no ZIP archive", patiently);
  });
});

test.describe("import by a coordinator", () => {
  test.use({ person: "coordinator", expectedConsole: [/status of 403/] });

  test("goes into a trial of theirs, not into a new one", async ({ page }, testInfo) => {
    await chooseFolder(page, folderOf(testInfo.outputPath(), brokenTrial));
    await expect(page.getByRole("alert").filter({ hasText: "The files were not taken." })).toBeVisible(patiently);
    await expect(page.getByRole("region", { name: "Problems" })).toContainText(
      "a new trial is made by an administrator",
    );
  });
});
