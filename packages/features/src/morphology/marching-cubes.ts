/**
 * Triangles of marching cubes (Lorensen & Cline, SIGGRAPH 1987;21:163) for binary volumes at level 0.5, where every
 * surface vertex lies half-way along a cube edge. The tables are built here from written rules:
 *
 * 1. On a cube face with two inside corners at opposite ends, each inside corner is cut off by itself.
 * 2. A cut of five or six vertices is a fan from the vertex that gives the largest area on the unit cube, one of
 *    seven from the vertex that encloses the least volume. (Smaller cuts are flat.)
 *
 * Both rules look the same however the cube is turned, so the surface does too, and it is closed. The classic table
 * that PyRadiomics uses follows the same rules but treats a cube whose last corner is inside as its complement turned
 * inside out, which cuts off outside corners there and leaves holes between some cubes.
 */
/** Corners of the cube as (i, j, k) steps; corner n is bit n of a cube's index. */
export const CUBE_CORNERS: readonly (readonly [number, number, number])[] = [
  [0, 0, 0],
  [1, 0, 0],
  [1, 1, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 0, 1],
  [1, 1, 1],
  [0, 1, 1],
];

/** The twelve edges as pairs of corners. */
const EDGES: readonly (readonly [number, number])[] = [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 0],
  [4, 5],
  [5, 6],
  [6, 7],
  [7, 4],
  [0, 4],
  [1, 5],
  [2, 6],
  [3, 7],
];

/** The six faces as corners in a ring. */
const FACES: readonly (readonly [number, number, number, number])[] = [
  [0, 1, 2, 3],
  [4, 5, 6, 7],
  [0, 1, 5, 4],
  [3, 2, 6, 7],
  [0, 3, 7, 4],
  [1, 2, 6, 5],
];

type Point = readonly [number, number, number];

/** Edge mid-points in half voxels (whole numbers): twice the (i, j, k) step from the cube's first corner. */
export const EDGE_MIDPOINTS: readonly Point[] = EDGES.map(([a, b]): Point => {
  const p = CUBE_CORNERS[a]!;
  const q = CUBE_CORNERS[b]!;
  return [p[0] + q[0], p[1] + q[1], p[2] + q[2]];
});

const edgeBetween = (a: number, b: number): number =>
  EDGES.findIndex(([p, q]) => (p === a && q === b) || (p === b && q === a));

const isInside = (cube: number, corner: number): boolean => (cube & (1 << corner)) !== 0;

/** The closed cuts of a cube, each a ring of edge numbers (rule 2). */
function cuts(cube: number): number[][] {
  const next = new Map<number, number[]>();
  const join = (a: number, b: number): void => {
    next.set(a, [...(next.get(a) ?? []), b]);
    next.set(b, [...(next.get(b) ?? []), a]);
  };
  for (const face of FACES) {
    const edges = face.map((corner, n) => edgeBetween(corner, face[(n + 1) % 4]!));
    const crossed = [0, 1, 2, 3].filter((n) => isInside(cube, face[n]!) !== isInside(cube, face[(n + 1) % 4]!));
    if (crossed.length === 2) join(edges[crossed[0]!]!, edges[crossed[1]!]!);
    if (crossed.length === 4)
      for (let n = 0; n < 4; n++) if (isInside(cube, face[n]!)) join(edges[(n + 3) % 4]!, edges[n]!);
  }
  const rings: number[][] = [];
  const seen = new Set<number>();
  for (const start of next.keys()) {
    if (seen.has(start)) continue;
    const ring: number[] = [];
    let at: number | undefined = start;
    while (at !== undefined) {
      ring.push(at);
      seen.add(at);
      at = next.get(at)!.find((n) => !seen.has(n));
    }
    rings.push(ring);
  }
  return rings;
}

const cross = (a: Point, b: Point): Point => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

/** The ring turned so that its normal points from inside to outside. */
function outward(ring: readonly number[], cube: number): number[] {
  let facing = 0;
  const normal: [number, number, number] = [0, 0, 0];
  for (let n = 0; n < ring.length; n++) {
    const c = cross(EDGE_MIDPOINTS[ring[n]!]!, EDGE_MIDPOINTS[ring[(n + 1) % ring.length]!]!);
    for (let x = 0; x < 3; x++) normal[x]! += c[x]!;
  }
  for (const edge of ring) {
    const [a, b] = EDGES[edge]!;
    const step = minus(CUBE_CORNERS[b]!, CUBE_CORNERS[a]!);
    facing += dot(normal, step) * (isInside(cube, a) ? 1 : -1);
  }
  return facing > 0 ? [...ring] : [...ring].reverse();
}

function fan(ring: readonly number[], apex: number): number[] {
  const turned = [...ring.slice(apex), ...ring.slice(0, apex)];
  return turned.slice(1, -1).flatMap((edge, n) => [turned[0]!, edge, turned[n + 2]!]);
}

function measure(triangles: readonly number[]): { area: number; volume: number } {
  let area = 0;
  let volume = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [0, 1, 2].map((n) => EDGE_MIDPOINTS[triangles[t + n]!]!) as [Point, Point, Point];
    area += Math.hypot(...cross(minus(b, a), minus(c, a)));
    volume += dot(a, cross(b, c));
  }
  return { area, volume };
}

function triangulate(ring: readonly number[]): number[] {
  const fans = ring.map((_, apex) => fan(ring, apex));
  const score = (triangles: readonly number[]): number =>
    ring.length === 7 ? -measure(triangles).volume : measure(triangles).area;
  return fans.reduce((best, f) => (score(f) > score(best) + 1e-9 ? f : best));
}

const closed = (cube: number): number[] => cuts(cube).flatMap((ring) => triangulate(outward(ring, cube)));

function classic(cube: number): number[] {
  if (!(cube & 0x80)) return closed(cube);
  const complement = closed(~cube & 0xff);
  return complement.flatMap((_, n) => (n % 3 === 0 ? [complement[n]!, complement[n + 2]!, complement[n + 1]!] : []));
}

/** For each of the 256 cubes the edges of its triangles, three at a time, normals to the outside. */
export type CubeTable = readonly Uint8Array[];

const table = (triangles: (cube: number) => number[]): CubeTable =>
  Array.from({ length: 256 }, (_, cube) => Uint8Array.from(triangles(cube)));

/** The closed surface: the `ibsi` profile. */
export const CLOSED_TABLE: CubeTable = table(closed);
/** The classic table: the `pyradiomics` profile. */
export const CLASSIC_TABLE: CubeTable = table(classic);
