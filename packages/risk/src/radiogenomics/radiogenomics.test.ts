import { readFileSync } from "node:fs";
import { randomSource } from "@nadir/statistics";
import { describe, expect, it } from "vitest";
import { cytolyticActivity, immunoscore, nearestCentroid } from "./gene-scores.ts";
import { parseGeneSets } from "./gene-sets.ts";
import { geneTable } from "./gene-table.ts";
import { discoverAndReplicate } from "./replication.ts";
import { ssgsea } from "./ssgsea.ts";

const csv = (text: string): string[][] =>
  text
    .trim()
    .split("\n")
    .map((l) => l.trim().split(","));

describe("a table of expression", () => {
  it("is genes by samples, from a plain table or a GCT file", () => {
    const plain = geneTable(csv("gene,S1,S2\nGZMA,1,2\nPRF1,3,4.5"), "e.csv");
    const gct = geneTable(csv("#1.2\n2,2\nName,Description,S1,S2\nGZMA,na,1,2\nPRF1,na,3,4.5"), "e.gct");
    expect(gct).toEqual(plain);
    expect(plain).toEqual({
      genes: ["GZMA", "PRF1"],
      samples: ["S1", "S2"],
      values: [Float64Array.of(1, 2), Float64Array.of(3, 4.5)],
    });
  });

  it("tells all faults with their places, and makes nothing of them", () => {
    const faulty = csv("gene,S1,S1\nGZMA,1,x\n,1,2\nPRF1,3,4\nPRF1,5,6");
    expect(() => geneTable(faulty, "e.csv")).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({ code: "SAMPLE_TWICE" }),
          expect.objectContaining({ code: "NOT_A_NUMBER", where: { file: "e.csv", row: 2, column: "S1" } }),
          expect.objectContaining({ code: "GENE_WITHOUT_NAME" }),
          expect.objectContaining({ code: "GENE_TWICE", message: expect.stringContaining("rows 4 and 5") }),
        ],
      }),
    );
  });

  it("keeps the row of the highest mean where that is asked for", () => {
    const t = geneTable(csv("gene,S1,S2\nPRF1,3,4\nPRF1,5,6\nPRF1,1,2"), "e.csv", "highest-mean");
    expect(t.values).toEqual([Float64Array.of(5, 6)]);
  });
});

describe("gene sets", () => {
  it("are read from GMT; a fault names its line", () => {
    expect(parseGeneSets("A\thttp://x\tG1\tG2\tG1\n\nB\t\tG3\n", "s.gmt")).toEqual([
      { name: "A", genes: ["G1", "G2"] },
      { name: "B", genes: ["G3"] },
    ]);
    expect(() => parseGeneSets("A\tx\tG1\nB\tx\n", "s.gmt")).toThrow(/Line 2 of 's.gmt' is no gene set/);
    expect(() => parseGeneSets("A\tx\tG1\nA\tx\tG2\n", "s.gmt")).toThrow(/'A' stands twice/);
  });
});

describe("single-sample enrichment", () => {
  const r = JSON.parse(readFileSync(new URL("testing/ssgsea-reference.json", import.meta.url), "utf8")) as {
    genes: string[];
    samples: string[];
    x: number[][];
    sets: Record<string, string[]>;
  } & Record<"raw" | "normalised" | "flat" | "steep", number[][]>;
  const table = { genes: r.genes, samples: r.samples, values: r.x.map((row) => Float64Array.from(row)) };
  const sets = Object.entries(r.sets).map(([name, genes]) => ({ name, genes }));

  it.each([
    { which: "raw", options: {} },
    { which: "normalised", options: { normalise: true } },
    { which: "flat", options: { alpha: 0 } },
    { which: "steep", options: { alpha: 1 } },
  ] as const)("is that of the Bioconductor package GSVA: $which", ({ which, options }) => {
    const answer = ssgsea(table, sets, options);
    expect(answer.sets.map((s) => [s.found, s.named])).toEqual([
      [3, 3],
      [25, 25],
      [6, 7],
    ]);
    for (const [k, set] of answer.sets.entries())
      for (const [s, score] of set.scores!.entries()) expect(score).toBeCloseTo(r[which][k]![s]!, 9);
  });

  it("does not depend on the order of genes, ties or not", () => {
    const tied = csv("gene,S\nA,0\nB,0\nC,0\nD,5\nE,7");
    const [head, ...rows] = tied;
    const set = [{ name: "s", genes: ["A", "D"] }];
    const one = ssgsea(geneTable(tied, "e"), set);
    const other = ssgsea(geneTable([head!, ...rows.reverse()], "e"), set);
    expect(other.sets[0]!.scores![0]).toBeCloseTo(one.sets[0]!.scores![0]!, 12);
    // By hand, alpha 0: ranks A 2, D 4; members' places count 2 and 4, the others (2, 2, 5): 6 / 2 - 9 / 3 = 0.
    expect(ssgsea(geneTable(tied, "e"), set, { alpha: 0 }).sets[0]!.scores![0]).toBeCloseTo(0, 14);
  });

  it("says why a set has no score", () => {
    const of = (genes: string[]) => ssgsea(table, [{ name: "s", genes }]).sets[0]!;
    expect(of(["G1", "X", "Y"])).toMatchObject({
      scores: null,
      reason: "1 of its 3 genes are in the table; 2 are needed.",
    });
    expect(of(r.genes)).toMatchObject({ scores: null, reason: expect.stringContaining("All genes") });
  });
});

