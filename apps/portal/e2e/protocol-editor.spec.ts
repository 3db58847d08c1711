import { readFileSync } from "node:fs";
import { join } from "node:path";
import { planSchema } from "@nadir/api/trial-validation";
import { protocolDocument } from "@nadir/domain";
import type { JsonRecord, PlanNode } from "../src/panels/validation/plan-node.ts";
import { fillPlan } from "./support/fill-plan.ts";
import { repository } from "./support/portal.ts";
import { answerOf } from "./support/procedures.ts";
import { expect, test } from "./support/test.ts";

test.use({ person: "statistician", expectedConsole: [/400|422|BAD_REQUEST/] });

const written = readFileSync(join(repository, "validation", "harness", "protocols", "inspire-first-scan.json"), "utf8");
const example = JSON.parse(written) as JsonRecord & { readonly identity: JsonRecord };
const { frozen: _, ...plan } = {
  ...example,
  identity: { ...example.identity, family: "written-by-hand" },
} as JsonRecord;

test("a whole protocol is written by hand: what is empty is told in its place, and what is saved is what was typed", async ({
  page,
}) => {
  await page.goto("/validation/new");
  await page.getByRole("button", { name: "Save the draft" }).click();
  const told = page.getByRole("alert").filter({ hasText: "Not saved" });
  await expect(told).toContainText("Identity › Title is empty; fill it in");
  await expect(page.locator("details[open]").first()).toBeVisible();

  // What is typed outlives a reload, and is thrown away by word alone.
  const title = page.getByLabel("Title", { exact: true }).first();
  await title.fill("Half a title");
  await page.reload();
  await expect(page.getByText("What you typed before is back")).toBeVisible();
  await page.locator("summary", { hasText: "Identity" }).first().click();
  await expect(title).toHaveValue("Half a title");
  await page.getByRole("button", { name: "Discard what is typed" }).click();
  await expect(page.getByText("What you typed before is back")).toHaveCount(0);

  // As a person would find it: from the beginning, nothing filled in.
  await page.goto("/validation/new");
  await fillPlan(page, planSchema() as PlanNode, plan);
  await page.getByRole("button", { name: "Save the draft" }).click();
  await expect(page).toHaveURL(/\/validation\/[0-9a-f-]{36}$/);
  await expect(page.locator("[aria-current=step]")).toContainText("draft");

  const protocol = new URL(page.url()).pathname.split("/").at(-1);
  const { document } = await answerOf<{ document: unknown }>(page.request, "protocols.read", { protocol });
  expect(document).toEqual(JSON.parse(JSON.stringify(protocolDocument.parse(plan))));
});

test("an entry that is taken out takes its text along, and another kind has fields of its own", async ({ page }) => {
  await page.goto("/validation/new");
  await page.locator("summary", { hasText: "Population" }).first().click();
  const filter = page
    .locator("fieldset")
    .filter({ has: page.locator("legend", { hasText: /^Filter$/ }) })
    .last();
  for (const [n, kind, text] of [
    [1, "arm", "A"],
    [2, "site", "S1"],
  ] as const) {
    // It begins with one.
    if (n > 1) await filter.getByRole("button", { name: "Add to filter" }).click();
    const entry = filter.locator("fieldset").filter({ has: page.locator("legend", { hasText: `Filter ${n}` }) });
    await entry.getByRole("combobox").selectOption({ label: kind });
    await entry.getByRole("textbox").fill(text);
  }
  await filter.getByRole("button", { name: "Remove filter 1" }).click();
  await expect(filter.getByRole("textbox")).toHaveValue("S1");
  await filter.getByRole("combobox").selectOption({ label: "arm" });
  await expect(filter.getByRole("textbox")).toHaveValue("");
});
