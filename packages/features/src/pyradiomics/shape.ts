import { convexHull2d, type Triple } from "@nadir/imaging";
import { principalVariances } from "../morphology/axes.ts";
import { pointDiameter } from "../morphology/hull.ts";
import { CLASSIC_TABLE } from "../morphology/marching-cubes.ts";
import { surfaceMesh } from "../morphology/mesh.ts";

/** The 14 shape features by PyRadiomics' names: mesh of the classic marching-cubes table, covariance with n. */
export function shape(bits: Uint8Array, dims: Triple, spacing: Triple): Record<string, number> {
  const mesh = surfaceMesh(bits, dims, spacing, CLASSIC_TABLE);
  const [major, minor, least] = principalVariances(bits, dims, spacing, "n");
  let voxels = 0;
  for (let p = 0; p < bits.length; p++) voxels += bits[p]!;
  const [row, column, slice] = planeDiameters(bits, dims, spacing);
  return {
    Elongation: major > 0 ? Math.sqrt(minor / major) : 0,
    Flatness: major > 0 ? Math.sqrt(least / major) : 0,
    LeastAxisLength: 4 * Math.sqrt(least),
    MajorAxisLength: 4 * Math.sqrt(major),
    Maximum2DDiameterColumn: column,
    Maximum2DDiameterRow: row,
    Maximum2DDiameterSlice: slice,
    Maximum3DDiameter: pointDiameter(mesh.extremes, spacing),
    MeshVolume: mesh.volume,
    MinorAxisLength: 4 * Math.sqrt(minor),
    Sphericity: Math.cbrt(36 * Math.PI * mesh.volume ** 2) / mesh.area,
    SurfaceArea: mesh.area,
    SurfaceVolumeRatio: mesh.area / mesh.volume,
    VoxelVolume: voxels * spacing[0] * spacing[1] * spacing[2],
  };
}

/**
 * Largest distance between two mesh vertices that share their place on one axis: per axis i, j, k over all planes.
 * In a plane through voxel centres the vertices are the in-plane crossings, in one between them the voxels that
 * differ across it; per line only the outermost two can matter. Planes come in the order of how far the region
 * could reach in them, until none left can hold more than was found.
 */
function planeDiameters(bits: Uint8Array, dims: Triple, spacing: Triple): Triple {
  const stride = [1, dims[0], dims[0] * dims[1]] as const;
  const reach = layerReach(bits, dims, spacing);
  const at = (axis: 0 | 1 | 2): number => {
    const p = axis === 0 ? 1 : 0;
    const q = axis === 2 ? 1 : 2;
    let most = 0;
    for (const { half, bound } of planeBounds(reach[axis], spacing[p], spacing[q])) {
      if (bound <= most) break;
      const points = half % 2 === 0 ? centrePlane(half / 2) : betweenPlane((half - 1) / 2);
      most = widest(points, spacing[p], spacing[q], most);
    }
    return Math.sqrt(most);

    function centrePlane(n: number): number[] {
      const found: number[] = [];
      for (const [along, across] of [
        [p, q],
        [q, p],
      ] as const)
        for (let b = 0; b < dims[across]; b++) {
          const from = n * stride[axis] + b * stride[across];
          let first = 0;
          while (first < dims[along] && !bits[from + first * stride[along]]) first++;
          if (first === dims[along]) continue;
          let last = dims[along] - 1;
          while (!bits[from + last * stride[along]]) last--;
          for (const end of [2 * first - 1, 2 * last + 1]) found.push(...(along === p ? [end, 2 * b] : [2 * b, end]));
        }
      return found;
    }

    function betweenPlane(n: number): number[] {
      const found: number[] = [];
      const value = (layer: number, from: number): number =>
        layer < 0 || layer >= dims[axis] ? 0 : bits[layer * stride[axis] + from]!;
      for (let b = 0; b < dims[q]; b++) {
        let [first, last] = [-1, -1];
        for (let a = 0; a < dims[p]; a++) {
          const from = a * stride[p] + b * stride[q];
          if (value(n, from) === value(n + 1, from)) continue;
          if (first < 0) first = a;
          last = a;
        }
        if (first >= 0) found.push(2 * first, 2 * b, 2 * last, 2 * b);
      }
      return found;
    }
  };
  return [at(0), at(1), at(2)];
}

/**
 * How far the region reaches in each layer across an axis, mm: least and greatest p, q, p + q and p − q of its voxel
 * centres, p and q being the other two axes in their order; least above greatest for an empty layer.
 */
interface Reach {
  readonly low: readonly [Float64Array, Float64Array, Float64Array, Float64Array];
  readonly high: readonly [Float64Array, Float64Array, Float64Array, Float64Array];
}

