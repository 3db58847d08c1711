import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { runNadir } from "../testing/run-nadir.ts";
import { upennTable } from "./testing/upenn-table.ts";

const example = fileURLToPath(new URL("../../../risk/examples/upenn-pseudoprogression", import.meta.url));
const source = fileURLToPath(new URL("../../../../../shared/data/upenn_gbm/clinical_info.csv", import.meta.url));

describe("pseudoprogression against pathology in UPENN-GBM", () => {
  it.skipIf(!existsSync(source))(
    "has the table that its rules make of the open one (skipped where that is absent)",
    () => {
      const rows = parse(readFileSync(source, "utf8"), { columns: true }) as Record<string, string>[];
      expect(upennTable(rows)).toBe(readFileSync(`${example}/cohort.csv`, "utf8"));
    },
  );

  it("the rules by hand: 2 is pseudoprogression, 3 is nobody's, NOS/NEC is not known", () => {
    const row = (score: string, idh: string) => ({
      ID: "P_21",
      PsP_TP_score: score,
      Age_at_scan_years: "50",
      Gender: "F",
      Time_since_baseline_preop: "Not Available",
      IDH1: idh,
    });
    expect(upennTable([row("2", "NOS/NEC"), row("3", "Wildtype"), row("5", "Mutated"), row("NA", "Wildtype")])).toBe(
      "subject,score,pseudoprogression,age_years,female,days_since_surgery_scan,idh_mutated\nP_21,2,yes,50,1,,\nP_21,5,no,50,1,,1\n",
    );
  });

  it("gives the figures that its page states", async () => {
    const ran = await runNadir(["develop", `${example}/cohort.csv`, "--plan", `${example}/plan.json`]);
    const [answer] = ran.json() as [
      {
        cohort: object;
        auc: { auc: number; lower: number; upper: number };
        rivals: {
          discrimination: number;
          difference: { difference: number; interval: { lower: number; upper: number } };
        }[];
        conformal: { both: number };
      },
    ];
    const page = readFileSync(`${example}/README.md`, "utf8");
    const three = (v: number) => v.toFixed(3);
    expect(answer.cohort).toMatchObject({ subjects: 27, events: 6, predictors: 4 });
    const { auc, lower, upper } = answer.auc;
    expect(page).toContain(`AUC ${three(auc)} (${three(lower)} to ${three(upper)})`);
    const { discrimination, difference: d } = answer.rivals[0]!;
    expect(page).toContain(`alone have ${three(discrimination)}`);
    expect(page).toContain(
      `(difference ${three(d.difference)}, ${three(d.interval.lower)} to ${three(d.interval.upper)})`,
    );
    expect(page).toContain(`for ${(100 * answer.conformal.both).toFixed(0)} % of the patients`);
  });
});
