import type { Triple } from "@nadir/imaging";
import { CLOSED_TABLE, CUBE_CORNERS, type CubeTable, EDGE_MIDPOINTS } from "./marching-cubes.ts";

/** The surface of a region by marching cubes at level 0.5, the region padded by one voxel. */
export interface SurfaceMesh {
  /** Enclosed volume, mm³: the sum of signed tetrahedra. */
  readonly volume: number;
  /** mm² */
  readonly area: number;
  /**
   * Vertices that can lie on the convex hull, as x, y, z in half voxels (whole numbers; the centre of voxel n is 2n):
   * the first and last surface crossing of every line of voxels along each axis. Every mesh vertex lies between two
   * of these, so hull, box and diameters are those of the whole mesh.
   */
  readonly extremes: Int32Array;
}

/** Doubled area and six-fold volume terms of each cube shape, for one spacing; summed over shapes by their counts. */
interface ShapeTerms {
  readonly area: number;
  /** Σ a·(b×c) of the shape's own triangles. */
  readonly volume: number;
  /** Σ of the triangles' area vectors (b−a)×(c−a): what moving the cube adds to the volume term. */
  readonly vector: Triple;
}

function shapeTerms(triangles: Uint8Array, spacing: Triple): ShapeTerms {
  let area = 0;
  let volume = 0;
  const vector: [number, number, number] = [0, 0, 0];
  const at = (n: number): [number, number, number] => {
    const p = EDGE_MIDPOINTS[triangles[n]!]!;
    return [(p[0] / 2) * spacing[0], (p[1] / 2) * spacing[1], (p[2] / 2) * spacing[2]];
  };
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [at(t), at(t + 1), at(t + 2)];
    const u = [b[0] - a[0], b[1] - a[1], b[2] - a[2]] as const;
    const v = [c[0] - a[0], c[1] - a[1], c[2] - a[2]] as const;
    const n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]] as const;
    area += Math.hypot(...n);
    volume += a[0] * n[0] + a[1] * n[1] + a[2] * n[2];
    for (let x = 0; x < 3; x++) vector[x]! += n[x]!;
  }
  return { area, volume, vector };
}

/**
 * Volume and area of the mesh. The surface is summed by shape: a cube at offset o adds its shape's own volume term
 * plus o·(its area vector), so only counts and summed offsets per shape are needed, no triangle list.
 */
export function surfaceMesh(
  bits: Uint8Array,
  dims: Triple,
  spacing: Triple,
  table: CubeTable = CLOSED_TABLE,
): SurfaceMesh {
  const [ni, nj, nk] = dims;
  const counts = new Float64Array(256);
  const sumI = new Float64Array(256);
  const sumJ = new Float64Array(256);
  const sumK = new Float64Array(256);
  const pi = ni + 2;
  const pj = nj + 2;
  const padded = new Uint8Array(pi * pj * (nk + 2));
  for (let k = 0, from = 0; k < nk; k++)
    for (let j = 0; j < nj; j++, from += ni)
      padded.set(bits.subarray(from, from + ni), 1 + pi * (j + 1 + pj * (k + 1)));
  // The four corners with i = 1 of one cube are the four with i = 0 of the next.
  const shift = CUBE_CORNERS.map(([i]) => i);
  const far = shift.flatMap((i, n) => (i === 1 ? [n] : []));
  const near = far.map((n) =>
    CUBE_CORNERS.findIndex(
      (c, m) => m !== n && c[0] === 0 && c[1] === CUBE_CORNERS[n]![1] && c[2] === CUBE_CORNERS[n]![2],
    ),
  );
  const fromFar = (column: number): number => {
    let cube = 0;
    for (let n = 0; n < 4; n++) if (column & (1 << n)) cube |= 1 << near[n]!;
    return cube;
  };
  const atFar = (column: number): number => {
    let cube = 0;
    for (let n = 0; n < 4; n++) if (column & (1 << n)) cube |= 1 << far[n]!;
    return cube;
  };
  const low = Uint8Array.from({ length: 16 }, (_, c) => fromFar(c));
  const high = Uint8Array.from({ length: 16 }, (_, c) => atFar(c));
  const offset = far.map((n) => pi * (CUBE_CORNERS[n]![1] + pj * CUBE_CORNERS[n]![2])) as [
    number,
    number,
    number,
    number,
  ];
  const [o0, o1, o2, o3] = offset;
  for (let k = 0; k <= nk; k++)
    for (let j = 0; j <= nj; j++) {
      const row = pi * (j + pj * k);
      let before = 0;
      for (let i = 1; i < pi; i++) {
        const p = row + i;
        const column = padded[p + o0]! | (padded[p + o1]! << 1) | (padded[p + o2]! << 2) | (padded[p + o3]! << 3);
        if ((column | before) === 0) continue;
        const cube = low[before]! | high[column]!;
        before = column;
        if (cube === 255) continue;
        counts[cube]!++;
        sumI[cube]! += i - 1;
        sumJ[cube]! += j;
        sumK[cube]! += k;
      }
    }
  let area = 0;
  let volume = 0;
  for (let cube = 1; cube < 255; cube++) {
    if (counts[cube] === 0) continue;
    const terms = shapeTerms(table[cube]!, spacing);
    area += counts[cube]! * terms.area;
    volume +=
      counts[cube]! * terms.volume +
      sumI[cube]! * spacing[0] * terms.vector[0] +
      sumJ[cube]! * spacing[1] * terms.vector[1] +
      sumK[cube]! * spacing[2] * terms.vector[2];
  }
  return { volume: volume / 6, area: area / 2, extremes: extremeCrossings(bits, dims) };
}

function extremeCrossings(bits: Uint8Array, dims: Triple): Int32Array {
  const [ni, nj, nk] = dims;
  // First and last voxel of each line: along i by (j, k), along j by (i, k), along k by (i, j).
  const across = [nj * nk, ni * nk, ni * nj] as const;
  const first = across.map((n) => new Int32Array(n).fill(-1)) as [Int32Array, Int32Array, Int32Array];
  const last = across.map((n) => new Int32Array(n)) as [Int32Array, Int32Array, Int32Array];
  const [fi, fj, fk] = first;
  const [li, lj, lk] = last;
  for (let k = 0, p = 0; k < nk; k++)
    for (let j = 0; j < nj; j++) {
      const row = j + nj * k;
      for (let i = 0; i < ni; i++, p++) {
        if (bits[p] === 0) continue;
        if (fi[row]! < 0) fi[row] = i;
        li[row] = i;
        const a = i + ni * k;
        if (fj[a]! < 0) fj[a] = j;
        lj[a] = j;
        const b = i + ni * j;
        if (fk[b]! < 0) fk[b] = k;
        lk[b] = k;
      }
    }
  let lines = 0;
  for (const list of first) for (let n = 0; n < list.length; n++) if (list[n]! >= 0) lines++;
  const found = new Int32Array(6 * lines);
  let to = 0;
  for (const along of [0, 1, 2] as const) {
    const p = along === 0 ? 1 : 0;
    const q = along === 2 ? 1 : 2;
    for (let n = 0; n < first[along].length; n++) {
      if (first[along][n]! < 0) continue;
      const a = 2 * (n % dims[p]);
      const b = 2 * Math.floor(n / dims[p]);
      for (let end = 0; end < 2; end++, to += 3) {
        found[to + along] = end === 0 ? 2 * first[along][n]! - 1 : 2 * last[along][n]! + 1;
        found[to + p] = a;
        found[to + q] = b;
      }
    }
  }
  return found;
}
