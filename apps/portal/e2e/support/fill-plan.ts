import { fieldWords } from "@nadir/domain";
import type { Locator, Page } from "@playwright/test";
import {
  isRecord,
  type Json,
  type JsonRecord,
  optionAt,
  optionName,
  optionsOf,
  type PlanNode,
} from "../../src/panels/validation/plan-node.ts";

/** Fills the editor of a protocol as a person does: opens each block, chooses, adds, types. */
export async function fillPlan(page: Page, schema: PlanNode, plan: JsonRecord): Promise<void> {
  for (const [block, node] of Object.entries(schema.properties ?? {})) {
    const value = plan[block];
    if (block === "schema" || value === undefined) continue;
    const details = page.locator("details").filter({ has: page.locator("summary", { hasText: words(block) }) });
    await details
      .locator("summary")
      .filter({ hasText: words(block) })
      .click();
    await fill(details.locator(":scope > div"), block, node, value);
    await details
      .locator("summary")
      .filter({ hasText: words(block) })
      .click();
  }
}

/** The words as they begin a label: nothing else of the editor starts so and goes on in the same line. */
const words = (name: string): RegExp => new RegExp(`^\\s*${fieldWords(name)}`);
const named = (tag: string, within: string, name: string): string =>
  `xpath=./${tag}[${within}[normalize-space()="${fieldWords(name)}"]]`;
const group = (scope: Locator, name: string): Locator => scope.locator(named("fieldset", "legend", name));
const control = (scope: Locator, name: string): Locator =>
  scope.locator(named("div", "label", name)).locator("textarea, input, select");

async function fill(scope: Locator, name: string, node: PlanNode, value: Json): Promise<void> {
  if (node.const !== undefined) return;
  const options = optionsOf(node);
  if (options?.some((o) => o.properties)) {
    const inside = group(scope, name);
    const option = options[optionAt(options, value)];
    if (!option) throw new Error(`${name}: no kind for ${JSON.stringify(value)}`);
    await inside.locator(":scope > select").selectOption({ label: optionName(options, option) });
    return option.properties ? fillParts(inside, option, value) : undefined;
  }
  if (options) return type(control(scope, name), String(value));
  if (node.enum) {
    await control(scope, name).selectOption(String(value));
    return;
  }
  const list = Array.isArray(value) ? (value as readonly Json[]) : [];
  if (node.prefixItems) {
    const inside = group(scope, name).locator(":scope > div");
    for (const [n, part] of node.prefixItems.entries()) await fill(inside, n === 0 ? "first" : "second", part, list[n]);
    return;
  }
  if (node.type === "array" && node.items?.enum) {
    for (const word of node.items.enum)
      await group(scope, name).getByRole("checkbox", { name: word, exact: true }).setChecked(list.includes(word));
    return;
  }
  if (node.type === "array" && ["string", "number", "integer"].includes(node.items?.type ?? ""))
    return type(control(scope, name), list.join("\n"));
  if (node.type === "array") {
    const inside = group(scope, name);
    const entries = inside.locator(":scope > div");
    while ((await entries.count()) < list.length) await inside.locator(":scope > button").click();
    for (const [n, part] of list.entries()) await fill(entries.nth(n), `${name} ${n + 1}`, node.items ?? {}, part);
    return;
  }
  if (node.type === "object" && node.properties) return fillParts(group(scope, name), node, value);
  if (node.type === "object") {
    const lines = Object.entries(isRecord(value) ? value : {}).map(([word, number]) => `${word} = ${String(number)}`);
    return type(control(scope, name), lines.join("\n"));
  }
  if (node.type === "boolean") {
    await scope
      .locator(":scope > label")
      .filter({ hasText: words(name) })
      .getByRole("checkbox")
      .setChecked(value === true);
    return;
  }
  await type(control(scope, name), String(value));
}

async function fillParts(scope: Locator, node: PlanNode, value: Json): Promise<void> {
  const record = isRecord(value) ? value : {};
  for (const [part, partNode] of Object.entries(node.properties ?? {})) {
    if (record[part] === undefined) continue;
    const add = scope
      .locator(":scope > button")
      .filter({ hasText: new RegExp(`^Add ${fieldWords(part).toLowerCase()}$`) });
    if ((await add.count()) > 0) await add.click();
    await fill(scope, part, partNode, record[part]);
  }
}

/** Types, and leaves the field: what is typed is read then. */
async function type(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.blur();
}
