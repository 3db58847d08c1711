import { fc, test } from "@fast-check/vitest";
import { withoutKernels } from "@nadir/kernels";
import { describe, expect } from "vitest";
import { randomPair } from "../../testing/regions.ts";
import { logRecursive } from "../log-recursive.ts";
import { stationaryWavelet } from "../stationary-wavelet.ts";
import { stationaryWaveletSingle } from "../stationary-wavelet-single.ts";

const side = (most: number) => fc.integer({ min: 1, max: most });
/** An image's size and a box within it, by where it begins and ends between 0 and 1. */
const placed = fc
  .tuple(
    fc.tuple(side(21), side(13), side(11)),
    fc.array(fc.tuple(fc.nat(99), fc.nat(99)), { minLength: 3, maxLength: 3 }),
  )
  .map(([dims, ends]) => {
    const first = dims.map((n, x) => Math.floor((n * Math.min(...ends[x]!)) / 100)) as [number, number, number];
    const last = dims.map((n, x) => Math.floor((n * Math.max(...ends[x]!)) / 100));
    return { dims, box: { first, dims: last.map((n, x) => n - first[x]! + 1) as [number, number, number] } };
  });
const seeds = fc.integer({ min: 1, max: 1e6 });

describe("the compiled filters give the bytes of the plain path", () => {
  test.prop([seeds, placed, fc.constantFrom(0.4, 1, 2.5, 9)], { numRuns: 60 })(
    "recursive Laplacian of Gaussian, any box at any sigma, lines of odd length too",
    (seed, { dims, box }, sigma) => {
      const { image } = randomPair(seed, dims, [1, 1, 1], 4000);
      for (const data of [image.data, Float32Array.from(image.data), Array.from(image.data)]) {
        const run = () => logRecursive(data, dims, [1, 0.8, 2.3], sigma, box);
        expect(run()).toEqual(withoutKernels(run));
      }
    },
  );

  test.prop([seeds, placed, fc.constantFrom("haar", "coif1", "db4", "sym8")], { numRuns: 60 })(
    "stationary wavelets in double and in single precision, wrapping at the ends of the image",
    (seed, { dims, box }, wavelet) => {
      const { image } = randomPair(seed, dims, [1, 1, 1], 4000);
      const double = () => stationaryWavelet(image.data, dims, wavelet, box);
      expect(double()).toEqual(withoutKernels(double));
      const single = () => stationaryWaveletSingle(image.data, dims, wavelet, box);
      expect(single()).toEqual(withoutKernels(single));
    },
  );
});
