import type { Page } from "@playwright/test";
import { callMeeting, put } from "./support/board.ts";
import { expect, test } from "./support/test.ts";

test.use({ person: "coordinator" });

/** The least letters, px on the screen: of a text, and of a drawing's marks. A 96th of the width is read at three metres (`board.css`). */
const leastLetters = (page: Page, within: string): Promise<{ text: number; drawn: number }> =>
  page.locator(within).evaluate((part) => {
    const least = { text: Number.POSITIVE_INFINITY, drawn: Number.POSITIVE_INFINITY };
    for (const element of part.querySelectorAll<HTMLElement | SVGGraphicsElement>("*")) {
      const isWritten = [...element.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent?.trim());
      if (!isWritten || element.closest(".sr-only, script, style") || !element.checkVisibility()) continue;
      const px = Number.parseFloat(getComputedStyle(element).fontSize);
      if (element instanceof SVGElement) {
        if (element.closest("title, desc")) continue;
        const { a = 1, b = 0 } = (element as SVGGraphicsElement).getScreenCTM?.() ?? {};
        least.drawn = Math.min(least.drawn, px * Math.hypot(a, b));
      } else least.text = Math.min(least.text, px * ((element as { currentCSSZoom?: number }).currentCSSZoom ?? 1));
    }
    return least;
  });

/** Three metres from the screen of a meeting room, in the minute that a patient has: a glance, then each part by its number. */
test("on the wall each part of a patient fills the screen in letters that are read from three metres", async ({
  page,
  as,
}) => {
  await callMeeting(page, "/trials/imaging-followup", `Sarcoma board ${Date.now()}`);
  await put(page, "IMG-003");
  await put(page, "IMG-004");
  const board = await (await as("board")).newPage();
  await board.setViewportSize({ width: 1920, height: 1080 });
  await board.goto(`${page.url()}/IMG-004`);
  await expect(board.getByText("Gathering the evidence")).toHaveCount(0);
  await board.keyboard.press("f");
  await expect.poll(() => board.evaluate(() => document.fullscreenElement?.tagName)).toBe("HTML");

  // The glance: question, responses and their rules in large letters, the images whole, the course beside them.
  const question = board.getByText("Pseudoprogression, or change of treatment?", { exact: true });
  expect(await question.evaluate((e) => Number.parseFloat(getComputedStyle(e).fontSize))).toBeGreaterThanOrEqual(20);
  for (const part of ["At a glance", "Responses at the latest visit", "Images"])
    await expect(board.getByRole("region", { name: part, exact: true })).toBeInViewport({ ratio: 0.99 });
  await expect(board.getByRole("region", { name: "Course", exact: true })).toBeInViewport({ ratio: 0.5 });
  const LEAST = 1920 / 96;
  expect((await leastLetters(board, ".board-top")).text).toBeGreaterThanOrEqual(LEAST);

  const bar = board.getByRole("navigation", { name: "The board" });
  const parts = ["Responses", "Course", "Images", "Change", "Lesions", "Early signs", "Evidence", "Decision"];
  for (const [n, label] of parts.entries()) {
    await board.keyboard.press(String(n + 1));
    const large = board.locator("[data-large]");
    await expect(bar.getByRole("link", { name: `${n + 1} ${label}`, exact: true })).toHaveAttribute(
      "aria-current",
      "true",
    );
    await expect(large).toHaveCount(1);
    expect(await large.evaluate((part) => part.contains(document.activeElement)), `${label} has the focus`).toBe(true);
    const place = (await large.boundingBox())!;
    expect(place.width, label).toBeCloseTo(1920, 0);
    expect(place.y + place.height, label).toBeCloseTo(1080, 0);
    // The bar, with who is spoken of, stays in sight and in reach.
    expect(place.y, label).toBeGreaterThanOrEqual((await bar.boundingBox())!.height - 1);
    await expect(bar.getByText("IMG-004", { exact: true })).toBeInViewport({ ratio: 1 });
    const least = await leastLetters(board, "[data-large]");
    expect(least.text, label).toBeGreaterThanOrEqual(LEAST);
    // Names beneath names, in the tallest drawing.
    expect(least.drawn, label).toBeGreaterThanOrEqual(0.75 * LEAST);
    const size = await large.evaluate((part) => ({ whole: part.scrollHeight, seen: part.clientHeight }));
    if (n < 5) expect(size.whole, `${label} stands whole`).toBeLessThanOrEqual(size.seen + 1);
    expect(await large.evaluate((part) => part.scrollWidth - part.clientWidth), label).toBeLessThanOrEqual(0);
  }
  // By the bar too; 0 leads back to the glance, and the arrow to the next patient's.
  await bar.getByRole("link", { name: "4 Change" }).click();
  await expect(board.locator('[data-large][data-board-part="change"]')).toBeVisible();
  await board.keyboard.press("0");
  await expect(board.locator("[data-large]")).toHaveCount(0);
  expect(await board.locator("[inert]").count()).toBe(0);
  await board.keyboard.press("2");
  await expect(board.locator("[data-large]")).toHaveCount(1);
  await board.keyboard.press("ArrowLeft");
  await expect(board).toHaveURL(/IMG-003$/);
  await expect(board.getByRole("heading", { level: 1, name: "IMG-003" })).toBeInViewport();
  await expect(board.locator("[data-large]")).toHaveCount(0);
  expect(await board.evaluate(() => document.fullscreenElement?.tagName)).toBe("HTML");
});
