import { randomUUID } from "node:crypto";
import { makeVolume, writeNifti } from "@nadir/imaging";
import type { Page } from "@playwright/test";
import { pixelsOf } from "./support/pixels.ts";
import { portalAddress } from "./support/portal.ts";
import { expect, test } from "./support/test.ts";

const TRIAL = "/trials/glioma-parts";
const key = `SCN-${Date.now().toString(36)}`;

/** A sphere in a box of its own grey, so that no other scan has its voxels. */
function scanFile(): Buffer {
  const side = 40;
  const grey = 200 + (Date.now() % 1000);
  const data = Int16Array.from({ length: side ** 3 }, (_, at) => {
    const [i, j, k] = [at % side, Math.floor(at / side) % side, Math.floor(at / side ** 2)];
    const from = Math.hypot(i - 20, j - 20, k - 20);
    return from < 15 ? grey + 40 * Math.floor(from) : 0;
  });
  return Buffer.from(writeNifti(makeVolume({ data, dims: [side, side, side], spacing: [2, 2, 2] })));
}

test.describe("a scan that is missing", () => {
  // What is refused, and who is not signed in any more, answers with a status that the browser writes to its console.
  test.use({ person: "coordinator", expectedConsole: [/status of 4(01|03|22)/] });

  test("is added from the worklist, seen in the viewer, taken back; of another it is said that none was made", async ({
    page,
    context,
    as,
  }) => {
    const row = (table: string, cells: Record<string, string>) => ({ table, cells });
    const visit = (id: string, date: string, role: string) => row("visits", { subject: key, id, date, role });
    const entered = await context.request.post("/api/trpc/entry.record", {
      headers: { origin: portalAddress() },
      data: {
        json: {
          entry: randomUUID(),
          trial: "glioma-parts",
          rows: [
            row("subjects", { key, site: "demo-site-1", arm: "simulated", treatmentStart: "2000-01-03" }),
            visit("D0", "2000-01-01", "baseline"),
            visit("D30", "2000-01-31", "follow-up"),
          ],
        },
      },
    });
    expect(entered.ok(), await entered.text()).toBe(true);
    await toScanOf(page, "D0");

    const form = page.getByRole("form", { name: "Scan", exact: true });
    const add = form.getByRole("button", { name: "Add the scan" });
    const told = form.getByRole("alert");
    await expect(form.getByLabel("Visit")).toHaveValue("D0");
    await form.getByLabel("Modality").selectOption("MR");
    await form.getByLabel(/^Sequence or region/).fill("T1CE");
    await expect(form.getByLabel("Unit")).toHaveValue("arbitrary");
    const choose = (name: string, buffer: Buffer) =>
      form.getByLabel("File").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
    await choose("scan.nii", Buffer.from("no scan at all"));
    await add.click();
    await expect(told).toContainText("Nothing was recorded.");
    await expect(told).toContainText("cannot be read as NIfTI");

    await choose("scan.nii", scanFile());
    const cookies = await context.cookies();
    await context.clearCookies();
    await add.click();
    await expect(told).toContainText("Your session has ended; nothing was recorded.");
    await context.addCookies(cookies);
    await page.reload();
    await expect(form.getByLabel(/^Sequence or region/)).toHaveValue("T1CE");
    await choose("scan.nii", scanFile());
    // Sent twice before the first answer: one scan.
    await form.evaluate((element: HTMLFormElement) => {
      element.requestSubmit();
      element.requestSubmit();
    });
    await expect(told).toContainText("on record", { timeout: 90_000 });
    const onRecord = page.getByRole("region", { name: "On record" });
    await expect(onRecord.getByText(/^D0 · mr · MR · T1CE/)).toHaveCount(1);

    const volume = page.waitForResponse(/\/api\/images\//);
    await form.getByRole("link", { name: "Look at it" }).click();
    const address = (await volume).url();
    const images = page.getByRole("region", { name: "Images side by side" });
    const viewer = images.locator("[data-viewer]").first();
    await viewer.scrollIntoViewIfNeeded();
    await expect(viewer).toHaveAttribute("data-state", "ready", { timeout: 90_000 });
    expect((await pixelsOf(viewer.locator("canvas"))).greys, "the sphere has its greys").toBeGreaterThan(8);
    const missing = images.getByRole("list", { name: "Visits without a scan" });
    await expect(missing).toContainText(/D30.*no scan is on record/);
    await missing.getByRole("link", { name: /^Add a scan of D30/ }).click();

    const none = page.getByRole("form", { name: "No scan was made" });
    await expect(none.getByLabel("Visit")).toHaveValue("D30");
    await none.getByLabel("Why").fill("patient too ill");
    await none.getByRole("button", { name: "Record that there is none" }).click();
    await expect(onRecord).toContainText("patient too ill");
    await page.goto(`${TRIAL}/patients/${key}#images`);
    await expect(missing).toContainText("no scan was made (patient too ill)");
    await page.goto("/worklist?kind=scan&trial=glioma-parts");
    await expect(page.getByRole("row", { name: new RegExp(key) })).toHaveCount(0);

    // Of another patient after all: taken back, and missing again.
    await page.goto(`${TRIAL}/enter?subject=${key}`);
    await page.getByRole("button", { name: /^Take back D0 · mr/ }).click();
    const entry = page.getByRole("form", { name: "Entry" });
    await entry.getByLabel("Why what is on record is changed").fill("of another patient");
    await entry.getByRole("button", { name: "Record", exact: true }).click();
    await expect(entry.getByRole("alert")).toContainText("1 taken back");
    expect((await context.request.get(address)).status(), "nobody looks at it any more").toBe(404);
    await toScanOf(page, "D0");

    for (const person of ["board", "reader", "data-manager"] as const) {
      const { request } = await as(person);
      const refused = await request.post("/api/scans", {
        headers: { origin: portalAddress() },
        multipart: {
          scan: JSON.stringify({ entry: randomUUID(), trial: "glioma-parts", cells: { subject: key, visit: "D0" } }),
          file: { name: "scan", mimeType: "application/octet-stream", buffer: scanFile() },
        },
      });
      expect(refused.status(), `${person} adds a scan`).toBe(403);
      expect(await refused.text()).toContain("NOT_ALLOWED");
    }
  });
});

/** From the worklist's line about the missing scan to where it is added. */
async function toScanOf(page: Page, visit: string): Promise<void> {
  await page.goto("/worklist?kind=scan&trial=glioma-parts");
  const line = page.getByRole("row", { name: new RegExp(`${key}.*${visit}`) });
  await expect(line).toContainText("No scan of the visit");
  await line.getByRole("link", { name: key, exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`scan=${visit}#scan`));
}
