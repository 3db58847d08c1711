import { convexHull2d, type Triple } from "@nadir/imaging";

/** A convex hull: its corner points in mm and its triangles, normals to the outside. */
export interface ConvexHull {
  /** x, y, z of each corner, mm. */
  readonly points: Float64Array;
  /** Three corner numbers per triangle. */
  readonly triangles: Int32Array;
  readonly volume: number;
  readonly area: number;
}

/**
 * Convex hull of points given in half voxels (whole numbers, so that every orientation test is exact), scaled to mm.
 * Incremental construction; points in the plane of a facet join it, so no triangle is degenerate. The points must not
 * all lie in one plane, which holds for the crossings of any region.
 */
export function convexHull(halfVoxels: Int32Array, spacing: Triple): ConvexHull {
  const points = outermost(halfVoxels);
  const builder = new HullBuilder(points);
  const order = insertionOrder(points);
  builder.start(order);
  for (const p of order) builder.add(p);
  return builder.finish(spacing);
}

/** Keeps the corners of the 2D hull of every layer: what lies inside a layer's hull lies inside the whole hull. */
function outermost(points: Int32Array): Int32Array {
  const layers = new Map<number, number[]>();
  for (let n = 0; n < points.length; n += 3) {
    const layer = layers.get(points[n + 2]!);
    if (layer) layer.push(points[n]!, points[n + 1]!);
    else layers.set(points[n + 2]!, [points[n]!, points[n + 1]!]);
  }
  const kept: number[] = [];
  for (const [z, xy] of layers) for (const n of convexHull2d(xy)) kept.push(xy[2 * n]!, xy[2 * n + 1]!, z);
  return Int32Array.from(kept);
}

/** Points far out in many directions first, so that most others are found inside at once. */
function insertionOrder(points: Int32Array): number[] {
  const first = new Set<number>();
  const steps = 4;
  for (let a = -steps; a <= steps; a++)
    for (let b = -steps; b <= steps; b++)
      for (const [u, v, w] of [
        [a, b, steps],
        [a, steps, b],
        [steps, a, b],
      ] as const) {
        let low = 0;
        let high = 0;
        let least = Number.POSITIVE_INFINITY;
        let most = Number.NEGATIVE_INFINITY;
        for (let n = 0; n < points.length; n += 3) {
          const height = u * points[n]! + v * points[n + 1]! + w * points[n + 2]!;
          if (height < least) [least, low] = [height, n / 3];
          if (height > most) [most, high] = [height, n / 3];
        }
        first.add(low).add(high);
      }
  for (let n = 0; n < points.length / 3; n++) first.add(n);
  return [...first];
}

class HullBuilder {
  /** Corners (3) and neighbours across edge c→c+1 (3) per facet; the plane as normal and offset (4). */
  private readonly corner: number[] = [];
  private readonly neighbour: number[] = [];
  private readonly plane: number[] = [];
  private readonly alive: boolean[] = [];

  constructor(private readonly points: Int32Array) {}

  /** A tetrahedron from the first points that span one. */
  start(order: readonly number[]): void {
    const p = this.points;
    const a = order[0]!;
    const b = order.find((n) => n !== a)!;
    const normal = (n: number): [number, number, number] => this.normal(a, b, n);
    const c = order.find((n) => normal(n).some((x) => x !== 0))!;
    const [x, y, z] = normal(c);
    const height = (n: number): number =>
      x * (p[3 * n]! - p[3 * a]!) + y * (p[3 * n + 1]! - p[3 * a + 1]!) + z * (p[3 * n + 2]! - p[3 * a + 2]!);
    const d = order.find((n) => height(n) !== 0)!;
    const [s, t] = height(d) < 0 ? [b, c] : [c, b];
    // Facets a-s-t, a-d-s, s-d-t, t-d-a, each seen anticlockwise from outside.
    const facets = [
      [a, s, t],
      [a, d, s],
      [s, d, t],
      [t, d, a],
    ] as const;
    for (const f of facets) this.facet(f[0], f[1], f[2]);
    for (let f = 0; f < 4; f++)
      for (let e = 0; e < 3; e++) {
        const from = this.corner[3 * f + e]!;
        const to = this.corner[3 * f + ((e + 1) % 3)]!;
        this.neighbour[3 * f + e] = facets.findIndex((g) => g.some((v, n) => v === to && g[(n + 1) % 3] === from));
      }
  }

