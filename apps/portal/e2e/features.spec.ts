import { expect, test } from "./support/test.ts";

test.describe("feature catalogue", () => {
  test.use({ person: "board" });

  test("is found from the navigation, searched, and keeps its search in the address", async ({ page }) => {
    await page.goto("/");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Features" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Feature catalogue" })).toBeVisible();
    const box = page.getByRole("searchbox");
    await box.fill("sphericity");
    await expect(page.getByRole("row", { name: /Sphericity morph_sphericity QCFX/ })).toBeVisible();
    await expect(page.getByRole("row", { name: /Joint maximum/ })).toHaveCount(0);
    await page.reload();
    await expect(box).toHaveValue("sphericity");
    await page.getByLabel("Family").selectOption({ label: "Grey level co-occurrence (25)" });
    await expect(page.getByText("No feature matches")).toBeVisible();
    await page.getByRole("button", { name: "Show all features" }).click();
    await expect(page.getByRole("row", { name: /Joint maximum cm_joint_max GYBY/ })).toBeVisible();
  });

  test("says what PyRadiomics does otherwise, and sets indices below the line", async ({ page }) => {
    await page.goto("/features?search=KE2A stat_skew");
    const kurtosis = page.locator("#stat_kurt");
    await page.goto("/features#stat_kurt");
    await expect(kurtosis).toBeInViewport();
    await expect(kurtosis).toContainText("not in excess: 3 more than IBSI's");
    await expect(page.locator("#morph_moran_i sub").first()).toHaveText("ij");
  });

  test("opens at a feature of a patient's page, in a tab of its own", async ({ page }) => {
    await page.goto("/trials/imaging-followup/patients/IMG-003");
    const opened = page.waitForEvent("popup");
    await page
      .getByRole("region", { name: "Change of features" })
      .getByRole("link", { name: "Sphericity", exact: true })
      .click();
    const catalogue = await opened;
    await expect(catalogue.locator("#morph_sphericity")).toBeInViewport();
  });
});
