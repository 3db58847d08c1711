import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { kineticsCases } from "./kinetics-cases.ts";
import { kineticsPage } from "./kinetics-page.ts";

const FOLDER = fileURLToPath(new URL("../../../../../shared/data/tumour_kinetics_atezolizumab/", import.meta.url));
const PAGE = fileURLToPath(new URL("../../../../docs/conformance/kinetics-628.md", import.meta.url));

describe("the kinetics studies under every criterion", () => {
  it.skipIf(!existsSync(FOLDER))(
    "628 patients, none refused, none dropped; the page is current (skipped where ../shared is absent)",
    async () => {
      const rows = [1, 2, 3].flatMap((n) =>
        parse(readFileSync(`${FOLDER}study${n}.csv`, "utf8"), { columns: true }),
      ) as Record<string, string>[];
      const reading = kineticsCases(rows);
      expect(rows).toHaveLength(3599);
      expect(reading.cases).toHaveLength(628);
      expect(new Set(reading.cases.map(({ id }) => id)).size).toBe(628);
      await expect(kineticsPage(reading)).toMatchFileSnapshot(PAGE);
    },
  );

  it("of two rows of a day the first figure counts, and it is said", () => {
    const row = (treatment_day: string, size: string) => ({
      patient: "P",
      treatment_day,
      target_lesion_long_diam_mm: size,
    });
    const { cases, oddities } = kineticsCases([
      row("-3", "20"),
      row("40", "NOT EVALUABLE"),
      row("40", "18"),
      row("40", "17"),
    ]);
    expect(cases[0]?.visits[1]?.measurements).toEqual([{ lesion: "T1", longestMm: 18 }]);
    expect(oddities).toEqual({ "day listed twice, figures differ (first figure kept)": 2 });
    expect(() => kineticsCases([row("x", "1")])).toThrow("treatment day 'x'");
  });
});
