import { expect, type Locator, type Page } from "@playwright/test";

/** A column of a table's body by its heading, as shown; all rows at one moment. Waits for the table. */
export async function columnOf(table: Locator, heading: string): Promise<string[]> {
  await expect(table.locator("tbody tr").first()).toBeVisible();
  const rows = await table.evaluate((element) =>
    [...(element as HTMLTableElement).rows].map((row) =>
      // biome-ignore lint/performance/useDomNodeTextContent: as shown, without what is hidden
      [...row.cells].map((cell) => cell.innerText.trim()),
    ),
  );
  const [headings = [], ...body] = rows;
  const at = headings.findIndex((text) => text.startsWith(heading));
  if (at < 0) throw new Error(`No column '${heading}' among ${headings.join(", ")}.`);
  return body.map((cells) => cells[at] ?? "");
}

/** A figure as it stands on a screen (`−12.5 %`, `1 204`) as a number; an empty cell is null. */
export function figure(text: string): number | null {
  const plain = text
    .replace("−", "-")
    .replace(/[\s  +%]/g, "")
    .trim();
  if (plain === "") return null;
  const value = Number(plain);
  if (Number.isNaN(value)) throw new Error(`'${text}' is no figure.`);
  return value;
}

/** The line of the protocol that the demo carried to its report, among those that other tests write. */
export const reportedRow = (page: Page): Locator =>
  page
    .getByRole("region", { name: "Protocols" })
    .getByRole("row")
    .filter({ has: page.getByRole("cell", { name: "reported", exact: true }) })
    .first();
