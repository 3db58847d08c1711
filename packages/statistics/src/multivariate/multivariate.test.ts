import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { randomSource } from "../random.ts";
import { coClustering } from "./co-clustering.ts";
import { cutTree, hierarchicalClustering, treeOrder } from "./hierarchical-clustering.ts";
import { kMeans, lloyd } from "./k-means.ts";
import { principalComponents } from "./principal-components.ts";

type Tree = { height: number[]; cut: number[] };
const r = JSON.parse(readFileSync(new URL("testing/multivariate-reference.json", import.meta.url), "utf8")) as {
  x: number[][];
  sdev: number[];
  rotation: number[][];
  scores: number[][];
  rawSdev: number[];
  wideSdev: number[];
  kmeans: { cluster: number[]; centers: number[][]; within: number };
} & Record<"complete" | "average" | "single" | "ward", Tree>;
const columns = [0, 1, 2, 3].map((j) => r.x.map((row) => row[j]!));
const close = (v: readonly number[], digits = 10) => v.map((x) => expect.closeTo(x, digits));

describe("principal components", () => {
  it("are prcomp's, scaled and not", () => {
    const pc = principalComponents(columns);
    const raw = principalComponents(columns, { scaled: false });
    if (!pc.estimable || !raw.estimable) throw new Error("estimable");
    expect(pc.deviations).toEqual(close(r.sdev));
    expect(raw.deviations).toEqual(close(r.rawSdev));
    expect(pc.shares.reduce((s, v) => s + v, 0)).toBeCloseTo(1, 12);
    for (let k = 0; k < 4; k++) {
      // The sign of a component is free: ours has its largest weight positive.
      const sign = Math.sign(pc.rotation[k]![0]! * r.rotation[0]![k]!);
      expect(pc.rotation[k]!.map((w) => sign * w)).toEqual(close(r.rotation.map((row) => row[k]!)));
      expect(Array.from(pc.scores[k]!, (v) => sign * v)).toEqual(close(r.scores.map((row) => row[k]!)));
    }
  });

  it("of more columns than subjects too, and say when there are none", () => {
    const wide = principalComponents(
      Array.from({ length: 12 }, (_, i) => columns.map((c) => c[i]!)),
      { scaled: false },
    );
    if (!wide.estimable) throw new Error(wide.reason);
    for (const [k, s] of r.wideSdev.slice(0, 3).entries()) expect(wide.deviations[k]).toBeCloseTo(s, 10);
    expect(principalComponents([[1, 1, 1]])).toMatchObject({
      estimable: false,
      reason: expect.stringContaining("constant"),
    });
  });
});

describe("clusters", () => {
  it("k-means from given centres is R's Lloyd", () => {
    const at = (i: number) => columns.map((c) => c[i]!);
    const answer = lloyd(columns, [at(0), at(19), at(39)]);
    const order = [...new Set(r.kmeans.cluster)];
    expect(Array.from(answer.cluster)).toEqual(r.kmeans.cluster.map((k) => order.indexOf(k)));
    expect(answer.within).toBeCloseTo(r.kmeans.within, 9);
    expect(answer.centres).toEqual(order.map((k) => close(r.kmeans.centers[k]!)));
    expect(kMeans(columns, 3, { seed: 1 }).within).toBeLessThanOrEqual(r.kmeans.within + 1e-9);
  });

  it.each(["complete", "average", "single", "ward"] as const)(
    "hierarchical, %s linkage, has hclust's heights and cutree's clusters",
    (linkage) => {
      const merges = hierarchicalClustering(columns, linkage);
      expect(merges.map((m) => m.height)).toEqual(close(r[linkage].height));
      expect(Array.from(cutTree(merges, 4))).toEqual(r[linkage].cut);
      expect([...treeOrder(merges)].sort((a, b) => a - b)).toEqual(columns[0]!.map((_, i) => i));
    },
  );

  it("bi-clusters of planted blocks are found, rows with their columns", () => {
    const random = randomSource(4);
    const blockOf = (i: number, count: number) => (i * 7) % count;
    const table = Array.from({ length: 15 }, (_, j) =>
      Float64Array.from({ length: 24 }, (_, i) => (blockOf(i, 3) === blockOf(j, 3) ? 5 : 0) + random.uniform()),
    );
    const { subjects, columns: own } = coClustering(table, 3, 1);
    for (let i = 0; i < 24; i++)
      for (let j = 0; j < 15; j++) expect(subjects[i] === own[j]).toBe(blockOf(i, 3) === blockOf(j, 3));
  });

  it("refuse a number of clusters that cannot be", () => {
    expect(() => kMeans(columns, 0, { seed: 1 })).toThrow(/0 clusters of 50 subjects/);
    expect(() => cutTree(hierarchicalClustering(columns, "ward"), 51)).toThrow(/51 clusters of 50/);
    expect(() => coClustering(columns, 5, 1)).toThrow(/5 bi-clusters of 50 subjects and 4 columns/);
  });
});
