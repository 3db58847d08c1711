import { refuse } from "@nadir/domain";
import { makeVolume } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { delineated, extract, MOST_BLOCKS, occlude, parseConfig } from "./index.ts";

/** 6 × 2 × 1 voxels of 1 mm: background 0, and a region of 4 × 2 from i = 1, the left half 10, the right half 30. */
const dims = [6, 2, 1] as const;
const at = (n: number) => n % 6;
const image = makeVolume({
  data: Float64Array.from({ length: 12 }, (_, n) => (at(n) < 1 || at(n) > 4 ? 0 : at(n) < 3 ? 10 : 30)),
  dims,
  spacing: [1, 1, 1],
});
const mask = makeVolume({
  data: Uint8Array.from({ length: 12 }, (_, n) => (at(n) < 1 || at(n) > 4 ? 0 : 7)),
  dims,
  spacing: [1, 1, 1],
});
const region = delineated(image, mask);
const config = parseConfig({ families: ["morphology", "statistics"] });
const feature = (key: string) => (r: typeof region) =>
  extract({ ...r, label: 1, config }).values.find((v) => v.key === key)!.value;

describe("occlusion of a region", () => {
  it("gives what each block adds to a linear score, by hand", async () => {
    // 2 + 0.5 × mean: 12 of the whole (mean 20); without the left half 17 (mean 30), without the right 7 (mean 10).
    const mean = feature("stat_mean");
    const { whole, blocks, map } = await occlude(region, 2, (r) => 2 + 0.5 * mean(r)!);
    expect(whole).toBe(12);
    expect(blocks).toEqual([
      { from: [1, 0, 0], voxels: 4, without: 17, adds: -5 },
      { from: [3, 0, 0], voxels: 4, without: 7, adds: 5 },
    ]);
    expect([...map.data]).toEqual([0, -5, -5, 5, 5, 0, 0, -5, -5, 5, 5, 0]);
    expect(map.affine).toEqual(image.affine);
  });

  it("of a volume the blocks are their own volumes, which add up to the whole", async () => {
    const { whole, blocks } = await occlude(region, 1, feature("morph_vol_approx"));
    expect(whole).toBe(8);
    expect(blocks.map((b) => b.adds)).toEqual(Array(8).fill(1));
  });

  it("says where the rest carries no score, and why; the map has no number there", async () => {
    const onlyBright = (r: typeof region) =>
      feature("stat_max")(r)! < 30 ? refuse("TOO_DARK", "Nothing bright is left.") : 1;
    const { blocks, map } = await occlude(region, 2, onlyBright);
    expect(blocks[0]).toMatchObject({ without: 1, adds: 0 });
    expect(blocks[1]).toMatchObject({ without: null, adds: null, reason: "Nothing bright is left." });
    expect([...map.data].map(Number.isNaN)).toEqual(Array.from({ length: 12 }, (_, n) => at(n) === 3 || at(n) === 4));
  });

  it("follows the spacing of the grid", async () => {
    const on = ({ data }: typeof image) => makeVolume({ data, dims, spacing: [1, 2, 5] });
    const thick = { image: on(region.image), mask: on(region.mask) };
    expect((await occlude(thick, 2, () => 1)).blocks.map((b) => b.voxels)).toEqual([2, 2, 2, 2]);
  });

  it("refuses blocks that are none, too many, or the whole, and a region without a score", async () => {
    await expect(occlude(region, 0, () => 1)).rejects.toThrow("above 0");
    await expect(occlude(region, 4, () => 1)).rejects.toThrow("take smaller blocks");
    await expect(occlude(region, 2, () => null)).rejects.toThrow("carries no score");
    const many = makeVolume({
      data: new Uint8Array(MOST_BLOCKS + 1).fill(1),
      dims: [MOST_BLOCKS + 1, 1, 1],
      spacing: [1, 1, 1],
    });
    await expect(occlude({ image: many, mask: many }, 1, () => 1)).rejects.toThrow("Take larger blocks");
  });
});
