import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { openImages, stroke } from "./support/live.ts";
import { demoPerson, type PersonId } from "./support/portal.ts";
import { expect, test } from "./support/test.ts";

const READS = "/trials/imaging-followup/reads";
// What is refused on purpose the browser notes in its console.
test.use({ person: "administrator", expectedConsole: [/status of (401|422)/] });

const longest = (page: Page) => page.getByRole("group", { name: "Lesion T1" }).getByLabel("Longest, mm");
const kept = (page: Page) => expect(page.getByText("✓ kept")).toBeVisible();
const faults = async (page: Page) =>
  (await new AxeBuilder({ page }).exclude("iframe").analyze()).violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));

// Both open the trial's reading, which is opened once.
test.describe.configure({ mode: "default" });

async function begin(page: Page, subject: string, scan: string, day: string): Promise<void> {
  await page.goto(READS);
  await page.getByRole("button", { name: `Read ${subject}, ${scan}` }).click();
  await expect(page.getByRole("heading", { level: 1, name: `${subject}, ${scan}` })).toBeVisible();
  await expect(page.getByText(`${day}. You read as`)).toBeVisible();
}

async function openReading(page: Page): Promise<void> {
  await page.goto(READS);
  await expect(page.getByRole("heading", { level: 1, name: "Reads" })).toBeVisible();
  if (await page.getByRole("button", { name: "Open reading" }).isVisible()) {
    await page.getByRole("form", { name: "Reading charter" }).getByLabel("Reason").fill("central review");
    await page.getByRole("button", { name: "Open reading" }).click();
  }
  await expect(page.getByText("Two readers read each patient independently.")).toBeVisible();
}

test("two readers have a scan open at once: neither sees the other's draft; a stale tab and a lost session lose nothing", async ({
  page,
  as,
}) => {
  await openReading(page);
  const [ofFirst, ofSecond] = [await as("reader"), await as("second-reader")];
  const [first, second] = [await ofFirst.newPage(), await ofSecond.newPage()];
  // From home to the queue; both have the same scan open at the same time.
  await first.goto("/");
  await first.getByRole("link", { name: /^Reading queue of Imaging follow-up: soft-tissue/ }).click();
  await expect(first.getByRole("region", { name: "Your reads" })).toBeVisible();
  await begin(first, "IMG-002", "D-5", "day −5");
  await begin(second, "IMG-002", "D-5", "day −5");
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
});

