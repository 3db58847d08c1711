import type { FeatureWarning, VesselSettings } from "@nadir/domain";
import { type Region, type Volume, voxelVolumeMm3 } from "@nadir/imaging";
import type { ExtraValue } from "../extra/extra-value.ts";
import { type References, referenceVoxels } from "../modality/references.ts";
import type { Outcome } from "../outcome.ts";

type Point = readonly [number, number, number];

/** A path of a centre line, smoothed. */
export interface VesselPath {
  /** Length along the path, mm. */
  readonly lengthMm: number;
  /** Length over the straight distance of its ends (distance metric); 1 for a straight line. */
  readonly tortuosity: number;
  /** Sum of the turning angles over the length that they are measured along, rad/mm: the mean curvature. */
  readonly curvature: number;
}

/** A mask with this many voxels for each voxel of its paths is no centre line. */
const THICK = 4;

/**
 * The paths of a centre-line mask (voxels joined by faces, edges and corners): in each part the longest of its shortest
 * paths, then, with that and its neighbours taken away, the longest of what is left, and so on down to `leastMm`.
 * Positions along a path are smoothed by a Gaussian (reflected at the ends, which stay), because steps between voxels turn
 * where the vessel does not.
 */
export function vesselPaths(region: Region, spacing: Point, { smoothMm, leastMm }: VesselSettings) {
  const [ni, nj] = region.dims;
  const left = new Set<number>();
  for (let p = 0; p < region.bits.length; p++) if (region.bits[p]) left.add(p);
  const place = (p: number): Point => {
    const [i, j, k] = [p % ni, Math.floor(p / ni) % nj, Math.floor(p / (ni * nj))];
    return [i * spacing[0], j * spacing[1], k * spacing[2]];
  };
  const around = (p: number): number[] => {
    const i = p % ni;
    const j = Math.floor(p / ni) % nj;
    const out: number[] = [];
    for (let dk = -1; dk <= 1; dk++)
      for (let dj = -1; dj <= 1; dj++)
        for (let di = -1; di <= 1; di++) {
          if ((di === 0 && dj === 0 && dk === 0) || i + di < 0 || i + di >= ni || j + dj < 0 || j + dj >= nj) continue;
          out.push(p + di + ni * (dj + nj * dk));
        }
    return out;
  };
  const sd = smoothMm ?? 3 * Math.min(...spacing);
  const paths: VesselPath[] = [];
  let onPaths = 0;
  while (left.size > 0) {
    const [start] = left;
    const reached = shortest(start!, left, around, place);
    const ends = shortest(reached.furthest, left, around, place);
    if (ends.distance < leastMm) {
      for (const p of reached.seen) left.delete(p);
      continue;
    }
    const chain: number[] = [];
    for (let p: number | undefined = ends.furthest; p !== undefined; p = ends.before.get(p)) chain.push(p);
    onPaths += chain.length;
    paths.push(measured(smoothed(chain.map(place), sd)));
    for (const p of chain) {
      left.delete(p);
      for (const q of around(p)) left.delete(q);
    }
  }
  return { paths, voxelsOnPaths: onPaths };
}

/** Dijkstra's distances from one voxel within its part, mm. */
function shortest(
  from: number,
  within: ReadonlySet<number>,
  around: (p: number) => number[],
  place: (p: number) => Point,
) {
  const distance = new Map([[from, 0]]);
  const before = new Map<number, number>();
  const seen = new Set<number>();
  const open: [number, number][] = [[0, from]];
  let furthest = from;
  while (open.length > 0) {
    const [d, p] = pop(open);
    if (seen.has(p)) continue;
    seen.add(p);
    if (d > distance.get(furthest)!) furthest = p;
    const here = place(p);
    for (const q of around(p)) {
      if (!within.has(q) || seen.has(q)) continue;
      const there = place(q);
      const next = d + Math.hypot(there[0] - here[0], there[1] - here[1], there[2] - here[2]);
      if (next >= (distance.get(q) ?? Number.POSITIVE_INFINITY)) continue;
      distance.set(q, next);
      before.set(q, p);
      push(open, [next, q]);
    }
  }
  return { furthest, distance: distance.get(furthest)!, before, seen };
}

function push(heap: [number, number][], item: [number, number]): void {
  let n = heap.push(item) - 1;
  while (n > 0) {
    const up = (n - 1) >> 1;
    if (heap[up]![0] <= heap[n]![0]) return;
    [heap[up], heap[n]] = [heap[n]!, heap[up]!];
    n = up;
  }
}

function pop(heap: [number, number][]): [number, number] {
  const top = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return top;
  heap[0] = last;
  for (let n = 0; ; ) {
    const [l, r] = [2 * n + 1, 2 * n + 2];
    let least = n;
    if (l < heap.length && heap[l]![0] < heap[least]![0]) least = l;
    if (r < heap.length && heap[r]![0] < heap[least]![0]) least = r;
    if (least === n) return top;
    [heap[least], heap[n]] = [heap[n]!, heap[least]!];
    n = least;
  }
}

