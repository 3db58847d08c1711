import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { fc, test } from "@fast-check/vitest";
import { readVolume, regionOf, type Triple } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { convexHull, hullDiameter } from "./hull.ts";
import { CLASSIC_TABLE, CLOSED_TABLE, CUBE_CORNERS, EDGE_MIDPOINTS } from "./marching-cubes.ts";
import { surfaceMesh } from "./mesh.ts";

const randomRegion = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }))
  .chain(([ni, nj, nk]) =>
    fc.record({
      dims: fc.constant<Triple>([ni, nj, nk]),
      bits: fc.uint8Array({ min: 0, max: 1, minLength: ni * nj * nk, maxLength: ni * nj * nk }),
      spacing: fc.tuple(fc.constantFrom(1, 0.7), fc.constantFrom(1, 1.9), fc.constantFrom(1, 3)),
    }),
  )
  .filter(({ bits }) => bits.includes(1));

/** Every triangle of the mesh as points in half voxels: the plain way, cube by cube. */
function allTriangles(bits: Uint8Array, [ni, nj, nk]: Triple): [Triple, Triple, Triple][] {
  const at = (i: number, j: number, k: number): number =>
    i < 0 || j < 0 || k < 0 || i >= ni || j >= nj || k >= nk ? 0 : bits[i + ni * (j + nj * k)]!;
  const found: [Triple, Triple, Triple][] = [];
  for (let k = -1; k < nk; k++)
    for (let j = -1; j < nj; j++)
      for (let i = -1; i < ni; i++) {
        let cube = 0;
        for (const [n, [di, dj, dk]] of CUBE_CORNERS.entries()) if (at(i + di, j + dj, k + dk)) cube |= 1 << n;
        const edges = CLOSED_TABLE[cube]!;
        const point = (e: number): Triple => {
          const [a, b, c] = EDGE_MIDPOINTS[e]!;
          return [2 * i + a, 2 * j + b, 2 * k + c];
        };
        for (let t = 0; t < edges.length; t += 3)
          found.push([point(edges[t]!), point(edges[t + 1]!), point(edges[t + 2]!)]);
      }
  return found;
}

const minus = (a: Triple, b: Triple): Triple => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a: Triple, b: Triple): Triple => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const scale = (p: Triple, s: Triple): Triple => [(p[0] / 2) * s[0], (p[1] / 2) * s[1], (p[2] / 2) * s[2]];

describe("marching cubes", () => {
  it("cuts a single corner by one triangle, a full or empty cube by none", () => {
    expect([0, 255, 1, 128, 254].map((c) => CLOSED_TABLE[c]!.length)).toEqual([0, 0, 3, 3, 3]);
  });

  test.prop([randomRegion], { numRuns: 200 })("the surface is closed and turned outward", ({ dims, bits }) => {
    const edges = new Map<string, number>();
    for (const [a, b, c] of allTriangles(bits, dims))
      for (const [p, q] of [
        [a, b],
        [b, c],
        [c, a],
      ] as const) {
        const forward = `${p}>${q}`;
        const backward = `${q}>${p}`;
        if (edges.get(backward)) edges.set(backward, edges.get(backward)! - 1);
        else edges.set(forward, (edges.get(forward) ?? 0) + 1);
      }
    expect([...edges.values()].every((n) => n === 0)).toBe(true);
    expect(surfaceMesh(bits, dims, [1, 1, 1]).volume).toBeGreaterThan(0);
  });

  test.prop([randomRegion], { numRuns: 200 })("sums by shape equal sums over triangles", ({ dims, bits, spacing }) => {
    let [area, volume] = [0, 0];
    for (const triangle of allTriangles(bits, dims)) {
      const [a, b, c] = triangle.map((p) => scale(p, spacing)) as [Triple, Triple, Triple];
      const n = cross(minus(b, a), minus(c, a));
      area += Math.hypot(...n) / 2;
      volume += dot(a, n) / 6;
    }
    const mesh = surfaceMesh(bits, dims, spacing);
    expect(mesh.area).toBeCloseTo(area, 9);
    expect(mesh.volume).toBeCloseTo(volume, 9);
  });

  it("one voxel is an octahedron", () => {
    const mesh = surfaceMesh(Uint8Array.of(1), [1, 1, 1], [1, 1, 1]);
    expect(mesh.volume).toBeCloseTo(1 / 6, 12);
    expect(mesh.area).toBeCloseTo(Math.sqrt(3), 12);
  });
});

