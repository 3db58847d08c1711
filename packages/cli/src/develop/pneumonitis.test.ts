import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";
import { pneumonitisTable } from "./testing/pneumonitis-cohort.ts";

const example = fileURLToPath(new URL("../../../risk/examples/pneumonitis-simulated", import.meta.url));
const page = readFileSync(`${example}/README.md`, "utf8");
const PLANTED = ["lung:cm_joint_entr_3D_comb", "lung:stat_mean"];

interface Answer {
  readonly cohort: { readonly subjects: number; readonly events: number };
  readonly auc: { readonly auc: number; readonly lower: number; readonly upper: number };
  readonly parts: readonly { readonly used: readonly string[] }[];
  readonly selected: readonly { readonly predictor: string; readonly times: number }[];
}
const figures = ({ auc: { auc, lower, upper }, cohort }: Answer) =>
  `${cohort.events} events, AUC ${auc.toFixed(3)} (${lower.toFixed(3)} to ${upper.toFixed(3)})`;

describe("pneumonitis from baseline images, simulated", () => {
  it("has the tables that the simulation makes", () => {
    expect(readFileSync(`${example}/planted.csv`, "utf8")).toBe(pneumonitisTable(20261128, true));
    expect(readFileSync(`${example}/noise.csv`, "utf8")).toBe(pneumonitisTable(20261129, false));
  });

  it("finds the planted features in every fold, and nothing in noise, as its page states", async () => {
    const folder = new Folder();
    try {
      const run = async (table: string) =>
        (
          await runNadir(["develop", `${example}/${table}`, "--plan", "pneumonitis", "--out", folder.at(table)])
        ).json()[0] as Answer;
      const [planted, noise] = [await run("planted.csv"), await run("noise.csv")];
      expect([planted.cohort.subjects, noise.cohort.subjects]).toEqual([240, 240]);
      for (const part of planted.parts) expect([...part.used].sort()).toEqual(PLANTED);
      expect(planted.auc.lower).toBeGreaterThan(0.5);
      expect(noise.auc.lower).toBeLessThan(0.5);
      expect(noise.auc.upper).toBeGreaterThan(0.5);
      expect(noise.selected).toEqual([]);
      expect(page).toContain(`Planted: ${figures(planted)}`);
      expect(page).toContain(`Noise: ${figures(noise)}`);
    } finally {
      folder.remove();
    }
  });
});
