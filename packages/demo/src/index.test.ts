import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DEMO_TRIALS } from "./index.ts";

async function files(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe("the bundled trials", () => {
  it.each(DEMO_TRIALS)("$key tells its origin, its licence and what was done", async ({ key, folder }) => {
    const origin = await readFile(join(folder, "ORIGIN.md"), "utf8");
    for (const heading of ["**Origin.**", "**Licence.**", "**What was done.**"]) expect(origin).toContain(heading);
    expect(origin).toMatch(/CC BY|MIT|BSD-3-Clause/);
    expect(await readFile(join(folder, "trial.yaml"), "utf8")).toContain(`id: ${key}\n`);
  });

  it("stay under 40 MB together", async () => {
    let bytes = 0;
    for (const { folder } of DEMO_TRIALS) for (const file of await files(folder)) bytes += (await stat(file)).size;
    expect(bytes).toBeLessThan(40e6);
  });

  it("mark every simulated scan and no other", async () => {
    for (const { folder } of DEMO_TRIALS.filter(({ key }) => key.startsWith("imaging"))) {
      const rows = (await readFile(join(folder, "images.csv"), "utf8")).trim().split("\n").slice(1);
      const truth = (await readFile(join(folder, "truth.csv"), "utf8")).trim().split("\n").slice(1);
      const realVisits = new Set(
        truth
          .map((row) => row.split(","))
          .filter((row) => row[4] === "yes")
          .map((row) => `${row[0]} ${row[2]}`),
      );
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        const cells = row.split(",");
        expect([cells[0], cells[1], cells.at(-1)]).toEqual([
          cells[0],
          cells[1],
          realVisits.has(`${cells[0]} ${cells[1]}`) ? "no" : "yes",
        ]);
      }
    }
  });
});