describe("the two tables", () => {
  it("differ only where a face has inside corners at opposite ends", () => {
    const faces = [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [0, 1, 5, 4],
      [3, 2, 6, 7],
      [0, 3, 7, 4],
      [1, 2, 6, 5],
    ];
    for (let cube = 0; cube < 256; cube++) {
      const inside = (n: number): boolean => (cube & (1 << n)) !== 0;
      const isAmbiguous = faces.some(
        (f) => inside(f[0]!) === inside(f[2]!) && inside(f[1]!) === inside(f[3]!) && inside(f[0]!) !== inside(f[1]!),
      );
      const edges = (table: readonly Uint8Array[]): number[] => [...table[cube]!].sort((a, b) => a - b);
      if (!isAmbiguous) expect(edges(CLASSIC_TABLE), `cube ${cube}`).toHaveLength(edges(CLOSED_TABLE).length);
      if (cube < 128) expect(CLASSIC_TABLE[cube]).toEqual(CLOSED_TABLE[cube]);
    }
  });
});

describe("convex hull", () => {
  test.prop([randomRegion], { numRuns: 200 })(
    "holds every mesh vertex, on a closed surface",
    ({ dims, bits, spacing }) => {
      const vertices = allTriangles(bits, dims)
        .flat()
        .map((p) => scale(p, spacing));
      const hull = convexHull(surfaceMesh(bits, dims, spacing).extremes, spacing);
      const corner = (n: number): Triple => [hull.points[3 * n]!, hull.points[3 * n + 1]!, hull.points[3 * n + 2]!];
      const total: [number, number, number] = [0, 0, 0];
      for (let t = 0; t < hull.triangles.length; t += 3) {
        const [a, b, c] = [corner(hull.triangles[t]!), corner(hull.triangles[t + 1]!), corner(hull.triangles[t + 2]!)];
        const n = cross(minus(b, a), minus(c, a));
        expect(Math.hypot(...n)).toBeGreaterThan(0);
        expect(vertices.reduce((most, v) => Math.max(most, dot(n, minus(v, a))), 0)).toBeLessThan(1e-9);
        for (let x = 0; x < 3; x++) total[x]! += n[x]!;
      }
      // The area vectors of a closed surface cancel.
      expect(Math.hypot(...total)).toBeLessThan(1e-9);
      const pairs = vertices.flatMap((a) => vertices.map((b) => Math.hypot(...minus(a, b))));
      expect(hullDiameter(hull)).toBeCloseTo(
        pairs.reduce((m, d) => Math.max(m, d), 0),
        9,
      );
      const mesh = surfaceMesh(bits, dims, spacing);
      expect(hull.volume).toBeGreaterThanOrEqual(mesh.volume - 1e-9);
    },
  );
});

const shared = new URL("../../../../../shared/data/", import.meta.url);
describe.skipIf(!existsSync(shared))("against PyRadiomics' mesh and diameter (1e-9 relative)", () => {
  it.each([
    ["ibsi-digital-phantom-bw1", "ibsi1_digital_phantom/mask.nii.gz"],
    ["ibsi-ct-phantom", "ibsi1_ct_phantom/mask.nii.gz"],
    ["brain1", "pyradiomics_cases/brain1_label.nrrd"],
    ["sts001-mr-t1", "bench/sts001-mr-t1-mask.nii.gz"],
    ["sts001-pet-bw0.25", "bench/sts001-pet-suv-mask.nii.gz"],
  ])("%s", (reference, path) => {
    const { original } = JSON.parse(
      readFileSync(new URL(`pyradiomics-reference/${reference}.json`, shared), "utf8"),
    ) as {
      original: Record<string, number>;
    };
    const mask = readVolume(readFileSync(new URL(path, shared)), gunzipSync);
    const { bits, dims } = regionOf(mask, 1);
    const mesh = surfaceMesh(bits, dims, mask.spacing, CLASSIC_TABLE);
    const diameter = hullDiameter(convexHull(mesh.extremes, mask.spacing));
    for (const [got, name] of [
      [mesh.volume, "MeshVolume"],
      [mesh.area, "SurfaceArea"],
      [diameter, "Maximum3DDiameter"],
    ] as const)
      expect(Math.abs(got / original[`original_shape_${name}`]! - 1), name).toBeLessThan(1e-9);
  });
});
