import { fc, test } from "@fast-check/vitest";
import type { FiredRule, RuleFigures } from "@nadir/domain";
import { describe, expect } from "vitest";
import { assess } from "./assess.ts";
import { CRITERIA } from "./criteria.ts";
import { arbitraryCourse } from "./testing/arbitrary-course.ts";
import { courseTable } from "./testing/course-table.ts";

const seeded = { seed: 20260201, numRuns: 150 };
const ALL = [...CRITERIA.keys()];

/** The size part of every criterion decided again from the figures of its fired rule, written apart from the engine. */
describe("the figures of a trace decide its size part again", () => {
  test.prop([arbitraryCourse, fc.constantFrom(...ALL)], seeded)("under every criterion", (table, criterion) => {
    const outcome = assess(courseTable(table), criterion);
    for (const visit of Object.values(outcome.visits)) {
      const rule = visit.trace.find(({ id }) => SIZE_RULE.test(id));
      if (rule === undefined) {
        expect(visit.target).toBe("NA");
        continue;
      }
      expect([criterion, rule.id, sizeAgain(rule)]).toEqual([criterion, rule.id, bare(visit.target)]);
    }
  });
});

const SIZE_RULE =
  /^(recist-1\.1\.target-|rano\.size-|rano-bm\.target-|immune-burden\.(gone|pd|pd-by-remainder|missing|no-baseline|pr|held|sd|nothing-measurable)$)/;

/** A target label in the words that all criteria share. */
const bare = (label: string): string => (label === "iUPD" ? "PD" : label.replace(/^(ir|im|i)(?=[A-Z])/, ""));

/** Whole tenths of a millimetre, or hundredths of a square millimetre: every figure of the courses is such a number. */
function whole(figures: RuleFigures, key: string): number | null {
  const value = figures[key];
  return typeof value === "number" ? Math.round(value * (figures.unit === "mm2" ? 100 : 10)) : null;
}

function sizeAgain({ id, figures }: FiredRule): string {
  const name = id.replace(/^.*\.(target-|size-)?/, "");
  const [sum, measured, baseline, nadir] = ["sum", "measured", "baseline", "nadir"].map((key) => whole(figures, key));
  const percentOf = (key: string) => Number(figures[key]);
  if (name === "no-targets" || (name === "nothing-measurable" && id.startsWith("immune"))) return "NA";
  if (name === "returned") return Number(measured) > 0 ? "PD" : "not derivable";
  const atLeast = id.startsWith("rano.") ? 0 : 10 * Number(figures.progressionAtLeastMm ?? 0);
  const change = nadir === null || nadir === undefined ? null : Number(measured) - nadir;
  const byPercent = change !== null && change > 0 && 100 * change >= percentOf("progressionPercent") * Number(nadir);
  // RANO-BM asks the 5 mm of one lesion, and tells its growth apart.
  const byLesion = id.startsWith("rano-bm.") && Number(figures.grownBy) >= Number(figures.progressionAtLeastMm);
  const progressed = byPercent && (id.startsWith("rano-bm.") ? byLesion : Number(change) >= atLeast);
  if (name === "lesion-grown") return progressed ? "PD" : "not derivable";
  if (baseline === 0 && id.startsWith("rano."))
    return name === "measurable-from-nothing"
      ? Number(measured) > 0
        ? "PD"
        : "not derivable"
      : sum === null
        ? "NE"
        : "SD";
  if (sum === null || sum === undefined) return progressed ? "PD" : "NE";
  if (figures.lesionsThere === 0) return "CR";
  if (progressed) return "PD";
  if (baseline === null || baseline === undefined) return "NE";
  const fallen = (percent: number) => 100 * (baseline - sum) >= percent * baseline;
  if (fallen(percentOf("responsePercent"))) return "PR";
  if (typeof figures.minorPercent === "number" && fallen(figures.minorPercent)) return "MR";
  return name === "held" ? "PR" : "SD";
}
