import { refuse } from "@nadir/domain";
import { convexHull2d, type Triple } from "@nadir/imaging";
import { principalVariances } from "../morphology/axes.ts";

/**
 * The ten features of PyRadiomics' class shape2D, of a region of one slice across `axis` (0 is i, 2 is k). The outline
 * runs through the middles of the edges between pixels inside and outside (marching squares; of two pixels that touch
 * by a corner each is cut off alone). Axes from the covariance with n. Refuses `SHAPE_2D` for a thicker region.
 */
export function shape2d(bits: Uint8Array, dims: Triple, spacing: Triple, axis: 0 | 1 | 2): Record<string, number> {
  if (dims[axis] !== 1)
    refuse(
      "SHAPE_2D",
      `The class 'shape2D' is of a single slice, but the region spans ${dims[axis]} slices across ${"xyz"[axis]} (force2Ddimension ${2 - axis}). Delineate one slice, or leave shape2D out.`,
      { found: `${dims[axis]} slices`, expected: "1" },
    );
  const [p, q] = axis === 0 ? ([1, 2] as const) : axis === 1 ? ([0, 2] as const) : ([0, 1] as const);
  const [np, nq, sp, sq] = [dims[p], dims[q], spacing[p], spacing[q]];
  const at = (a: number, b: number): number => (a < 0 || b < 0 || a >= np || b >= nq ? 0 : bits[a + np * b]!);
  const slant = Math.hypot(sp, sq) / 2;
  let [cells, perimeter, pixels] = [0, 0, 0];
  /** Vertices of the outline, in half pixels. */
  const vertices: number[] = [];
  for (let b = -1; b < nq; b++)
    for (let a = -1; a < np; a++) {
      const [here, right, below, across] = [at(a, b), at(a + 1, b), at(a, b + 1), at(a + 1, b + 1)];
      pixels += here;
      if (here !== right) vertices.push(2 * a + 1, 2 * b);
      if (here !== below) vertices.push(2 * a, 2 * b + 1);
      const set = here + right + below + across;
      if (set === 1 || set === 3) {
        cells += set === 1 ? 1 / 8 : 7 / 8;
        perimeter += slant;
      } else if (set === 4) cells += 1;
      else if (set === 2 && here === across) {
        cells += 1 / 4;
        perimeter += 2 * slant;
      } else if (set === 2) {
        cells += 1 / 2;
        perimeter += here === right ? sp : sq;
      }
    }
  const area = cells * sp * sq;
  const [major, minor] = principalVariances(bits, dims, spacing, "n");
  const round = 2 * Math.sqrt(Math.PI * area);
  return {
    Elongation: major > 0 ? Math.sqrt(Math.max(0, minor) / major) : 0,
    MajorAxisLength: 4 * Math.sqrt(major),
    MaximumDiameter: widest(vertices, sp, sq),
    MeshSurface: area,
    MinorAxisLength: 4 * Math.sqrt(Math.max(0, minor)),
    Perimeter: perimeter,
    PerimeterSurfaceRatio: perimeter / area,
    PixelSurface: pixels * sp * sq,
    Sphericity: round / perimeter,
    SphericalDisproportion: perimeter / round,
  };
}

/** Largest distance between two vertices, given in half pixels; only those of the convex hull can have it. */
function widest(vertices: readonly number[], sp: number, sq: number): number {
  const hull = convexHull2d([...vertices]);
  let most = 0;
  for (const [n, a] of hull.entries())
    for (const b of hull.slice(n + 1)) {
      const u = ((vertices[2 * a]! - vertices[2 * b]!) / 2) * sp;
      const v = ((vertices[2 * a + 1]! - vertices[2 * b + 1]!) / 2) * sq;
      most = Math.max(most, u * u + v * v);
    }
  return Math.sqrt(most);
}
