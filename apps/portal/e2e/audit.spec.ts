import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { columnOf, figure } from "./support/table.ts";
import { expect, test } from "./support/test.ts";
import { wordsOf } from "./support/words.ts";

// The log is looked at from India: what the server wrote in UTC must become the zone of the browser, without a fault.
test.use({ person: "administrator", timezoneId: "Asia/Kolkata" });

const tableOf = (page: Page) => page.getByRole("region", { name: "Events" }).getByRole("table");
const shown = (page: Page) => page.getByRole("navigation", { name: "Pages of events" }).getByRole("status");

test.describe("audit page", () => {
  test("says that the chain holds over every event, and lists the newest first", async ({ page, request, baseURL }) => {
    await page.goto("/audit");
    await expect(page.getByText("The chain holds.")).toBeVisible();
    // What is told may be of some minutes ago, before the newest events.
    const verified = page.waitForResponse((answer) => answer.url().includes("audit.verify"));
    await page.getByRole("button", { name: "Verify again" }).click();
    await verified;
    await expect(page.getByText("Recomputing the chain")).toBeHidden();
    await expect(page.getByText("The chain holds.")).toBeVisible();
    const numbers = (await columnOf(tableOf(page), "No")).map((text) => figure(text) ?? 0);
    expect(numbers).toHaveLength(25);
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
    const moment = tableOf(page).locator("time").first();
    const at = (await moment.getAttribute("datetime")) ?? "";
    const inIndia = new Date(Date.parse(at) + 5.5 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
    await expect(moment).toHaveText(`${inIndia} GMT+5:30`);
    await expect(moment).toHaveAttribute("title", at);
    const recomputed = /([\d\s  ]+) events were recomputed/.exec(await wordsOf(page.getByRole("main")))?.[1];
    expect(figure(recomputed ?? "")).toBeGreaterThanOrEqual(numbers[0] ?? Number.POSITIVE_INFINITY);
    // Somebody fails to sign in meanwhile, which the log tells: the pages stay what they were.
    const refused = await request.post("/api/auth/sign-in/email", {
      data: { email: "nobody@site.example", password: "a guess of somebody" },
      headers: { origin: baseURL ?? "" },
    });
    expect(refused.status()).toBe(401);
    await page.getByRole("link", { name: "Next" }).click();
    await expect(shown(page)).toHaveText(/^26–50 of /);
    const older = (await columnOf(tableOf(page), "No")).map((text) => figure(text) ?? 0);
    expect(older).toEqual([...older].sort((a, b) => b - a));
    expect(older[0]).toBeLessThan(numbers.at(-1) ?? 0);
    const stood = await page.getByText(/^As the log stood with event/).textContent();
    expect(figure(/event ([^.]+)\./.exec(stood ?? "")?.[1] ?? "")).toBe(numbers[0]);
    await page.getByRole("link", { name: "To the newest" }).click();
    await expect(shown(page)).toHaveText(/^1–25 of /);
    const newest = (await columnOf(tableOf(page), "No")).map((text) => figure(text) ?? 0);
    expect(newest[0]).toBeGreaterThan(numbers[0]!);
  });

  test("finds acts by what was done and by words, with the payload one click away", async ({ page }) => {
    await page.goto("/audit");
    const form = page.getByRole("form", { name: "Search the log" });
    await form.getByLabel("Action").selectOption("signed");
    await form.getByRole("button", { name: "Search" }).click();
    await expect(page).toHaveURL(/action=signed/);
    for (const what of await columnOf(tableOf(page), "What")) expect(what).toMatch(/^signed the protocol ‘.+’/);
    expect(new Set(await columnOf(tableOf(page), "Trial"))).toEqual(new Set(["inspire-pembrolizumab"]));
    await tableOf(page).getByText("As logged").first().click();
    const payload = tableOf(page).locator("details[open] code").first();
    expect(JSON.parse(await wordsOf(payload))).toHaveProperty("trial");

    await form.getByLabel("Action").selectOption("signatures of all kinds");
    await form.getByRole("button", { name: "Search" }).click();
    await expect(page).toHaveURL(/action=signatures/);
    for (const what of await columnOf(tableOf(page), "What")) expect(what).toMatch(/^signed /);
    await form.getByLabel("Action").selectOption("signed");
    await form.getByRole("button", { name: "Search" }).click();
    await expect(page).toHaveURL(/action=signed/);

    // The same search as a file, oldest first, each event once; narrowed further by person and day.
    const file = form.getByRole("link", { name: "As CSV" });
    const csv = async () =>
      parse(await (await page.request.get((await file.getAttribute("href")) ?? "")).text(), {
        columns: true,
      }) as Record<string, string>[];
    const all = await csv();
    expect(all.length).toBeGreaterThan(1);
    expect(new Set(all.map((e) => e["action"]))).toEqual(new Set(["signed"]));
    const numbers = all.map((e) => Number(e["number"]));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(all.every((e) => /^[0-9a-f]{64}$/.test(e["hash"] ?? "") && JSON.parse(e["payload"] ?? ""))).toBe(true);
    await form.getByRole("searchbox", { name: "Person" }).fill("second");
    await form.getByLabel("To (UTC)").fill("2020-01-01");
    await form.getByRole("button", { name: "Search" }).click();
    await expect(page.getByText("No event matches")).toBeVisible();
    await form.getByLabel("To (UTC)").fill("");
    await form.getByRole("button", { name: "Search" }).click();
    await expect(page).not.toHaveURL(/to=2020/);
    expect(new Set((await csv()).map((e) => e["person"]))).toEqual(new Set(["Demo second statistician"]));

    await form.getByLabel("Contains").fill("no such thing was ever done");
    await form.getByLabel("Contains").press("Enter");
    await expect(page.getByText("No event matches")).toBeVisible();
    await page.getByRole("link", { name: "Show all events" }).click();
    await expect(shown(page)).toHaveText(/^1–25 of /);
  });

  test("says in words what was done to a patient, at the board too, and leads there", async ({ page, as }) => {
    const title = `Log board ${Date.now()}`;
    const coordinator = await (await as("coordinator")).newPage();
    await coordinator.goto("/trials/imaging-followup/board");
    await coordinator.getByLabel("Held on").fill("2026-11-30");
    await coordinator.getByLabel("Name of the meeting").fill(title);
    await coordinator.getByRole("button", { name: "Call the meeting" }).click();
    await expect(coordinator.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await coordinator.getByLabel("Patient", { exact: true }).fill("IMG-005");
    await coordinator.getByLabel("Question to the board").fill("Stop?");
    await coordinator.getByRole("button", { name: "Put on the agenda" }).click();
    await expect(coordinator.getByRole("link", { name: "IMG-005", exact: true })).toBeVisible();

    await page.goto("/audit");
    const form = page.getByRole("form", { name: "Search the log" });
    await form.getByRole("searchbox", { name: "Patient" }).fill("IMG-005");
    await form.getByRole("button", { name: "Search" }).click();
    await expect(page).toHaveURL(/patient=IMG-005/);
    const row = tableOf(page).getByRole("row").filter({ hasText: "put a question to the board" }).first();
    await expect(row).toContainText("put a question to the board, patient IMG-005");
    await expect(row).toContainText("Demo coordinator");
    await expect(tableOf(page)).toContainText("put on the board's agenda, patient IMG-005");
    const rows = await columnOf(tableOf(page), "What");
    for (const what of rows) expect(what).toMatch(/IMG-005|and others/);
    await expect(row.getByRole("link", { name: "imaging-followup" })).toHaveAttribute(
      "href",
      "/trials/imaging-followup",
    );
    await row.getByRole("link", { name: "IMG-005" }).click();
    await expect(page).toHaveURL("/trials/imaging-followup/patients/IMG-005");
    // What is told is what is found, with the patient or without.
    await page.goto("/audit");
    await form.getByLabel("Contains").fill("put a question to the board, patient IMG-005");
    await form.getByLabel("Contains").press("Enter");
    await expect(page).toHaveURL(/search=put/);
    const found = await columnOf(tableOf(page), "What");
    expect(found.length).toBeGreaterThan(0);
    for (const what of found) expect(what).toMatch(/^put a question to the board, patient IMG-005/);
    await page.goto("/audit?patient=NO-ONE");
    await expect(page.getByText("No event matches")).toBeVisible();
  });
});
