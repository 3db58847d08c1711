import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { aucDeLong, aucInterval } from "@nadir/statistics";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";
import { hyperprogressionTable } from "./testing/hyperprogression-table.ts";

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const example = at("risk/examples/atezolizumab-hyperprogression");
const table = (file: string) => parse(readFileSync(file, "utf8"), { columns: true }) as Record<string, string>[];

describe("the example on hyperprogression", () => {
  it("has the tables that its definition makes of the published measurements", () => {
    const all = table(at("demo/trials/atezolizumab-kinetics/measurements.csv")).map((r) => ({
      subject: r["subject"]!,
      day: Number(r["visit"]!.slice(1)),
      value: r["longestMm"]!,
    }));
    const of = (studies: RegExp) => hyperprogressionTable(all.filter((m) => studies.test(m.subject)));
    expect(of(/^S[12]-/)).toBe(readFileSync(`${example}/studies-1-2.csv`, "utf8"));
    expect(of(/^S3-/)).toBe(readFileSync(`${example}/study-3.csv`, "utf8"));
  });

  it("the definition by hand: 20 to 30 mm is 10 mm and 50 %, 30 to 40 mm is 33 %; after eight weeks it is none", () => {
    const of = (baseline: number, first: number, day: number) =>
      hyperprogressionTable([
        { subject: "P", day: 0, value: String(baseline) },
        { subject: "P", day, value: String(first) },
      ]).split("\n")[1];
    expect([of(20, 30, 40), of(30, 40, 40), of(20, 29, 40), of(20, 30, 80)]).toEqual([
      "P,20,0,yes",
      "P,30,0,no",
      "P,20,0,no",
      "P,20,0,no",
    ]);
  });

  it("gives the figures that its page states, within studies 1 and 2 and in study 3", async () => {
    const folder = new Folder();
    try {
      const out = folder.at("hpd");
      const ran = await runNadir([
        ...["develop", `${example}/studies-1-2.csv`, "--plan", `${example}/plan.json`, "--out", out],
      ]);
      const [{ cohort, auc }] = ran.json() as [
        { cohort: { subjects: number; events: number }; auc: Record<"auc" | "lower" | "upper", number> },
      ];
      const page = readFileSync(`${example}/README.md`, "utf8");
      const three = (v: number) => v.toFixed(3);
      expect(page).toContain(`${cohort.events} of ${cohort.subjects} patients of studies 1 and 2`);
      expect(page).toContain(`left out: AUC ${three(auc.auc)} (${three(auc.lower)} to ${three(auc.upper)})`);
      const scores = folder.at("scores.csv");
      await runNadir(["score", `${out}/signature.json`, `${example}/study-3.csv`, "--out", scores]);
      const others = table(`${example}/study-3.csv`);
      const y = others.map((r) => Number(r["hyperprogression"] === "yes"));
      const found = aucDeLong(
        table(scores).map((r) => Number(r["probability"])),
        y,
      );
      const alone = (column: string, sign: number) =>
        aucDeLong(
          others.map((r) => sign * Number(r[column])),
          y,
        );
      const [size, day] = [alone("baseline_size_mm", 1), alone("baseline_day", -1)];
      if (!found.estimable || !size.estimable || !day.estimable) throw new Error("no AUC");
      const limits = aucInterval(found);
      if (!limits.estimable) throw new Error("no interval");
      expect(page).toContain(
        `has not seen: AUC ${three(found.auc)} (${three(limits.lower)} to ${three(limits.upper)})`,
      );
      expect(page).toContain(`The size alone has ${three(size.auc)} in study 3, the day alone ${three(day.auc)}`);
    } finally {
      folder.remove();
    }
  });
});
