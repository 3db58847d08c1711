import { demoPerson } from "./support/portal.ts";
import { expect, test } from "./support/test.ts";

// What a lock refuses answers with a status that the browser writes to its console.
test.use({ person: "administrator", expectedConsole: [/status of 4(03|09|22)/] });

test("a plan is read by everybody of the trial, amended for a reason after what would change is told, and its versions stay", async ({
  page,
  as,
}) => {
  const key = `plan-${Date.now().toString(36)}`;
  await page.goto("/admin/new-trial?template=glioma-recurrent");
  const form = page.getByRole("form", { name: "New trial" });
  for (const [label, value] of [
    ["Key, site 1", "munich"],
    ["Name, site 1", "Munich"],
    ["Key, arm 1", "nivo"],
    ["Name, arm 1", "Nivolumab"],
    ["Title", "Amended in the browser"],
  ] as const)
    await form.getByLabel(label).fill(value);
  await form.getByLabel("Key", { exact: true }).fill(key);
  await form.getByRole("button", { name: "Make the trial" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Amended in the browser" })).toBeVisible();

  await page.getByRole("navigation", { name: "Views of this trial" }).getByRole("link", { name: "Plan" }).click();
  const visits = page.getByRole("region", { name: "Planned visits" });
  await expect(visits.getByRole("row").nth(2)).toContainText("56");
  await expect(page.getByRole("region", { name: "Imaging protocol" }).first()).toContainText("slice thickness at most");
  await page.getByRole("link", { name: "Amend the plan" }).click();
  const amend = page.getByRole("form", { name: "Amendment of the plan" });
  const day = amend.getByLabel("Day after treatment began, visit 2");
  await day.fill("soon");
  await amend.getByRole("button", { name: "See what would change" }).click();
  await expect(day).toBeFocused();
  await expect(day).toHaveAccessibleDescription(/number/);
  await day.fill("63");
  await amend.getByRole("button", { name: "See what would change" }).click();
  const preview = amend.getByRole("region", { name: "What would change" }).first();
  await expect(preview).toContainText("day 56");
  await expect(preview).toContainText("day 63");
  await expect(preview).toContainText("No visit and no image on record stands in another light by it.");
  await amend.getByLabel("Reason").fill("Amendment 2 of the protocol");
  await amend.getByRole("button", { name: "Amend the plan" }).click();

  await expect(page).toHaveURL(new RegExp(`/trials/${key}/plan$`));
  await expect(visits.getByRole("row").nth(2)).toContainText("63");
  const history = page.getByRole("region", { name: "Versions of the plan" });
  await expect(history).toContainText("Amendment 2 of the protocol");
  await history.getByRole("link", { name: "Read version 1" }).click();
  await expect(page.getByText("which is no longer in force")).toBeVisible();
  await expect(visits.getByRole("row").nth(2)).toContainText("56");
  await page.goto("/audit?action=plan-amended");
  await expect(page.getByRole("main")).toContainText("plan-amended");

  // Locked data hold the plan, and the page says so before anybody tries.
  await page.goto("/admin");
  const invite = page.getByRole("region", { name: "Invite a person" });
  await invite.getByRole("textbox", { name: "Name" }).fill("Max Roth");
  await invite.getByLabel("E-mail address").fill(`max-${key}@site.example`);
  await invite.locator("select[name=role]").selectOption("data-manager");
  await invite.locator("select[name=trial]").selectOption(key);
  await invite.getByRole("button", { name: "Invite" }).click();
  await expect(invite.getByRole("alert")).toBeVisible();
  await page.reload();
  const lock = page.getByRole("region", { name: "Data lock" }).locator("tr", { hasText: key });
  await lock.getByText(`Lock … the data of ${key}`).click();
  await lock.getByLabel("Reason").fill("Cleaned");
  await lock.getByLabel("Your password").fill(demoPerson("administrator").password);
  await lock.getByRole("button", { name: `Lock the data of ${key}` }).click();
  await expect(lock).toContainText("■ locked since");
  for (const at of ["plan", "plan/amend"]) {
    await page.goto(`/trials/${key}/${at}`);
    await expect(page.getByText("The plan cannot be amended now.")).toBeVisible();
    await expect(page.getByText("The data of this trial are locked since")).toBeVisible();
  }
  await expect(amend).toHaveCount(0);

  const reader = await (await as("reader")).newPage();
  await reader.goto("/trials/inspire-pembrolizumab/plan");
  await expect(reader.getByRole("heading", { level: 1, name: "Plan" })).toBeVisible();
  await expect(reader.getByRole("link", { name: "Amend the plan" })).toHaveCount(0);
});

test("on a tablet what is to be done stands in sight, with the way to ask", async ({ page }) => {
  await page.setViewportSize({ width: 820, height: 1180 });
  await page.goto("/worklist");
  const frames = page.locator("section.scroll-frame");
  await expect(frames.first()).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "To be done" }).first()).toBeVisible();
  const cut = await frames.evaluateAll((all) => all.filter((frame) => frame.scrollWidth > frame.clientWidth).length);
  expect(cut, "tables of which a part lies beyond the edge").toBe(0);
});

test("on a tablet the present view is in sight in the row of views, however far along it stands", async ({ page }) => {
  await page.setViewportSize({ width: 820, height: 1180 });
  for (const [view, label] of [
    ["/plan", "Plan"],
    ["/share", "Share"],
    ["", "Patients"],
  ] as const) {
    await page.goto(`/trials/imaging-followup${view}`);
    const row = page.getByRole("navigation", { name: "Views of this trial" });
    const here = row.getByRole("link", { name: label, exact: true });
    await expect(here).toHaveAttribute("aria-current", "page");
    await expect(here).toBeInViewport({ ratio: 1 });
  }
});
