import { inPlaneDiameters, makeVolume } from "@nadir/imaging";
import { principalVariances } from "../morphology/axes.ts";
import { type Outcome, ratio } from "../outcome.ts";
import type { Prepared } from "../prepare/prepared.ts";

/**
 * Shape of the slice (across k) in which M has most voxels, the lower on a tie; in catalogue order. The outline runs
 * half-way between voxels inside and outside (marching squares at level 0.5; corners that only touch stay apart), so
 * n × m voxels lose an eighth of a voxel at each corner. Axes from the covariance with n, as PyRadiomics has them.
 */
export function shape2d({
  morphological,
  dims,
  spacing,
}: Pick<Prepared, "morphological" | "dims" | "spacing">): Outcome[] {
  const cells = dims[0] * dims[1];
  let [best, most] = [0, -1];
  for (let k = 0; k < dims[2]; k++) {
    let count = 0;
    for (let p = k * cells; p < (k + 1) * cells; p++) count += morphological[p]!;
    if (count > most) [best, most] = [k, count];
  }
  const slice = morphological.slice(best * cells, (best + 1) * cells);
  const { area, perimeter } = outline(slice, dims[0], dims[1], spacing[0], spacing[1]);
  const flat = [dims[0], dims[1], 1] as const;
  const { longest } = inPlaneDiameters(makeVolume({ data: slice, dims: flat, spacing }), 1);
  const [major, minor] = principalVariances(slice, flat, spacing, "n").map((l) => 4 * Math.sqrt(Math.max(0, l))) as [
    number,
    number,
    number,
  ];
  const round = 2 * Math.sqrt(Math.PI * area);
  return [
    area,
    perimeter,
    perimeter / area,
    round / perimeter,
    perimeter / round,
    longest.longestMm,
    longest.perpendicularMm,
    major,
    minor,
    ratio(minor, major),
  ];
}

/** Area (mm²) and perimeter (mm) by marching squares; `a`, `b` are the voxel's sides. */
function outline(bits: Uint8Array, ni: number, nj: number, a: number, b: number): { area: number; perimeter: number } {
  const at = (i: number, j: number): number => (i >= 0 && j >= 0 && i < ni && j < nj ? bits[i + ni * j]! : 0);
  const slant = Math.hypot(a, b) / 2;
  let [area, perimeter] = [0, 0];
  for (let j = -1; j < nj; j++)
    for (let i = -1; i < ni; i++) {
      const corners = [at(i, j), at(i + 1, j), at(i, j + 1), at(i + 1, j + 1)] as const;
      const set = corners[0] + corners[1] + corners[2] + corners[3];
      if (set === 1 || set === 3) {
        area += set === 1 ? 1 / 8 : 7 / 8;
        perimeter += slant;
      } else if (set === 4) area++;
      else if (set === 2) {
        const isRow = corners[0] === corners[1];
        const isColumn = corners[0] === corners[2];
        area += isRow || isColumn ? 1 / 2 : 1 / 4;
        perimeter += isRow ? a : isColumn ? b : 2 * slant;
      }
    }
  return { area: area * a * b, perimeter };
}
