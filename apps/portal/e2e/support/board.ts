import { expect, type Page } from "@playwright/test";

/** Calls a meeting of the board of the trial at `of`, and stands on its agenda. */
export async function callMeeting(page: Page, of: string, title: string): Promise<void> {
  await page.goto(`${of}/board`);
  await page.getByLabel("Held on").fill("2026-11-30");
  await page.getByLabel("Name of the meeting").fill(title);
  await page.getByRole("button", { name: "Call the meeting" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

export async function propose(
  page: Page,
  subject: string,
  question = "Pseudoprogression, or change of treatment?",
): Promise<void> {
  await page.getByLabel("Patient", { exact: true }).fill(subject);
  await page.getByLabel("Question to the board").fill(question);
  await page.getByRole("button", { name: "Put on the agenda" }).click();
}

/** Waits for the answer: an agenda that another person opens before it is without the patient, and stays so. */
export async function put(page: Page, subject: string, question?: string): Promise<void> {
  await propose(page, subject, question);
  await expect(page.getByRole("link", { name: subject, exact: true })).toBeVisible();
}