  private normal(a: number, b: number, c: number): [number, number, number] {
    const p = this.points;
    const [ux, uy, uz] = [p[3 * b]! - p[3 * a]!, p[3 * b + 1]! - p[3 * a + 1]!, p[3 * b + 2]! - p[3 * a + 2]!];
    const [vx, vy, vz] = [p[3 * c]! - p[3 * a]!, p[3 * c + 1]! - p[3 * a + 1]!, p[3 * c + 2]! - p[3 * a + 2]!];
    return [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  }

  private facet(a: number, b: number, c: number): number {
    const [x, y, z] = this.normal(a, b, c);
    const p = this.points;
    this.corner.push(a, b, c);
    this.neighbour.push(-1, -1, -1);
    this.plane.push(x, y, z, x * p[3 * a]! + y * p[3 * a + 1]! + z * p[3 * a + 2]!);
    this.alive.push(true);
    return this.alive.length - 1;
  }

  /** How far point `n` lies above facet `f` (times the normal's length; exact). */
  private above(f: number, n: number): number {
    const q = this.plane;
    const p = this.points;
    return q[4 * f]! * p[3 * n]! + q[4 * f + 1]! * p[3 * n + 1]! + q[4 * f + 2]! * p[3 * n + 2]! - q[4 * f + 3]!;
  }

  add(n: number): void {
    let seen = -1;
    for (let f = 0; f < this.alive.length; f++)
      if (this.alive[f] && this.above(f, n) > 0) {
        seen = f;
        break;
      }
    if (seen < 0) return;
    // All facets that see the point or have it in their plane, connected to the one found.
    const removed = new Set<number>([seen]);
    const stack = [seen];
    const rim: { from: number; to: number; beyond: number; side: number }[] = [];
    while (stack.length > 0) {
      const f = stack.pop()!;
      for (let e = 0; e < 3; e++) {
        const g = this.neighbour[3 * f + e]!;
        if (removed.has(g)) continue;
        if (this.above(g, n) >= 0) {
          removed.add(g);
          stack.push(g);
        }
      }
    }
    for (const f of removed) {
      this.alive[f] = false;
      for (let e = 0; e < 3; e++) {
        const g = this.neighbour[3 * f + e]!;
        if (removed.has(g)) continue;
        const from = this.corner[3 * f + e]!;
        const to = this.corner[3 * f + ((e + 1) % 3)]!;
        const side = [0, 1, 2].find(
          (s) => this.corner[3 * g + s] === to && this.corner[3 * g + ((s + 1) % 3)] === from,
        )!;
        rim.push({ from, to, beyond: g, side });
      }
    }
    const starting = new Map<number, number>();
    const ending = new Map<number, number>();
    for (const { from, to, beyond, side } of rim) {
      const f = this.facet(from, to, n);
      this.neighbour[3 * f] = beyond;
      this.neighbour[3 * beyond + side] = f;
      starting.set(from, f);
      ending.set(to, f);
    }
    for (const [corner, f] of starting) {
      const g = ending.get(corner)!;
      this.neighbour[3 * f + 2] = g;
      this.neighbour[3 * g + 1] = f;
    }
    if (this.alive.length > 4096 && removed.size > 0) this.compact();
  }

  /** Drops dead facets, so that the scan of `add` stays short. */
  private compact(): void {
    const renumber = new Map<number, number>();
    for (let f = 0; f < this.alive.length; f++) if (this.alive[f]) renumber.set(f, renumber.size);
    if (renumber.size * 2 > this.alive.length) return;
    for (const [f, to] of renumber) {
      for (let e = 0; e < 3; e++) {
        this.corner[3 * to + e] = this.corner[3 * f + e]!;
        this.neighbour[3 * to + e] = renumber.get(this.neighbour[3 * f + e]!)!;
      }
      for (let x = 0; x < 4; x++) this.plane[4 * to + x] = this.plane[4 * f + x]!;
      this.alive[to] = true;
    }
    this.alive.length = renumber.size;
    this.corner.length = 3 * renumber.size;
    this.neighbour.length = 3 * renumber.size;
    this.plane.length = 4 * renumber.size;
  }

  finish(spacing: Triple): ConvexHull {
    const number = new Map<number, number>();
    const triangles: number[] = [];
    for (let f = 0; f < this.alive.length; f++)
      if (this.alive[f])
        for (let e = 0; e < 3; e++) {
          const c = this.corner[3 * f + e]!;
          if (!number.has(c)) number.set(c, number.size);
          triangles.push(number.get(c)!);
        }
    const points = new Float64Array(3 * number.size);
    for (const [from, to] of number)
      for (let x = 0; x < 3; x++) points[3 * to + x] = (this.points[3 * from + x]! / 2) * spacing[x]!;
    let area = 0;
    let volume = 0;
    for (let t = 0; t < triangles.length; t += 3) {
      const [a, b, c] = [triangles[t]! * 3, triangles[t + 1]! * 3, triangles[t + 2]! * 3];
      const n = crossOf(points, a, b, c);
      area += Math.hypot(...n);
      volume += points[a]! * n[0] + points[a + 1]! * n[1] + points[a + 2]! * n[2];
    }
    return { points, triangles: Int32Array.from(triangles), volume: volume / 6, area: area / 2 };
  }
}

/** (b − a) × (c − a) for points at the given offsets. */
export function crossOf(p: Float64Array, a: number, b: number, c: number): [number, number, number] {
  const [ux, uy, uz] = [p[b]! - p[a]!, p[b + 1]! - p[a + 1]!, p[b + 2]! - p[a + 2]!];
  const [vx, vy, vz] = [p[c]! - p[a]!, p[c + 1]! - p[a + 1]!, p[c + 2]! - p[a + 2]!];
  return [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
}

/** Largest distance between two corners, mm: the maximum 3D diameter of everything inside. */
export function hullDiameter({ points }: ConvexHull): number {
  let most = 0;
  for (let a = 0; a < points.length; a += 3)
    for (let b = a + 3; b < points.length; b += 3) {
      const [x, y, z] = [points[a]! - points[b]!, points[a + 1]! - points[b + 1]!, points[a + 2]! - points[b + 2]!];
      const square = x * x + y * y + z * z;
      if (square > most) most = square;
    }
  return Math.sqrt(most);
}

/** Fewer points than this are compared as they are; more are first thinned to the outermost of each layer. */
const MANY_POINTS = 3000;

/**
 * Largest distance between two of the points (half voxels), mm, without building their hull. Points that no partner can
 * make longer than a distance already found are left out; of many that are left only the outermost of each layer are
 * kept; the rest are compared farthest from the middle first, until no pair left can be longer.
 */
export function pointDiameter(halfVoxels: Int32Array, spacing: Triple): number {
  const reachable = withinReach(halfVoxels, spacing);
  const found = reachable.length > 3 * MANY_POINTS ? outermost(reachable) : reachable;
  const count = found.length / 3;
  const mm = inMm(found, spacing);
  const radius = radii(mm);
  const order = Uint32Array.from({ length: count }, (_, n) => n).sort((a, b) => radius[b]! - radius[a]!);
  let most = 0;
  for (let a = 0; a < count; a++) {
    const p = order[a]!;
    for (let b = a + 1; b < count; b++) {
      const q = order[b]!;
      if (radius[p]! + radius[q]! < most * (1 - 1e-12)) break;
      const length = distance(mm, p, q);
      if (length > most) most = length;
    }
  }
  return most;
}

/** The points that may end the longest distance: those whose radius and the greatest one reach what two points have. */
function withinReach(halfVoxels: Int32Array, spacing: Triple): Int32Array {
  const mm = inMm(halfVoxels, spacing);
  const radius = radii(mm);
  let [far, least] = [0, 0];
  for (let n = 1; n < radius.length; n++) if (radius[n]! > radius[far]!) far = n;
  // From the farthest point across, and across again: a long distance, if not the longest.
  for (let from = far, turn = 0; turn < 3; turn++) {
    let opposite = from;
    for (let n = 0; n < radius.length; n++)
      if (distance(mm, from, n) > least) [least, opposite] = [distance(mm, from, n), n];
    if (opposite === from) break;
    from = opposite;
  }
  const kept: number[] = [];
  for (let n = 0; n < radius.length; n++)
    if (radius[n]! + radius[far]! >= least * (1 - 1e-12))
      kept.push(halfVoxels[3 * n]!, halfVoxels[3 * n + 1]!, halfVoxels[3 * n + 2]!);
  return Int32Array.from(kept);
}

function inMm(halfVoxels: Int32Array, spacing: Triple): Float64Array {
  const mm = new Float64Array(halfVoxels.length);
  for (let n = 0; n < mm.length; n += 3) for (let x = 0; x < 3; x++) mm[n + x] = (halfVoxels[n + x]! / 2) * spacing[x]!;
  return mm;
}

function distance(mm: Float64Array, p: number, q: number): number {
  const x = mm[3 * p]! - mm[3 * q]!;
  const y = mm[3 * p + 1]! - mm[3 * q + 1]!;
  const z = mm[3 * p + 2]! - mm[3 * q + 2]!;
  return Math.sqrt(x * x + y * y + z * z);
}

/** Distances from the middle of the points' box. */
function radii(mm: Float64Array): Float64Array {
  const middle = [0, 1, 2].map((x) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let n = x; n < mm.length; n += 3) {
      if (mm[n]! < low) low = mm[n]!;
      if (mm[n]! > high) high = mm[n]!;
    }
    return (low + high) / 2;
  }) as [number, number, number];
  const out = new Float64Array(mm.length / 3);
  for (let n = 0; n < out.length; n++) {
    const x = mm[3 * n]! - middle[0];
    const y = mm[3 * n + 1]! - middle[1];
    const z = mm[3 * n + 2]! - middle[2];
    out[n] = Math.sqrt(x * x + y * y + z * z);
  }
  return out;
}
