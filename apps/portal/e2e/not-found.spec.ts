import { expect, test } from "./support/test.ts";
import { wordsOf } from "./support/words.ts";

test.use({ person: "board", expectedConsole: [/status of 404|ERR_INTERNET_DISCONNECTED/] });

const NONE = "00000000-0000-4000-8000-000000000000";
const nowhere = [
  "/trials/no-such-trial",
  "/trials/no%20such%20trial",
  "/trials/inspire-pembrolizumab/patients/NOBODY",
  "/trials/inspire-pembrolizumab/patients/no%20body",
  "/trials/no-such-trial/patients/INS-A-002",
  "/validation/00000000-0000-4000-8000-000000000000",
  "/validation/no-such-protocol",
  "/no-such-page",
];

const TRIAL = "/trials/imaging-followup";
/** Addresses that name what is not there, by what they name. */
const NOT_THERE = {
  trial: "/trials/no-such-trial",
  "a view of a trial": "/trials/no-such-trial/cohort",
  plan: "/trials/no-such-trial/plan",
  "version of a plan": `${TRIAL}/plan?version=99`,
  patient: `${TRIAL}/patients/IMG-999`,
  meeting: `${TRIAL}/board/${NONE}`,
  "patient of a meeting": `${TRIAL}/board/${NONE}/IMG-001`,
  letter: `${TRIAL}/board/${NONE}/IMG-001/letter`,
  read: `${TRIAL}/reads/${NONE}`,
  "read, misspelt": `${TRIAL}/reads/not-a-read`,
  adjudication: `${TRIAL}/reads/adjudicate/${NONE}`,
  validation: `/validation/${NONE}`,
  model: `/models/${NONE}`,
  development: `/models/developments/${NONE}`,
  "report of a validation": `/api/reports/${NONE}/report.html`,
};

test.describe("an address where nothing is", () => {
  for (const address of nowhere)
    test(`says so and leads back: ${address}`, async ({ page }) => {
      await page.goto(address);
      await expect(page.getByText("There is nothing at this address")).toBeVisible();
      await page.getByRole("link", { name: "To the trials", exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Trials" })).toBeVisible();
    });

  test("what is not there is answered as not found, on a page that says where to go from here", async ({ request }) => {
    for (const [what, address] of Object.entries(NOT_THERE)) {
      const answer = await request.get(address);
      expect.soft(answer.status(), what).toBe(404);
      if (!address.startsWith("/api/"))
        expect.soft(await answer.text(), what).toContain("There is nothing at this address");
    }
  });

  test("an unknown page answers 404", async ({ page }) => {
    expect((await page.goto("/no-such-page"))?.status()).toBe(404);
  });

  test("a patient of another trial is not told from one that does not exist", async ({ page }) => {
    // The page streams: its words are compared once the answer stands, not while the record is being read.
    const answered = page.getByText("There is nothing at this address");
    await page.goto("/trials/atezolizumab-kinetics/patients/INS-A-002");
    await expect(answered).toBeVisible();
    const there = await wordsOf(page.getByRole("main"));
    await page.goto("/trials/atezolizumab-kinetics/patients/NOBODY");
    await expect(answered).toBeVisible();
    expect(await wordsOf(page.getByRole("main"))).toBe(there);
  });
});

test.describe("an image that is not there", () => {
  test("is refused with a sentence", async ({ page }) => {
    const answer = await page.request.get("/api/images/00000000-0000-4000-8000-000000000000/volume.nii.gz");
    expect(answer.status()).toBe(404);
    expect(answer.headers()["content-type"]).toContain("text/plain");
    expect((await answer.text()).length).toBeGreaterThan(10);
  });
});

test("a page that is on its way says so at once, in the frame, and gives way to the page", async ({ page }) => {
  // What the frame of waiting is drawn from is fetched ahead, once the page has come alive: a click before that has nothing to show.
  const fetchedAhead = page.waitForResponse(/\/library\?/);
  await page.goto("/");
  await fetchedAhead;
  await page.waitForLoadState("networkidle");
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  // The page's own data waits; what was fetched ahead of the click is the frame of waiting alone.
  await page.route(/\/library\?/, async (route) => {
    if (!route.request().headers()["next-router-prefetch"]) await held;
    await route.continue();
  });
  await page.getByRole("link", { name: "Library" }).first().click();
  await expect(page.getByText("Reading the record …")).toBeVisible();
  await expect(page.getByRole("navigation").first()).toBeVisible();
  release();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText("Reading the record …")).toHaveCount(0);
});

test("a page that names a thing has no skeleton: until it comes the frame says that it is on its way, by link and by the palette", async ({
  page,
}) => {
  // Of a trial without images: drawing them would make the browser late.
  await page.goto("/trials/inspire-pembrolizumab");
  await page.waitForLoadState("networkidle");
  let release = () => {};
  const hold = () =>
    new Promise<void>((resolve) => {
      release = resolve;
    });
  let held = hold();
  // The page's own data waits.
  await page.route(/\/patients\/INS-A-00[27]\?/, async (route) => {
    if (!route.request().headers()["next-router-prefetch"]) await held;
    await route.continue();
  });
  const word = page.getByText("The page is on its way …");
  await expect(word).toHaveCount(0);
  await page.getByRole("link", { name: "INS-A-002", exact: true }).click();
  await expect(word).toBeVisible();
  release();
  await expect(page.getByRole("heading", { level: 1, name: "INS-A-002" })).toBeVisible();
  await expect(word).toHaveCount(0);

  held = hold();
  await page.keyboard.press("Control+k");
  const field = page.getByRole("dialog", { name: "Go to" }).getByRole("combobox");
  await field.fill("INS-A-007");
  await expect(page.getByRole("option", { name: /^INS-A-007/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(word).toBeVisible();
  release();
  await expect(page.getByRole("heading", { level: 1, name: "INS-A-007" })).toBeVisible();
  await expect(word).toHaveCount(0);
});

test("without a connection no link takes the page away: it says so, and follows once the connection is back", async ({
  page,
}) => {
  await page.goto("/trials/inspire-pembrolizumab");
  await page.waitForLoadState("networkidle");
  await page.context().setOffline(true);
  const to = page.getByRole("link", { name: "INS-A-002", exact: true });
  await to.click();
  await expect(page.getByText("You are offline: this page stays until the connection is back.")).toBeVisible();
  await expect(page).toHaveURL("/trials/inspire-pembrolizumab");
  await page.context().setOffline(false);
  await to.click();
  await expect(page.getByRole("heading", { level: 1, name: "INS-A-002" })).toBeVisible();
});
