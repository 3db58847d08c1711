import type { Locator, Page } from "@playwright/test";
import { demoPerson, type PersonId } from "./support/portal.ts";
import { expect, test } from "./support/test.ts";

const TRIAL = "/trials/glioma-parts";
const key = `E2E-${Date.now().toString(36)}`;

test.describe("a coordinator's day", () => {
  // What is refused, and who is not signed in any more, answers with a status that the browser writes to its console.
  test.use({ person: "coordinator", expectedConsole: [/status of 4(01|22|09)|ERR_INTERNET_DISCONNECTED/] });

  test("enrols, loses connection and session, records once, corrects against a stale tab, pastes, and settles a query", async ({
    page,
    context,
    as,
  }) => {
    await page.goto(`${TRIAL}/enter`);
    const form = page.getByRole("form", { name: "Entry" });
    const block = (name: string | RegExp): Locator => form.getByRole("group", { name }).last();
    const record = form.getByRole("button", { name: "Record", exact: true });
    await block("Patient").getByLabel("Pseudonymous key").fill("PRT-001");
    await block("Patient").getByLabel(/^Site/).selectOption({ index: 1 });
    await block("Patient").getByLabel(/^Arm/).selectOption({ index: 1 });
    await record.click();
    await expect(form).toContainText("is on record already");
    await block("Patient").getByLabel("Pseudonymous key").fill(key);
    await form.getByRole("button", { name: "+ Visit" }).click();
    await block("Visit").getByLabel(/^Key/).fill("D0");
    await block("Visit").getByLabel(/^Date/).fill("2000-01-01");
    await block("Visit").getByLabel(/^Role/).selectOption("baseline");
    await form.getByRole("button", { name: "+ Laboratory value" }).click();
    await block("Laboratory value").getByLabel(/^Code/).fill("LDH");
    await block("Laboratory value").getByLabel("Value", { exact: true }).fill("4,1");
    await record.click();
    await expect(form.getByRole("alert")).toContainText("Nothing was recorded.");
    await expect(block("Laboratory value")).toContainText("write decimals with a point: 4.1");
    await block("Laboratory value").getByLabel("Value", { exact: true }).fill("4.1");

    await context.setOffline(true);
    await expect(page.getByRole("status").filter({ hasText: "You are offline." })).toBeVisible();
    await record.click();
    await expect(form.getByRole("alert")).toContainText("The server could not be reached");
    await context.setOffline(false);
    await expect(page.getByText("You are offline.")).toHaveCount(0);
    await expect(block("Laboratory value").getByLabel("Value", { exact: true })).toHaveValue("4.1");

    const cookies = await context.cookies();
    await context.clearCookies();
    await record.click();
    await expect(form.getByRole("alert")).toContainText("Your session has ended; nothing was recorded.");
    await context.addCookies(cookies);
    await page.reload();
    await expect(form).toContainText("What you had typed in this tab is here again.");
    // Sent twice before the first answer: one record.
    await form.evaluate((element: HTMLFormElement) => {
      element.requestSubmit();
      element.requestSubmit();
    });
    await expect(page).toHaveURL(new RegExp(`subject=${key}`));
    const onRecord = page.locator("section", { has: page.getByRole("heading", { name: "On record" }) });
    await expect(onRecord.getByText(/LDH/)).toHaveCount(1);

    await staleTab(page, await context.newPage());
    await paste(page);
    await takeBack(page);

    const manager = await (await as("data-manager")).newPage();
    await manager.goto(`${TRIAL}/patients/${key}#queries`);
    const asked = manager.getByRole("region", { name: "Queries" });
    await asked.getByLabel("Question").fill("Was ECOG asked on the day itself?");
    await asked.getByRole("button", { name: "Raise the query" }).click();
    await expect(asked.getByRole("listitem").first()).toContainText("coordinator");
    await page.goto("/worklist?kind=query&trial=glioma-parts");
    const row = page.getByRole("row", { name: new RegExp(key) });
    await expect(row).toContainText("Asked: Was ECOG asked on the day itself?");
    await row.getByRole("link", { name: key }).click();
    const own = page.getByRole("region", { name: "Queries" });
    await own.getByLabel("In a sentence").fill("Yes, by phone.");
    await own.getByRole("button", { name: "Answer" }).click();
    await expect(own).toContainText("data manager");
    await manager.reload();
    await asked.getByLabel("In a sentence").fill("Accepted.");
    await asked.getByRole("button", { name: "Close" }).click();
    await expect(asked).toContainText("closed");
    await page.goto("/worklist?kind=query&trial=glioma-parts");
    await expect(page.getByRole("row", { name: new RegExp(key) })).toHaveCount(0);

    // What readers are asked stands above their reads: they have no worklist.
    const question = "Is the enhancing part measured?";
    await asked.getByLabel("Asked of").selectOption("reader");
    await asked.getByLabel("Question").fill(question);
    await asked.getByRole("button", { name: "Raise the query" }).click();
    await expect(asked).toContainText(question);
    const reader = await (await as("reader")).newPage();
    await reader.goto(`${TRIAL}/reads`);
    const waiting = reader.getByRole("region", { name: "Queries that wait for you" });
    await expect(waiting).toContainText(question);
    await waiting.getByRole("link", { name: key, exact: true }).click();
    await expect(reader).toHaveURL(`${TRIAL}/patients/${key}#queries`);
    await expect(reader.getByRole("region", { name: "Queries" })).toContainText(question);
  });
});

