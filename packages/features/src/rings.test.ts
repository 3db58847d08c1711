import { makeVolume, type Triple, voxelVolumeMm3 } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { extract, nameOf, parseConfig } from "./index.ts";
import { ringOf } from "./rings.ts";

const line = (data: number[], mm = 2) =>
  makeVolume({ data: Uint8Array.from(data), dims: [data.length, 1, 1], spacing: [mm, 1, 1] });

describe("rings", () => {
  it("hold the voxels with from < distance ≤ to, in mm", () => {
    const mask = line([0, 0, 0, 0, 1, 0, 0, 0, 0]);
    expect([...ringOf(mask, 1, { toMm: 4 }).mask.data]).toEqual([0, 0, 1, 1, 0, 1, 1, 0, 0]);
    const outer = ringOf(mask, 1, { fromMm: 4, toMm: 6 });
    expect([...outer.mask.data]).toEqual([0, 1, 0, 0, 0, 0, 0, 1, 0]);
    expect(outer.name).toBe("ring_4_6");
  });

  it("give a voxel between two lesions to the nearer, on a tie to the lower label", () => {
    const mask = line([1, 0, 0, 0, 2], 1);
    expect([...ringOf(mask, 1).mask.data]).toEqual([0, 1, 1, 0, 0]);
    const second = ringOf(mask, 2);
    expect([...second.mask.data]).toEqual([0, 0, 0, 1, 0]);
    expect(second.removedFraction).toBeCloseTo(3 / 4);
    expect(second.warnings[0]!.code).toBe("RING_CUT");
  });

  it("take the inner rim into a band, and are clipped", () => {
    const mask = line([0, 1, 1, 1, 1, 1, 0], 1);
    expect([...ringOf(mask, 1, { toMm: 1, rimMm: 1 }).mask.data]).toEqual([1, 1, 0, 0, 0, 1, 1]);
    const within = line([0, 0, 0, 0, 0, 0, 1], 1);
    expect([...ringOf(mask, 1, { toMm: 1, within }).mask.data]).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect(() => ringOf(mask, 1, { toMm: 1, within: line([0, 0, 0, 0, 0, 0, 0], 1) })).toThrow(/Nothing is left/);
    expect(() => ringOf(mask, 1, { fromMm: 3, toMm: 2 })).toThrow(/is none/);
  });

  it.each([
    ["3 mm", { toMm: 3 }, 10, 13],
    ["5 to 8 mm", { fromMm: 5, toMm: 8 }, 15, 18],
    ["a band of 4 mm inside and 5 mm outside", { rimMm: 4, toMm: 5 }, 6, 15],
  ] as const)("round a ball of 10 mm have the volume of the shell: %s", (_name, options, from, to) => {
    // Distances count from voxel centres, the outermost of which lie up to one voxel inside the ball: fine voxels.
    const spacing: Triple = [0.5, 0.4, 0.5];
    const dims: Triple = [77, 95, 77];
    const data = Uint8Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, p) => {
      const at = [p % dims[0], Math.floor(p / dims[0]) % dims[1], Math.floor(p / (dims[0] * dims[1]))];
      return Math.hypot(...at.map((n, x) => (n - (dims[x]! - 1) / 2) * spacing[x]!)) <= 10 ? 1 : 0;
    });
    const mask = makeVolume({ data, dims, spacing });
    const mm3 = ringOf(mask, 1, options).voxels * voxelVolumeMm3(mask);
    expect(Math.abs(mm3 / ((4 / 3) * Math.PI * (to ** 3 - from ** 3)) - 1)).toBeLessThan(0.06);
  });

  it("come by configuration: features of the ring by its name, without morphology", () => {
    const mask = line([0, 0, 1, 0, 0], 1);
    const image = makeVolume({ data: Float64Array.of(1, 2, 3, 4, 50), dims: [5, 1, 1], spacing: [1, 1, 1] });
    const config = parseConfig({ region: { kind: "ring", toMm: 1 } });
    const { values, provenance } = extract({ image, mask, label: 1, config });
    const got = new Map(values.map((v) => [v.key, v.value]));
    expect(got.get("stat_mean_ring_0_1")).toBe(3);
    expect([...got.keys()].some((key) => key.startsWith("morph"))).toBe(false);
    expect(nameOf("cm_joint_max_3D_comb_ring_0_1")).toMatchObject({ id: "cm_joint_max", aggregation: "3D-merged" });
    expect(provenance.roiVoxels.original).toBe(2);
    const band = parseConfig({ region: { kind: "band", rimMm: 1, toMm: 2 }, families: ["statistics"] });
    const around = extract({ image, mask, label: 1, config: band, references: { organ: line([0, 1, 1, 1, 1], 1) } });
    expect(around.values.find((v) => v.key === "stat_mean_band_1_2")!.value).toBe((2 + 3 + 4 + 50) / 4);
  });
});
