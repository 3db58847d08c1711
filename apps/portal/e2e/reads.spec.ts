import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { demoPerson, type PersonId } from "./support/portal.ts";
import { expect, test } from "./support/test.ts";

const READS = "/trials/imaging-followup/reads";
// What is refused on purpose the browser notes in its console.
test.use({ person: "administrator", expectedConsole: [/status of (401|422)/] });

const longest = (page: Page) => page.getByRole("group", { name: "Lesion T1" }).getByLabel("Longest, mm");
const kept = (page: Page) => expect(page.getByText("✓ kept")).toBeVisible();
const rowOf = (page: Page, scan: string) => page.getByRole("row").filter({ hasText: `IMG-002${scan}` });
const faults = async (page: Page) =>
  (await new AxeBuilder({ page }).exclude("iframe").analyze()).violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));

async function begin(page: Page, scan: string, day: string): Promise<void> {
  await page.goto(READS);
  await page.getByRole("button", { name: `Read IMG-002, ${scan}` }).click();
  await expect(page.getByRole("heading", { level: 1, name: `IMG-002, ${scan}` })).toBeVisible();
  await expect(page.getByText(`${day}. You read as`)).toBeVisible();
}
async function sign(page: Page, who: PersonId, clicks = 1): Promise<void> {
  await page.getByLabel("Your password").fill(demoPerson(who).password);
  await page.getByRole("button", { name: "Sign the read" }).click({ clickCount: clicks });
  await expect(page.getByRole("heading", { level: 1, name: "Reads" })).toBeVisible();
}

/** Two readers at once, a stale tab, a lost session, a double submit; then the adjudicator. */
test("two readers read a patient without each other, and an adjudicator chooses between them", async ({ page, as }) => {
  await page.goto(READS);
  await page.getByRole("form", { name: "Reading charter" }).getByLabel("Reason").fill("central review");
  await page.getByRole("button", { name: "Open reading" }).click();
  await expect(page.getByText("Two readers read each patient independently.")).toBeVisible();

  const [ofFirst, ofSecond] = [await as("reader"), await as("second-reader")];
  const [first, second] = [await ofFirst.newPage(), await ofSecond.newPage()];
  // From home to the queue; both have the same scan open at the same time.
  await first.goto("/");
  await first.getByRole("link", { name: /^Reading queue of Imaging follow-up: soft-tissue/ }).click();
  await expect(first.getByRole("region", { name: "Your reads" })).toBeVisible();
  await begin(first, "D-5", "day −5");
  await begin(second, "D-5", "day −5");
  await expect(first.getByRole("region", { name: "Images side by side" })).toBeVisible();
  expect(await faults(first)).toEqual([]);
  await expect(first.getByText("Lesion T1 has neither a size nor a finding")).toBeVisible();
  await longest(first).fill("88.5");
  await expect(first.getByText("Sum 88.5")).toBeVisible();
  await kept(first);
  await expect(second.getByText("88.5")).toHaveCount(0);

  // A stale tab: what was typed in it is not lost, and writes over nothing.
  const stale = await ofFirst.newPage();
  await stale.goto(first.url());
  await expect(longest(stale)).toHaveValue("88.5");
  await longest(first).fill("90");
  await expect(first.getByText("Sum 90")).toBeVisible();
  await longest(stale).fill("70");
  await expect(stale.getByText("Kept elsewhere meanwhile", { exact: true })).toBeVisible();
  await expect(longest(stale)).toHaveValue("70");
  await stale.getByRole("button", { name: "Load what was kept there" }).click();
  await expect(longest(stale)).toHaveValue("90");
  await stale.close();

  // The session ends while something is typed: it stays, also over a reload, and is kept once the reader is back.
  const cookies = await ofFirst.cookies();
  await ofFirst.clearCookies();
  await longest(first).fill("91");
  await expect(first.getByText("Not kept yet", { exact: true })).toBeVisible();
  await ofFirst.addCookies(cookies);
  await first.reload();
  await expect(longest(first)).toHaveValue("91");
  await expect(first.getByText("Sum 91")).toBeVisible();

  await first.getByLabel("Your password").fill("not the password at all");
  await first.getByRole("button", { name: "Sign the read" }).click();
  await expect(first.getByRole("main").getByRole("alert")).toContainText("is not the signatory's");
  await sign(first, "reader", 2);
  await expect(rowOf(first, "D-5")).toContainText("✓ signed");
  await longest(second).fill("92");
  await kept(second);
  await sign(second, "second-reader");

  // At day 58 one sees progression, with a new lesion; the other does not.
  await begin(first, "D58", "day 58");
  await expect(first.getByText("D-5: 91 mm")).toBeVisible();
  await longest(first).fill("93");
  await expect(first.getByText("Sum 93")).toBeVisible();
  await sign(first, "reader");
  await begin(second, "D58", "day 58");
  await longest(second).fill("95");
  await second.getByRole("button", { name: "Add a new lesion" }).click();
  const fresh = second.getByRole("group", { name: "Lesion R2-X1" });
  await fresh.getByLabel("Organ").fill("lung");
  await fresh.getByLabel("Longest, mm").fill("14");
  await expect(second.getByText("Lesion R2-X1 is new; say whether it is equivocal or unequivocal.")).toBeVisible();
  await fresh.getByLabel("Is it a tumour").selectOption("unequivocal");
  await expect(second.getByText("Left to do before you sign")).toHaveCount(0);
  await sign(second, "second-reader");

  const board = await (await as("coordinator")).newPage();
  await board.goto("/worklist?trial=imaging-followup&kind=read");
  await expect(
    board.getByText(/The two reads differ \(overall response, new lesion, day of progression\)/),
  ).toBeVisible();

  const judge = await (await as("adjudicator")).newPage();
  await judge.goto("/");
  await judge.getByRole("link", { name: /^Reads that differ of Imaging follow-up: soft-tissue/ }).click();
  await judge.getByRole("link", { name: "Compare the reads of IMG-002" }).click();
  const both = judge.getByRole("region", { name: "Both reads", exact: true });
  await expect(both).toContainText("sum 93");
  await expect(both).toContainText("R2-X1, new unequivocal lesion, lung: 14 mm");
  expect(await faults(judge)).toEqual([]);
  await judge.getByLabel("Reader 2").check();
  await judge.getByLabel("Reason").fill("The nodule in the lung is new.");
  await judge.getByLabel("Your password").fill(demoPerson("adjudicator").password);
  await judge.getByRole("button", { name: "Sign the decision" }).click();
  await expect(judge.getByText("Reader 2’s reads stand")).toBeVisible();
  // Neither reader is told.
  await first.goto(READS);
  await expect(first.getByText("Reads that differ")).toHaveCount(0);
});
