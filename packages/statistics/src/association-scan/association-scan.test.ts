import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { adjustP } from "../association/multiplicity.ts";
import { tTwoSided } from "../distributions.ts";
import { randomSource } from "../random.ts";
import { associationScan, type GroupedColumn, type NumericColumn } from "./association-scan.ts";
import { benjaminiHochberg } from "./benjamini-hochberg.ts";
import { correlationP } from "./correlation-p.ts";

type Cells = readonly (number | null)[];
const reference = JSON.parse(readFileSync(new URL("testing/scan-reference.json", import.meta.url), "utf8")) as {
  features: Record<string, Cells>;
  targets: Record<string, Cells>;
  two: readonly string[];
  three: readonly (string | null)[];
  pairs: readonly { target: string; feature: string; n: number; effect: number; p: number; q: number }[];
};
const numeric = (name: string, values: Cells): NumericColumn => ({
  name,
  kind: "numeric",
  values: values.map((v) => v ?? Number.NaN),
});
const grouped = (name: string, cells: readonly (string | null)[], groups: readonly string[]): GroupedColumn => ({
  name,
  kind: "groups",
  groups,
  codes: cells.map((c) => (c === null ? -1 : groups.indexOf(c))),
});

describe("a scan of associations", () => {
  const features = Object.entries(reference.features).map(([name, v]) => numeric(name, v));
  const targets = [
    ...Object.entries(reference.targets).map(([name, v]) => numeric(name, v)),
    grouped("two", reference.two, ["mutant", "wild"]),
    grouped("three", reference.three, ["a", "b", "c"]),
  ];
  const scan = associationScan(features, targets);
  const at = (target: string, feature: string): number =>
    scan.targets.findIndex((t) => t.name === target) * features.length + scan.features.indexOf(feature);

  it("has the effects, p and q of R's cor.test, wilcox.test, kruskal.test and p.adjust", () => {
    expect(reference.pairs).toHaveLength(24);
    for (const pair of reference.pairs) {
      const i = at(pair.target, pair.feature);
      expect(scan.n[i], `${pair.target} ${pair.feature}`).toBe(pair.n);
      expect(scan.effect[i]).toBeCloseTo(pair.effect, 12);
      // cor.test prints 0 for a perfect correlation, as the scan does.
      expect(Math.abs(scan.p[i]! - pair.p)).toBeLessThanOrEqual(1e-10 * pair.p);
      expect(Math.abs(scan.q[i]! - pair.q)).toBeLessThanOrEqual(1e-10 * pair.q);
    }
    expect(scan.tests).toBe(24);
    expect(scan.targets.map((t) => t.test)).toEqual([
      ...["spearman", "spearman", "spearman", "spearman"],
      "wilcoxon",
      "kruskal-wallis",
    ]);
  });

  it("has Pearson's r and p of R's cor.test where that is asked for", () => {
    const i = Array.from({ length: 20 }, (_, k) => k);
    const x = numeric(
      "x",
      i.map((k) => Math.sin(3 * k + 1)),
    );
    const y = numeric(
      "y",
      i.map((k) => Math.cos(5 * k) + 0.1 * k),
    );
    const linear = associationScan(
      [
        x,
        numeric(
          "flat",
          i.map(() => 0.1),
        ),
      ],
      [y],
      { correlation: "pearson" },
    );
    // R 4.2: cor.test(sin(3 * i + 1), cos(5 * i) + 0.1 * i), i = 0 … 19.
    expect(linear.effect[0]).toBeCloseTo(0.0918420480455667, 13);
    expect(linear.p[0]).toBeCloseTo(0.700164025612582, 12);
    expect(linear).toMatchObject({ tests: 1, targets: [{ test: "pearson" }] });
  });

  it("screens by analysis of variance: R's F test and eta², by hand", () => {
    const x = numeric("x", [1, 2, 3, 2, 4, 6, 7, 8, 9]);
    const group = grouped("g", [..."aaabbbccc"], ["a", "b", "c"]);
    const screen = associationScan([x, numeric("flat", Array(9).fill(2))], [group], { groups: "anova" });
    // By hand: means 2, 4, 8 around 14/3: between 3 (64 + 4 + 100) / 9 = 56, within 2 + 8 + 2 = 12; F = 28 / 2 = 14.
    expect(screen.effect[0]).toBeCloseTo(56 / 68, 13);
    // R 4.2: pf(14, 2, 6, lower.tail = FALSE).
    expect(screen.p[0]).toBeCloseTo(0.00549562385508, 11);
    expect(screen).toMatchObject({ tests: 1, targets: [{ test: "anova" }] });
  });

  it("by analysis of variance finds something in about 5 of 100 screens of pure noise, and keeps the planted", () => {
    const random = randomSource(9);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
    const group = grouped(
      "response",
      Array.from({ length: 30 }, (_, i) => "CPS"[i % 3]!),
      ["C", "P", "S"],
    );
    let wrong = 0;
    let kept = 0;
    for (let run = 0; run < 100; run++) {
      const noise = Array.from({ length: 27 }, (_, f) => numeric(`f${f}`, Array.from({ length: 30 }, normal)));
      const planted = numeric(
        "planted",
        Array.from({ length: 30 }, (_, i) => normal() + 2 * (i % 3)),
      );
      if (associationScan(noise, [group], { groups: "anova" }).q.some((q) => q <= 0.05)) wrong++;
      if (associationScan([...noise, planted], [group], { groups: "anova" }).q[27]! <= 0.05) kept++;
    }
    // Binomial(100, 0.05): 11 or more in one of a hundred.
    expect(wrong).toBeLessThanOrEqual(10);
    expect(kept).toBeGreaterThan(90);
  });

  it("does not test a constant, and does not count it", () => {
    for (const { name } of scan.targets) expect(scan.p[at(name, "flat")]).toBeNaN();
    expect(associationScan([features[3]!], targets).tests).toBe(0);
  });

  it("leaves a group of one out, and tests no target that then has one group", () => {
    const x = numeric("x", [1, 2, 3, 4, 5]);
    const lone = grouped("g", ["a", "a", "b", "b", "c"], ["a", "b", "c"]);
    expect(associationScan([x], [lone])).toMatchObject({ tests: 1, targets: [{ test: "wilcoxon" }] });
    // By hand: ranks {1,2} against {3,4}, U = 4 of 4, P = 2 × 1/6.
    expect(associationScan([x], [lone]).p[0]).toBeCloseTo(1 / 3, 14);
    expect(associationScan([x], [grouped("g", ["a", "a", "a", "a", "b"], ["a", "b"])]).tests).toBe(0);
  });

  it("refuses columns of other lengths, unknown codes and infinities, naming the column", () => {
    const x = numeric("entropy", [1, 2, 3, 4]);
    expect(() => associationScan([x], [numeric("CD8A", [1, 2, 3])])).toThrow(/'CD8A' has 3 values and 'entropy' has 4/);
    expect(() =>
      associationScan([x], [{ ...grouped("IDH", ["a", "a", "a", "a"], ["a"]), codes: [0, 0, 1, 0] }]),
    ).toThrow(/'IDH': subject 3 has code 1/);
    expect(() => associationScan([x], [numeric("TMB", [1, 2, 3, Number.POSITIVE_INFINITY])])).toThrow(
      /'TMB': subject 4/,
    );
    expect(() => associationScan([], [x])).toThrow(/no feature/);
  });
});

describe("its parts", () => {
  test.prop([fc.integer({ min: 3, max: 400 }), fc.double({ min: -1, max: 1, noNaN: true })], { seed: 71 })(
    "the finite series of the t distribution is its incomplete beta function",
    (n, r) => {
      const exact = Math.abs(r) === 1 ? 0 : tTwoSided(r * Math.sqrt((n - 2) / ((1 - r) * (1 + r))), n - 2);
      expect(Math.abs(correlationP(n)(r) - exact)).toBeLessThanOrEqual(1e-10 * exact);
    },
  );

  test.prop([fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 })], { seed: 72 })(
    "q-values are those of adjustP, and untested pairs change none",
    (p) => {
      expect(benjaminiHochberg(Float64Array.from(p))).toEqual(adjustP(p, "bh"));
      expect(benjaminiHochberg(Float64Array.from([Number.NaN, ...p])).slice(1)).toEqual(adjustP(p, "bh"));
    },
  );
});
