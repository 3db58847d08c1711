import { describe, expect, it } from "vitest";
import { courseOfSizes } from "../testing/course-of.ts";
import type { StoredDelta } from "./image-evidence.ts";
import { lesionEvidence } from "./lesion-evidence.ts";

// T1 40 → 28 → 20 shrinks; T2 20 → 24 → 27: + 35 % from baseline and nothing less before; X1 is new at V2.
const document = courseOfSizes(
  "L",
  [0, 67, 128],
  { T1: [40, 28, 20], T2: [20, 24, 27], T3: [15, 15, 14] },
  { X1: [null, null, 9] },
);
const delta = (lesion: string, entropy: number, coarseness: number, more: Partial<StoredDelta> = {}): StoredDelta => ({
  lesion,
  modality: "CT",
  description: "CT chest",
  fromVisit: "BL",
  toVisit: "V2",
  rows: [
    { id: "cm_joint_entr", key: "cm_joint_entr_3D_comb", baseline: 4, followup: entropy, relative: entropy / 4 - 1 },
    {
      id: "ngt_coarseness",
      key: "ngt_coarseness_3D",
      baseline: 0.1,
      followup: coarseness,
      relative: coarseness / 0.1 - 1,
    },
  ] as StoredDelta["rows"],
  ...more,
});
const deltas = [
  delta("T1", 5, 0.2),
  delta("T2", 7, 0.1),
  delta("T3", 6, 0.1),
  delta("T1", 99, 99, { description: "ADC map" }),
];
const at = (visit: string, more: object = {}) =>
  lesionEvidence({ document, deltas, ...more }).find((v) => v.visit === visit)!;
const row = (lesion: string, visit = "V2", more: object = {}) =>
  at(visit, more).lesions.find((l) => l.lesion === lesion)!;
const has = (lesion: string, id: string, more: object = {}) =>
  row(lesion, "V2", more).properties.find((p) => p.id === id)!;

describe("lesions one by one", () => {
  it("size, place, change and texture by hand", () => {
    expect(row("T2")).toMatchObject({
      organ: "liver",
      mm: 27,
      percentFromBaseline: expect.closeTo(35, 10),
      category: "PD",
      field: "out-of-field",
      entropy: { value: 7, change: 0.75, since: "BL" },
      coarseness: { value: 0.1, change: 0 },
    });
    expect(row("X1")).toMatchObject({ isNew: true, mm: 9, category: "new", percentFromBaseline: null, entropy: null });
    // A functional map is no texture of the lesion.
    expect(row("T1").entropy?.value).toBe(5);
    expect(at("V1").lesions.map((l) => l.lesion)).toEqual(["T1", "T2", "T3"]);
  });

  it("how far they differ: entropy 5, 6, 7 has the standard deviation 1; changes −50, +35, −6.67", () => {
    const [entropy, coarseness, size] = at("V2").between;
    expect(entropy).toEqual({ figure: "entropy", lesions: 3, least: 5, greatest: 7, sd: 1 });
    expect(coarseness).toMatchObject({ lesions: 3, least: 0.1, greatest: 0.2 });
    // Mean −7.222; squares 1829.9, 1782.7, 0.3 over two: 1806.5, root 42.5.
    expect(size!.sd).toBeCloseTo(42.5, 1);
    expect(at("V1").between.map((b) => b.figure)).toEqual(["change of size"]);
  });

  it("what the literature names: progresses, alone among responders, an extreme of texture", () => {
    expect([has("T2", "progresses").present, has("T1", "progresses").present, has("X1", "progresses").present]).toEqual(
      [true, false, true],
    );
    expect(has("T2", "apart")).toMatchObject({ present: true, found: "responding: T1", speaksFor: "ablation" });
    expect(has("T1", "apart").present).toBe(false);
    expect(["T1", "T2", "T3"].map((l) => has(l, "unlike").present)).toEqual([true, true, false]);
    expect(has("X1", "unlike")).toMatchObject({
      present: null,
      missing: expect.stringMatching(/features of this lesion/),
    });
    expect(row("T1", "V1").properties.find((p) => p.id === "unlike")!.present).toBeNull();
    for (const p of row("T2").properties) expect(p.citation).toMatch(/J Immunother Cancer/);
  });

  it("progresses apart only where another responds: + 35 % beside + 5 % is not", () => {
    const alone = courseOfSizes("L", [0, 67, 128], { T1: [40, 41, 42], T2: [20, 24, 27] });
    const properties = lesionEvidence({ document: alone, deltas: [] })
      .find((v) => v.visit === "V2")!
      .lesions.find((l) => l.lesion === "T2")!.properties;
    expect(properties.find((p) => p.id === "progresses")!.present).toBe(true);
    expect(properties.find((p) => p.id === "apart")).toMatchObject({
      present: false,
      found: "no other lesion responds",
    });
  });

  it("scores of infiltration order the lesions only where each has one", () => {
    expect(has("T1", "least-infiltrated")).toMatchObject({
      present: null,
      missing: expect.stringMatching(/score of infiltration/),
    });
    const scores = new Map([
      ["T1", 0.4],
      ["T2", -0.2],
      ["T3", 0.1],
      ["X1", 0],
    ]);
    expect(has("T2", "least-infiltrated", { scores })).toMatchObject({ present: true, speaksFor: "ablation" });
    expect(has("T1", "most-infiltrated", { scores })).toMatchObject({ present: true, speaksFor: "low dose" });
    expect(has("T3", "least-infiltrated", { scores }).present).toBe(false);
    scores.delete("X1");
    expect(has("T2", "least-infiltrated", { scores }).present).toBeNull();
  });
});
