import type { Locator, Page } from "@playwright/test";
import { pixelsOf } from "./support/pixels.ts";
import { expect, test } from "./support/test.ts";

test.use({ person: "board" });
// Two volumes are drawn in software, while another test draws two more.

interface Viewer {
  readonly frame: Locator;
  readonly canvas: Locator;
}

async function openViewers(page: Page, address: string): Promise<{ images: Locator; left: Viewer; right: Viewer }> {
  await page.goto(address);
  const images = page.getByRole("region", { name: "Images side by side" });
  await images.scrollIntoViewIfNeeded();
  const viewer = (label: string): Viewer => {
    const frame = images.locator(`[data-viewer="${label}"]`);
    return { frame, canvas: frame.locator("canvas") };
  };
  const [left, right] = [viewer("left scan"), viewer("right scan")];
  for (const { frame } of [left, right]) await ready(frame);
  return { images, left, right };
}

const innerHeightOf = (page: Page): number => page.viewportSize()!.height;
const ready = (frame: Locator) => expect(frame).toHaveAttribute("data-state", "ready", { timeout: 90_000 });

/** The crosshair in scanner millimetres, as the viewer says it. */
async function placeOf({ frame }: Viewer): Promise<number[]> {
  const caption = frame.locator("[data-place]");
  await expect(caption).toBeVisible();
  return ((await caption.getAttribute("data-place")) ?? "").split(",").map(Number);
}

/** Waits until both crosshairs stand at one point other than `before`. */
async function movedTogether(left: Viewer, right: Viewer, before: readonly number[]): Promise<number[]> {
  await expect
    .poll(async () => {
      const [a, b] = [await placeOf(left), await placeOf(right)];
      return { moved: distance(a, before) > 0.5, apart: Math.round(distance(a, b)) };
    })
    .toEqual({ moved: true, apart: 0 });
  return placeOf(left);
}
const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((value, at) => value - (b[at] ?? Number.NaN)));

