import { refuse } from "@nadir/domain";
import { toWorld } from "./affine.ts";
import { boxDims, type VoxelBox } from "./mask.ts";
import { makeVolume, type Volume, type Voxels } from "./volume.ts";

/** An empty array of the same type. */
export function sameType(data: Voxels, length: number): Voxels {
  return new (data.constructor as new (length: number) => Voxels)(length);
}

/** The part of a volume inside `box`, in its place in space. Refuses `BOX_OUTSIDE_IMAGE`. */
export function crop(volume: Volume, box: VoxelBox): Volume {
  const { data, dims, affine, spacing } = volume;
  if (box.min.some((n, c) => n < 0 || n > box.max[c]!) || box.max.some((n, c) => n >= dims[c]!))
    refuse(
      "BOX_OUTSIDE_IMAGE",
      `The box from (${box.min.join(", ")}) to (${box.max.join(", ")}) does not lie in a volume of ${dims.join("×")}.`,
    );
  const size = boxDims(box);
  const out = sameType(data, size[0] * size[1] * size[2]);
  let to = 0;
  for (let k = box.min[2]; k <= box.max[2]; k++)
    for (let j = box.min[1]; j <= box.max[1]; j++, to += size[0]) {
      const from = box.min[0] + dims[0] * (j + dims[1] * k);
      out.set(data.subarray(from, from + size[0]), to);
    }
  const origin = toWorld(affine, ...box.min);
  const moved = affine.map((x, n) => (n === 3 ? origin[0] : n === 7 ? origin[1] : n === 11 ? origin[2] : x));
  return makeVolume({ data: out, dims: size, spacing, affine: moved });
}
