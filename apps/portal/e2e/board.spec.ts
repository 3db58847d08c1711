import { accessibilityFaults } from "./support/accessibility.ts";
import { callMeeting, propose, put } from "./support/board.ts";
import { pixelsOf } from "./support/pixels.ts";
import { demoPeople } from "./support/portal.ts";
import { expect, test } from "./support/test.ts";

const trial = "/trials/atezolizumab-kinetics";
const imaged = "/trials/imaging-followup";
// What is refused on purpose the browser notes in its console.
test.use({ person: "coordinator", expectedConsole: [/status of (403|404|422)/] });

const pagesOf = (pdf: Buffer): number => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;

/** From the coordinator's agenda to the signed decision on paper. */
test("a patient comes to the board with a question and leaves with a signed decision", async ({ page, as }) => {
  const title = `Thoracic board ${Date.now()}`;
  await callMeeting(page, trial, title);
  await propose(page, "S9-9999");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("There is no patient 'S9-9999' in this trial");
  await put(page, "S1-0009");
  await put(page, "S1-0007");
  const agenda = page.url();
  // On paper the agenda names its trial, and offers nothing that a sheet cannot do.
  await page.emulateMedia({ media: "print" });
  await expect(page.locator("[data-print-head]")).toHaveText(/\(atezolizumab-kinetics\)$/);
  for (const undone of ["Order", "Move, rename or call off the meeting"])
    await expect(page.getByText(undone, { exact: true }), `${undone} on paper`).toBeHidden();
  await page.emulateMedia({ media: null });
  // Patients are proposed, without those who stand on the agenda; and their order can be changed.
  const proposed = page.locator("#patients-off-agenda option");
  await expect(proposed.first()).toBeAttached();
  const keys = await proposed.evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  expect(keys).toContain("S1-0008");
  expect(keys).not.toContain("S1-0007");
  await page.getByRole("button", { name: "S1-0007 earlier" }).click();
  await expect(page.getByRole("row").nth(1)).toContainText("S1-0007");
  await expect(page.getByText("S1-0007 is heard as number 1 of 2 now.")).toBeAttached();
  // The meeting is of its own trial.
  for (const elsewhere of [agenda, `${agenda}/S1-0007`]) {
    await page.goto(elsewhere.replace(trial, imaged));
    await expect(page.getByText("There is nothing at this address")).toBeVisible();
  }

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
  await board.keyboard.press("8");
  const decision = board.getByRole("region", { name: "Decision" });
  await expect(decision).toBeInViewport();
  // A digit moves the focus too: the next Tab goes on in the part.
  await expect(decision.getByRole("heading", { name: "Decision" })).toBeFocused();
  await board.keyboard.press("Tab");
  expect(await decision.evaluate((part) => part.contains(document.activeElement))).toBe(true);

  // Half a proposal survives a look at the neighbour, is not that patient's, and says that it is kept.
  await decision.getByRole("combobox", { name: /^Decision/ }).selectOption("biopsy");
  await decision.getByLabel("Reason", { exact: true }).fill("half a thou");
  await expect(decision).toContainText("Kept in this tab while you look at other patients");
  await board.getByRole("heading", { level: 1 }).click();
  await decision.getByRole("heading", { name: "Decision" }).click();
  await board.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await board.keyboard.press("ArrowRight");
  await expect(board).toHaveURL(/S1-0009$/);
  await expect(decision.getByLabel("Reason", { exact: true })).toHaveValue("");
  await board.keyboard.press("ArrowLeft");
  await expect(board).toHaveURL(/S1-0007$/);
  await expect(decision.getByLabel("Reason", { exact: true })).toHaveValue("half a thou");
  await expect(decision.getByRole("combobox", { name: /^Decision/ })).toHaveValue("biopsy");
  await expect(decision).toContainText("What you typed before is back");
  await decision.getByRole("button", { name: "Discard what is typed" }).click();
  await expect(decision.getByLabel("Reason", { exact: true })).toHaveValue("");

  await decision.getByLabel("What is done, by whom and by when").fill("Scan in four weeks, then again here");
  await decision.getByLabel("Reason", { exact: true }).fill("The sum grew, the patient is well");
  await decision.getByRole("button", { name: "Put to the vote" }).click();
  await expect(decision.getByRole("alert")).toContainText("choose a decision first");
  await decision.getByRole("combobox", { name: /^Decision/ }).selectOption("continue, confirm by a scan");
  await decision.getByRole("button", { name: "Put to the vote" }).click();
  await expect(decision).toContainText("Nobody has voted yet.");
  const kept = () => board.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith("nadir.typed/")));
  expect(await kept(), "what is recorded is not kept here as well").toEqual([]);
  const { password } = demoPeople().find((p) => p.id === "board")!;
  const sign = async (given: string) => {
    await decision.getByLabel("Your password").fill(given);
    await decision.getByRole("button", { name: "Sign the decision" }).click();
  };
  await sign(password);
  await expect(decision.getByRole("alert")).toContainText("Nobody has voted for this proposal yet");
  // Enter in the reason is no vote.
  await decision.getByLabel("Reason, needed against").press("Enter");
  await expect(decision).toContainText("Nobody has voted yet.");
  await decision.getByRole("button", { name: "Vote against" }).click();
  await expect(decision.getByRole("alert")).toContainText("A vote against says why");
  await decision.getByRole("button", { name: "Vote for" }).click();
  await expect(decision.getByRole("list", { name: "Votes" })).toContainText("for");
  await sign("not the password at all");
  await expect(decision.getByRole("alert")).toContainText("Wrong password: nothing was signed.");
  await sign(password);
  await expect(decision).toContainText("meaning “decided by the board”");
  await expect(decision).toContainText("Votes: 1 for (Demo tumour board). Signed by Demo tumour board");

  // The coordinator, on a page that is older than the decision, cannot take the patient off any more.
  await page.goto(`${agenda}/S1-0007`);
  await expect(page.getByText("Members of the board propose, vote and sign.")).toBeVisible();
  await board.goto(`${agenda}/S1-0007/letter`);
  const pdf = await board.pdf({ format: "A4", preferCSSPageSize: true });
  expect(pagesOf(pdf), "one sheet of paper").toBe(1);
  await expect(board.getByRole("article")).toContainText("Scan in four weeks, then again here");
});

