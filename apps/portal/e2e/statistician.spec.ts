import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readZip } from "@nadir/api/upload";
import type { Page } from "@playwright/test";
import { predictionsPlan } from "../../../validation/harness/src/testing/imported-plans.ts";
import {
  aucByPairs,
  OPEN_DAYS,
  openSubjects,
  predicted,
  SEALED_DAYS,
  sealedSubjects,
  writeGrowthTrial,
} from "./support/growth-trial.ts";
import { expect, test } from "./support/test.ts";
import { nadir, OWN_PASSWORD, personOf } from "./support/trial-people.ts";
import { wordsOf } from "./support/words.ts";

const TRIAL = `growth-${Date.now().toString(36)}`;
const FAMILY = `growthnet-${TRIAL}`;
// What is refused in the story is answered so, and the browser notes it.
test.use({ expectedConsole: [/status of (400|403|404|409|422)/] });

const next = (page: Page) => page.getByRole("region", { name: "What can be done now" });
const refused = (page: Page) => next(page).getByRole("alert").filter({ hasText: "Refused" });
const stateOf = (page: Page) => page.locator("[aria-current=step]");

/** Opens the folded form with this title and signs in it. */
async function sign(page: Page, title: string, password = OWN_PASSWORD): Promise<void> {
  const form = next(page).locator("details").filter({ hasText: title });
  if (!(await form.evaluate((element) => (element as HTMLDetailsElement).open))) await form.locator("summary").click();
  await form.getByLabel("Your password").fill(password);
  await form.getByRole("button", { name: "Sign", exact: true }).click();
}

