import { makeVolume, type Triple, type Volume } from "@nadir/imaging";

/** Image and mask for tests. */
export interface Pair {
  readonly image: Volume;
  readonly mask: Volume;
}

/** A small deterministic generator (mulberry32): numbers in [0, 1). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Random whole intensities 0…`top` and a random region (label 1) that fills about `fill` of the box. */
export function randomPair(seed: number, dims: Triple, spacing: Triple = [1, 1, 1], top = 9, fill = 0.6): Pair {
  const next = random(seed);
  const count = dims[0] * dims[1] * dims[2];
  const data = Float64Array.from({ length: count }, () => Math.floor(next() * (top + 1)));
  const bits = Uint8Array.from({ length: count }, () => (next() < fill ? 1 : 0));
  bits[Math.floor(next() * count)] = 1;
  return { image: makeVolume({ data, dims, spacing }), mask: makeVolume({ data: bits, dims, spacing }) };
}

/** The pair with its axes in another order (array and spacing alike). */
export function permute({ image, mask }: Pair, order: readonly [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2]): Pair {
  const turn = (v: Volume): Volume => {
    const dims = order.map((a) => v.dims[a]) as unknown as Triple;
    const spacing = order.map((a) => v.spacing[a]) as unknown as Triple;
    const data = new Float64Array(v.data.length);
    const stride = [1, v.dims[0], v.dims[0] * v.dims[1]];
    let to = 0;
    for (let c = 0; c < dims[2]; c++)
      for (let b = 0; b < dims[1]; b++)
        for (let a = 0; a < dims[0]; a++)
          data[to++] = v.data[a * stride[order[0]]! + b * stride[order[1]]! + c * stride[order[2]]!]!;
    return makeVolume({ data, dims, spacing });
  };
  return { image: turn(image), mask: turn(mask) };
}

/** The pair inside a larger grid, moved by whole voxels; `outside` fills the new image voxels. */
export function embed({ image, mask }: Pair, dims: Triple, at: Triple, outside = 0): Pair {
  const put = (v: Volume, fill: number): Volume => {
    const data = new Float64Array(dims[0] * dims[1] * dims[2]).fill(fill);
    for (let k = 0, from = 0; k < v.dims[2]; k++)
      for (let j = 0; j < v.dims[1]; j++)
        for (let i = 0; i < v.dims[0]; i++, from++)
          data[i + at[0] + dims[0] * (j + at[1] + dims[1] * (k + at[2]))] = v.data[from]!;
    return makeVolume({ data, dims, spacing: v.spacing });
  };
  return { image: put(image, outside), mask: put(mask, 0) };
}

export const mapImage = ({ image, mask }: Pair, f: (x: number) => number): Pair => ({
  image: makeVolume({ data: Float64Array.from(image.data, f), dims: image.dims, spacing: image.spacing }),
  mask,
});

export const withSpacing = ({ image, mask }: Pair, spacing: Triple): Pair => ({
  image: makeVolume({ data: image.data, dims: image.dims, spacing }),
  mask: makeVolume({ data: mask.data, dims: mask.dims, spacing }),
});
