import { refuse } from "@nadir/domain";
import { toWorld } from "./affine.ts";
import type { Geometry } from "./geometry.ts";
import type { Triple } from "./triple.ts";

/** A line between two (fractional) voxel indices. */
export type Line = readonly [from: Triple, to: Triple];

/** Length in mm of a line drawn on an image: of its ends' places in space, whatever the spacing and the tilt. */
export function rulerMm({ affine }: Geometry, [from, to]: Line): number {
  const [a, b] = [toWorld(affine, ...from), toWorld(affine, ...to)];
  return Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
}

/** A longest diameter and the diameter at right angles to it in the same slice, as readers draw them. */
export interface Bidimensional {
  readonly longestMm: number;
  readonly perpendicularMm: number;
  /** mm². */
  readonly productMm2: number;
  /** The perpendicular as it counts: the drawn line's middle, turned to the right angle; fractional voxel indices. */
  readonly perpendicular: Line;
}

/**
 * The bidimensional measurement of two lines in one slice across `axis` (RANO, Wen 2010; WHO 1979; RECIST 1.1 nodes). What
 * counts of the second line is its share at right angles to the first in the plane, as it lies in space. The longer of the two is the longest diameter.
 * Refuses `NOT_IN_ONE_SLICE`, `NO_LENGTH`.
 */
export function bidimensional(grid: Geometry, axis: 0 | 1 | 2, long: Line, cross: Line): Bidimensional {
  const slices = [...long, ...cross].map((at) => Math.round(at[axis]));
  if (slices.some((s) => s !== slices[0]))
    refuse("NOT_IN_ONE_SLICE", `Both diameters must lie in one slice; these lie in slices ${slices.join(", ")}.`);
  // The grid's axes are at right angles (`makeVolume`), so that lengths in its plane are those in space.
  const [p, q] = axis === 2 ? [0, 1] : axis === 1 ? [0, 2] : [1, 2];
  const mm = ([a, b]: Line) => [p, q].map((c) => (b[c]! - a[c]!) * grid.spacing[c]!) as [number, number];
  const [dx, dy] = mm(long);
  const length = Math.hypot(dx, dy);
  if (!(length > 0)) refuse("NO_LENGTH", "The longest diameter has no length; draw it from edge to edge.");
  const across = [-dy / length, dx / length] as const;
  const [cx, cy] = mm(cross);
  const share = cx * across[0] + cy * across[1];
  const end = (sign: -1 | 1): Triple =>
    [0, 1, 2].map((c) => {
      const middle = (cross[0][c]! + cross[1][c]!) / 2;
      const along = c === p ? across[0] : c === q ? across[1] : 0;
      return middle + (sign * share * along) / 2 / grid.spacing[c]!;
    }) as unknown as Triple;
  const [longestMm, perpendicularMm] = [Math.max(length, Math.abs(share)), Math.min(length, Math.abs(share))];
  return {
    longestMm,
    perpendicularMm,
    productMm2: longestMm * perpendicularMm,
    perpendicular: [end(-1), end(1)],
  };
}
