import { convexHull2d, type Triple } from "@nadir/imaging";
import { type ConvexHull, crossOf } from "./hull.ts";

/**
 * Sides of the smallest-volume box around the hull that has one side flush with a hull facet and another flush with
 * an edge of the hull's outline seen along that facet's normal (not standardised by IBSI; the true minimum of
 * O'Rourke 1985 can be smaller by a little, since it may touch edges only).
 */
export function orientedBox(hull: ConvexHull): Triple {
  let best: Triple = [0, 0, 0];
  let least = Number.POSITIVE_INFINITY;
  for (const normal of facetNormals(hull)) {
    const [u, v] = planeBasis(normal);
    const { points } = hull;
    const flat = new Float64Array((points.length / 3) * 2);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let p = 0, to = 0; p < points.length; p += 3, to += 2) {
      const [x, y, z] = [points[p]!, points[p + 1]!, points[p + 2]!];
      flat[to] = x * u[0] + y * u[1] + z * u[2];
      flat[to + 1] = x * v[0] + y * v[1] + z * v[2];
      const height = x * normal[0] + y * normal[1] + z * normal[2];
      if (height < low) low = height;
      if (height > high) high = height;
    }
    const [a, b] = smallestRectangle(flat);
    const volume = a * b * (high - low);
    if (volume < least * (1 - 1e-12)) [least, best] = [volume, [a, b, high - low]];
  }
  return best;
}

/** Unit normals of the facets, each direction once (a box has no front and back). */
function facetNormals({ points, triangles }: ConvexHull): Triple[] {
  const found = new Map<string, Triple>();
  for (let t = 0; t < triangles.length; t += 3) {
    const n = crossOf(points, triangles[t]! * 3, triangles[t + 1]! * 3, triangles[t + 2]! * 3);
    const length = Math.hypot(...n);
    const lead = n.find((x) => Math.abs(x) > 1e-9 * length)!;
    const unit = n.map((x) => (x / length) * Math.sign(lead)) as unknown as Triple;
    found.set(unit.map((x) => Math.round(x * 1e7)).join(), unit);
  }
  return [...found.values()];
}

function planeBasis([x, y, z]: Triple): [Triple, Triple] {
  const [a, b, c] = Math.abs(x) < 0.6 ? [1, 0, 0] : [0, 1, 0];
  const u = [y * c! - z * b!, z * a! - x * c!, x * b! - y * a!];
  const length = Math.hypot(...u);
  const [ux, uy, uz] = u.map((n) => n / length) as [number, number, number];
  return [
    [ux, uy, uz],
    [y * uz - z * uy, z * ux - x * uz, x * uy - y * ux],
  ];
}

/** Sides of the smallest-area rectangle around the points: one side lies along an edge of their hull. */
function smallestRectangle(flat: Float64Array): [number, number] {
  const ring = convexHull2d(flat);
  let best: [number, number] = [0, 0];
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < ring.length; n++) {
    const a = ring[n]! * 2;
    const b = ring[(n + 1) % ring.length]! * 2;
    const length = Math.hypot(flat[b]! - flat[a]!, flat[b + 1]! - flat[a + 1]!);
    if (length === 0) continue;
    const [dx, dy] = [(flat[b]! - flat[a]!) / length, (flat[b + 1]! - flat[a + 1]!) / length];
    let [low, high, deep] = [0, 0, 0];
    for (const m of ring) {
      const [x, y] = [flat[2 * m]! - flat[a]!, flat[2 * m + 1]! - flat[a + 1]!];
      const along = x * dx + y * dy;
      const across = Math.abs(y * dx - x * dy);
      if (along < low) low = along;
      if (along > high) high = along;
      if (across > deep) deep = across;
    }
    if ((high - low) * deep < least) [least, best] = [(high - low) * deep, [high - low, deep]];
  }
  return best;
}
