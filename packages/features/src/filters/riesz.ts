import { refuse } from "@nadir/domain";
import type { Triple } from "@nadir/imaging";
import type { Boundary } from "./convolve.ts";
import { type FrequencyOptions, frequencyFilter, type Transfer } from "./frequency.ts";
import type { Scalars } from "./grid.ts";
import { laplacianOfGaussian } from "./spatial.ts";

/** The Riesz transform of order (l1, l2, l3) after a band-pass: (−i)^L √(L!/(l1! l2! l3!)) Π ν^l / |ν|^L. */
export function riesz(base: Transfer, order: Triple): Transfer {
  const total = order[0] + order[1] + order[2];
  if (total < 1 || order.some((l) => l < 0 || !Number.isInteger(l)))
    refuse("BAD_FILTER", `The Riesz order (${order.join(", ")}) must be whole numbers, at least one above 0.`);
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const norm = Math.sqrt(factorial(total) / (factorial(order[0]) * factorial(order[1]) * factorial(order[2])));
  return (x, y, z) => {
    const r = Math.hypot(x, y, z);
    if (r === 0) return [0, 0];
    const gain = (norm * x ** order[0] * y ** order[1] * z ** order[2]) / r ** total;
    const [re, im] = base(x, y, z);
    switch (total % 4) {
      case 0:
        return [gain * re, gain * im];
      case 1:
        return [gain * im, -gain * re];
      case 2:
        return [-gain * re, -gain * im];
      default:
        return [-gain * im, gain * re];
    }
  };
}

/** What is taken before the Riesz transform, and on which frequencies. */
export interface RieszBase {
  readonly transfer: Transfer;
  readonly options: FrequencyOptions;
}

/** The Laplacian of Gaussian: the boundary is laid around the image, the LoG taken of that; frequencies of the DFT. */
export function logBase(
  spacing: Triple,
  { sigmaMm, cutoff }: { sigmaMm: number; cutoff: number },
  boundary: Boundary,
  is2d: boolean,
): RieszBase {
  const reach = Math.ceil((cutoff * sigmaMm) / Math.min(...spacing.slice(0, is2d ? 2 : 3)));
  return {
    transfer: () => [1, 0],
    options: {
      pad: 32 + reach,
      grid: "dft",
      before: (padded) => ({
        data: laplacianOfGaussian(padded, spacing, sigmaMm, cutoff, boundary, is2d),
        dims: padded.dims,
      }),
    },
  };
}

/** The Riesz transform of a base in the axes of the image (IBSI 2, "Riesz transform"). */
export const rieszResponse = (
  image: Scalars,
  { transfer, options }: RieszBase,
  order: Triple,
  boundary: Boundary,
  is2d: boolean,
): Float64Array => frequencyFilter(image, riesz(transfer, order), boundary, is2d, options);
