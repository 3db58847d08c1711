import { demoPeople } from "./support/portal.ts";
import { expect, test } from "./support/test.ts";

const trial = "/trials/atezolizumab-kinetics";
// What is refused on purpose the browser notes in its console.
test.use({ person: "coordinator", expectedConsole: [/status of (403|404|422)/] });

/** From the coordinator's agenda to the signed decision on paper. */
test("a patient comes to the board with a question and leaves with a signed decision", async ({ page, as }) => {
  const title = `Thoracic board ${Date.now()}`;
  await page.goto(`${trial}/board`);
  await page.getByLabel("Held on").fill("2026-11-30");
  await page.getByLabel("Name of the meeting").fill(title);
  await page.getByRole("button", { name: "Call the meeting" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const put = async (subject: string) => {
    await page.getByLabel("Patient", { exact: true }).fill(subject);
    await page.getByLabel("Question to the board").fill("Pseudoprogression, or change of treatment?");
    await page.getByRole("button", { name: "Put on the agenda" }).click();
  };
  await put("S9-9999");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("There is no patient 'S9-9999' in this trial");
  await put("S1-0007");
  await expect(page.getByRole("link", { name: "S1-0007", exact: true })).toBeVisible();
  await put("S1-0009");
  await expect(page.getByRole("link", { name: "S1-0009", exact: true })).toBeVisible();
  const agenda = page.url();

  const board = await (await as("board")).newPage();
  await board.goto(agenda);
  // The board's task: with one click, everything that it decides on stands on one page, within the minute it has.
  const begun = Date.now();
  await board.getByRole("link", { name: "Begin with S1-0007" }).click();
  await expect(board.getByRole("heading", { level: 1, name: "S1-0007" })).toBeVisible();
  await expect(board.getByRole("region", { name: "Responses at the latest visit" })).toContainText("iRECIST");
  for (const part of ["Course", "Each lesion", "Images", "Evidence for each increase", "Decision"])
    await expect(board.getByRole("region", { name: part, exact: true })).toBeVisible();
  await expect(board.getByText("Gathering the evidence")).toHaveCount(0);
  expect(Date.now() - begun).toBeLessThan(60_000);
  await board.keyboard.press("ArrowRight");
  await expect(board).toHaveURL(/S1-0009$/);
  await expect(board.getByRole("heading", { level: 1, name: "S1-0009" })).toBeVisible();
  await board.keyboard.press("ArrowLeft");
  await expect(board).toHaveURL(/S1-0007$/);
  await board.keyboard.press("6");
  const decision = board.getByRole("region", { name: "Decision" });
  await expect(decision).toBeInViewport();

  await decision.getByRole("combobox", { name: /^Decision/ }).selectOption("continue, confirm by a scan");
  await decision.getByLabel("What is done, by whom and by when").fill("Scan in four weeks, then again here");
  await decision.getByLabel("Reason", { exact: true }).fill("The sum grew, the patient is well");
  await decision.getByRole("button", { name: "Put to the vote" }).click();
  await expect(decision).toContainText("Nobody has voted yet.");
  const { password } = demoPeople().find((p) => p.id === "board")!;
  const sign = async (given: string) => {
    await decision.getByLabel("Your password").fill(given);
    await decision.getByRole("button", { name: "Sign the decision" }).click();
  };
  await sign(password);
  await expect(decision.getByRole("alert")).toContainText("Nobody has voted for this proposal yet");
  await decision.getByRole("button", { name: "Vote against" }).click();
  await expect(decision.getByRole("alert")).toContainText("A vote against says why");
  await decision.getByRole("button", { name: "Vote for" }).click();
  await expect(decision.getByRole("list", { name: "Votes" })).toContainText("for");
  await sign("not the password at all");
  await expect(decision.getByRole("alert")).toContainText("was not signed");
  await sign(password);
  await expect(decision).toContainText("meaning “decided by the board”");

  // The coordinator, on a page that is older than the decision, cannot take the patient off any more.
  await page.goto(`${agenda}/S1-0007`);
  await expect(page.getByText("Members of the board propose, vote and sign.")).toBeVisible();
  await board.goto(`${agenda}/S1-0007/letter`);
  const pdf = await board.pdf({ format: "A4", preferCSSPageSize: true });
  expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g), "one sheet of paper").toHaveLength(1);
  await expect(board.getByRole("article")).toContainText("Scan in four weeks, then again here");
});
