import { readFileSync } from "node:fs";
import { expect, test } from "./support/test.ts";

test.use({ person: "administrator" });

test("an administrator makes a trial from a template, adds a site, closes it and opens it again", async ({ page }) => {
  const key = `made-${Date.now().toString(36)}`;
  await page.goto("/admin");
  await page.getByRole("link", { name: "New trial" }).click();
  await page.getByRole("link", { name: "Recurrent glioma, MRI every 8 weeks" }).click();
  const form = page.getByRole("form", { name: "New trial" });
  await expect(form.getByLabel("Day after treatment began, visit 2")).toHaveValue("56");
  await form.getByLabel("Key", { exact: true }).fill(key);
  await form.getByLabel("Title").fill("Made in the browser");
  for (const [label, value] of [
    ["Key, site 1", "munich"],
    ["Name, site 1", "Munich"],
    ["Key, arm 1", "nivo"],
    ["Name, arm 1", "Nivolumab"],
    ["Day after treatment began, visit 2", "fifty"],
  ] as const)
    await form.getByLabel(label).fill(value);
  await form.getByRole("button", { name: "Check" }).click();
  await expect(form.getByRole("alert")).toContainText("trial.schedule[1].day");
  await form.getByLabel("Day after treatment began, visit 2").fill("57");
  await form.getByRole("button", { name: "Check" }).click();
  await expect(form.getByRole("alert")).toContainText("Nothing is wrong with it");
  await form.getByRole("button", { name: "Make the trial" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Made in the browser" })).toBeVisible();

  await page.goto("/admin");
  const sites = page.getByRole("region", { name: "Sites", exact: true }).first();
  await sites.getByText(`Add a site … to ${key}`).click();
  const add = sites.getByRole("form", { name: `Add a site to ${key}` });
  await add.getByLabel("Key").fill("oslo");
  await add.getByLabel("Name").fill("Oslo");
  await add.getByLabel("Reason").fill("The ethics committee agreed");
  await add.getByRole("button", { name: "Add a site" }).click();
  const row = sites.locator(`tr[data-site="${key}/oslo"]`);
  await expect(row).toContainText("□ open");
  for (const [what, then] of [
    ["Close", "■ closed"],
    ["Open again", "□ open"],
  ] as const) {
    await row.getByText(`${what} …`).click();
    const act = sites.getByRole("form", { name: `${what} site oslo of ${key}` });
    await act.getByLabel("Reason").fill("Recruitment");
    await act.getByRole("button", { name: what }).click();
    await expect(row).toContainText(then);
  }
  await expect(row).toContainText("closed");
});

test("an administrator looks after the installation: its state, and the objects read anew", async ({ page }) => {
  await page.goto("/admin");
  await page.getByRole("link", { name: "System health" }).click();
  const row = (what: string) => page.locator(`[data-health="${what}"]`);
  for (const what of ["database", "migrations", "clock", "worker"])
    await expect(row(what)).toHaveAttribute("data-state", "well");
  await expect(row("engines")).toContainText("@nadir/response");
  await page.getByRole("button", { name: "Check the objects" }).click();
  await expect(row("object store")).toContainText(/\d+ objects, .* MB, read on/, { timeout: 60_000 });
  await expect(row("object store")).toHaveAttribute("data-state", "well");
});

test("a trial leaves without names: made, told what was taken out, fetched as an archive", async ({ page }) => {
  await page.goto("/trials/imaging-followup-brain/share");
  await page.getByRole("button", { name: "Make the export" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "imaging-followup-brain-deid.zip is made" })).toBeVisible({
    timeout: 90_000,
  });
  const report = page.getByRole("region", { name: "What is in it, and what is not" });
  await expect(report).toContainText("Patients3");
  await expect(report).toContainText("Faces are not taken off head scans");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("imaging-followup-brain-deid.zip");
  const archive = readFileSync(await download.path());
  expect(archive.subarray(0, 2).toString()).toBe("PK");
  expect(archive.includes("BRN-001")).toBe(false);
});