test("two readers sign reads that differ; an adjudicator, who reads neither, decides with a reason and a signature", async ({
  page,
  as,
}) => {
  await openReading(page);
  const measured: Readonly<Record<string, readonly number[]>> = { reader: [60, 40], "second-reader": [61, 90] };
  for (const [person, [baseline, later]] of Object.entries(measured) as [PersonId, number[]][]) {
    const reader = await (await as(person)).newPage();
    const sign = async (password: string) => {
      await reader.getByLabel("Your password").fill(password);
      await reader.getByRole("button", { name: "Sign the read" }).click();
    };
    await begin(reader, "IMG-004", "D-4", "day −4");
    await longest(reader).fill(String(baseline));
    await expect(reader.getByText(`Sum ${baseline} mm`)).toBeVisible();
    await kept(reader);
    await sign("not the password at all");
    await expect(reader.getByText("Wrong password: nothing was signed.")).toBeVisible();
    await sign(demoPerson(person).password);
    await expect(reader.getByRole("link", { name: "Look at IMG-004, D-4" })).toBeVisible();
    await begin(reader, "IMG-004", "D42", "day 42");
    await longest(reader).fill(String(later));
    await expect(reader.getByText(`Sum ${later} mm`)).toBeVisible();
    await kept(reader);
    await sign(demoPerson(person).password);
    await expect(reader.getByRole("link", { name: "Look at IMG-004, D42" })).toBeVisible();
    await expect(reader.getByText("Reads that differ")).toHaveCount(0);
    await reader.close();
  }

  // Whoever sees the responses is told that they are not final; what stands in a signed read is not offered to be corrected.
  const provisional = "Provisional: the two readers differ, and an adjudicator has yet to decide.";
  const coordinator = await (await as("coordinator")).newPage();
  await coordinator.goto("/trials/imaging-followup/patients/IMG-004");
  await expect(coordinator.getByText(provisional).first()).toBeVisible();
  await coordinator.goto("/trials/imaging-followup/enter?subject=IMG-004");
  const held = coordinator.locator("li").filter({ hasText: /in the signed read of .* at D42/ });
  await expect(held.first()).toContainText("the reader amends it");
  await expect(held.getByRole("button")).toHaveCount(0);

  const adjudicator = await (await as("adjudicator")).newPage();
  await adjudicator.goto(READS);
  await adjudicator.getByRole("link", { name: /IMG-004/ }).click();
  const sides = adjudicator.getByRole("region", { name: "Both reads" });
  await expect(
    sides.getByRole("row", { name: /D42, day 42.*Overall response, Sum.*PR.*40 mm.*PD.*90 mm/ }),
  ).toBeVisible();
  await expect(sides.getByText("✓ signature holds")).toHaveCount(4);
  await expect(adjudicator.getByText("You sign: “I have compared both reads")).toBeVisible();
  expect(await faults(adjudicator)).toEqual([]);
  await adjudicator.getByLabel("Reader 1").check();
  await adjudicator.getByLabel("Reason").fill("Reader 2 took in the oedema.");
  await adjudicator.getByLabel("Your password").fill(demoPerson("adjudicator").password);
  await adjudicator.getByRole("button", { name: "Sign the decision" }).click();
  await expect(adjudicator.getByText("Reader 1’s reads stand")).toBeVisible();
  await expect(adjudicator.getByText("✓ The signature holds.")).toBeVisible();
  await coordinator.goto("/trials/imaging-followup/patients/IMG-004");
  const records = coordinator.getByRole("region", { name: "Signed reads" }).first();
  await expect(records).toContainText("Reader 1’s reads stand");
  await expect(records).toContainText("Because: Reader 2 took in the oedema.");
  await expect(coordinator.getByText(provisional)).toHaveCount(0);

  // An amendment that is not needed after all is dropped: the signed read stands, and a tab that shows the amendment still says so.
  const ofReader = await as("reader");
  const reader = await ofReader.newPage();
  await reader.goto(READS);
  await reader.getByRole("link", { name: "Look at IMG-004, D-4" }).click();
  await expect(reader.getByText("✓ The signature holds.")).toBeVisible();
  const signed = reader.url();
  await reader.getByText("Amend this read", { exact: true }).click();
  await reader.getByLabel("Why the signed read is amended").fill("another look");
  await reader.getByRole("button", { name: "Begin the amendment" }).click();
  await expect(reader.getByText("It replaces your signed read once you sign it.")).toBeVisible();
  const stale = await ofReader.newPage();
  await stale.goto(reader.url());
  await expect(longest(stale)).toHaveValue("60");
  await reader.getByRole("button", { name: "Drop this amendment" }).click();
  expect(await faults(reader)).toEqual([]);
  // The question takes the place of its button, and whoever works by keys stands at it.
  await expect(reader.getByText("Your signed read stands as it is. What this amendment says")).toBeFocused();
  await reader.getByRole("button", { name: "Go on with it" }).click();
  await expect(reader.getByRole("button", { name: "Drop this amendment" })).toBeFocused();
  await reader.keyboard.press("Enter");
  await reader.getByRole("button", { name: "Yes, drop it" }).click();
  await expect(reader).toHaveURL(signed);
  await expect(reader.getByText("✓ The signature holds.")).toBeVisible();
  await expect(reader.getByText("Amend this read", { exact: true })).toBeVisible();
  await longest(stale).fill("70");
  await expect(stale.getByText("Dropped elsewhere meanwhile", { exact: true })).toBeVisible();
  await stale.reload();
  await expect(stale.getByText("A dropped amendment", { exact: true })).toBeVisible();
  await stale.getByRole("link", { name: "Go to the signed read" }).click();
  await expect(stale).toHaveURL(signed);
});