test.describe("viewers", () => {
  test("draw baseline and follow-up side by side, each with its delineation over it", async ({ page }) => {
    const { images, left, right } = await openViewers(page, "/trials/imaging-followup/patients/IMG-003");
    const [a, b] = [await left.frame.boundingBox(), await right.frame.boundingBox()];
    expect(Math.abs((a?.y ?? 0) - (b?.y ?? 1e6))).toBeLessThan(40);
    for (const { canvas } of [left, right]) {
      const seen = await pixelsOf(canvas);
      expect(seen.lit, "a scan fills part of the canvas").toBeGreaterThan(0.05);
      expect(seen.greys, "a scan has many grey levels").toBeGreaterThan(30);
      expect(seen.red, "the delineation is tinted").toBeGreaterThan(100);
    }
    const outline = images.getByRole("checkbox", { name: "Delineation" });
    await outline.uncheck();
    for (const { canvas } of [left, right]) {
      await expect.poll(async () => (await pixelsOf(canvas)).red).toBe(0);
      expect((await pixelsOf(canvas)).lit, "the scan stays").toBeGreaterThan(0.05);
    }
    await outline.check();
    for (const { canvas } of [left, right])
      await expect.poll(async () => (await pixelsOf(canvas)).red).toBeGreaterThan(100);

    // Simulated progression: at the last visit there is more to outline.
    const baseline = (await pixelsOf(left.canvas)).red;
    await images.getByRole("combobox", { name: "Right" }).selectOption("D147");
    await expect(images.getByRole("heading", { name: /^Follow-up: D147/ })).toBeVisible();
    await ready(right.frame);
    await expect.poll(async () => (await pixelsOf(right.canvas)).red).toBeGreaterThan(baseline * 1.3);

    // On paper a picture stands for each viewer, drawn when printing begins and gone when it ends.
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    const papers = images.locator("canvas[data-on-paper]");
    await expect(papers).toHaveCount(2);
    for (const paper of await papers.all())
      expect((await pixelsOf(paper)).greys, "the scan is printed").toBeGreaterThan(30);
    await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
    await expect(papers).toHaveCount(0);
    await page.emulateMedia({ media: null });
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    const widths = [...pdf.matchAll(/\/Subtype \/Image[^>]*?\/Width (\d+)/g)].map(([, width]) => Number(width));
    expect(widths.filter((width) => width >= 200).length, "both are in the PDF").toBeGreaterThanOrEqual(2);
  });

  test("are linked: a click or a step in one moves the other to the same point, until they are unlinked", async ({
    page,
  }) => {
    const { images, left, right } = await openViewers(page, "/trials/imaging-followup/patients/IMG-003");
    const start = await placeOf(left);

    const box = await left.canvas.boundingBox();
    if (!box) throw new Error("The left canvas has no box.");
    await left.canvas.click({ position: { x: box.width * 0.36, y: box.height * 0.42 } });
    const clicked = await movedTogether(left, right, start);

    await right.canvas.click({ position: { x: box.width * 0.6, y: box.height * 0.55 } });
    const back = await movedTogether(left, right, clicked);

    const before = await right.canvas.screenshot();
    await images.getByRole("button", { name: "Slice +" }).click();
    const stepped = await movedTogether(left, right, back);
    expect(Math.abs((stepped[2] ?? 0) - (back[2] ?? 0)), "a step is a slice").toBeGreaterThan(0.5);
    await expect
      .poll(async () => (await right.canvas.screenshot()).equals(before), { message: "the other draws another slice" })
      .toBe(false);

    const linked = images.getByRole("checkbox", { name: "Linked" });
    await expect(linked).toBeChecked();
    await linked.uncheck();
    const [leftStart, rightStart] = [await placeOf(left), await placeOf(right)];
    await left.canvas.click({ position: { x: box.width * 0.3, y: box.height * 0.3 } });
    await expect.poll(async () => distance(await placeOf(left), leftStart)).toBeGreaterThan(0.5);
    expect(await placeOf(right)).toEqual(rightStart);
    await linked.check();
    const apart = await placeOf(left);
    await left.canvas.click({ position: { x: box.width * 0.55, y: box.height * 0.45 } });
    await movedTogether(left, right, apart);
  });

  test("change to the PET of the same visits, with its unit", async ({ page }) => {
    const { images, left, right } = await openViewers(page, "/trials/imaging-followup/patients/IMG-001");
    await expect(left.frame.locator("figcaption")).toContainText("HU");
    const image = images.getByRole("combobox", { name: "Image", exact: true });
    await image.selectOption(await image.locator("option", { hasText: "PET" }).getAttribute("value"));
    await expect(left.frame.locator("figcaption")).toContainText("SUV");
    await ready(left.frame);
    await ready(right.frame);
    await expect.poll(async () => (await pixelsOf(left.canvas)).lit).toBeGreaterThan(0.01);
  });

  test("stay where they are under the hand that presses on them", async ({ page }) => {
    const { left } = await openViewers(page, "/trials/imaging-followup/patients/IMG-003");
    const box = await left.canvas.boundingBox();
    // The upper half of the image at the lower edge of the window: a browser that follows the focus would scroll it in.
    await page.evaluate((by) => scrollBy(0, by), box!.y - innerHeightOf(page) + box!.height / 2);
    const [at, before] = [await left.canvas.boundingBox(), await page.evaluate(() => scrollY)];
    await page.mouse.move(at!.x + 60, at!.y + 60);
    await page.mouse.down();
    await page.mouse.move(at!.x + 160, at!.y + 60, { steps: 5 });
    await page.mouse.up();
    await expect(left.canvas).toBeFocused();
    expect(await page.evaluate(() => scrollY)).toBe(before);
  });
  test("planes, window and the way back to the lesion", async ({ page }) => {
    const { images, left, right } = await openViewers(page, "/trials/imaging-followup/patients/IMG-003");
    const axial = await left.canvas.screenshot();
    const lesion = await placeOf(left);
    await images.getByLabel("Plane").selectOption({ label: "Coronal" });
    await expect.poll(async () => (await left.canvas.screenshot()).equals(axial)).toBe(false);
    const coronal = await left.canvas.screenshot();
    await images.getByLabel("Window").selectOption({ label: "Lung (L -600, W 1500)" });
    await expect.poll(async () => (await left.canvas.screenshot()).equals(coronal)).toBe(false);
    await images.getByRole("button", { name: "Slice +" }).click();
    await movedTogether(left, right, lesion);
    await images.getByRole("button", { name: "To the lesion" }).click();
    await expect.poll(async () => distance(await placeOf(left), lesion)).toBeLessThan(0.1);
  });
});
