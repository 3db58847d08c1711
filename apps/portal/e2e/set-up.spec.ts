import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { demoPerson, nadirHome } from "./support/portal.ts";
import { expect, test } from "./support/test.ts";

// What a lock refuses answers with a status that the browser writes to its console.
test.use({ person: "administrator", expectedConsole: [/status of 4(03|09|22)/] });

test("an administrator makes a trial from a template, adds a site, closes and opens it, and locks the data", async ({
  page,
  as,
}) => {
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
  // The fault stands at its field, which has the focus and is told with it.
  const day = form.getByLabel("Day after treatment began, visit 2");
  await expect(form.getByRole("alert")).toContainText("One field is not right yet");
  await expect(day).toBeFocused();
  await expect(day).toHaveAccessibleDescription(/number/);
  await day.fill("57");
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

  // Somebody has an entry open when the data are locked: it is refused in a sentence, and nothing that was typed is lost.
  const una = await (await as(null)).newPage();
  await arrive(una, await invited(page, `una-${key}@site.example`, key));
  await una.goto(`/trials/${key}/enter`);
  const entry = una.getByRole("form", { name: "Entry" });
  const patient = entry.getByRole("group", { name: "Patient" }).last();
  const type = async (subject: string) => {
    await patient.getByLabel("Pseudonymous key").fill(subject);
    await patient.getByLabel(/^Site/).selectOption({ index: 1 });
    await patient.getByLabel(/^Arm/).selectOption({ index: 1 });
  };
  await type("UNA-0");
  await entry.getByRole("button", { name: "Record", exact: true }).click();
  const onRecord = una.getByRole("region", { name: "On record" });
  await expect(onRecord).toContainText("UNA-0");
  await expect(onRecord.getByRole("button", { name: /^Correct/ })).toHaveCount(1);
  await una.goto(`/trials/${key}/enter`);
  await type("UNA-1");
  const lock = page.getByRole("region", { name: "Data lock" }).locator("tr", { hasText: key });
  // Nobody else could unlock the trial: it is not offered to be locked for good.
  await expect(lock).toContainText("You cannot lock it yet");
  await expect(lock.getByText("Lock …")).toHaveCount(0);
  await invited(page, `max-${key}@site.example`, key, "data-manager", "Max Roth");
  await page.reload();
  await sign(lock, "Lock", key);
  await expect(lock).toContainText("■ locked since");
  await expect(lock).toContainText("✓ The signature holds.");
  await entry.getByRole("button", { name: "Record", exact: true }).click();
  await expect(entry.getByRole("alert")).toContainText("The data of this trial are locked since");
  await expect(patient.getByLabel("Pseudonymous key")).toHaveValue("UNA-1");
  // Whoever locked them does not unlock them, and is told who does.
  await expect(lock).toContainText("You locked it, so another person unlocks it: Max Roth.");
  await expect(lock.getByText("Unlock …")).toHaveCount(0);
  // Whoever comes later is told before anything is typed.
  for (const [address, form] of [
    [`/trials/${key}/enter`, entry],
    [`/trials/${key}/enter/paste`, una.getByRole("form", { name: "Pasted table" })],
  ] as const) {
    await una.goto(address);
    await expect(una.getByText("The data of this trial are locked.")).toBeVisible();
    await expect(una.getByRole("main")).toContainText("Cleaned");
    await expect(form).toHaveCount(0);
  }
  // What is on record is read all the same, and nothing of it is changed.
  await una.goto(`/trials/${key}/enter?subject=UNA-0`);
  await expect(onRecord).toContainText("munich");
  await expect(onRecord.getByRole("button")).toHaveCount(0);
});

/** A person of the trial is invited: their one-time password. */
async function invited(page: Page, email: string, trial: string, role = "coordinator", name = "Una Berg") {
  const invite = page.getByRole("region", { name: "Invite a person" });
  await invite.getByRole("textbox", { name: "Name" }).fill(name);
  await invite.getByLabel("E-mail address").fill(email);
  await invite.locator("select[name=role]").selectOption(role);
  await invite.locator("select[name=trial]").selectOption(trial);
  await invite.getByRole("button", { name: "Invite" }).click();
  // Of whoever was invited before, the password stands there until this one's has come.
  const shown = invite.getByRole("alert").filter({ hasText: email });
  return { email, password: ((await shown.locator("code").textContent()) ?? "").trim() };
}

/** The first sign-in: the one-time password is good for choosing one's own. */
async function arrive(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByLabel("One-time password").fill(password);
  await page.getByLabel("New password, at least 12 characters").fill("four brown owls hunt");
  await page.getByLabel("New password again").fill("four brown owls hunt");
  await page.getByRole("button", { name: "Choose this password" }).click();
  await expect(page).not.toHaveURL(/choose-password/);
}

/** Locks or unlocks, with the administrator's own password. */
async function sign(row: Locator, what: "Lock" | "Unlock", trial: string): Promise<void> {
  // It stays open from one act to the next.
  if (!(await row.getByLabel("Reason").isVisible())) await row.getByText(`${what} … the data of ${trial}`).click();
  await row.getByLabel("Reason").fill("Cleaned");
  await row.getByLabel("Your password").fill(demoPerson("administrator").password);
  await row.getByRole("button", { name: `${what} the data of ${trial}` }).click();
}

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

test("a backup is made from the health page: with the password, compared, restored on trial, told without a place", async ({
  page,
}) => {
  await page.goto("/admin/health");
  const panel = page.getByRole("region", { name: "Backups" });
  const password = panel.getByLabel("Your password");
  const make = panel.getByRole("button", { name: "Make a backup now" });
  await password.fill("a guess");
  await make.click();
  await expect(panel.getByRole("alert")).toContainText("Wrong password: no backup was begun.");
  await password.fill(demoPerson("administrator").password);
  await make.click();
  await expect(panel.getByRole("alert").filter({ hasText: "made, compared, and restored on trial" })).toBeVisible({
    timeout: 150_000,
  });
  const row = panel.getByRole("row").nth(1);
  await expect(row).toContainText("Demo administrator");
  await expect(row).toContainText(/\d MB/);
  await expect(row).toContainText("as copied");
  await expect(row).toContainText("its log holds");
  await expect(page.locator('[data-health="backup"]')).toHaveAttribute("data-state", "well");
  expect(await page.content(), "no place on the machine").not.toContain(nadirHome());
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
