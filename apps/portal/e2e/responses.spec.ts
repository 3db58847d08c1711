import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { bundledTable } from "./support/bundled-table.ts";
import { columnOf } from "./support/table.ts";
import { expect, test } from "./support/test.ts";

const part = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const kinetics = "/trials/atezolizumab-kinetics";

test.use({ person: "coordinator" });

test.describe("responses of a trial", () => {
  test("criteria compared: every patient is in the table, and who changes is named with a rule on either side", async ({
    page,
  }) => {
    await page.goto(kinetics);
    await page.getByRole("link", { name: "Criteria compared" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Criteria compared" })).toBeVisible();
    const counts = page.getByRole("region", { name: "Discordance table" }).getByRole("table");
    const all = (await columnOf(counts, "All")).map(Number);
    const patients = new Set(bundledTable("atezolizumab-kinetics", "subjects").map((row) => row["key"]));
    expect(all.reduce((sum, n) => sum + n, 0)).toBe(patients.size);
    await expect(page.getByText(/0\.9\d \(0\.9\d to 0\.9\d\)/).first()).toBeVisible();
    const changes = page.getByRole("region", { name: "Patients who change category" }).getByRole("table");
    const shown = await columnOf(changes, "Patient");
    // docs/conformance/kinetics-628.md: 18 of 628 differ between RECIST 1.1 and iRECIST.
    expect(shown).toHaveLength(18);
    await expect(changes.getByText("irecist.reset").first()).toBeVisible();

    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Table as CSV" }).click();
    const lines = readFileSync(await (await download).path(), "utf8")
      .trim()
      .split("\n");
    expect(lines[0]).toMatch(/^patient,best,first_criterion/);
    expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(shown);

    await page.getByLabel("with").selectOption("imrecist");
    await page.getByRole("button", { name: "Compare" }).click();
    await expect(page).toHaveURL(/second=imrecist/);
    await expect(page.getByRole("columnheader", { name: /RECIST 1\.1.*imRECIST/ })).toBeVisible();
  });

  test("awaited scans: window and what the scan must show, the patient one link away", async ({ page }) => {
    await page.goto("/trials/inspire-pembrolizumab/awaited");
    const list = page.getByRole("region", { name: "Awaited scans" }).first().getByRole("table");
    const [earliest = "", latest = ""] = [(await columnOf(list, "Earliest"))[0], (await columnOf(list, "Latest"))[0]];
    const waits = (await columnOf(list, "Waits"))[0] ?? "";
    const day = (text: string) => Number(/day (\d+)/.exec(text)?.[1]);
    // Seymour 2017: four to eight weeks after the iUPD.
    expect([day(earliest) - day(waits), day(latest) - day(waits)]).toEqual([28, 56]);
    expect((await columnOf(list, "Confirms it"))[0]).toMatch(/target sum of at least [\d.]+ mm/i);
    await list.getByRole("link").first().click();
    await expect(page.getByText("awaits its confirmation scan").first()).toBeVisible();
    await expect(page.getByText(/Confirms it:/).first()).toBeVisible();
  });

  test("endpoints: rates, curves and the rules by which the times ended add up to all patients", async ({ page }) => {
    await page.goto(`${kinetics}/endpoints`);
    await expect(part(page, "Progression-free survival").getByRole("img").first()).toBeVisible();
    await expect(page.getByText("154 of 628")).toBeVisible();
    const rules = await part(page, "Progression-free survival").getByRole("listitem").allInnerTexts();
    expect(rules.map((text) => Number(/^\d+/.exec(text)?.[0])).reduce((a, b) => a + b, 0)).toBe(628);
    await page.getByLabel("Criterion").selectOption("irecist");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.getByText(/Under iRECIST, as published/)).toBeVisible();
  });

  test("a curve is taken away as data that give it again, and as pictures that stand alone", async ({ page }) => {
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(`${kinetics}/endpoints`);
    const taken = async (as: string) => {
      const download = page.waitForEvent("download");
      const curve = part(page, "Progression-free survival");
      await curve.getByRole("button", { name: `Progression-free survival: ${as}`, exact: true }).click();
      return readFileSync(await (await download).path());
    };
    // The product-limit estimate (Kaplan and Meier 1958) by hand: who left a step without being censored had the event.
    const rows = (parse(await taken("data as CSV"), { columns: true }) as Record<string, string>[]).map((row) => ({
      atRisk: Number(row["at_risk"]),
      censored: Number(row["censored"]),
      survival: Number(row["survival"]),
    }));
    expect(rows.length).toBeGreaterThan(50);
    expect(rows[0]?.atRisk).toBe(628);
    let survival = 1;
    for (const [i, row] of rows.entries()) {
      const events = row.atRisk - row.censored - (rows[i + 1]?.atRisk ?? 0);
      survival *= 1 - events / row.atRisk;
      expect(row.survival, `step ${i + 1}`).toBeCloseTo(survival, 9);
    }

    const svg = (await taken("SVG")).toString();
    expect(svg, "dark ink on a white ground, whatever the page's colours").toMatch(
      /^<svg [^>]*font-family=[^>]* fill="#182026"[\s\S]*?<rect [^>]*fill="#ffffff"/,
    );
    expect(svg, "nothing that only the page knows").not.toMatch(/light-dark|var\(|currentColor|NaN/);
    expect(svg).toContain("At risk");
    const png = await taken("PNG");
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    // Three px for one of the drawing.
    expect(png.readUInt32BE(16)).toBe(3 * Number(/ width="(\d+)"/.exec(svg)?.[1]));
  });

  test("cohort: a change of the curves comes back to the curves, not to the top of the page", async ({ page }) => {
    await page.goto(`${kinetics}/cohort`);
    const survival = page.locator("#survival");
    await survival.getByLabel("Curves by").selectOption("arm");
    await survival.getByRole("button", { name: "Show" }).click();
    await expect(page).toHaveURL(/by=arm.*#survival$/);
    await expect(page.locator("[data-figure=waterfall]")).toHaveAttribute("data-state", "drawn");
    await expect(page.locator("[data-figure=survival]")).toHaveAttribute("data-state", "drawn");
    await expect(survival.getByRole("heading", { name: "Survival" })).toBeInViewport();
    // Each of the eleven arms is drawn as no other.
    const looks = await page
      .locator("[data-figure=survival] .curve-key")
      .evaluateAll((all) => all.map((one) => `${one.getAttribute("stroke")} ${one.getAttribute("stroke-dasharray")}`));
    expect(looks.length).toBeGreaterThan(8);
    expect(new Set(looks).size).toBe(looks.length);
  });

  test("cohort: chosen in one plot, marked in all, kept in the address, cleared; data, SVG and PNG", async ({
    page,
  }) => {
    await page.goto("/trials/inspire-pembrolizumab/cohort?best=unconfirmed");
    const waterfall = page.locator("[data-figure=waterfall]");
    await expect(waterfall).toHaveAttribute("data-state", "drawn");
    await expect(page.locator("[data-figure=swimmer]")).toHaveAttribute("data-state", "drawn");
    const chosen = page.locator("[data-figure=swimmer] [data-on]");
    await expect(chosen).toHaveCount(0);

    // By keyboard: the first bar is the patient with the largest growth.
    const group = page.getByRole("group", { name: "Best change from baseline" });
    await group.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    const first = await waterfall.locator("[data-subject]").first().getAttribute("data-subject");
    await expect(waterfall.locator("[data-on]")).toHaveAttribute("data-subject", first ?? "");
    await expect(page.locator(`[data-figure=spider] [data-on][data-subject="${first}"]`)).toHaveCount(1);
    await expect(page).toHaveURL(new RegExp(`sel=${first}`));
    const list = page.getByRole("region", { name: "Patients of the cohort" }).getByRole("table");
    expect(await columnOf(list, "Patient")).toEqual([expect.stringContaining(first ?? "?")]);

    // By a frame over the whole plot: everybody with a bar.
    const box = (await waterfall.boundingBox())!;
    await page.mouse.move(box.x + 2, box.y + 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
    await page.mouse.move(box.x + box.width - 2, box.y + box.height - 2, { steps: 3 });
    await page.mouse.up();
    const bars = await waterfall.locator("[data-subject]").count();
    await expect(page.getByText(`${bars} of`)).toBeVisible();

    // The link alone brings the selection back.
    await page.goto(`/trials/inspire-pembrolizumab/cohort?sel=${first}`);
    await expect(page.locator(`[data-figure=waterfall] [data-on][data-subject="${first}"]`)).toHaveCount(1);
    const csv = await (await page.request.get("/api/tables/inspire-pembrolizumab/cohort-waterfall")).text();
    expect(csv).toContain("best_change_until_progression_percent");
    expect(csv.split("\n").some((row) => row.startsWith(`${first},`))).toBe(true);
    for (const ending of ["svg", "png"]) {
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: `Best change from baseline: ${ending.toUpperCase()}` }).click();
      const file = readFileSync(await (await download).path());
      if (ending === "png") expect(file.subarray(1, 4).toString()).toBe("PNG");
      else {
        expect(file.toString()).not.toMatch(/light-dark|data-subject|NaN/);
        expect(file.toString()).toContain('opacity="0.18"');
      }
    }
    await page.getByRole("button", { name: "Clear selection" }).click();
    await expect(page.locator("[data-on]")).toHaveCount(0);
    await expect(page).not.toHaveURL(/sel=/);
  });

  test("cohort: a cell of the heat map and a count of the table choose patients, whose survival stands beside the others'; on paper", async ({
    page,
  }) => {
    await page.goto("/trials/imaging-followup/cohort");
    const map = page.locator("[data-figure=changes]");
    await expect(map).toHaveAttribute("data-state", "drawn");
    const column = map.locator("[data-subject]").first();
    const subject = await column.getAttribute("data-subject");
    await column.locator(".cell").nth(2).click();
    const bars = page.locator("[data-figure=waterfall]");
    await expect(bars.locator("[data-on]")).toHaveAttribute("data-subject", subject ?? "");
    await expect(page).toHaveURL(new RegExp(`sel=${subject}`));

    // By the trial's table T1 grew from 39.9 to 51.8 mm in IMG-004 (+29.8 %); IMG-005 grew beyond 20 % too.
    await page.getByRole("button", { name: /^Choose the 2 patients with PD/ }).click();
    const list = page.getByRole("region", { name: "Patients of the cohort" }).getByRole("table");
    await expect.poll(() => columnOf(list, "Patient")).toEqual([/IMG-004/, /IMG-005/].map(expect.stringMatching));
    await page.getByRole("button", { name: "Their survival beside the others’" }).click();
    const survival = page.locator("[data-figure=survival]");
    // Progression was told on days 42 and 40; the others are four.
    await expect(survival).toContainText("Selected: 2 of 2 with event");
    await expect(survival).toContainText("Others: 2 of 4 with event");
    await expect(survival).toContainText("At risk");
    await expect(page).toHaveURL(/sel=IMG-004(,|%2C)IMG-005.*by=selection/);
    // Back to the page as it was left: with the two, though it was made before anybody was chosen.
    await page.goBack();
    await expect(page).not.toHaveURL(/by=selection/);
    await expect(page.getByRole("region", { name: "Selection" })).toContainText("2 of 6 patients chosen");
    await expect(page).toHaveURL(/sel=IMG-004(,|%2C)IMG-005/);
    await page.goForward();
    await expect(survival).toContainText("Selected: 2 of 2 with event");

    const pdf = await page.pdf({ preferCSSPageSize: true });
    const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(sheets, "the cohort takes some sheets, not many").toBeGreaterThan(2);
    expect(sheets).toBeLessThan(16);
    await page.emulateMedia({ media: "print" });
    await expect(page.locator("[data-print-line]")).toHaveText(
      /not a medical device\. Printed \d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC by Demo coordinator\.$/,
    );
    const head = page.locator("[data-print-head]");
    await expect(head).toBeVisible();
    await expect(head).toContainText(/\(imaging-followup\)/);
    await expect(head).toContainText("criterion: RECIST 1.1; best response: confirmed; arm: all; site: all");
    await expect(head).toContainText("No patient's responses are sealed");
    for (const undone of ["button:not(table *)", "nav:not(.pager)", "form", "input", "select", "a[download]"])
      await expect(page.locator(`${undone}:visible`), `${undone} on paper`).toHaveCount(0);
    const table = page.getByRole("region", { name: "Responses by arm and criterion" }).last();
    // A scroller is cut where the page ends; whole, the table goes on under its repeated head.
    expect(await table.evaluate((frame) => getComputedStyle(frame).overflow)).toBe("visible");
    await expect(table.getByText("PD").first()).toBeVisible();
  });

  test("a blinded reader is told that these are not for them", async ({ as }) => {
    const page = await (await as("reader")).newPage();
    for (const view of ["criteria", "awaited", "endpoints", "cohort"]) {
      await page.goto(`${kinetics}/${view}`);
      await expect(page.getByText(/Your role in this trial is blinded/)).toBeVisible();
    }
  });
});

test.describe("measuring without recording", () => {
  test("every criterion answers while sizes are typed; what is no size is told; the record stays", async ({ page }) => {
    await page.goto("/trials/imaging-followup/patients/IMG-003");
    await page.getByRole("button", { name: "Measure, without recording" }).click();
    const board = part(page, "Try measurements");
    await expect(board.getByText("Judged in this browser")).toBeVisible();
    const recorded = bundledTable("imaging-followup", "measurements").filter((m) => m["subject"] === "IMG-003");
    const last = recorded.at(-1);
    const cell = board.getByLabel(`T1 at ${last?.["visit"]}, mm`);
    await expect(cell).toHaveValue(`${Number(last?.["longestMm"])} × ${Number(last?.["shortMm"])}`);
    // 39.9 mm at baseline: progression from 47.88 mm on, gone is a complete response of the targets.
    const latest = board
      .getByRole("region", { name: "Conclusions as tried" })
      .getByRole("row", { name: /^RECIST 1\.1/ });
    await expect(latest).toContainText("PD");
    const first = recorded[0];
    for (const m of recorded.slice(1))
      await board.getByLabel(`T1 at ${m["visit"]}, mm`).fill(String(first?.["longestMm"]));
    await expect(latest).toContainText("SD");
    await cell.fill("47.8");
    await expect(latest).toContainText("SD");
    await cell.fill("47.9");
    await expect(latest).toContainText("PD");
    await cell.fill("about 5 cm");
    await expect(board.getByText("'about 5 cm' is no size")).toBeVisible();
    await board.getByRole("button", { name: "Back to the record" }).click();
    await expect(latest).toContainText("the same");
  });

  test("delineations are measured beside what was entered, each figure with its slice", async ({ page }) => {
    await page.goto("/trials/imaging-followup/patients/IMG-003");
    await page.getByRole("button", { name: "Measure the delineations" }).click();
    const sizes = part(page, "Sizes from delineations").getByRole("table");
    const derived = await columnOf(sizes, "Longest");
    const onRecord = await columnOf(sizes, "On record");
    // The demo's own measurements were derived from these masks, and rounded to a tenth.
    derived.forEach((text, row) => {
      const [longest, across] = (/([\d.]+) × ([\d.]+)/.exec(text)?.slice(1) ?? []).map(Number);
      expect(onRecord[row]).toBe(`${longest} × ${across}`);
      expect(text).toMatch(/slice \d+/);
    });
    expect(derived.length).toBeGreaterThan(3);
  });
});

test.describe("responses over simulated follow-ups", () => {
  for (const view of ["criteria", "awaited", "endpoints"])
    test(`are called so on the page and in every row of the table: ${view}`, async ({ page }) => {
      await page.goto(`/trials/imaging-followup/${view}`);
      await expect(page.getByText("Simulated follow-up of a real scan.")).toBeVisible();
      await page.goto(`${kinetics}/${view}`);
      await expect(page.getByRole("navigation", { name: "Views of this trial" })).toBeVisible();
      await expect(page.getByText("Simulated follow-up of a real scan.")).toHaveCount(0);

      const linesOf = async (trial: string) => {
        const answer = await page.request.get(`/api/tables/${trial}/${view}`);
        expect(answer.ok(), await answer.text()).toBe(true);
        return (await answer.text()).trim().split("\n");
      };
      const [header, ...rows] = await linesOf("imaging-followup");
      expect(header).toMatch(/,origin\r?$/);
      for (const row of rows) expect(row).toContain("simulated follow-up of a real scan");
      expect((await linesOf("atezolizumab-kinetics"))[0]).not.toContain("origin");
    });
});
