import { fc, test } from "@fast-check/vitest";
import { expect, it } from "vitest";
import { squaredDistances } from "./distance.ts";

const spacing = [0.7, 1.3, 2.5] as const;
test.prop([fc.array(fc.boolean(), { minLength: 60, maxLength: 60 })])("distances equal those of all pairs", (cells) => {
  const dims = [5, 4, 3] as const;
  const place = (p: number) => [p % 5, Math.floor(p / 5) % 4, Math.floor(p / 20)] as const;
  const got = squaredDistances(cells.map(Number), dims, spacing);
  for (let p = 0; p < 60; p++) {
    let least = Number.POSITIVE_INFINITY;
    for (let q = 0; q < 60; q++) {
      if (!cells[q]) continue;
      const [a, b] = [place(p), place(q)];
      least = Math.min(
        least,
        [0, 1, 2].reduce((sum, x) => sum + ((a[x]! - b[x]!) * spacing[x]!) ** 2, 0),
      );
    }
    if (least === Number.POSITIVE_INFINITY) expect(got[p]).toBe(least);
    else expect(got[p]).toBeCloseTo(least, 10);
  }
});

it("is 0 on the voxels themselves", () => {
  expect([...squaredDistances([0, 1, 0, 0], [4, 1, 1], [2, 1, 1])]).toEqual([4, 0, 4, 16]);
});
