import { describe, expect, it } from "vitest";
import { overRepresentation } from "./over-representation.ts";
import { rankedEnrichment } from "./ranked-enrichment.ts";

const genes = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `g${from + i}`);

describe("over-representation", () => {
  it("has R's phyper, which is Fisher's exact test, one-sided", () => {
    // R 4.2: phyper(3, 10, 990, 50, lower.tail = FALSE) and fisher.test(matrix(c(4, 6, 46, 944), 2), alternative = "greater").
    const chosen = [...genes(0, 4), ...genes(100, 146)];
    const [found] = overRepresentation(chosen, genes(0, 1000), [{ name: "ten", genes: genes(0, 10) }]);
    expect(found).toMatchObject({ size: 10, hits: genes(0, 4), expected: 0.5 });
    expect(found!.p).toBeCloseTo(0.00093203175426211, 13);
  });
  it("adjusts over the sets that share a member with the background, and no others", () => {
    const sets = [
      { name: "five", genes: [...genes(0, 2), ...genes(10, 13), "elsewhere"] },
      { name: "four", genes: [...genes(2, 5), "g19"] },
      { name: "foreign", genes: ["elsewhere"] },
    ];
    const found = overRepresentation(genes(0, 8), genes(0, 20), sets);
    // R: phyper(1, 5, 15, 8, FALSE), phyper(2, 4, 16, 8, FALSE) and their p.adjust(…, "BH").
    expect(found.map(({ name, p, q }) => [name, p.toFixed(12), q.toFixed(12)])).toEqual([
      ["five", "0.693498452012", "0.693498452012"],
      ["four", "0.153147574819", "0.306295149639"],
    ]);
  });
  it("refuses what is not of the background", () => {
    expect(() => overRepresentation(["x"], genes(0, 5), [])).toThrow(/'x' is chosen but is not of the background/);
    expect(() => overRepresentation([], genes(0, 5), [])).toThrow(/Nothing is chosen/);
  });
});

describe("pre-ranked enrichment", () => {
  const ranked = [3, 2, 1, -1, -2].map((statistic, i) => ({ gene: "abcde"[i]!, statistic }));
  const run = (set: string, wish: object = {}) =>
    rankedEnrichment(ranked, [{ name: "set", genes: [...set] }], {
      seed: 3,
      least: 1,
      permutations: 4000,
      ...wish,
    })[0]!;

  it("has the score and the leading edge by hand", () => {
    // a +3/4; b -1/3; c +1/4; d, e -1/3 each: the greatest departure is 0.75, after a.
    expect(run("ac")).toMatchObject({ es: 0.75, leadingEdge: ["a"] });
    // a, b, c -1/3 each: -1 before d.
    expect(run("de").es).toBeCloseTo(-1, 14);
    expect(run("de").leadingEdge).toEqual(["e", "d"]);
    // Without weights: a +1/2, b -1/3, c +1/2: 2/3.
    expect(run("ac", { weight: 0 }).es).toBeCloseTo(2 / 3, 14);
  });

  it("has the p and the normalised score of all ten sets of two, worked out one by one", () => {
    const score = (members: string): number => {
      const total = ranked.filter((r) => members.includes(r.gene)).reduce((s, r) => s + Math.abs(r.statistic), 0);
      let [sum, best] = [0, 0];
      for (const r of ranked) {
        sum += members.includes(r.gene) ? Math.abs(r.statistic) / total : -1 / 3;
        if (Math.abs(sum) > Math.abs(best) + 1e-12) best = sum;
      }
      return best;
    };
    const positive = ["ab", "ac", "ad", "ae", "bc", "bd", "be", "cd", "ce", "de"].map(score).filter((v) => v > 0);
    const exact = positive.filter((v) => v >= 0.75 - 1e-9).length / positive.length;
    const mean = positive.reduce((s, v) => s + v, 0) / positive.length;
    const found = run("ac");
    expect(Math.abs(found.p - exact)).toBeLessThan(0.03);
    expect(Math.abs(found.nes! - 0.75 / mean)).toBeLessThan(0.03);
  });

  it("finds a planted set, does not find the others, and does not depend on the order of rows", () => {
    const many = Array.from({ length: 400 }, (_, i) => ({
      gene: `g${i}`,
      statistic: Math.sin(12.9898 * i) + (i < 20 ? 1.5 : 0),
    }));
    const sets = [
      { name: "planted", genes: genes(0, 20) },
      { name: "other", genes: genes(100, 130) },
      { name: "small", genes: genes(0, 3) },
    ];
    const found = rankedEnrichment(many, sets, { seed: 1 });
    expect(found.map((f) => f.name)).toEqual(["planted", "other"]);
    expect(found[0]!.q).toBeLessThan(0.01);
    expect(found[1]!.q).toBeGreaterThan(0.05);
    expect(rankedEnrichment([...many].reverse(), sets, { seed: 1 })).toEqual(found);
  });
  it("refuses a gene that stands twice", () => {
    expect(() => rankedEnrichment([...ranked, ranked[0]!], [], { seed: 1 })).toThrow(/stands twice/);
  });
});
