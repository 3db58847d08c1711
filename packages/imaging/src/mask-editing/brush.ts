import type { Geometry } from "../geometry.ts";
import type { Triple } from "../triple.ts";
import { offsetOf } from "./place.ts";

export interface Brush {
  /** Voxels whose centre lies no further from the brush's own voxel are under it, mm; 0 is that voxel alone. */
  readonly radiusMm: number;
  /** The slice axis of a disc in the plane; `ball` for the same radius through the slices. */
  readonly across: 0 | 1 | 2 | "ball";
}

/** Slack for lengths that were computed in floating point: a voxel exactly on the rim is under the brush. */
const RIM = 1 + 1e-9;

/**
 * Positions of the voxels under a brush that is drawn from voxel to voxel, both ends included, in no order and each once.
 * The way between two voxels is walked in steps of half the smallest spacing, each to its nearest voxel.
 */
export function underBrush({ dims, spacing }: Geometry, from: Triple, to: Triple, brush: Brush): Set<number> {
  const under = new Set<number>();
  const nib = nibOf(spacing, brush);
  for (const centre of way(from, to, spacing))
    for (const step of nib) {
      const at = [centre[0] + step[0], centre[1] + step[1], centre[2] + step[2]] as const;
      if (at.every((n, c) => n >= 0 && n < dims[c]!)) under.add(offsetOf(at, dims));
    }
  return under;
}

/** Steps from the brush's voxel to every voxel under it. */
function nibOf(spacing: Triple, { radiusMm, across }: Brush): Triple[] {
  const reach = spacing.map((s, c) => (c === across ? 0 : Math.floor((radiusMm * RIM) / s))) as unknown as Triple;
  const limit = (radiusMm * RIM) ** 2;
  const steps: Triple[] = [];
  for (let k = -reach[2]; k <= reach[2]; k++)
    for (let j = -reach[1]; j <= reach[1]; j++)
      for (let i = -reach[0]; i <= reach[0]; i++)
        if ((i * spacing[0]) ** 2 + (j * spacing[1]) ** 2 + (k * spacing[2]) ** 2 <= limit) steps.push([i, j, k]);
  return steps;
}

function* way(from: Triple, to: Triple, spacing: Triple): Generator<Triple> {
  const length = Math.hypot(...spacing.map((s, c) => (to[c]! - from[c]!) * s));
  const count = Math.ceil(length / (Math.min(...spacing) / 2));
  let last = -1;
  for (let n = 0; n <= count; n++) {
    const share = count === 0 ? 0 : n / count;
    const at = from.map((a, c) => Math.round(a + (to[c]! - a) * share)) as unknown as Triple;
    const key = at[0] + 65536 * (at[1] + 65536 * at[2]);
    if (key === last) continue;
    last = key;
    yield at;
  }
}