test("a reader measures on the scan itself: the figures go into the lesion, its name leads back to it, the address keeps the view", async ({
  page,
  as,
}) => {
  await openReading(page);
  const reader = await (await as("reader")).newPage();
  await begin(reader, "IMG-003", "D-6", "day −6");
  const { images, left } = await openImages(reader, reader.url(), ["left scan"]);
  const lesion = reader.getByRole("group", { name: "Lesion T1" });
  const placeNow = async () => (await left.caption.getAttribute("data-place"))!.split(",").map(Number);
  const apart = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((x, n) => x - b[n]!));
  expect(new URL(reader.url()).search, "where a scan opens is nobody's choice").toBe("");
  // The first scan of a patient, which stands alone, is in sight whole with its place below it; nothing is to be chosen beside it.
  await reader.evaluate(() => scrollTo(0, 0));
  for (const part of [left.canvas, left.caption]) await expect(part).toBeInViewport({ ratio: 1 });
  for (const label of ["Left", "Right"])
    await expect(images.getByRole("combobox", { name: label, exact: true })).toHaveCount(0);

  // The longest diameter, and what counts of the one across it, as the viewer says them.
  await images.getByRole("button", { name: "Two diameters" }).click();
  await stroke(reader, left, [
    [0.3, 0.5],
    [0.7, 0.5],
  ]);
  await stroke(reader, left, [
    [0.5, 0.35],
    [0.5, 0.6],
  ]);
  const measured = images.getByRole("list", { name: "Measured, left scan" });
  await expect(measured).toContainText(/Two diameters, slice \d+: [\d.]+ × [\d.]+ mm/);
  const [, long, short] = /: ([\d.]+) × ([\d.]+) mm/.exec((await measured.textContent())!)!;
  expect(Number(short) / Number(long)).toBeCloseTo(0.25 / 0.4, 1);
  await measured.getByLabel("Lesion of the read").selectOption("T1");
  await measured.getByRole("button", { name: "Use for lesion" }).click();
  await expect(lesion.getByLabel("Longest, mm")).toHaveValue(String(Number(long)));
  await expect(reader.getByText(`Sum ${Number(long)}`)).toBeVisible();
  await kept(reader);

  // Windows by key, while the viewers have the focus; the choice stands in the address.
  await images.getByRole("button", { name: "Look" }).click();
  await left.canvas.click({ position: { x: 40, y: 40 } });
  const away = await placeNow();
  await reader.keyboard.press("2");
  await expect(images.getByLabel("Window")).not.toHaveValue("soft");
  const window = await images.getByLabel("Window").inputValue();
  await expect(reader).toHaveURL(new RegExp(`window=${window}`));
  await expect(reader).toHaveURL(/at=-?[\d.]+,-?[\d.]+,-?[\d.]+/);
  const link = reader.url();

  // The lesion's name in the form leads the viewers to it.
  await lesion.getByRole("button", { name: "T1" }).click();
  await expect.poll(async () => apart(await placeNow(), away)).toBeGreaterThan(5);
  await expect(reader).toHaveURL(/lesion=T1/);
  await expect(images).toBeInViewport();

  // The link of before opens the view of before.
  const { left: again, images: opened } = await openImages(reader, link, ["left scan"]);
  await expect(opened.getByLabel("Window")).toHaveValue(window);
  await expect
    .poll(async () => apart((await again.caption.getAttribute("data-place"))!.split(",").map(Number), away))
    .toBeLessThan(0.2);

  // The lines belong to the lesion: the page that was opened anew has them on their slice, until another size is typed.
  const lines = opened.getByRole("list", { name: "Lines of the reads, left scan" });
  await expect(lines).toHaveText(new RegExp(`T1, slice \\d+: ${long} × ${short} mm`));
  const drawn = opened.locator('[data-line^="T1 "] text');
  await lesion.getByRole("button", { name: "T1" }).click();
  await expect(drawn).toHaveText(`T1 ${long} mm`);
  await reader.keyboard.press("Tab");
  await lesion.getByLabel("Longest, mm").fill("33");
  await expect(drawn).toHaveCount(0);
  await expect(lines).toHaveCount(0);
  // A finding takes no size away that was typed: the reader says which of the two is signed.
  await lesion.getByLabel("Or a finding").selectOption("too-small");
  await expect(lesion.getByLabel("Longest, mm")).toHaveValue("33");
  await lesion.getByRole("button", { name: "Keep the size" }).click();
  await expect(lesion.getByLabel("Or a finding")).toHaveValue("");
  await kept(reader);
});

test("two readers measure on the scan, neither seeing the other's lines; the adjudicator sees both and goes from one to the other", async ({
  as,
  page,
}) => {
  await openReading(page);
  for (const [person, to] of [
    ["reader", 0.7],
    ["second-reader", 0.57],
  ] as const) {
    const reader = await (await as(person)).newPage();
    await begin(reader, "IMG-001", "D-7", "day −7");
    const { images, left } = await openImages(reader, reader.url(), ["left scan"]);
    await expect(images.locator("[data-line]"), "nothing of another reader").toHaveCount(0);
    await images.getByRole("button", { name: "Ruler" }).click();
    await stroke(reader, left, [
      [0.3, 0.5],
      [to, 0.5],
    ]);
    const measured = images.getByRole("list", { name: "Measured, left scan" });
    await measured.getByLabel("Lesion of the read").selectOption("T1");
    await measured.getByRole("button", { name: "Use for lesion" }).click();
    await expect(measured).toContainText("✓ T1");
    await kept(reader);
    await reader.getByLabel("Your password").fill(demoPerson(person).password);
    await reader.getByRole("button", { name: "Sign the read" }).click();
    await reader.getByRole("link", { name: "Look at IMG-001, D-7" }).click();
    await expect(reader.getByRole("list", { name: /^Lines of the reads/ })).toHaveText(/T1, slice \d+/);
    await reader.close();
  }

  const adjudicator = await (await as("adjudicator")).newPage();
  await adjudicator.goto(READS);
  await adjudicator.getByRole("link", { name: /IMG-001/ }).click();
  await expect(adjudicator.getByRole("heading", { level: 1, name: /IMG-001/ })).toBeVisible();
  const { images } = await openImages(adjudicator, adjudicator.url(), ["left scan"]);
  const lines = images.getByRole("list", { name: "Lines of the reads, left scan" });
  await expect(lines).toHaveText(/Reader 1, T1, slice \d+.*Reader 2, T1, slice \d+/);
  const textOf = (name: string) => images.locator(`[data-line^="${name}, T1"] text`);
  const colours = new Set<string | null>();
  for (const name of ["Reader 1", "Reader 2"]) {
    await adjudicator.getByRole("button", { name: `To T1 of ${name} at D-7 in the images` }).click();
    await expect(textOf(name)).toBeVisible();
    colours.add(await textOf(name).getAttribute("fill"));
  }
  expect(colours.size, "told apart by colour").toBe(2);
  expect(await faults(adjudicator)).toEqual([]);
});