function layerReach(bits: Uint8Array, [ni, nj, nk]: Triple, [si, sj, sk]: Triple): readonly [Reach, Reach, Reach] {
  const four = (n: number, x: number) =>
    [0, 1, 2, 3].map(() => new Float64Array(n).fill(x)) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const empty = (layers: number): Reach => ({
    low: four(layers, Number.POSITIVE_INFINITY),
    high: four(layers, Number.NEGATIVE_INFINITY),
  });
  const [x, y, z] = [empty(ni), empty(nj), empty(nk)];
  const widen = ({ low, high }: Reach, n: number, p: number, q: number): void => {
    if (p < low[0][n]!) low[0][n] = p;
    if (p > high[0][n]!) high[0][n] = p;
    if (q < low[1][n]!) low[1][n] = q;
    if (q > high[1][n]!) high[1][n] = q;
    if (p + q < low[2][n]!) low[2][n] = p + q;
    if (p + q > high[2][n]!) high[2][n] = p + q;
    if (p - q < low[3][n]!) low[3][n] = p - q;
    if (p - q > high[3][n]!) high[3][n] = p - q;
  };
  // The first and last of a line reach as far as all of it: lines along i for layers across j and k, and along j for i.
  for (let k = 0, at = 0; k < nk; k++) {
    const first = new Int32Array(ni).fill(-1);
    const last = new Int32Array(ni);
    for (let j = 0; j < nj; j++, at += ni) {
      let [begin, end] = [-1, -1];
      for (let i = 0; i < ni; i++) {
        if (bits[at + i] === 0) continue;
        if (begin < 0) begin = i;
        end = i;
        if (first[i]! < 0) first[i] = j;
        last[i] = j;
      }
      if (begin < 0) continue;
      for (const i of [begin, end]) {
        widen(y, j, i * si, k * sk);
        widen(z, k, i * si, j * sj);
      }
    }
    for (let i = 0; i < ni; i++) {
      if (first[i]! < 0) continue;
      widen(x, i, first[i]! * sj, k * sk);
      widen(x, i, last[i]! * sj, k * sk);
    }
  }
  return [x, y, z];
}

/** Every plane that meets the region, with a bound on the squared distance of two of its points; largest first. */
function planeBounds({ low, high }: Reach, sp: number, sq: number) {
  const layers = low[0].length;
  const found: { half: number; bound: number }[] = [];
  for (let half = -1; half <= 2 * layers - 1; half++) {
    // A plane between two layers holds voxel centres of either; one through a layer its crossings, half a voxel out.
    const a = Math.max(0, Math.floor(half / 2));
    const b = Math.min(layers - 1, Math.ceil(half / 2));
    const extent = (n: 0 | 1 | 2 | 3, more: number): number =>
      Math.max(high[n][a]!, high[n][b]!) - Math.min(low[n][a]!, low[n][b]!) + more;
    const [width, height] = [extent(0, sp), extent(1, sq)];
    if (width < 0) continue;
    const slant = Math.max(sp, sq);
    // |Δp| ≤ width, |Δq| ≤ height, |Δp ± Δq| ≤ the slanted extents: the farthest corner of either octagon.
    const bound = Math.max(corner(width, height, extent(2, slant)), corner(width, height, extent(3, slant)));
    found.push({ half, bound: bound * (1 + 1e-12) });
  }
  return found.sort((a, b) => b.bound - a.bound);
}

/** Largest u² + v² with 0 ≤ u ≤ width, 0 ≤ v ≤ height, u + v ≤ slanted. */
function corner(width: number, height: number, slanted: number): number {
  if (width + height <= slanted) return width * width + height * height;
  const v = Math.max(0, slanted - width);
  const u = Math.max(0, slanted - height);
  return Math.max(width * width + v * v, u * u + height * height);
}

/**
 * Largest squared distance between points given in half voxels, or `least` when none is larger. Only points that could
 * end a larger one are compared: those whose distance from the middle and the greatest such distance reach it together.
 */
function widest(points: readonly number[], sp: number, sq: number, least: number): number {
  const count = points.length / 2;
  let [lowP, highP, lowQ, highQ] = [Number.POSITIVE_INFINITY, -1 << 30, Number.POSITIVE_INFINITY, -1 << 30];
  for (let n = 0; n < points.length; n += 2) {
    lowP = Math.min(lowP, points[n]!);
    highP = Math.max(highP, points[n]!);
    lowQ = Math.min(lowQ, points[n + 1]!);
    highQ = Math.max(highQ, points[n + 1]!);
  }
  const radius = new Float64Array(count);
  let far = 0;
  for (let n = 0; n < count; n++) {
    const u = ((2 * points[2 * n]! - lowP - highP) / 4) * sp;
    const v = ((2 * points[2 * n + 1]! - lowQ - highQ) / 4) * sq;
    radius[n] = Math.sqrt(u * u + v * v);
    if (radius[n]! > far) far = radius[n]!;
  }
  const needed = Math.sqrt(least) * (1 - 1e-12) - far;
  const kept: number[] = [];
  for (let n = 0; n < count; n++) if (radius[n]! >= needed) kept.push(points[2 * n]!, points[2 * n + 1]!);
  const ends =
    kept.length > 2 * MANY_POINTS ? convexHull2d(kept).flatMap((n) => [kept[2 * n]!, kept[2 * n + 1]!]) : kept;
  let most = least;
  for (let a = 0; a < ends.length; a += 2)
    for (let b = a + 2; b < ends.length; b += 2) {
      const u = ((ends[a]! - ends[b]!) / 2) * sp;
      const v = ((ends[a + 1]! - ends[b + 1]!) / 2) * sq;
      const square = u * u + v * v;
      if (square > most) most = square;
    }
  return most;
}
/** More points than this are first thinned to their convex hull. */
const MANY_POINTS = 400;
