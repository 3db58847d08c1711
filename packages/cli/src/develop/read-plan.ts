import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type DevelopmentPlan, developmentPlan, developmentRecipe, refuse } from "@nadir/domain";
import { readDocument } from "../read-input.ts";

const folder = (): URL => new URL("recipes/", import.meta.resolve("@nadir/risk/package.json"));

export const recipeNames = (): string[] => readdirSync(folder()).map((f) => f.replace(/\.json$/, ""));

/** A plan from a file, or that of a bundled recipe by its name. Refusal with every fault of the document. */
export async function readPlan(fileOrName: string): Promise<DevelopmentPlan> {
  if (existsSync(fileOrName)) return readDocument(fileOrName, developmentPlan);
  const names = recipeNames();
  if (!names.includes(fileOrName))
    refuse(
      "NO_SUCH_PLAN",
      `There is no file '${fileOrName}', and no recipe of that name; recipes are: ${names.join(", ")}.`,
      { found: fileOrName },
    );
  const file = fileURLToPath(new URL(`${fileOrName}.json`, folder()));
  return (await readDocument(file, developmentRecipe)).plan;
}
