import { fc, test } from "@fast-check/vitest";
import { makeVolume } from "@nadir/imaging";
import { expect } from "vitest";
import { signedDistance } from "./signed-distance.ts";

const dims = [5, 4, 3] as const;
const spacing = [0.7, 1, 3.3] as const;

test.prop([fc.uint8Array({ minLength: 60, maxLength: 60, max: 1 }).filter((m) => m.includes(1) && m.includes(0))])(
  "agrees with the search over all pairs of voxels",
  (data) => {
    const mask = makeVolume({ data, dims, spacing });
    const place = (at: number): number[] =>
      [at % 5, Math.floor(at / 5) % 4, Math.floor(at / 20)].map((n, c) => n * spacing[c]!);
    const nearest = (at: number, to: number): number => {
      let best = Number.POSITIVE_INFINITY;
      data.forEach((value, other) => {
        if (value === to) best = Math.min(best, Math.hypot(...place(at).map((x, c) => x - place(other)[c]!)));
      });
      return best;
    };
    signedDistance(mask, 1).data.forEach((distance, at) => {
      expect(distance).toBeCloseTo(nearest(at, 1) - nearest(at, 0), 9);
    });
  },
);
