import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { nadirHome, repository } from "./support/portal.ts";
import { reportedRow } from "./support/table.ts";
import { expect, test } from "./support/test.ts";
import { wordsOf } from "./support/words.ts";

test.use({ person: "board" });

async function openProtocol(page: Page): Promise<string> {
  await page.goto("/validation");
  await reportedRow(page).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/validation\/[0-9a-f-]{36}$/);
  await expect(page.getByText("Life of the protocol")).toBeVisible();
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

/** `nadir …` against the running demo, to its end. */
const nadir = (...args: string[]) =>
  new Promise<{ status: number; said: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(repository, "packages", "cli", "bin", "nadir.mjs"), ...args],
      { cwd: repository, env: { ...process.env, NADIR_HOME: nadirHome() } },
      (error, stdout, stderr) => resolve({ status: error ? Number(error.code) : 0, said: `${stdout}\n${stderr}` }),
    );
  });

test.describe("validation page", () => {
  test("lists the protocol of the INSPIRE trial, reported, with its result", async ({ page }) => {
    await page.goto("/validation");
    const row = reportedRow(page);
    await expect(row).toContainText(/INSPIRE/);
    await expect(row.getByRole("cell", { name: "reported", exact: true })).toBeVisible();
    await expect(row).toContainText(/Success shown|Success not shown|Too small to conclude/);
  });

  test("shows the one way of a locked protocol: times in order, two signers, one opening, the plan", async ({
    page,
  }) => {
    await openProtocol(page);
    const steps = page.getByRole("listitem").filter({ has: page.locator("time") });
    const times: string[] = [];
    for (const state of ["draft", "locked", "predicted", "opened", "reported"])
      times.push(
        (await steps.filter({ hasText: state }).first().locator("time").first().getAttribute("datetime")) ?? "",
      );
    expect(times.every((time) => !Number.isNaN(Date.parse(time)))).toBe(true);
    expect(times).toEqual([...times].sort());
    await expect(page.locator("[aria-current=step]")).toContainText("reported");

    const signatures = page.getByRole("region", { name: "Signatures" }).getByRole("row");
    const author = signatures.filter({ hasText: "authored" }).getByRole("rowheader");
    const approver = signatures.filter({ hasText: "approved for locking" }).getByRole("rowheader");
    expect(await wordsOf(author)).not.toBe(await wordsOf(approver));
    await expect(signatures.filter({ hasText: "of an earlier text" })).toHaveCount(0);

    await expect(page.getByText("✓ opened")).toHaveCount(1);
    await expect(page.getByText(/opening 1 of this test set/)).toBeVisible();
    for (const name of ["Primary endpoint", "Success rule", "Claims not made"])
      await expect(page.getByText(name, { exact: true })).toBeVisible();
  });

  test("shows the filed report: flow, ROC, Kaplan–Meier, intervals, TRIPOD+AI, hashes", async ({ page }) => {
    await openProtocol(page);
    await expect(page.getByText(/AUC/).first()).toBeVisible();
    const report = page.frameLocator("iframe[title^='Validation report']");
    await expect(report.locator("h1")).toBeVisible();
    // With the descriptions of the drawings, which are for those who do not see them.
    const words = await report.locator("body").textContent();
    for (const part of [/TRIPOD/, /Kaplan/, /ROC/, /95\s?%/, /too small|not conclude|conclus/i, /SHA-256|hash/i])
      expect(words).toMatch(part);
    const drawings = report.locator("svg");
    expect(await drawings.count()).toBeGreaterThanOrEqual(3);
    await expect(drawings.first()).toBeAttached();
    expect(await report.locator("script").count()).toBe(0);
  });

  test("the papers are the ones whose hashes stand on the page", async ({ page }) => {
    const id = await openProtocol(page);
    const shown = page.getByRole("region", { name: "Hashes" });
    const papers = { html: "Report, HTML", pdf: "Report, PDF" } as const;
    for (const [form, name] of Object.entries(papers)) {
      const answer = await page.request.get(`/api/reports/${id}/${form}`);
      expect(answer.status()).toBe(200);
      const bytes = await answer.body();
      if (form === "pdf") expect(bytes.subarray(0, 5).toString("latin1")).toBe("%PDF-");
      const hash = createHash("sha256").update(bytes).digest("hex");
      await expect(shown.getByRole("row").filter({ hasText: name })).toContainText(hash);
    }
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "PDF", exact: true }).click();
    expect((await download).suggestedFilename()).toMatch(/\.pdf$/);
  });

  test("a second opening is refused, and the refusal stands on the page", async ({ page }) => {
    const id = await openProtocol(page);
    const again = await nadir("validate", "open", id, "--as", "statistician");
    expect(again.status).toBe(1);
    expect(again.said).toContain("ALREADY_OPENED");
    await page.reload();
    const refused = page.getByRole("listitem").filter({ hasText: "× opening refused" });
    await expect(refused.last()).toContainText("ALREADY_OPENED");
    await expect(refused.last()).toContainText("opened once");
    await expect(refused.last()).toContainText(/statistician/i);
    await expect(page.getByText("✓ opened"), "still opened once").toHaveCount(1);
  });
});
