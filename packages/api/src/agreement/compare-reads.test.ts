import type { CriterionOutcome } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { compareReads, discrepancies, type JudgedReads, pairsOf, type SubjectReads } from "./compare-reads.ts";

const judged = (overall: Record<string, string>, rest: Partial<JudgedReads> = {}): JudgedReads => ({
  overall: new Map(Object.entries(overall)),
  sums: new Map(),
  ...rest,
});
const size = (reader: string, visit: string, longestMm: number, lesion = "T1") => ({
  reader,
  visit,
  lesion,
  longestMm,
});
const subject = (rest: Partial<SubjectReads>): SubjectReads => ({
  subject: "S1",
  first: judged({}),
  second: judged({}),
  common: { visits: [], first: null, second: null },
  measurements: [],
  lesions: [{ id: "T1", role: "target", node: false }],
  ...rest,
});
const agreed = (subjects: readonly SubjectReads[], first: string, second: string) =>
  compareReads(subjects, pairsOf(subjects, first, second));

describe("two readers' agreement", () => {
  it("of sizes is that of the same lesion at the same visit", () => {
    // Pairs 20/22, 30/31, 40/45. By hand: MS rows 464.33/2 = 232.17, MS columns 10.667, MS error 4.333/2 = 2.1667;
    // ICC(2,1) = 230 / (234.333 + 2 × 8.5 / 3) = 230/240. Differences −2, −1, −5: mean −2.6667, SD 2.0817.
    const measurements = [
      size("a", "v0", 20),
      size("b", "v0", 22),
      size("a", "v1", 30),
      size("b", "v1", 31),
      size("a", "v2", 40),
      size("b", "v2", 45),
      size("a", "v3", 99),
      size("c", "v3", 1),
    ];
    const { sizes } = agreed([subject({ measurements })], "a", "b");
    expect(sizes.n).toBe(3);
    expect(pairsOf([subject({ measurements })], "a", "b").sizes[2]).toEqual({
      ...{ subject: "S1", visit: "v2", lesion: "T1" },
      ...{ first: 40, second: 45 },
    });
    expect(sizes.icc.estimable && sizes.icc.icc).toBeCloseTo(230 / 240, 12);
    expect(sizes.blandAltman.estimable && sizes.blandAltman.bias).toBeCloseTo(-8 / 3, 12);
    expect(sizes.blandAltman.estimable && sizes.blandAltman.limits.lower).toBeCloseTo(-6.7467, 3);
    expect(sizes.blandAltman.estimable && sizes.blandAltman.limits.upper).toBeCloseTo(1.4134, 3);
  });

  it("of a node is that of its short axis", () => {
    const node = { reader: "a", visit: "v0", lesion: "N", longestMm: 30, shortMm: 16 };
    const { sizes } = agreed(
      [
        subject({
          lesions: [{ id: "N", role: "target", node: true }],
          measurements: [
            node,
            { ...node, visit: "v1", shortMm: 18 },
            { ...node, reader: "b", shortMm: 15 },
            { ...node, reader: "b", visit: "v1", shortMm: 17 },
          ],
        }),
      ],
      "a",
      "b",
    );
    expect(sizes.blandAltman.estimable && sizes.blandAltman.bias).toBe(1);
  });

  it("of responses is Cohen's kappa over the visits that both have read", () => {
    // Observed 3/4; expected (1×2 + 1×1 + 2×1)/16 = 5/16; kappa = (12/16 − 5/16) / (11/16) = 7/11.
    const first = judged({ v1: "PR", v2: "SD", v3: "SD", v4: "PD", v5: "PD" });
    const second = judged({ v1: "PR", v2: "SD", v3: "PD", v4: "PD" });
    const { responses } = agreed([subject({ first, second })], "a", "b");
    expect(responses).toMatchObject({
      n: 4,
      categories: ["PD", "PR", "SD"],
      table: [
        [1, 0, 0],
        [0, 1, 0],
        [1, 0, 1],
      ],
    });
    expect(responses.kappa.estimable && responses.kappa.kappa).toBeCloseTo(7 / 11, 12);
  });

  it("says why it cannot be told", () => {
    const { sizes, responses } = agreed([subject({})], "a", "b");
    expect([sizes.n, responses.n]).toEqual([0, 0]);
    expect(sizes.icc).toMatchObject({ estimable: false });
    expect(responses.kappa).toMatchObject({ estimable: false });
  });

  it("leaves discrepancies: what the rule of double reads finds, and of shared lesions a target that one alone has measured", () => {
    const outcome = (mm: number, overall: string) =>
      ({
        baselineVisit: "v0",
        visitOrder: ["v1"],
        visits: { v1: { overall, newLesions: false, size: { value: mm, baseline: 20 } } },
        progressionDate: overall === "PD" ? "2024-05-01" : null,
      }) as unknown as CriterionOutcome;
    const lesion = (id: string, role: string, reader?: string) => ({ id, role, node: false, reader });
    const of = subject({
      common: { visits: ["v0", "v1"], first: outcome(24, "PD"), second: outcome(20, "SD") },
      lesions: [
        lesion("T1", "target"),
        lesion("T2", "target"),
        lesion("N9", "non-target"),
        lesion("R1-T1", "target", "a"),
      ],
      measurements: [
        ...[size("a", "v0", 20), size("b", "v0", 21), size("a", "v1", 20), size("b", "v1", 21)],
        ...[size("b", "v1", 12, "T2"), size("a", "v1", 9, "N9"), size("a", "v1", 9, "R1-T1")],
        // The second has not read this visit.
        size("a", "v2", 9, "T2"),
      ],
    });
    const found = (percent: number) =>
      discrepancies(of, ["a", "b"], percent).map(({ kind, visit, first, second }) => [kind, visit, first, second]);
    const always = [
      ["response", "v1", "PD", "SD"],
      ["progression", null, "2024-05-01", "none"],
      ["lesion", "v1", "not seen", "T2"],
    ];
    expect(found(21)).toEqual(always);
    // 24 exceeds 20 mm by 20 %.
    expect(found(20)).toEqual([always[0], ["sum", "v1", "24", "20"], ...always.slice(1)]);
  });

  it("of few visits has an interval that is called an indication", () => {
    const labels = (n: number) =>
      Object.fromEntries(Array.from({ length: n }, (_, v) => [`v${v}`, v % 2 ? "PR" : "SD"]));
    const wanted = (n: number) => {
      const { kappa } = agreed([subject({ first: judged(labels(n)), second: judged(labels(n)) })], "a", "b").responses;
      return kappa.estimable && kappa.wanted;
    };
    // Two categories: 2 × 2² visits (Cicchetti 1981).
    expect([wanted(7), wanted(8)]).toEqual([8, null]);
  });
});
