import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { makeVolume } from "../volume.ts";
import { MaskEdit } from "./mask-edit.ts";

const grid = makeVolume({ data: new Uint8Array(60), dims: [5, 4, 3] });
const inside = ({ bits }: MaskEdit) => [...bits.keys()].filter((p) => bits[p]);

describe("acts on a mask", () => {
  it("are undone and done again one by one; a new act forgets what was undone", () => {
    const mask = new MaskEdit(grid);
    expect([mask.canUndo, mask.canRedo, mask.commit()]).toEqual([false, false, false]);
    mask.put([1, 2, 3], 1);
    mask.put([3, 9], 1);
    expect(mask.commit()).toBe(true);
    mask.put([2], 0);
    mask.commit();
    expect([inside(mask), mask.count]).toEqual([[1, 3, 9], 3]);
    mask.undo();
    expect(inside(mask)).toEqual([1, 2, 3, 9]);
    mask.undo();
    expect([inside(mask), mask.count, mask.canUndo]).toEqual([[], 0, false]);
    mask.undo();
    mask.redo();
    mask.redo();
    mask.redo();
    expect([inside(mask), mask.canRedo]).toEqual([[1, 3, 9], false]);
    mask.undo();
    mask.put([50], 1);
    mask.commit();
    expect([inside(mask), mask.canRedo]).toEqual([[1, 2, 3, 9, 50], false]);
  });

  it("that change nothing, or back again, are none", () => {
    const mask = new MaskEdit(grid);
    mask.put([4], 1);
    mask.put([4], 0);
    mask.put([7], 0);
    expect(mask.commit()).toBe(false);
    expect(mask.canUndo).toBe(false);
  });

  it("of clearing and replacing are undone as one", () => {
    const mask = new MaskEdit(grid);
    mask.put([4, 5], 1);
    mask.replace(Float32Array.from({ length: 60 }, (_, p) => (p === 5 || p === 6 ? 3 : 0)));
    expect(inside(mask)).toEqual([5, 6]);
    mask.clear();
    expect(inside(mask)).toEqual([]);
    mask.undo();
    mask.undo();
    expect(inside(mask)).toEqual([4, 5]);
    expect(() => mask.replace(new Uint8Array(59))).toThrow("The mask has 59 voxels, the image 60.");
  });

  it("are kept up to a bound; the oldest are forgotten, the last never", () => {
    const mask = new MaskEdit(grid, 4);
    // A stretch is two numbers.
    for (const p of [1, 11, 21]) {
      mask.put([p], 1);
      mask.commit();
    }
    for (let n = 0; n < 9; n++) mask.undo();
    expect(inside(mask)).toEqual([1]);
    const small = new MaskEdit(grid, 1);
    small.put([1, 3, 5], 1);
    small.commit();
    expect(small.canUndo).toBe(true);
  });

  it("leave a volume that later acts do not change", () => {
    const mask = new MaskEdit(grid);
    mask.put([7], 1);
    const volume = mask.volume();
    mask.put([8], 1);
    expect([...volume.data.keys()].filter((p) => volume.data[p])).toEqual([7]);
    expect(volume.affine).toEqual(grid.affine);
  });
});

const act = fc.record({
  positions: fc.array(fc.integer({ min: 0, max: 59 })),
  value: fc.constantFrom(0 as const, 1 as const),
});
test.prop([fc.array(act, { maxLength: 12 })])("undoing all gives nothing, redoing all gives the same", (acts) => {
  const mask = new MaskEdit(grid);
  const stood: number[][] = [[]];
  for (const { positions, value } of acts) {
    mask.put(positions, value);
    if (mask.commit()) stood.push(inside(mask));
  }
  for (const before of stood.slice(0, -1).reverse()) {
    mask.undo();
    expect(inside(mask)).toEqual(before);
    expect(mask.count).toBe(before.length);
  }
  for (const after of stood.slice(1)) {
    mask.redo();
    expect(inside(mask)).toEqual(after);
  }
});
