import { refuse } from "@nadir/domain";

export type PointWise = "Square" | "SquareRoot" | "Logarithm" | "Exponential";

/** Largest absolute value; refuses `FLAT_REFERENCE` for an image of zeros only. */
function largest(data: ArrayLike<number>): number {
  let most = 0;
  for (let p = 0; p < data.length; p++) {
    const x = Math.abs(data[p]!);
    if (x > most) most = x;
  }
  if (most === 0)
    refuse("FLAT_REFERENCE", "The image is 0 everywhere; its square, root or logarithm cannot be scaled.");
  return most;
}

/**
 * Point-wise transforms scaled to the range of the image, odd in the intensity (PyRadiomics' image types). The scale
 * comes from the whole image.
 */
export function pointWise(kind: PointWise, data: ArrayLike<number>): (x: number) => number {
  const most = largest(data);
  switch (kind) {
    case "Square":
      return (x) => (x / Math.sqrt(most)) ** 2;
    case "SquareRoot":
      return (x) => Math.sign(x) * Math.sqrt(Math.abs(x) * most);
    case "Logarithm": {
      let top = Number.NEGATIVE_INFINITY;
      for (let p = 0; p < data.length; p++) top = Math.max(top, data[p]!);
      const logTop = Math.sign(top) * Math.log(Math.abs(top) + 1);
      return (x) => (Math.sign(x) * Math.log(Math.abs(x) + 1) * most) / logTop;
    }
    case "Exponential": {
      const rate = Math.log(most) / most;
      return (x) => Math.exp(rate * x);
    }
  }
}
