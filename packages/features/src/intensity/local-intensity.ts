import type { Outcome } from "../outcome.ts";
import type { Prepared } from "../prepare/prepared.ts";

/** Radius of a sphere of 1 cm³, mm, as IBSI rounds it. */
export const PEAK_RADIUS_MM = 6.2;

/** Runs of voxels along i that make up the sphere: at (dj, dk), from −half to +half. */
interface Run {
  readonly dj: number;
  readonly dk: number;
  readonly half: number;
}

function sphere([si, sj, sk]: readonly [number, number, number]): Run[] {
  const runs: Run[] = [];
  const square = PEAK_RADIUS_MM ** 2 * (1 + 1e-12);
  const [rj, rk] = [Math.floor(PEAK_RADIUS_MM / sj), Math.floor(PEAK_RADIUS_MM / sk)];
  for (let dk = -rk; dk <= rk; dk++)
    for (let dj = -rj; dj <= rj; dj++) {
      const rest = square - (dj * sj) ** 2 - (dk * sk) ** 2;
      if (rest >= 0) runs.push({ dj, dk, half: Math.floor(Math.sqrt(rest) / si) });
    }
  return runs;
}

/**
 * Local and global intensity peak, in the order of the catalogue: means over spheres of radius 6.2 mm around voxels
 * of I. A sphere may leave the region, not the image.
 */
export function localIntensity({ dims, spacing, at, values, field }: Prepared): [Outcome, Outcome] {
  if (!field.values.every(Number.isFinite)) return ["NON_FINITE_NEIGHBOURHOOD", "NON_FINITE_NEIGHBOURHOOD"];
  const runs = sphere(spacing);
  const [fi, fj, fk] = field.dims;
  // Running sums along i: the sum of a run is a difference of two of them.
  const prefix = new Float64Array((fi + 1) * fj * fk);
  for (let row = 0; row < fj * fk; row++)
    for (let i = 0, sum = 0; i < fi; i++) {
      sum += field.values[row * fi + i]!;
      prefix[row * (fi + 1) + i + 1] = sum;
    }
  let highest = Number.NEGATIVE_INFINITY;
  for (let v = 0; v < values.length; v++) if (values[v]! > highest) highest = values[v]!;
  let local = Number.NEGATIVE_INFINITY;
  let global = Number.NEGATIVE_INFINITY;
  for (let v = 0; v < at.length; v++) {
    const p = at[v]!;
    const i = (p % dims[0]) + field.offset[0];
    const j = (Math.floor(p / dims[0]) % dims[1]) + field.offset[1];
    const k = Math.floor(p / (dims[0] * dims[1])) + field.offset[2];
    let sum = 0;
    let count = 0;
    for (let r = 0; r < runs.length; r++) {
      const { dj, dk, half } = runs[r]!;
      const y = j + dj;
      const z = k + dk;
      if (y < 0 || z < 0 || y >= fj || z >= fk) continue;
      const from = i > half ? i - half : 0;
      const to = i + half < fi - 1 ? i + half + 1 : fi;
      const row = (y + fj * z) * (fi + 1);
      sum += prefix[row + to]! - prefix[row + from]!;
      count += to - from;
    }
    const mean = sum / count;
    if (mean > global) global = mean;
    if (values[v] === highest && mean > local) local = mean;
  }
  return [local, global];
}
