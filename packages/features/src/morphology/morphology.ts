import { mapOutcome, type Outcome, ratio } from "../outcome.ts";
import type { Prepared } from "../prepare/prepared.ts";
import { autocorrelation } from "./autocorrelation.ts";
import { principalVariances } from "./axes.ts";
import { ellipsoidArea, ellipsoidVolume, enclosingEllipsoid } from "./ellipsoid.ts";
import { convexHull, hullDiameter } from "./hull.ts";
import { surfaceMesh } from "./mesh.ts";
import { orientedBox } from "./oriented-box.ts";

/** The 29 morphological features, in the order of the catalogue. Geometry on M, intensities on I. */
export function morphology(region: Prepared): Outcome[] {
  const { dims, spacing, morphological, at, values } = region;
  const mesh = surfaceMesh(morphological, dims, spacing);
  const { volume: V, area: A } = mesh;
  const hull = convexHull(mesh.extremes, spacing);
  let voxels = 0;
  for (let p = 0; p < morphological.length; p++) voxels += morphological[p]!;
  const axes = principalVariances(morphological, dims, spacing, "n-1").map((l) => 4 * Math.sqrt(l)) as [
    number,
    number,
    number,
  ];
  // The mesh reaches half a voxel beyond the first and last voxel centre: its box is the voxels' own.
  const [a, b, c] = [dims[0] * spacing[0], dims[1] * spacing[1], dims[2] * spacing[2]];
  const [oa, ob, oc] = orientedBox(hull);
  const [ea, eb, ec] = [axes[0] / 2, axes[1] / 2, axes[2] / 2];
  const [ma, mb, mc] = enclosingEllipsoid(hull);
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += values[n]!;
  const { moran, geary } = autocorrelation(at, values, dims, spacing);
  const sphere = Math.cbrt(36 * Math.PI * V * V);
  const boxArea = (x: number, y: number, z: number): number => 2 * (x * y + y * z + z * x);
  return [
    V,
    voxels * spacing[0] * spacing[1] * spacing[2],
    A,
    A / V,
    V / (Math.sqrt(Math.PI) * A ** 1.5),
    (36 * Math.PI * V * V) / A ** 3,
    A / sphere,
    sphere / A,
    A / sphere - 1,
    centreShift(region),
    hullDiameter(hull),
    ...axes,
    ratio(axes[1], axes[0]),
    ratio(axes[2], axes[0]),
    V / (a * b * c),
    A / boxArea(a, b, c),
    V / (oa * ob * oc),
    A / boxArea(oa, ob, oc),
    ratio(V, ellipsoidVolume(ea, eb, ec)),
    mapOutcome(ellipsoidArea(ea, eb, ec), (area) => ratio(A, area)),
    V / ellipsoidVolume(ma, mb, mc),
    A / ellipsoidArea(ma, mb, mc),
    V / hull.volume,
    A / hull.area,
    (V * sum) / values.length,
    moran ?? "ZERO_VARIANCE",
    geary ?? "ZERO_VARIANCE",
  ];
}

/** Distance between the mean position of M and the intensity-weighted mean position of I, mm. */
function centreShift({ dims: [ni, nj], spacing, morphological, at, values }: Prepared): Outcome {
  const place = (p: number): [number, number, number] => {
    const i = p % ni;
    const row = (p - i) / ni;
    const j = row % nj;
    return [i, j, (row - j) / nj];
  };
  const plain = [0, 0, 0];
  let count = 0;
  for (let p = 0; p < morphological.length; p++) {
    if (!morphological[p]) continue;
    const q = place(p);
    for (let x = 0; x < 3; x++) plain[x]! += q[x]!;
    count++;
  }
  const weighted = [0, 0, 0];
  let weight = 0;
  for (let n = 0; n < at.length; n++) {
    const q = place(at[n]!);
    for (let x = 0; x < 3; x++) weighted[x]! += q[x]! * values[n]!;
    weight += values[n]!;
  }
  if (weight === 0) return "ZERO_DENOMINATOR";
  return Math.hypot(...[0, 1, 2].map((x) => (plain[x]! / count - weighted[x]! / weight) * spacing[x]!));
}