async function fillOpening(page: Page, family = FAMILY): Promise<void> {
  const opening = page.getByRole("region", { name: "Opening of the test set" });
  await opening.getByLabel("Type the protocol's name").fill(family);
  await opening.getByLabel("Your password").fill(OWN_PASSWORD);
}
const askedOf = (procedure: string, input: object) =>
  `/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
const openNow = (page: Page) => page.getByRole("button", { name: "Open the outcomes, once" });

async function lodge(page: Page, name: string, csv: string): Promise<void> {
  await next(page)
    .getByLabel("Table of predictions")
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(csv) });
  await next(page).getByRole("button", { name: "Lodge the predictions" }).click();
}

test("a model from elsewhere is tested: plan, two signatures, lock, predictions, one opening, a report whose figures agree", async ({
  browser,
  watched,
}) => {
  test.setTimeout(420_000);
  const folder = mkdtempSync(join(tmpdir(), "nadir-story-"));
  nadir("import", writeGrowthTrial(join(folder, "trial"), TRIAL));
  const person = (name: string, role: string) =>
    personOf(async (options) => watched(await browser.newContext(options)), { name, role, trial: TRIAL });
  const [ada, ben, cleo] = [
    await person("Ada Author", "statistician"),
    await person("Ben Second", "statistician"),
    await person("Cleo Coordinator", "coordinator"),
  ];
  const page = await ada.newPage();
  let address = "";

  await test.step("the plan begins from a file, and is stored under a name of its own", async () => {
    await page.goto(`/trials/${TRIAL}/cohort`);
    await page
      .getByRole("region", { name: "Protocols on this trial" })
      .getByRole("link", { name: "New protocol" })
      .click();
    await expect(page.getByRole("heading", { level: 1, name: "A new protocol" })).toBeVisible();
    const file = page.getByLabel("Begin from a plan in a file");
    await file.setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("{}") });
    await expect(page.getByText("The file is no plan")).toBeVisible();
    const plan = predictionsPlan(FAMILY);
    const written = JSON.stringify({
      ...plan,
      identity: { ...plan.identity, study: TRIAL, title: "GrowthNet, tested" },
    });
    await file.setInputFiles({ name: "plan.json", mimeType: "application/json", buffer: Buffer.from(written) });
    await page.getByRole("button", { name: "Save the draft" }).click();
    await expect(page).toHaveURL(/\/validation\/[0-9a-f-]{36}$/);
    await expect(stateOf(page)).toContainText("draft");
    address = new URL(page.url()).pathname;

    // Another text under the same name is not taken for this one, and what was typed stays.
    const again = await ada.newPage();
    await again.goto("/validation/new");
    await again.getByLabel("Begin from a plan in a file").setInputFiles({
      name: "plan.json",
      mimeType: "application/json",
      buffer: Buffer.from(written.replace("GrowthNet, tested", "Another")),
    });
    await again.getByRole("button", { name: "Save the draft" }).click();
    await expect(again.getByRole("alert").filter({ hasText: "Not saved" })).toContainText("already, with another text");
    await again.close();
  });

  const editor = await ada.newPage();
  await editor.goto(`${address}/edit`);
  const second = await ben.newPage();

  await test.step("it is prepared, checked, signed by two persons, and locked", async () => {
    await next(page).getByRole("button", { name: "Preview the split" }).click();
    await expect(next(page).getByRole("row").filter({ hasText: "test" })).toContainText("50");
    await next(page).getByRole("button", { name: "Prepare and check", exact: true }).click();
    await expect(next(page)).toContainText("✓ Prepared. The text can be signed.");
    await sign(page, "Sign as author", "guess");
    await expect(refused(page)).toContainText("Wrong password: nothing was signed.");
    await sign(page, "Sign as author");
    await expect(next(page)).toContainText("✓ Sign as author: signed over this text");
    await sign(page, "Approve for locking");
    await expect(refused(page)).toContainText("You have signed this text as 'authored'; another person signs");
    await second.goto(address);
    await sign(second, "Approve for locking");
    await expect(next(second)).toContainText("✓ Approve for locking");
    await next(second).getByRole("button", { name: "Lock the protocol" }).click();
    await expect(stateOf(second)).toContainText("locked");
  });

  await test.step("the locked text is no longer changed, and the tab that was open before is told", async () => {
    await editor.locator("summary").filter({ hasText: "Identity" }).first().click();
    await editor.getByRole("textbox", { name: "Title", exact: true }).first().fill("Changed after the lock");
    await editor.getByRole("button", { name: "Save the draft" }).click();
    const told = editor.getByRole("alert").filter({ hasText: "Not saved" });
    await expect(told).toContainText("the protocol must be draft; it is locked");
    await expect(
      editor.getByRole("textbox", { name: "Title", exact: true }).first(),
      "what was typed stays",
    ).toHaveValue("Changed after the lock");
    await editor.close();
    await page.reload();
    await expect(page.getByRole("heading", { level: 1, name: "GrowthNet, tested" })).toBeVisible();
  });

  await test.step("predictions are lodged whole, or not at all", async () => {
    const coming = page.waitForEvent("download");
    await next(page).getByRole("link", { name: "Table to fill in" }).click();
    const table = readFileSync(await (await coming).path(), "utf8")
      .trim()
      .split("\n");
    expect(table[0]).toBe("subject,value,reason");
    expect(table.slice(1)).toEqual(sealedSubjects.map((s) => `${s.facts.key},,`));
    await lodge(page, "empty.csv", table.join("\n"));
    await expect(refused(page)).toContainText("has neither a value nor a reason; give one of the two");
    const filled = table.map((line) => {
      const [key = ""] = line.split(",");
      if (!predicted.has(key)) return line;
      const value = predicted.get(key);
      return value === null ? `${key},,no scan to read` : `${key},${value},`;
    });
    await lodge(page, "short.csv", filled.slice(0, -1).join("\n"));
    await expect(refused(page)).toContainText("1 of 50 test subjects have no line");
    await expect(stateOf(page)).toContainText("locked");
    const csv = filled.join("\n");
    await lodge(page, "whole.csv", csv);
    const done = next(page).getByRole("alert").filter({ hasText: "The predictions are lodged" });
    const without = [...predicted.values()].filter((v) => v === null).length;
    await expect(done).toContainText(`${50 - without} with a value, ${without} with a reason`);
    await expect(done).toContainText(createHash("sha256").update(csv).digest("hex"));
    await expect(stateOf(page)).toContainText("predicted");
  });

  await test.step("before the opening nobody sees what became of the sealed patients", async () => {
    const subject = sealedSubjects[0]!.facts.key;
    const at = `/trials/${TRIAL}`;
    const seen: string[] = [];
    for (const [who, context] of Object.entries({ ada, ben, cleo }))
      for (const place of [
        at,
        `${at}/cohort?endpoint=os`,
        `${at}/endpoints`,
        `${at}/patients/${subject}`,
        `${at}/patients/${openSubjects[0]!.facts.key}`,
        askedOf("trials.patient", { trial: TRIAL, subject }),
        askedOf("trials.patient", { trial: TRIAL, subject: openSubjects[0]!.facts.key }),
        "/worklist",
        "/home",
        address,
        askedOf("cohort.survival", { trial: TRIAL, endpoint: "os" }),
      ]) {
        const text = await (await context.request.get(place)).text();
        expect(SEALED_DAYS.test(text), `${who} at ${place}`).toBe(false);
        if (OPEN_DAYS.test(text)) seen.push(`${who} at ${place}`);
      }
    expect(seen.length, "days of the others do stand there, so that a leak would show").toBeGreaterThan(0);
  });

  const stale = await ben.newPage();
  await stale.goto(address);

  await test.step("the test set is opened once, however often it is asked for", async () => {
    await fillOpening(page, "another-name");
    await openNow(page).click();
    await expect(refused(page)).toContainText(`The name typed is 'another-name'; this protocol is ${FAMILY}`);
    await fillOpening(page);
    await openNow(page).dblclick();
    await expect(stateOf(page)).toContainText("opened");
    await expect(page.getByText("✓ opened")).toHaveCount(1);
    // The other statistician's tab still shows it sealed.
    await fillOpening(stale);
    await openNow(stale).click();
    await expect(refused(stale)).toContainText("outcomes are opened once");
    await expect(stateOf(stale)).toContainText("opened");
    await expect(openNow(stale), "it is not asked for again").toHaveCount(0);
    await page.reload();
    await expect(page.getByText("✓ opened")).toHaveCount(1);
    const refusals = page.getByRole("listitem").filter({ hasText: "× opening refused" });
    await expect(refusals.filter({ hasText: "ALREADY_OPENED" }).last()).toContainText("Ben Second");
    await stale.close();
  });

  await test.step("the plan is executed, and every paper says what the page says", async () => {
    await next(page).getByRole("button", { name: "Execute the plan and file the report" }).click();
    await expect(stateOf(page)).toContainText("reported", { timeout: 120_000 });
    const panel = page.getByRole("region", { name: "Report", exact: true });
    const auc = aucByPairs().toFixed(2);
    await expect(panel).toContainText(new RegExp(`AUC ${auc} \\(95 % interval 0\\.\\d\\d to [01]\\.\\d\\d\\)`));
    const interval = /interval (\d\.\d\d) to (\d\.\d\d)/.exec(await wordsOf(panel));
    const [lower = "", upper = ""] = interval?.slice(1) ?? [];
    const hashes = page.getByRole("region", { name: "Hashes" });
    const papers: Record<string, Buffer> = {};
    for (const [name, form] of Object.entries({ PDF: "pdf", HTML: "html", Word: "docx", "Result as JSON": "json" })) {
      const coming = page.waitForEvent("download");
      await panel.getByRole("link", { name, exact: true }).click();
      const download = await coming;
      expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${form}$`));
      papers[form] = readFileSync(await download.path());
    }
    const inDocx = [...readZip(papers["docx"]!, 50_000_000)].find((f) => f.name === "word/document.xml");
    const texts = {
      html: papers["html"]!.toString(),
      docx: new TextDecoder().decode(inDocx?.bytes).replace(/<[^>]+>/g, " "),
    };
    for (const [form, text] of Object.entries(texts))
      for (const figure of [auc, lower, upper]) expect(text, form).toContain(figure);
    const result = JSON.parse(papers["json"]!.toString()) as {
      primary: { analysis: { auc: { value: number; lower: number; upper: number } } };
    };
    const inJson = result.primary.analysis.auc;
    expect(inJson.value).toBeCloseTo(aucByPairs(), 12);
    expect([inJson.lower.toFixed(2), inJson.upper.toFixed(2)]).toEqual([lower, upper]);
    // The PDF by the hash that the page and, below, the verification give.
    for (const [form, name] of Object.entries({ pdf: "Report, PDF", html: "Report, HTML" }))
      await expect(hashes.getByRole("row").filter({ hasText: name })).toContainText(
        createHash("sha256").update(papers[form]!).digest("hex"),
      );
    writeFileSync(join(folder, "report.pdf"), papers["pdf"]!);
  });

  await test.step("verification derives every figure again, the report is signed, and the trial's cohort leads to it", async () => {
    await next(page).getByRole("button", { name: "Derive every figure again" }).click();
    await expect(next(page).getByRole("alert")).toContainText("Every figure follows from the record.", {
      timeout: 120_000,
    });
    await sign(page, "Sign the report");
    await expect(
      page.getByRole("region", { name: "Signatures" }).getByRole("row").filter({ hasText: "reported" }),
    ).toContainText("Ada Author");
    await page.getByRole("link", { name: "Its cohort" }).click();
    const row = page
      .getByRole("region", { name: "Protocols on this trial" })
      .getByRole("row")
      .filter({ hasText: FAMILY });
    await expect(row.getByRole("cell", { name: "reported", exact: true })).toBeVisible();
  });
});
