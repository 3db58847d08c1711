import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { componentCount } from "./components.ts";

/** Parts by flooding each from its first voxel, over all 26 neighbours. */
function byFlooding(bits: readonly number[], [ni, nj, nk]: readonly [number, number, number]): number {
  const left = new Set(bits.flatMap((b, p) => (b ? [p] : [])));
  let parts = 0;
  for (const seed of [...left]) {
    if (!left.delete(seed)) continue;
    parts++;
    const open = [seed];
    for (let p = open.pop(); p !== undefined; p = open.pop()) {
      const [i, j, k] = [p % ni, Math.floor(p / ni) % nj, Math.floor(p / (ni * nj))];
      for (let c = Math.max(0, k - 1); c <= Math.min(nk - 1, k + 1); c++)
        for (let b = Math.max(0, j - 1); b <= Math.min(nj - 1, j + 1); b++)
          for (let a = Math.max(0, i - 1); a <= Math.min(ni - 1, i + 1); a++) {
            const q = a + ni * (b + nj * c);
            if (left.delete(q)) open.push(q);
          }
    }
  }
  return parts;
}

describe("connected parts", () => {
  test.prop([
    fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 })),
    fc.integer({ min: 1, max: 1e6 }),
    fc.constantFrom(0.1, 0.25, 0.6),
  ])("are as many as flooding finds", (dims, seed, share) => {
    let state = seed;
    const bits = Array.from({ length: dims[0] * dims[1] * dims[2] }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647 < share ? 1 : 0;
    });
    expect(componentCount(Uint8Array.from(bits), dims)).toBe(byFlooding(bits, dims));
  });
});
