import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { tableSchemas } from "../../packages/domain/src/index.ts";
import { manifestPage, page } from "./manifest-reference.mjs";

const text = readFileSync(page, "utf8");

test("docs/manifest.md says what the schemas say (run `pnpm docs:manifest` after changing one)", () => {
  expect(text).toBe(manifestPage(text));
});

test("every column of every table stands on the page", () => {
  for (const [table, schema] of Object.entries(tableSchemas)) {
    const section = text.split(`### \`tables.${table}\``)[1]?.split("\n### ")[0] ?? "";
    for (const column of Object.keys(schema.shape)) expect(section).toContain(`| \`${column}\` |`);
  }
});