/** Points resampled evenly and smoothed along the path; its ends stay where they are. */
function smoothed(chain: readonly Point[], sd: number): Point[] {
  const step = sd / STRIDE;
  const even = resampled(chain, step);
  const reach = Math.min(even.length - 1, Math.ceil((4 * sd) / step));
  const weights = Array.from({ length: reach + 1 }, (_, n) => Math.exp(-0.5 * ((n * step) / sd) ** 2));
  const last = even.length - 1;
  const at = (n: number): Point => {
    // Beyond an end the path goes on as its reflection through that end.
    if (n < 0) return [0, 1, 2].map((x) => 2 * even[0]![x]! - even[-n]![x]!) as unknown as Point;
    if (n > last) return [0, 1, 2].map((x) => 2 * even[last]![x]! - even[2 * last - n]![x]!) as unknown as Point;
    return even[n]!;
  };
  return even.map((_, n) => {
    const sum = [0, 0, 0];
    let total = 0;
    for (let m = -reach; m <= reach; m++) {
      const w = weights[Math.abs(m)]!;
      const point = at(n + m);
      for (const x of [0, 1, 2]) sum[x]! += w * point[x]!;
      total += w;
    }
    return [sum[0]! / total, sum[1]! / total, sum[2]! / total];
  });
}

function resampled(chain: readonly Point[], step: number): Point[] {
  const length = chain.slice(1).reduce((a, p, n) => a + apart(chain[n]!, p), 0);
  const count = Math.max(2, Math.round(length / step) + 1);
  const out: Point[] = [];
  for (let n = 0, leg = 0, before = 0; n < count; n++) {
    const wanted = (length * n) / (count - 1);
    while (leg < chain.length - 2 && before + apart(chain[leg]!, chain[leg + 1]!) < wanted)
      before += apart(chain[leg]!, chain[++leg]!);
    const [a, b] = [chain[leg]!, chain[leg + 1]!];
    const part = Math.min(1, (wanted - before) / apart(a, b));
    out.push([0, 1, 2].map((x) => a[x]! + part * (b[x]! - a[x]!)) as unknown as Point);
  }
  return out;
}

const apart = (a: Point, b: Point): number => Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);

/** Points a smoothing's sd apart, which are what angles are measured between: nearer ones turn with the voxels. */
const STRIDE = 4;

function measured(points: readonly Point[]): VesselPath {
  const length = points.slice(1).reduce((a, p, n) => a + apart(points[n]!, p), 0);
  let [turning, along] = [0, 0];
  for (let n = STRIDE; n + STRIDE < points.length; n += STRIDE) {
    const [a, b, c] = [points[n - STRIDE]!, points[n]!, points[n + STRIDE]!];
    const u = [0, 1, 2].map((x) => b[x]! - a[x]!);
    const v = [0, 1, 2].map((x) => c[x]! - b[x]!);
    const cos = (u[0]! * v[0]! + u[1]! * v[1]! + u[2]! * v[2]!) / (Math.hypot(...u) * Math.hypot(...v));
    turning += Math.acos(Math.min(1, Math.max(-1, cos)));
    along += (apart(a, b) + apart(b, c)) / 2;
  }
  const curvature = along > 0 ? turning / along : 0;
  return { lengthMm: length, tortuosity: length / apart(points[0]!, points.at(-1)!), curvature };
}

/**
 * Tortuosity and pattern of the vessels whose centre lines the mask is: distance metric and sum of angles (Bullitt et al.,
 * IEEE Trans Med Imaging 2003;22:1163, the angles in the plane of three neighbours), weighted by length; number and length of
 * paths, and length per volume of the reference mask `organ`.
 */
export function vesselFeatures(
  mask: Volume,
  region: Region,
  references: References,
  settings: VesselSettings,
  warnings: FeatureWarning[],
): ExtraValue[] {
  const { paths, voxelsOnPaths } = vesselPaths(region, mask.spacing, settings);
  if (region.count > THICK * Math.max(1, voxelsOnPaths))
    warnings.push({
      code: "VESSEL_THICK",
      message: `The mask has ${region.count} voxels, ${voxelsOnPaths} of them on its paths: it is thicker than a centre line. Thin it first.`,
    });
  const length = paths.reduce((a, p) => a + p.lengthMm, 0);
  const weighted = (f: (p: VesselPath) => number): Outcome =>
    length === 0 ? "REGION_TOO_SMALL" : paths.reduce((a, p) => a + f(p) * p.lengthMm, 0) / length;
  const organ = references.organ;
  return [
    { id: "vessel_tortuosity", outcome: weighted((p) => p.tortuosity) },
    {
      id: "vessel_tortuosity_max",
      outcome: paths.length === 0 ? "REGION_TOO_SMALL" : Math.max(...paths.map((p) => p.tortuosity)),
    },
    { id: "vessel_curvature", outcome: weighted((p) => p.curvature) },
    { id: "vessel_length", outcome: length },
    { id: "vessel_paths", outcome: paths.length },
    {
      id: "vessel_density",
      outcome: organ
        ? length / ((referenceVoxels(organ, "organ") * voxelVolumeMm3(organ)) / 1000)
        : "REFERENCE_MISSING",
    },
  ];
}
