import { makeVolume } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
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
});
