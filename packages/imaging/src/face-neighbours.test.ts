import { describe, expect, it } from "vitest";
import { eachFaceNeighbour } from "./face-neighbours.ts";
import { largestComponent } from "./largest-component.ts";
import type { Triple } from "./triple.ts";

const neighboursOf = (p: number, dims: Triple): number[] => {
  const found: number[] = [];
  eachFaceNeighbour(p, dims, (q) => found.push(q));
  return found.sort((a, b) => a - b);
};

describe("face neighbours", () => {
  it("are the voxels one step away along one axis, at every place of a box", () => {
    const dims: Triple = [3, 4, 2];
    const places = Array.from({ length: 24 }, (_, p) => [p % 3, Math.floor(p / 3) % 4, Math.floor(p / 12)] as const);
    for (const [p, a] of places.entries()) {
      const steps = ([i, j, k]: Triple): number => Math.abs(i - a[0]) + Math.abs(j - a[1]) + Math.abs(k - a[2]);
      expect(neighboursOf(p, dims), `voxel ${a}`).toEqual(places.flatMap((b, q) => (steps(b) === 1 ? [q] : [])));
    }
  });

  it("lead down as well as up: an arch is one part", () => {
    // In a 3 × 1 × 2 box: up from (0,0,0), over the top, and down to (2,0,0).
    const arch = Uint8Array.from([1, 0, 1, 1, 1, 1]);
    expect(largestComponent(arch, [3, 1, 2])).toEqual(arch);
  });
});