describe("scores of genes", () => {
  it("cytolytic activity is the geometric mean of GZMA and PRF1", () => {
    // By hand: sqrt(4 × 9) = 6 and sqrt(0.01 × 1) = 0.1.
    const t = geneTable(csv("gene,S1,S2\nGZMA,3.99,0\nPRF1,8.99,0.99"), "e");
    expect([...cytolyticActivity(t)]).toEqual([expect.closeTo(6, 12), expect.closeTo(0.1, 12)]);
    expect(() => cytolyticActivity(geneTable(csv("gene,S1\nGZMA,-2\nPRF1,1"), "e"))).toThrow(/not on logarithms/);
    expect(() => cytolyticActivity(geneTable(csv("gene,S1\nGZMA,2"), "e"))).toThrow(/no gene 'PRF1'/);
  });

  it("the Immunoscore has its limits below", () => {
    const even = (p: number) => immunoscore({ cd3Centre: p, cd3Margin: p, cd8Centre: p, cd8Margin: p });
    expect([25, 25.1, 70, 70.1].map((p) => even(p).group)).toEqual(["low", "intermediate", "intermediate", "high"]);
    expect([10, 11, 25, 26, 70, 71, 95, 96].map((p) => even(p).level)).toEqual([0, 1, 1, 2, 2, 3, 3, 4]);
    expect(immunoscore({ cd3Centre: 10, cd3Margin: 20, cd8Centre: 30, cd8Margin: 60 }).percentile).toBe(30);
    expect(() => even(101)).toThrow(/cd3Centre is 101/);
  });

  it("the nearest centroid is that of the highest correlation", () => {
    const samples = geneTable(csv("gene,P1,P2\nA,1,9\nB,2,5\nC,3,1\nZ,0,0"), "e");
    const centroids = geneTable(csv("gene,mesenchymal,proneural\nA,-1,1\nB,0,0\nC,1,-1\nQ,7,7"), "c");
    expect(nearestCentroid(samples, centroids)).toEqual([
      { sample: "P1", nearest: "mesenchymal", correlation: expect.closeTo(1, 12), second: expect.closeTo(-1, 12) },
      { sample: "P2", nearest: "proneural", correlation: 1, second: -1 },
    ]);
    expect(() => nearestCentroid(samples, geneTable(csv("gene,a\nQ,1\nR,2"), "c"))).toThrow(/0 genes in common/);
  });
});

describe("discovery and replication", () => {
  const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  const random = randomSource(11, 0);
  const normal = () => Array.from({ length: 12 }, random.uniform).reduce((s, v) => s + v, -6);
  const n = 160;
  const column = (name: string, of: (i: number) => number) => ({
    name,
    kind: "numeric" as const,
    values: Float64Array.from({ length: n }, (_, i) => of(i)),
  });
  const noise = Array.from({ length: 40 }, (_, k) => column(`noise${k}`, normal));
  const planted = column("planted", normal);
  const genes = Array.from({ length: 40 }, (_, k) => column(`gene${k}`, normal));
  const driven = column("CD8A", (i) => planted.values[i]! + 0.8 * normal());
  // Lives in the discovery set only, e.g. by a confounder of its site.
  const local = column("LOCAL", (i) => (i < 80 ? planted.values[i]! + 0.8 * normal() : normal()));
  const sets = { discoveryRows: rows(0, 80), replicationRows: rows(80, 160) };
  const answer = discoverAndReplicate([planted, ...noise], [driven, local, ...genes], sets);

  it("finds and replicates the planted association, and does not replicate what one set alone has", () => {
    const of = (target: string) => answer.findings.find((f) => f.feature === "planted" && f.target === target);
    expect(of("CD8A")).toMatchObject({ replicated: true, replication: { n: 80 } });
    expect(of("LOCAL")).toMatchObject({ replicated: false });
    expect(answer.discovery.tests).toBe(41 * 42);
    expect(answer.findings.filter((f) => f.replicated)).toHaveLength(1);
  });

  it("replicates nothing where there is nobody to replicate in", () => {
    const alone = discoverAndReplicate([planted], [driven], { discoveryRows: rows(0, 160), replicationRows: [] });
    expect(alone.findings).toEqual([expect.objectContaining({ replication: null, replicated: false })]);
  });
});
