import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { developmentRecipe } from "@nadir/domain";
import { CATALOGUE } from "@nadir/features";
import { describe, expect, it } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";
import { recipeNames } from "./read-plan.ts";

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const recipes = readdirSync(at("risk/recipes")).map((f) =>
  developmentRecipe.parse(JSON.parse(readFileSync(at(`risk/recipes/${f}`), "utf8"))),
);

describe("recipes", () => {
  it("name features of the catalogue, each with its region or image", () => {
    const ids = new Set(CATALOGUE.map((e) => e.id));
    const unknown = recipes.flatMap((r) =>
      (r.plan.predictors ?? [])
        .filter((p) => p.includes(":"))
        .filter((p) => !ids.has(p.split(":")[1]!.replace(/_3D(_comb)?$/, "")))
        .map((p) => `${r.id}: ${p}`),
    );
    expect(unknown).toEqual([]);
  });

  it("stand in the page on them with what is published and what is missing", () => {
    const page = readFileSync(at("../docs/recipes.md"), "utf8");
    for (const r of recipes) {
      expect(page).toContain(`\`${r.id}\``);
      expect(page).toContain(r.published);
      expect(page).toContain(r.missing);
    }
    expect(recipeNames()).toEqual(recipes.map((r) => r.id));
  });

  it("are plans of nadir develop by their names; a few events for many features are warned of", async () => {
    const folder = new Folder();
    try {
      // Two events of 32 are the published figures; with eight the folds can be dealt, and the warning stands.
      const predictors = recipes.find((r) => r.id === "pneumonitis")!.plan.predictors!;
      const rows = Array.from({ length: 32 }, (_, i) =>
        [`P${i}`, i % 4 ? 0 : 1, ...predictors.map((_, j) => ((i * (7 + j)) % 31) / 31)].join(","),
      );
      const file = folder.file("lung.csv", [["subject", "pneumonitis", ...predictors].join(","), ...rows].join("\n"));
      const ran = await runNadir(["develop", file, "--plan", "pneumonitis"]);
      expect(ran.stderr).toMatch(/! 0\.80 subjects of the rarer outcome a predictor: few for stable models/);
      expect(ran.status).toBe(0);
      const none = await runNadir(["develop", file, "--plan", "no-such"]);
      expect(none).toMatchObject({ status: 1, stdout: "" });
      expect(none.stderr).toMatch(/no recipe of that name; recipes are: .*cd8-rscore/s);
    } finally {
      folder.remove();
    }
  });
});
