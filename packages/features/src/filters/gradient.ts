import type { Triple } from "@nadir/imaging";
import { type Box, gather } from "./grid.ts";

/** Gradient magnitude by central differences per mm (per voxel for spacing 1), edge voxels held, single precision. */
export function gradientMagnitude(data: ArrayLike<number>, dims: Triple, spacing: Triple, box: Box): Float64Array {
  const lists = ([0, 1, 2] as const).map((x) =>
    Int32Array.from({ length: box.dims[x] + 2 }, (_, t) => Math.min(Math.max(box.first[x] - 1 + t, 0), dims[x] - 1)),
  ) as [Int32Array, Int32Array, Int32Array];
  const { data: near, dims: size } = gather(data, dims, lists);
  const step = [1, size[0], size[0] * size[1]] as const;
  const out = new Float64Array(box.dims[0] * box.dims[1] * box.dims[2]);
  let to = 0;
  for (let k = 0; k < box.dims[2]; k++)
    for (let j = 0; j < box.dims[1]; j++)
      for (let i = 0; i < box.dims[0]; i++) {
        const p = i + 1 + step[1] * (j + 1) + step[2] * (k + 1);
        let sum = 0;
        for (let x = 0; x < 3; x++) sum += ((near[p + step[x]!]! - near[p - step[x]!]!) / (2 * spacing[x]!)) ** 2;
        out[to++] = Math.fround(Math.sqrt(sum));
      }
  return out;
}