/** Two tabs correct the same visit: the second is told, changes nothing, and goes on from what the first recorded. */
async function staleTab(first: Page, second: Page): Promise<void> {
  const address = `${TRIAL}/enter?subject=${key}`;
  const change = async (page: Page, ecog: string) => {
    const form = page.getByRole("form", { name: "Entry" });
    await page.getByRole("button", { name: /^Correct D0/ }).click();
    await form.getByRole("group", { name: "Visit, correction" }).getByLabel("ECOG").fill(ecog);
    await form.getByLabel("Why what is on record is changed").fill("misheard");
    await form.getByRole("button", { name: "Record", exact: true }).click();
    return form;
  };
  await first.goto(address);
  await second.goto(address);
  await expect((await change(first, "1")).getByRole("alert")).toContainText("1 changed");
  const late = await change(second, "2");
  await expect(late).toContainText("was changed on");
  // It sees what stands there now, after a reload too, and says which of the two is to stand.
  await second.reload();
  const correction = late.getByRole("group", { name: "Visit, correction" });
  await expect(correction).toContainText("On record now: D0");
  await expect(correction.getByLabel("ECOG")).toHaveValue("2");
  await correction.getByRole("button", { name: "Keep what is typed here" }).click();
  await late.getByRole("button", { name: "Record", exact: true }).click();
  await expect(late.getByRole("alert")).toContainText("1 changed");
  await second.close();
}

