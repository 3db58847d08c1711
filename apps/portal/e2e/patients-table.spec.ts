import type { Locator, Page } from "@playwright/test";
import { bundledTable } from "./support/bundled-table.ts";
import { columnOf, figure } from "./support/table.ts";
import { expect, test } from "./support/test.ts";
import { wordsOf } from "./support/words.ts";

const trial = "/trials/atezolizumab-kinetics";
const tableOf = (page: Page): Locator => page.getByRole("table", { name: /^Patients of the trial/ });
const shown = (page: Page): Locator => page.getByRole("navigation", { name: "Pages of patients" }).getByRole("status");
const columnHead = (page: Page, name: string): Locator =>
  tableOf(page).getByRole("columnheader", { name: new RegExp(`^${name}`) });

test.use({ person: "board" });

test.describe("patients table", () => {
  test("holds every patient of the source, 25 a page, in the order of their keys", async ({ page }) => {
    const source = bundledTable("atezolizumab-kinetics", "subjects").map((row) => row["key"] ?? "");
    expect(source).toHaveLength(628);
    await page.goto(trial);
    await expect(shown(page)).toHaveText("1–25 of 628 patients");
    expect(await columnOf(tableOf(page), "Patient")).toEqual([...source].sort().slice(0, 25));
    await page.getByRole("link", { name: "Next" }).click();
    await expect(shown(page)).toHaveText("26–50 of 628 patients");
    expect(await columnOf(tableOf(page), "Patient")).toEqual([...source].sort().slice(25, 50));
    await expect(page).toHaveURL(`${trial}?page=2`);
    await page.getByRole("link", { name: "Previous" }).click();
    await expect(shown(page)).toHaveText("1–25 of 628 patients");
    await page.goto(`${trial}?page=26`);
    await expect(shown(page)).toHaveText("626–628 of 628 patients");
    await expect(page.getByRole("link", { name: "Next" })).toHaveCount(0);
  });

  test("sorts over all patients, not over the page, and back again", async ({ page }) => {
    await page.goto(trial);
    await columnHead(page, "Best change").getByRole("link").click();
    await expect(columnHead(page, "Best change")).toHaveAttribute("aria-sort", "ascending");
    await expect(page).toHaveURL(/sort=change/);
    const first = (await columnOf(tableOf(page), "Best change")).map(figure);
    expect(first, "patients without a change come last").not.toContain(null);
    expect(first).toEqual([...first].sort((a, b) => (a ?? 0) - (b ?? 0)));
    await page.getByRole("link", { name: "Next" }).click();
    await expect(shown(page)).toHaveText("26–50 of 628 patients");
    const second = (await columnOf(tableOf(page), "Best change")).map(figure);
    expect(second).toEqual([...second].sort((a, b) => (a ?? 0) - (b ?? 0)));
    expect(second[0]).toBeGreaterThanOrEqual(first.at(-1) ?? Number.POSITIVE_INFINITY);

    await columnHead(page, "Best change").getByRole("link").click();
    await expect(columnHead(page, "Best change")).toHaveAttribute("aria-sort", "descending");
    await expect(shown(page), "a new order begins at its first page").toHaveText("1–25 of 628 patients");
    const largest = (await columnOf(tableOf(page), "Best change")).map(figure);
    expect(largest, "patients without a change come last here too").not.toContain(null);
    expect(largest).toEqual([...largest].sort((a, b) => (b ?? 0) - (a ?? 0)));
    expect(largest[0]).toBeGreaterThan(second.at(-1) ?? 0);
  });

  test("is sorted, filtered and paged by the server: its answer holds these rows and no others", async ({ page }) => {
    const address = `${trial}?sort=visits&direction=descending&page=3`;
    const answer = await (await page.request.get(address)).text();
    const keys = new Set([...answer.matchAll(/patients\/(S[123]-\d{4})/g)].map(([, key]) => key));
    await page.goto(address);
    await expect(shown(page)).toHaveText("51–75 of 628 patients");
    expect([...keys].sort()).toEqual((await columnOf(tableOf(page), "Patient")).sort());
  });

  test("filters by key, arm and response, says how many match, and clears", async ({ page }) => {
    const source = bundledTable("atezolizumab-kinetics", "subjects");
    await page.goto(trial);
    const filter = page.getByRole("form", { name: "Filter patients" });

    const bySearch = source.filter((row) => row["key"]?.includes("S2-01")).length;
    await filter.getByLabel("Key contains").fill("s2-01");
    await filter.getByLabel("Key contains").press("Enter");
    await expect(shown(page)).toHaveText(new RegExp(` of ${bySearch} patients$`));
    for (const key of await columnOf(tableOf(page), "Patient")) expect(key).toContain("S2-01");
    await filter.getByRole("button", { name: "Clear" }).click();
    await expect(shown(page)).toHaveText("1–25 of 628 patients");

    const arm = source[0]?.["arm"] ?? "";
    const inArm = source.filter((row) => row["arm"] === arm).length;
    await filter.getByLabel("Arm").selectOption(arm);
    await expect(shown(page)).toHaveText(new RegExp(` of ${inArm} patients$`));
    expect(new Set(await columnOf(tableOf(page), "Arm")).size).toBe(1);

    const choice = filter.getByLabel("Best response").locator("option", { hasText: /^PR \(/ });
    const responders = Number(/\((\d+)\)/.exec((await choice.textContent()) ?? "")?.[1]);
    await filter.getByRole("button", { name: "Clear" }).click();
    await expect(shown(page)).toHaveText("1–25 of 628 patients");
    await filter.getByLabel("Best response").selectOption("PR");
    await expect(shown(page)).toHaveText(new RegExp(` of ${responders} patients$`));
    for (const best of await columnOf(tableOf(page), "Best,")) expect(best).toMatch(/^PR\b/);
    await page.reload();
    await expect(shown(page), "the filter stands in the address").toHaveText(new RegExp(` of ${responders} patients$`));
    await expect(filter.getByLabel("Best response")).toHaveValue("PR");
  });

  test("says that nothing matches, and leads back", async ({ page }) => {
    await page.goto(`${trial}?search=no-such-key`);
    await expect(page.getByText("No patient matches")).toBeVisible();
    await expect(shown(page)).toHaveText("No patients");
    await page.getByRole("link", { name: "Show all patients" }).click();
    await expect(shown(page)).toHaveText("1–25 of 628 patients");
  });

  test("takes a nonsensical address as the plain one", async ({ page }) => {
    await page.goto(`${trial}?sort=password&direction=up&page=-4&best=%27%3B--`);
    await expect(page.getByText("No patient matches")).toBeVisible();
    await page.goto(`${trial}?sort=password&direction=up&page=-4`);
    await expect(shown(page)).toHaveText("1–25 of 628 patients");
  });

  test("by keyboard: sort, go from patient to patient, open one, come back", async ({ page }) => {
    await page.goto(trial);
    await expect(tableOf(page)).toBeVisible();
    await columnHead(page, "Visits").getByRole("link").focus();
    await page.keyboard.press("Enter");
    await expect(columnHead(page, "Visits")).toHaveAttribute("aria-sort", "ascending");
    await page.keyboard.press("Enter");
    await expect(columnHead(page, "Visits")).toHaveAttribute("aria-sort", "descending");
    const visits = (await columnOf(tableOf(page), "Visits")).map(figure);
    expect(visits).toEqual([...visits].sort((a, b) => (b ?? 0) - (a ?? 0)));

    const links = tableOf(page).locator("tbody").getByRole("link");
    await links.first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await expect(links.nth(2)).toBeFocused();
    await page.keyboard.press("ArrowUp");
    await expect(links.nth(1)).toBeFocused();
    await page.keyboard.press("End");
    await expect(links.last()).toBeFocused();
    await page.keyboard.press("Home");
    await expect(links.first()).toBeFocused();
    const key = await wordsOf(links.first());
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: `Patient ${key}` })).toBeVisible();
    await page.goBack();
    await expect(columnHead(page, "Visits")).toHaveAttribute("aria-sort", "descending");
  });

  test("by keyboard: everything that can be used is reached by Tab and shows where one is", async ({ page }) => {
    await page.goto(trial);
    await expect(tableOf(page)).toBeVisible();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
    const visited: string[] = [];
    for (let presses = 0; presses < 80; presses++) {
      await page.keyboard.press("Tab");
      const focus = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        return {
          // biome-ignore lint/performance/useDomNodeTextContent: as shown, without what is hidden
          name: element.getAttribute("aria-label") ?? element.getAttribute("name") ?? element.innerText.trim(),
          isMarked: (outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0) || boxShadow !== "none",
        };
      });
      if (visited.length > 0 && focus.name === visited[0]) break;
      expect(focus.isMarked, `focus on '${focus.name}' can be seen`).toBe(true);
      visited.push(focus.name);
      if (focus.name.startsWith("Next")) break;
    }
    for (const wanted of ["search", "arm", "best", "Filter", "Patient", "Progression", "S1-0001"])
      expect(visited.some((name) => name.startsWith(wanted))).toBe(true);
    expect(visited.at(-1)).toMatch(/^Next/);
  });
});
