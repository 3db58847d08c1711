import { expect, test } from "./support/test.ts";

test.use({ person: "board" });

test("anywhere is some letters away, by keyboard alone", async ({ page }) => {
  await page.goto("/trials/imaging-followup/awaited");
  const dialog = page.getByRole("dialog", { name: "Go to" });
  const field = dialog.getByRole("combobox");
  // A key pressed before the page's script has started is heard by nobody.
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(field).toBeFocused({ timeout: 2000 });
  }).toPass();
  await expect(dialog.getByRole("option", { name: "Endpoints This trial" })).toBeVisible();

  await field.fill("s1-0007");
  await expect(dialog.getByRole("option").first()).toHaveText(/^S1-0007Patient, /);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/trials/atezolizumab-kinetics/patients/S1-0007");
  await expect(dialog).toBeHidden();

  await page.getByRole("button", { name: /^Go to/ }).click();
  await field.fill("toxic");
  await expect(dialog.getByRole("status")).toHaveText("Nothing that you may open bears 'toxic'.");
  await field.fill("");
  await page.keyboard.press("ArrowDown");
  await expect(dialog.getByRole("option", { selected: true })).toHaveText(/^Awaited scans/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/trials/atezolizumab-kinetics/awaited");
});

test("acts begin from anywhere: the colours at once, a form with the focus on its first field", async ({
  page,
  as,
}) => {
  await page.goto("/trials/imaging-followup/awaited");
  const dialog = page.getByRole("dialog", { name: "Go to" });
  const field = dialog.getByRole("combobox");
  const ask = async (words: string, on = page) => {
    const open = on.getByRole("dialog", { name: "Go to" });
    await on.getByRole("button", { name: /^Go to/ }).click();
    await open.getByRole("combobox").fill(words);
    return open.getByRole("option");
  };
  const dark = await ask("dark");
  await expect(dark).toHaveText(["Dark coloursAt once"]);
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("combobox", { name: "Colours" })).toHaveValue("dark");
  await expect(dialog).toBeHidden();
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await ask("colours as the system");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).not.toHaveAttribute("data-theme");

  // What a member of the board may not do is not offered.
  for (const words of ["invite", "enrol", "backup", "lock data"]) {
    await ask(words);
    await expect(dialog.getByRole("status")).toHaveText(`Nothing that you may open bears '${words}'.`);
    await page.keyboard.press("Escape");
  }
  await ask("call a meeting imaging-followup");
  await field.press("Enter");
  await expect(page).toHaveURL("/trials/imaging-followup/board");
  await expect(page.getByLabel("Held on")).toBeFocused();

  const coordinator = await (await as("coordinator")).newPage();
  await coordinator.goto("/trials/imaging-followup");
  await ask("enrol", coordinator);
  await coordinator.keyboard.press("Enter");
  await expect(coordinator).toHaveURL("/trials/imaging-followup/enter");
  await expect
    .poll(() => coordinator.evaluate(() => document.getElementById("entry")?.contains(document.activeElement)))
    .toBe(true);
  const administrator = await (await as("administrator")).newPage();
  await administrator.goto("/library");
  await ask("invite", administrator);
  await administrator.keyboard.press("Enter");
  await expect(administrator).toHaveURL("/admin");
  await expect
    .poll(() => administrator.evaluate(() => document.getElementById("invite")?.contains(document.activeElement)))
    .toBe(true);
});