/** Rooms and people change: a meeting is moved, called off with its reason in the list, and called after all. */
test("a meeting is moved, called off and called after all", async ({ page, as }) => {
  const title = `Renal board ${Date.now()}`;
  await callMeeting(page, trial, title);
  const agenda = page.url();
  await put(page, "S1-0007");
  const older = await page.context().newPage();
  await older.goto(agenda);
  const form = (of: typeof page) => of.getByRole("form", { name: "Change of the meeting" });
  for (const one of [page, older]) await one.getByText("Move, rename or call off the meeting").click();
  await form(page).getByLabel("Held on").fill("2031-02-03");
  await form(page).getByLabel("Reason of the change").fill("The room is taken");
  await form(page).getByRole("button", { name: "Record day and name" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `${title}, 2031-02-03` })).toBeVisible();
  // A tab that has not seen it changes nothing.
  await form(older).getByLabel("Reason of the change").fill("Two members are ill");
  await form(older).getByRole("button", { name: "Call off the meeting" }).click();
  // It is told beside what was typed, which stays, and what stands now.
  await expect(older.getByRole("heading", { level: 1, name: `${title}, 2031-02-03` })).toBeVisible();
  await expect(older.getByText("Somebody changed this meeting while you were reading")).toBeVisible();
  await expect(form(older).getByLabel("Reason of the change")).toHaveValue("Two members are ill");
  await older.close();

  await page.getByText("Move, rename or call off the meeting").click();
  await form(page).getByLabel("Reason of the change").fill("Two members are ill");
  await form(page).getByRole("button", { name: "Call off the meeting" }).click();
  await expect(page.getByText("This meeting was called off.")).toBeVisible();
  await expect(page.getByText("Two members are ill")).toBeVisible();
  await expect(page.getByRole("button", { name: "Put on the agenda" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Begin with S1-0007" })).toHaveCount(0);
  const board = await (await as("board")).newPage();
  await board.goto(`${agenda}/S1-0007`);
  await expect(board.getByRole("region", { name: "Decision" })).toContainText("This meeting was called off");
  await board.goto(`${trial}/board`);
  await expect(board.getByRole("row", { name: title })).toContainText("called off: Two members are ill");
  expect.soft(await accessibilityFaults(page), "axe on a meeting called off").toEqual([]);

  await page.getByText("Call the meeting after all").click();
  await form(page).getByLabel("Reason of the change").fill("They are well");
  await form(page).getByRole("button", { name: "Call it after all" }).click();
  await expect(page.getByRole("link", { name: "Begin with S1-0007" })).toBeVisible();
});

test("a page older than what the board did is refused, then shows what stands, and keeps what is typed", async ({
  page,
  as,
}) => {
  await callMeeting(page, trial, `Busy board ${Date.now()}`);
  await put(page, "S1-0009");
  const at = `${page.url()}/S1-0009`;
  await page.goto(at);
  const board = await (await as("board")).newPage();
  await board.goto(at);
  const decision = board.getByRole("region", { name: "Decision" });
  await decision.getByRole("combobox", { name: /^Decision/ }).selectOption("continue, confirm by a scan");
  await decision.getByLabel("What is done, by whom and by when").fill("Scan in four weeks");
  await decision.getByLabel("Reason", { exact: true }).fill("The sum grew");
  await decision.getByRole("button", { name: "Put to the vote" }).click();
  await expect(decision).toContainText("Nobody has voted yet.");

  await expect(page.getByRole("region", { name: "Decision" })).not.toContainText("Scan in four weeks");
  await page.getByText("Change the question, or take off the agenda").click();
  await page.getByLabel("Question", { exact: true }).fill("Another question?");
  await page.getByRole("button", { name: "Keep the question" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("What stands now is shown");
  await expect(page.getByRole("region", { name: "Decision" })).toContainText("Scan in four weeks");
  await expect(page.getByLabel("Question", { exact: true })).toHaveValue("Another question?");
});

test("a decision in as many words as may be written still stands on one sheet", async ({ page, as }) => {
  const words = "The target lesions grew while the non-target ones shrank and nobody knows why yet. "
    .repeat(24)
    .slice(0, 1990);
  await callMeeting(page, trial, `Long board ${Date.now()}`);
  await put(page, "S1-0009", words);
  const board = await (await as("board")).newPage();
  await board.goto(page.url());
  await board.getByRole("link", { name: "Begin with S1-0009" }).click();
  const decision = board.getByRole("region", { name: "Decision" });
  await decision.getByRole("combobox", { name: /^Decision/ }).selectOption("continue, confirm by a scan");
  await decision.getByLabel("What is done, by whom and by when").fill(words);
  await decision.getByLabel("Reason", { exact: true }).fill(words);
  await decision.getByRole("button", { name: "Put to the vote" }).click();
  await decision.getByRole("button", { name: "Vote for" }).click();
  await expect(decision.getByRole("list", { name: "Votes" })).toContainText("for");
  await decision.getByLabel("Your password").fill(demoPeople().find((p) => p.id === "board")!.password);
  await decision.getByRole("button", { name: "Sign the decision" }).click();
  await expect(decision).toContainText("meaning “decided by the board”");
  await board.goto(`${board.url()}/letter`);
  await expect(board.getByRole("article").getByText(words.trim())).toHaveCount(3);
  await expect(board.getByRole("article").getByRole("img"), "no room for pictures").toHaveCount(0);
  expect(pagesOf(await board.pdf({ format: "A4", preferCSSPageSize: true })), "one sheet of paper").toBe(1);
});

/**
 * A patient whose scans were pseudoprogression: one criterion stays with the progression of day 42, the other has taken
 * it back. Longest diameters of the only lesion by the trial's table: 39.9, 51.8, 43.7, 25.8, 20.6 mm.
 */
test("the board sees the scans themselves, and why two criteria part", async ({ page, as }) => {
  await callMeeting(page, imaged, `Sarcoma board ${Date.now()}`);
  for (const subject of ["IMG-004", "IMG-006"]) await put(page, subject);
  const board = await (await as("board")).newPage();
  await board.goto(`${page.url()}/IMG-004`);

  const responses = board.getByRole("region", { name: "Responses at the latest visit" });
  await expect(responses).toContainText("the criteria differ by the rules below");
  const [recist, irecist] = [/^RECIST 1\.1/, /^iRECIST/].map((name) =>
    responses.getByRole("listitem").filter({ has: board.getByText(name).first() }),
  );
  await expect(recist!).toContainText("PD (progressive disease)");
  await expect(recist!).toContainText("Progression was on day 42 (D42); later visits carry it.");
  // 51.8 − 39.9 = 11.9 mm, which is 29.8 %.
  await expect(recist!).toContainText("11.9 mm (+29.8 %) over the nadir");
  await expect(irecist!).toContainText("iPR (");
  await expect(irecist!).toContainText("the iUPD of day 42 was not confirmed, the bar is reset");
  // 20.6 of 39.9 mm is −48.4 %; of the 25.8 mm before it, the lowest so far, −20.2 %.
  for (const criterion of [recist!, irecist!])
    await expect(criterion).toContainText("−48.4 % from baseline, −20.2 % from nadir");

  // The evidence comes after the jump; the part that the address names stays in sight.
  const linked = await board.context().newPage();
  await linked.goto(`${page.url()}/IMG-004#decision`);
  await expect(linked.getByRole("region", { name: "Evidence for each increase" })).toBeVisible();
  await expect(linked.getByText("Gathering the evidence")).toHaveCount(0);
  await linked.waitForLoadState("networkidle");
  await expect(linked.getByRole("region", { name: "Decision", exact: true })).toBeInViewport();
  await linked.close();

  const images = board.getByRole("region", { name: "Images", exact: true });
  await images.scrollIntoViewIfNeeded();
  await expect(images.getByRole("heading", { level: 3 })).toHaveText([
    /^Baseline: D-4,/,
    /^Lowest before: D119,/,
    /^Latest: D175,/,
  ]);
  for (const label of ["baseline", "lowest before", "latest"]) {
    const viewer = images.locator(`[data-viewer="${label}"]`);
    await expect(viewer).toHaveAttribute("data-state", "ready", { timeout: 90_000 });
    expect((await pixelsOf(viewer.locator("canvas").first())).lit, `${label} is drawn`).toBeGreaterThan(0.05);
  }
  const change = board.getByRole("region", { name: "Change from baseline and from nadir" });
  await expect(change.locator("svg:visible")).toContainText("new lowest −48 %");

  // What decides stands on the first screen of a meeting room's laptop.
  await board.evaluate(() => window.scrollTo(0, 0));
  for (const part of ["At a glance", "Responses at the latest visit", "Images"])
    await expect(board.getByRole("region", { name: part, exact: true })).toBeInViewport({ ratio: 0.99 });
  for (const part of ["Course", "Change from baseline and from nadir"])
    await expect(board.getByRole("region", { name: part, exact: true })).toBeInViewport({ ratio: 0.7 });
  expect(await board.evaluate(() => document.documentElement.scrollHeight / window.innerHeight)).toBeLessThan(4.2);

  // Window and delineation by control and by key, of all three at once.
  const latest = images.locator('[data-viewer="latest"] canvas').first();
  const greys = images.getByLabel("Window");
  await expect(greys).toHaveValue("soft");
  await latest.focus();
  await board.keyboard.press("2");
  await expect(greys).toHaveValue("lung");
  // The window stands in the address after a while; the digit was the image's, and leads to no part of the page.
  await expect(board).toHaveURL(/IMG-004(\?[^#]*)?$/);
  const red = async () => (await pixelsOf(latest)).red;
  expect(await red(), "delineated").toBeGreaterThan(0);
  await board.keyboard.press("m");
  await expect(images.getByLabel("Delineation")).not.toBeChecked();
  await expect.poll(red).toBe(0);

  // A part over the whole window: nothing behind it can be reached; Escape puts it back.
  await change.getByRole("heading").click();
  await board.keyboard.press("4");
  await expect(change.getByRole("heading", { level: 2 })).toBeFocused();
  const plot = change.locator("svg:visible").first();
  const widthOf = async () => (await plot.boundingBox())?.width ?? 0;
  const inColumn = await widthOf();
  await board.keyboard.press("e");
  await expect(board.getByRole("button", { name: "Change over the whole window" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  expect(await widthOf()).toBeGreaterThan(1.8 * inColumn);
  expect(
    await board.getByRole("navigation", { name: "The board" }).evaluate((nav) => nav.closest("[inert]") !== null),
  ).toBe(true);
  await board.keyboard.press("Escape");
  expect(await widthOf()).toBeCloseTo(inColumn, 0);
  expect(await board.locator("[inert]").count()).toBe(0);

  const fill = board.getByRole("button", { name: "Full screen" });
  await expect(fill).toHaveAttribute("aria-pressed", "false");
  await board.keyboard.press("f");
  await expect.poll(() => board.evaluate(() => document.fullscreenElement?.tagName)).toBe("HTML");
  await expect(fill).toHaveAttribute("aria-pressed", "true");
  await expect(board.getByRole("banner")).toBeHidden();
  // Read from three metres also on a screen of more pixels: type grows with it.
  const typePx = () => board.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
  expect(await typePx()).toBe(20);
  await board.setViewportSize({ width: 3840, height: 2160 });
  await expect.poll(typePx).toBeGreaterThan(40);
  await board.setViewportSize({ width: 1440, height: 900 });
  // Left by the browser's own means, without the button: it knows.
  await board.evaluate(() => document.exitFullscreen());
  await expect(fill).toHaveAttribute("aria-pressed", "false");
  await expect(board.getByText("Gathering the evidence")).toHaveCount(0);
  expect.soft(await accessibilityFaults(board), "axe on the board's page").toEqual([]);

  await board.keyboard.press("ArrowRight");
  await expect(board).toHaveURL(/IMG-006$/);
  await expect(board.getByRole("heading", { level: 1, name: "IMG-006" })).toBeVisible();
  // 39.9 + 16.3 mm at baseline, 28 + 20.6 at D49: −13.5 %, and never lower since.
  await expect(change.locator("svg:visible")).toContainText("nadir −14 %");
  await board.getByRole("link", { name: "Page to print" }).click();
  await expect(board.getByRole("article")).toContainText("No decision has been signed");
  const pictures = board.getByRole("region", { name: "Key images" }).getByRole("img");
  await expect(pictures).toHaveCount(3);
  for (const picture of await pictures.all()) {
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(512);
    await expect(picture).toHaveAttribute("alt", /^Axial slice, .*, with the outline of T1$/);
  }
  expect.soft(await accessibilityFaults(board), "axe on the page to print").toEqual([]);
  expect(pagesOf(await board.pdf({ format: "A4", preferCSSPageSize: true })), "pictures and all on one sheet").toBe(1);
});

/** MR has no scale of its own, and a course may stand on several kinds of image: windows and kinds are had without leaving the board. */
test("the board changes the window of MR images, and the kind of image, by key and by control", async ({
  page,
  as,
}) => {
  const brain = "/trials/imaging-followup-brain";
  await callMeeting(page, brain, `Neuro-oncology board ${Date.now()}`);
  await put(page, "BRN-001");
  const board = await (await as("board")).newPage();
  await board.goto(`${page.url()}/BRN-001`);
  const images = board.getByRole("region", { name: "Images", exact: true });
  const latest = images.locator('[data-viewer="latest"]');
  const canvas = latest.locator("canvas").first();
  const ready = () => expect(latest).toHaveAttribute("data-state", "ready", { timeout: 90_000 });
  await images.scrollIntoViewIfNeeded();
  await ready();
  const greys = images.getByLabel("Window");
  await expect(greys).toHaveValue("auto");
  await expect(images.getByRole("combobox", { name: "Image", exact: true }), "one kind is no choice").toHaveCount(0);
  const seen = async () => (await canvas.screenshot()).toString("base64");
  // The frame of the focus is in the picture too.
  await canvas.focus();
  const shown = [await seen()];
  for (const [key, id] of [
    ["2", "bright"],
    ["3", "dark"],
    ["5", "full"],
  ] as const) {
    await board.keyboard.press(key);
    await expect(greys).toHaveValue(id);
    await expect.poll(async () => shown.includes(await seen()), { message: `${id} is another picture` }).toBe(false);
    shown.push(await seen());
  }
  await board.keyboard.press("1");
  await expect(greys).toHaveValue("auto");
  await expect.poll(async () => (await seen()) === shown.at(-1), { message: "another picture again" }).toBe(false);

  // CT and PET of the same visits.
  await callMeeting(page, imaged, `Sarcoma board ${Date.now()}`);
  await put(page, "IMG-001");
  await board.goto(`${page.url()}/IMG-001`);
  await images.scrollIntoViewIfNeeded();
  await ready();
  await expect(latest.locator("figcaption")).toContainText("HU");
  const kind = images.getByRole("combobox", { name: "Image", exact: true });
  await expect(kind).toHaveValue(/^CT/);
  await canvas.focus();
  await board.keyboard.press("n");
  await expect(kind).toHaveValue(/^PT/);
  await expect(greys).toHaveValue("suv5");
  await expect(latest.locator("figcaption")).toContainText("SUV");
  await ready();

  // A link leads to what was seen: the kind, the window and the place.
  await canvas.click({ position: { x: 60, y: 60 } });
  await board.keyboard.press("2");
  const chosen = await greys.inputValue();
  expect(chosen).not.toBe("suv5");
  await expect(board).toHaveURL(/[?&]series=PT/);
  await expect(board).toHaveURL(new RegExp(`[?&]window=${chosen}(&|$)`));
  await expect(board).toHaveURL(/[?&]at=/);
  const place = async () =>
    ((await latest.locator("figcaption").getAttribute("data-place")) ?? "").split(",").map(Number);
  const seenAt = await place();
  await board.reload();
  await images.scrollIntoViewIfNeeded();
  await ready();
  await expect(kind).toHaveValue(/^PT/);
  await expect(greys).toHaveValue(chosen);
  await expect
    .poll(async () => Math.max(...(await place()).map((mm, axis) => Math.abs(mm - seenAt[axis]!))))
    .toBeLessThan(0.1);

  await kind.selectOption({ index: 0 });
  await expect(greys).toHaveValue("soft");
  await expect(latest.locator("figcaption")).toContainText("HU");
  await expect(board).not.toHaveURL(/[?&](window|at)=/);
});
