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
 * differ across it; per line only the outermost two can matter.
 */
function planeDiameters(bits: Uint8Array, dims: Triple, spacing: Triple): Triple {
  const stride = [1, dims[0], dims[0] * dims[1]] as const;
  const at = (axis: 0 | 1 | 2): number => {
    const p = axis === 0 ? 1 : 0;
    const q = axis === 2 ? 1 : 2;
    let most = 0;
    for (let half = -1; half <= 2 * dims[axis] - 1; half++) {
      const points = half % 2 === 0 ? centrePlane(half / 2) : betweenPlane((half - 1) / 2);
      most = Math.max(most, widest(points, spacing[p], spacing[q]));
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

/** Largest squared distance between points given in half voxels. */
function widest(points: readonly number[], sp: number, sq: number): number {
  if (points.length < 4) return 0;
  const hull = convexHull2d(points);
  let most = 0;
  for (let a = 0; a < hull.length; a++)
    for (let b = a + 1; b < hull.length; b++) {
      const u = ((points[2 * hull[a]!]! - points[2 * hull[b]!]!) / 2) * sp;
      const v = ((points[2 * hull[a]! + 1]! - points[2 * hull[b]! + 1]!) / 2) * sq;
      most = Math.max(most, u * u + v * v);
    }
  return most;
}
