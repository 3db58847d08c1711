import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { assess } from "./assess.ts";
import { CRITERIA } from "./criteria.ts";
import { decidingRules } from "./deciding-rules.ts";
import { arbitraryCourse } from "./testing/arbitrary-course.ts";
import { type CourseTable, courseTable } from "./testing/course-table.ts";

const decides = (table: CourseTable, criterion: string) => {
  const outcome = assess(courseTable(table), criterion as Parameters<typeof assess>[1]);
  return decidingRules(outcome, outcome.visitOrder.at(-1) as string).map(({ visit, rule }) => `${visit} ${rule.id}`);
};

/** Growth, then response: progression under RECIST 1.1, a reset iUPD under iRECIST. */
const pseudo: CourseTable = { days: [0, 42, 84, 126], targets: { T1: [100, 130, 60, 55] } };
/** The sum shrinks, and a new lesion appears. */
const mixed: CourseTable = {
  days: [0, 63, 98],
  targets: {
    T1: [
      [100, 100],
      [40, 40],
      [40, 40],
    ],
  },
  new: { X: [null, [12, 12], [12, 12]] },
};

describe("the rules that set one criterion apart from another", () => {
  it("tells at a later visit that the unconfirmed progression was reset, and when", () => {
    expect(decides(pseudo, "irecist")).toEqual(["V2 irecist.reset", "V3 recist-1.1.target-pr"]);
    expect(decides(pseudo, "imrecist")).toEqual(["V2 immune-burden.negated", "V3 immune-burden.pr"]);
  });

  it("tells beside it what makes the category now: a size, what was not measured, or the table where that decides", () => {
    const last = (size: number | null | "absent", more: Partial<CourseTable> = {}) =>
      decides({ ...pseudo, targets: { T1: [100, 130, 60, size] }, ...more }, "irecist");
    expect(last(71)).toEqual(["V2 irecist.reset", "V3 recist-1.1.target-sd"]);
    expect(last(null)).toEqual(["V2 irecist.reset", "V3 recist-1.1.target-missing"]);
    const nonTarget = ["present", "present", "present", "present"] as const;
    // The targets are gone, the other disease is not: iPR by the table.
    expect(last("absent", { nonTarget })).toEqual(["V2 irecist.reset", "V3 irecist.overall"]);
    // At the visit of the reset itself.
    expect(decides({ days: [0, 42, 84], targets: { T1: [100, 130, 60] } }, "irecist")).toEqual([
      "V2 irecist.reset",
      "V2 recist-1.1.target-pr",
    ]);
  });

  it("tells of a progression that is carried what made it", () => {
    expect(decides(pseudo, "recist-1.1")).toEqual(["V1 recist-1.1.target-pd", "V3 recist-1.1.carried"]);
  });

  it("tells which growth confirms", () => {
    expect(decides({ days: [0, 63, 98], targets: { T1: [100, 125, 131] } }, "irecist")).toEqual([
      "V2 irecist.confirmed-by-target",
    ]);
  });

  it("tells that a new lesion joined the sum under one criterion and is progression under the other", () => {
    expect(decides(mixed, "irrecist")[0]).toBe("V1 immune-burden.joined");
    expect(decides(mixed, "recist-1.1")).toEqual(["V1 recist-1.1.new-lesion", "V2 recist-1.1.carried"]);
  });

  it("says by which size where nothing but the sum decides", () => {
    expect(decides({ days: [0, 63], targets: { T1: [100, 50] } }, "recist-1.1")).toEqual([
      "V1 recist-1.1.target-pr",
      "V1 recist-1.1.overall",
    ]);
  });

  it("says nothing of an outcome that was judged without a trace, or a visit that it does not have", () => {
    const visits = { V1: { date: "2024-01-01", trace: [] } };
    expect(decidingRules({ visitOrder: ["V1"], visits }, "V1")).toEqual([]);
    expect(decidingRules({ visitOrder: ["V1"], visits }, "V9")).toEqual([]);
  });

  test.prop([arbitraryCourse, fc.constantFrom(...CRITERIA.keys())], { seed: 20260201, numRuns: 300 })(
    "names a rule at every judged visit, and every settled progression at the visit that settled it",
    (table, criterion) => {
      const outcome = assess(courseTable(table), criterion);
      for (const visit of outcome.visitOrder) {
        const rules = decidingRules(outcome, visit);
        expect(rules.length).toBeGreaterThan(0);
        const at = outcome.visitOrder.indexOf(visit);
        if (rules.some(({ rule }) => rule.id.endsWith(".carried"))) continue;
        for (const { resolution, settledAt } of outcome.episodes) {
          if (resolution !== "not-confirmed" || outcome.visitOrder.indexOf(settledAt as string) > at) continue;
          expect([criterion, rules.map((r) => r.visit)]).toEqual([criterion, expect.arrayContaining([settledAt])]);
        }
      }
    },
  );
});
