import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { aucDeLong, aucInterval } from "@nadir/statistics";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";
import { earlyChangeTable } from "./testing/early-change-table.ts";

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const example = at("risk/examples/atezolizumab-early-change");
const table = (file: string) => parse(readFileSync(file, "utf8"), { columns: true }) as Record<string, string>[];

describe("the example on early change", () => {
  it("has the tables that its rules make of the published measurements", () => {
    const all = table(at("demo/trials/atezolizumab-kinetics/measurements.csv")).map((r) => ({
      subject: r["subject"]!,
      day: Number(r["visit"]!.slice(1)),
      value: r["longestMm"]!,
    }));
    const of = (studies: RegExp) => earlyChangeTable(all.filter((m) => studies.test(m.subject)));
    expect(of(/^S[12]-/)).toBe(readFileSync(`${example}/studies-1-2.csv`, "utf8"));
    expect(of(/^S3-/)).toBe(readFileSync(`${example}/study-3.csv`, "utf8"));
  });

  it("the rules by hand: growth counts from the least before, a lesion too small is 5 mm", () => {
    const of = (...values: string[]) =>
      earlyChangeTable(values.map((value, i) => ({ subject: "P", day: i * 40 - 1, value }))).split("\n")[1];
    // Least 5 mm; 20 % of it is 1 mm, but 5 mm are wanted: 9 is not growth, 10 is.
    expect(of("20", "10", "TOO SMALL TO MEASURE", "9")).toBe("P,20,39,-0.5000,no");
    expect(of("20", "10", "TOO SMALL TO MEASURE", "10")).toBe("P,20,39,-0.5000,yes");
    expect(of("20", "NOT EVALUABLE", "10", "")).toBe("");
  });

  it("gives the figures that its page states, within studies 1 and 2 and in study 3", async () => {
    const folder = new Folder();
    try {
      const out = folder.at("early");
      const ran = await runNadir([
        "develop",
        `${example}/studies-1-2.csv`,
        "--plan",
        `${example}/plan.json`,
        "--out",
        out,
      ]);
      const [{ auc, rivals }] = ran.json() as [
        {
          auc: Record<string, number>;
          rivals: { discrimination: number; difference: { interval: { lower: number } } }[];
        },
      ];
      const page = readFileSync(`${example}/README.md`, "utf8");
      const three = (v: number) => v.toFixed(3);
      const interval = ({ auc: a, lower, upper }: Record<string, number>) =>
        `AUC ${three(a!)} (${three(lower!)} to ${three(upper!)})`;
      expect(page).toContain(`lesions left out: ${interval(auc)}`);
      expect(page).toContain(`alone has ${three(rivals[0]!.discrimination)}, and the difference excludes 0`);
      expect(rivals[0]!.difference.interval.lower).toBeGreaterThan(0);
      const scores = folder.at("scores.csv");
      await runNadir(["score", `${out}/signature.json`, `${example}/study-3.csv`, "--out", scores]);
      const p = table(scores).map((r) => Number(r["probability"]));
      const others = table(`${example}/study-3.csv`);
      const y = others.map((r) => Number(r["grows_later"] === "yes"));
      const external = aucDeLong(p, y);
      const change = aucDeLong(
        others.map((r) => Number(r["first_change"])),
        y,
      );
      if (!external.estimable || !change.estimable) throw new Error("no AUC");
      const limits = aucInterval(external);
      if (!limits.estimable) throw new Error("no interval");
      expect(page).toContain(
        `has not seen: ${interval({ auc: external.auc, lower: limits.lower, upper: limits.upper })}`,
      );
      expect(page).toContain(`It predicts ${p.reduce((s, v) => s + v, 0).toFixed(1)} lesions that grow, and 143 do`);
      expect(page).toContain(`has ${three(change.auc)} in study 3`);
    } finally {
      folder.remove();
    }
  });
});
