import { describe, expect, it } from "vitest";
import { pooledBySubject, weighedAtBaseline } from "./pool-figures.ts";

const lesion = (subject: string, lesion: string, value: number, volumeMm3: number | null, organ = "lung") => ({
  ...{ subject, lesion, organ, volumeMm3, values: { f: value } },
});
const pooled = (lesions: ReturnType<typeof lesion>[], pool: "mean" | "largest" | "volume-weighted", region?: string) =>
  pooledBySubject(lesions, region === undefined ? { pool } : { pool, region }, ["A", "B"], ["f"]);

describe("lesions made one", () => {
  const of = (volume: number | null) => [
    lesion("A", "T1", 1, 300),
    lesion("A", "T2", 5, volume, "liver"),
    lesion("B", "T1", 7, null),
  ];

  it("has no value of a patient with several lesions of which one has no volume, and names the patient", () => {
    // One lesion is the largest of one, whatever its volume.
    for (const pool of ["largest", "volume-weighted"] as const)
      for (const volume of [null, 0])
        expect(pooled(of(volume), pool)).toEqual({ columns: [[null, 7]], withoutVolume: ["A"] });
  });

  it("needs no volume for a mean, nor where one organ is asked for and has one lesion", () => {
    expect(pooled(of(null), "mean")).toEqual({ columns: [[3, 7]], withoutVolume: [] });
    expect(pooled(of(null), "largest", "liver")).toEqual({ columns: [[5, null]], withoutVolume: [] });
  });

  it("weighs by the volumes: (1 · 300 + 5 · 100) / 400", () => {
    expect(pooled(of(100), "volume-weighted")).toEqual({ columns: [[2, 7]], withoutVolume: [] });
    expect(pooled(of(100), "largest")).toEqual({ columns: [[1, 7]], withoutVolume: [] });
  });
});

describe("a lesion's change", () => {
  it("takes the volume of its own lesion at baseline; of a lesion that was not there it knows none", () => {
    const baseline = [lesion("A", "T1", 1, 300), lesion("B", "T1", 1, 40)];
    const changes = [lesion("A", "T1", 0.5, null), lesion("A", "T2", 2, null), lesion("B", "T1", 3, null)];
    expect(weighedAtBaseline(changes, baseline).map(({ volumeMm3 }) => volumeMm3)).toEqual([300, null, 40]);
  });
});
