import { expect, test } from "./support/test.ts";

test.use({ person: "coordinator" });

test("on paper nothing in a table is larger than the table: neither a site under its patient nor a response", async ({
  page,
}) => {
  await page.goto("/worklist");
  const tables = page.locator("table.sheet");
  await expect(tables.first()).toBeVisible();
  await page.emulateMedia({ media: "print" });
  const larger = () =>
    tables.evaluateAll((all) =>
      all.flatMap((table) => {
        const size = (of: Element) => Number.parseFloat(getComputedStyle(of).fontSize);
        return [...table.querySelectorAll("td *, th *")]
          .filter(
            (part) => part.textContent?.trim() && part.getClientRects().length > 0 && size(part) > size(table) + 0.1,
          )
          .map((part) => part.textContent);
      }),
    );
  expect(
    await page.locator("table.sheet tbody th .text-xs").count(),
    "sites stand under their patients",
  ).toBeGreaterThan(0);
  expect(await larger()).toEqual([]);
});
