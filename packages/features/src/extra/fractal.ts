import type { Triple } from "@nadir/imaging";
import type { Outcome } from "../outcome.ts";
import type { Prepared } from "../prepare/prepared.ts";

/**
 * Box counting (radiomics §8.1) on the surface of M and on the voxels of I at least as bright as their mean: dimension
 * = slope of ln N over ln(1/size) for boxes of 1, 2, 4 … voxels up to half of the shortest side, r² of that line, and
 * lacunarity Σm²·B/(Σm)² of the voxels per box, averaged over sizes (Allain & Cloitre, Phys Rev A 1991;44:3552, on a
 * fixed grid). Boxes are voxels: interpolate to equal spacing first. One size only gives `REGION_TOO_SMALL`.
 */
export function fractal(region: Prepared): Outcome[] {
  const { dims, at, values } = region;
  let sum = 0;
  for (let v = 0; v < values.length; v++) sum += values[v]!;
  const bright = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (let v = 0; v < values.length; v++) if (values[v]! >= sum / values.length) bright[at[v]!] = 1;
  const surface = boxCount(surfaceVoxels(region.morphological, dims), dims);
  const inside = boxCount(bright, dims);
  return [surface.dimension, surface.r2, inside.dimension, inside.r2, inside.lacunarity];
}

/** Voxels of M that share a face with a voxel outside it (across slices only where there are several). */
export function surfaceVoxels(bits: Uint8Array, dims: Triple): Uint8Array {
  const out = new Uint8Array(bits.length);
  const step = [1, dims[0], dims[0] * dims[1]] as const;
  for (let k = 0, p = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, p++) {
        if (!bits[p]) continue;
        for (const [x, at] of [i, j, k].entries()) {
          if (dims[x]! === 1) continue;
          const isOpen = at === 0 || at === dims[x]! - 1 || !bits[p - step[x]!] || !bits[p + step[x]!];
          if (isOpen) out[p] = 1;
        }
      }
  return out;
}

export interface BoxCount {
  readonly dimension: Outcome;
  readonly r2: Outcome;
  readonly lacunarity: Outcome;
}

export function boxCount(bits: Uint8Array, dims: Triple): BoxCount {
  const shortest = Math.min(...dims.filter((n) => n > 1), Number.POSITIVE_INFINITY);
  const sizes: number[] = [];
  for (let size = 1; size <= shortest / 2 && Number.isFinite(shortest); size *= 2) sizes.push(size);
  if (sizes.length < 2)
    return { dimension: "REGION_TOO_SMALL", r2: "REGION_TOO_SMALL", lacunarity: "REGION_TOO_SMALL" };
  const xs: number[] = [];
  const ys: number[] = [];
  let lacunarity = 0;
  for (const size of sizes) {
    const masses = boxMasses(bits, dims, size);
    xs.push(-Math.log(size));
    ys.push(Math.log(masses.length));
    const total = masses.reduce((a, m) => a + m, 0);
    lacunarity += (masses.length * masses.reduce((a, m) => a + m * m, 0)) / (total * total) / sizes.length;
  }
  const { slope, r2 } = line(xs, ys);
  return { dimension: slope, r2, lacunarity };
}

/** Voxels in each box that holds any. */
function boxMasses(bits: Uint8Array, dims: Triple, size: number): number[] {
  const [bi, bj, bk] = dims.map((n) => Math.ceil(n / size)) as [number, number, number];
  const boxes = new Float64Array(bi * bj * bk);
  for (let k = 0, p = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, p++)
        if (bits[p]) boxes[Math.floor(i / size) + bi * (Math.floor(j / size) + bj * Math.floor(k / size))]!++;
  return [...boxes].filter((m) => m > 0);
}

/** Least-squares line; r² is 1 for points of one height. */
function line(xs: readonly number[], ys: readonly number[]): { slope: number; r2: number } {
  const n = xs.length;
  const mx = xs.reduce((a, x) => a + x, 0) / n;
  const my = ys.reduce((a, y) => a + y, 0) / n;
  let [xx, xy, yy] = [0, 0, 0];
  for (let q = 0; q < n; q++) {
    xx += (xs[q]! - mx) ** 2;
    xy += (xs[q]! - mx) * (ys[q]! - my);
    yy += (ys[q]! - my) ** 2;
  }
  return { slope: xy / xx, r2: yy === 0 ? 1 : (xy * xy) / (xx * yy) };
}
