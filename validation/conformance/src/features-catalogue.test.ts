import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { cataloguePage } from "@nadir/features";
import { expect, it } from "vitest";

it("docs/features.md is the catalogue as it stands (pnpm --filter @nadir/features run catalogue)", () => {
  const page = readFileSync(fileURLToPath(new URL("../../../docs/features.md", import.meta.url)), "utf8");
  expect(page).toBe(cataloguePage());
});