async function paste(page: Page): Promise<void> {
  await page.goto(`${TRIAL}/enter/paste`);
  const form = page.getByRole("form", { name: "Pasted table" });
  await form.getByLabel("What its rows are").selectOption("observations");
  const table = (value: string) =>
    `subject\tdate\tcode\tvalue\tunit\n${key}\t2000-01-01\tCRP\t${value}\tmg/L\n${key}\tD0\tALB\t41\tg/L\n`;
  await form.getByLabel("Rows, with their header").fill(table("12,5"));
  await form.getByRole("button", { name: "Look through it" }).click();
  const rows = page.getByRole("region", { name: "The pasted rows" });
  await expect(rows.getByRole("row", { name: /CRP/ })).toContainText("write decimals with a point: 12.5");
  await expect(page.getByRole("button", { name: "Record all rows" })).toHaveCount(0);
  await form.getByLabel("Rows, with their header").fill(table("12.5"));
  await form.getByRole("button", { name: "Look through it" }).click();
  await page.getByRole("button", { name: "Record all rows" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("2 new");
}

/** What is to be taken back comes into view, says which row it is, and has the focus. */
async function takeBack(page: Page): Promise<void> {
  await page.goto(`${TRIAL}/enter?subject=${key}`);
  await page.getByRole("button", { name: /^Take back .*CRP/ }).click();
  const block = page.getByRole("group", { name: /^Laboratory value, to be taken back: .*CRP · 12\.5/ });
  await expect(block).toBeFocused();
  await expect(block).toBeInViewport();
  await block.getByRole("button", { name: "Leave this out" }).click();
  await expect(block).toHaveCount(0);
}

const STRATA = "/trials/imaging-followup/strata";
const RULE = {
  schema: "nadir.strata-rule/1",
  id: "sites",
  version: "1",
  factors: [
    {
      kind: "word",
      name: "site",
      label: "Site",
      levels: [
        { name: "first", words: ["demo-site-1"] },
        { name: "second", words: ["demo-site-2"] },
      ],
    },
  ],
};

test.describe("a randomisation", () => {
  // Who set a plan up and would approve it is refused: the browser writes the status to its console.
  test.use({ person: "statistician", expectedConsole: [/status of 403/] });

  test("goes from the rule over simulation and two signatures to one draw, and nobody sees an arm before it", async ({
    page,
    as,
  }) => {
    await page.goto(STRATA);
    const rule = page.getByRole("region", { name: "Rule", exact: true });
    await rule.getByText(/^Lodge (the rule|a new version)$/).click();
    await rule.getByLabel("Rule, as JSON").fill(JSON.stringify(RULE));
    await rule.getByRole("button", { name: "Lodge", exact: true }).click();
    await expect(rule).toContainText("Version 1 is lodged.");
    const counts = page.getByRole("region", { name: "Counts by stratum" });
    await expect(counts.getByRole("row", { name: /^first/ })).toBeVisible();

    const plan = page.getByRole("region", { name: "Randomisation", exact: true });
    await plan.getByText("Set up a randomisation").click();
    await plan.getByLabel(/^Arms, with commas/).fill("Alpha, Omega");
    await plan.getByRole("button", { name: "Set up", exact: true }).click();
    await expect(plan).toContainText("It is set up. Simulate it next.");
    // Without a simulation there is nothing to sign.
    await expect(plan.getByText("Sign as set up")).toHaveCount(0);
    await plan.getByLabel("Runs").fill("20");
    await plan.getByRole("button", { name: "Simulate" }).click();
    await expect(plan.getByRole("region", { name: "Simulation" })).toContainText("Next arms guessed right");
    await signAs(page, "Sign as set up", "statistician");
    await expect(plan).toContainText("waits for the second signature");
    // Whoever set it up cannot approve it.
    await signAs(page, "Approve and switch on", "statistician");
    await expect(plan.getByRole("alert").filter({ hasText: "Who set the plan up" })).toBeVisible();

    const drawing = await (await as("coordinator")).newPage();
    await drawing.goto(STRATA);
    await expect(drawing.getByRole("region", { name: "Draw for a patient" })).toHaveCount(0);
    const second = await (await as("second-statistician")).newPage();
    await second.goto(STRATA);
    await signAs(second, "Approve and switch on", "second-statistician");
    await expect(second.getByRole("region", { name: "Randomisation", exact: true })).toContainText("in use");

    // What the server sends to whoever draws has neither the next arm nor what it could be told from.
    const sent = await (await drawing.request.get(STRATA)).text();
    expect(sent).toContain("Alpha");
    expect(sent).not.toMatch(/blocks of \d|guessed|lengths\\?":\[/);
    await drawing.reload();
    const draw = drawing.getByRole("region", { name: "Draw for a patient" });
    await draw.getByLabel("Patient").selectOption("IMG-001");
    await expect(draw).toContainText("Stratum: first");
    await expect(draw.getByRole("button", { name: "Go on to the draw" })).toBeDisabled();
    await draw.getByLabel(/meets every criterion/).check();
    await draw.getByRole("button", { name: "Go on to the draw" }).click();
    const asked: string[] = [];
    drawing.on("request", (request) => {
      if (request.url().includes("strata.draw")) asked.push(request.url());
    });
    await draw.getByRole("button", { name: "Draw for IMG-001 now" }).evaluate((button: HTMLButtonElement) => {
      button.click();
      button.click();
    });
    await expect(draw).toContainText(/Patient IMG-001, number 1:\s*(Alpha|Omega)/);
    expect(asked).toHaveLength(1);
    const history = drawing.getByRole("region", { name: "Draws", exact: true });
    await expect(history.getByRole("rowheader", { name: "IMG-001" })).toHaveCount(1);
    await expect(history).toContainText("randomisation 1, rule 1");
    await expect(draw.getByLabel("Patient").locator("option", { hasText: "IMG-001" })).toHaveCount(0);
    await expect(drawing.locator("#balance")).toContainText("first");

    const log = await (await as("administrator")).newPage();
    await log.goto("/audit?search=allocation.draw&trial=imaging-followup");
    await expect(log.getByText("The chain holds.")).toBeVisible();
    await expect(
      log.getByRole("region", { name: "Events" }).getByRole("row", { name: /drew the arm at random, patient IMG-001/ }),
    ).toHaveCount(1);
  });
});

/** Opens a signature, gives the password of the demo's person, signs. */
async function signAs(page: Page, title: string, who: PersonId): Promise<void> {
  const plan = page.getByRole("region", { name: "Randomisation", exact: true });
  const details = plan.locator("details", { has: page.locator("summary", { hasText: title }) });
  if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
  await details.getByLabel("Your password").fill(demoPerson(who).password);
  await details.getByRole("button", { name: "Sign" }).click();
}
