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
