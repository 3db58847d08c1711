import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { expect } from "./test.ts";
import { wordsOf } from "./words.ts";

/** One viewer of the pair with what stands below it. */
export interface Side {
  readonly canvas: Locator;
  readonly caption: Locator;
  readonly features: Locator;
}

/** A patient's images with both viewers ready. */
export async function openImages(
  page: Page,
  address: string,
  awaited: readonly string[] = ["left scan", "right scan"],
): Promise<{ images: Locator; left: Side; right: Side }> {
  await page.goto(address);
  const images = page.getByRole("region", { name: "Images side by side" });
  await images.scrollIntoViewIfNeeded();
  const side = (label: string): Side => {
    const frame = images.locator(`[data-viewer="${label}"]`);
    return {
      canvas: frame.locator("canvas"),
      caption: frame.locator("figcaption"),
      features: images.getByRole("region", { name: `Features, ${label}`, exact: true }),
    };
  };
  for (const label of awaited)
    await expect(images.locator(`[data-viewer="${label}"]`)).toHaveAttribute("data-state", "ready", {
      timeout: 90_000,
    });
  return { images, left: side("left scan"), right: side("right scan") };
}

export const computed = (side: Side) => expect(side.features).toHaveAttribute("data-live", "done", { timeout: 90_000 });
export const refused = (side: Side) =>
  expect(side.features).toHaveAttribute("data-live", "refused", { timeout: 90_000 });

/** Every value of a region by key, from the CSV that a person downloads. */
export async function downloaded(page: Page, side: Side): Promise<Map<string, Record<string, string>>> {
  const coming = page.waitForEvent("download");
  await side.features.getByRole("button", { name: "Download CSV" }).click();
  const file = await (await coming).path();
  const rows = parse(readFileSync(file, "utf8"), { columns: true }) as Record<string, string>[];
  return new Map(rows.map((row) => [row["key"] ?? "", row]));
}

/** A headline figure as it stands on the page. */
export async function headlineOf(side: Side, label: string): Promise<number> {
  const text = await wordsOf(side.features.locator(`[data-headline="${label}"] dd`));
  return Number((text.split(/\s/)[0] ?? "").replace("−", "-"));
}

/** Drags over the canvas through points given as shares of its sides. */
export async function stroke(
  page: Page,
  { canvas }: Side,
  points: readonly (readonly [number, number])[],
): Promise<void> {
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (!box) throw new Error("The canvas has no box.");
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(points[0]!));
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 4 });
  await page.mouse.up();
}

/** A point of the canvas given as shares of its sides, as a click takes it. */
export async function within({ canvas }: Side, [x, y]: readonly [number, number]): Promise<{ x: number; y: number }> {
  const box = await canvas.boundingBox();
  if (!box) throw new Error("The canvas has no box.");
  return { x: x * box.width, y: y * box.height };
}
