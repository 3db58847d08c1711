import { invert, makeVolume, sampleLinear, type Triple, toWorld, type Volume } from "@nadir/imaging";
import { backgroundFill } from "./background-fill.ts";
import { bell, smoothNoise } from "./seeded-noise.ts";
import { signedDistance } from "./signed-distance.ts";

/**
 * Simulated follow-ups of a real scan. The truth of every figure is known because it is chosen here.
 *
 * With φ the signed distance (mm) of the real lesion, a the anchor it is scaled about and s the scale, the new lesion is
 *   { x : s·φ(a + (x − a)/s) + w·n(x) ≤ 0 },   n smooth noise in [-1, 1] of wavelength `WAVE_MM`, w = `waveMm`,
 * and a voxel inside takes the real scan's value at a + (x − a)/s: the lesion's own texture, moved.
 * Shrinking (s < 1) leaves the tissue around as it is; what the lesion has left is filled with the tissue that lies
 * next to it (`background-fill`). Growing (s > 1) overwrites the tissue, or with `massEffect` pushes it away, fading to
 * nothing at `REACH_MM` from the surface. Further lesions are copies of the real one put elsewhere. Last comes noise.
 * With s = 1, w = 0 and no noise the scan comes back as it was.
 */
export const REACH_MM = 40;
export const WAVE_MM = 14;

/** How a lesion looks at one visit, relative to the real scan. */
export interface LesionLook {
  /** Linear scale: 1 = as scanned; the longest diameter scales by it, the volume by its cube. */
  readonly scale: number;
  /** Largest displacement of the outline, mm. */
  readonly waveMm: number;
  /** Added to the intensity deep inside (image unit), e.g. −20 HU for necrosis or oedema. */
  readonly coreShift?: number;
  /** Factor on the intensity inside, e.g. 0.5 for a PET uptake that has halved. */
  readonly uptake?: number;
}

export interface SimulatedLesion {
  /** The label of the lesion in the mask. */
  readonly label: number;
  /** Absent: the real lesion. Present: a copy of it, centred this many mm (R, A, S) from the real one's centroid. */
  readonly offset?: Triple;
  readonly look: LesionLook;
}

export interface NoiseModel {
  /** Standard deviation in the image's unit. */
  readonly sd: number;
  /** Standard deviation as a fraction of the voxel's value. */
  readonly relative: number;
  /** Voxels at or below this value (air, background) get none. */
  readonly above: number;
}

export interface RealScan {
  readonly image: Volume;
  /** Label 1 is the real lesion. */
  readonly mask: Volume;
  /** Centroid of the real lesion, RAS+ mm: one point for all modalities of a patient. */
  readonly centroid: Triple;
  /** The point that stays where it is when the lesion grows or shrinks, mm (R, A, S) from the centroid. */
  readonly anchor: Triple;
  /** Whether growth pushes the tissue around away. */
  readonly massEffect: boolean;
  /** Values of soft tissue in the image's unit: what may fill the place that a lesion has left. */
  readonly tissue: readonly [low: number, high: number];
}

export interface SimulatedScan {
  readonly image: Volume;
  readonly mask: Volume;
}

/** Centre of mass of a label, RAS+ mm. */
export function centroidOf(mask: Volume, label: number): Triple {
  const sum = [0, 0, 0];
  let count = 0;
  forEachVoxel(mask, (at, i, j, k) => {
    if (mask.data[at] !== label) return;
    sum[0]! += i;
    sum[1]! += j;
    sum[2]! += k;
    count++;
  });
  return toWorld(mask.affine, sum[0]! / count, sum[1]! / count, sum[2]! / count);
}

const distances = new WeakMap<Volume, Volume>();
function distanceOf(mask: Volume): Volume {
  const known = distances.get(mask) ?? signedDistance(mask, 1);
  distances.set(mask, known);
  return known;
}

/** A scan of the same patient with the lesions looking as told; geometry and grid are those of the real scan. */
export function simulateScan(
  scan: RealScan,
  lesions: readonly SimulatedLesion[],
  noise: NoiseModel,
  seed: number,
): SimulatedScan {
  const { image } = scan;
  const values = Float64Array.from(image.data as ArrayLike<number>);
  const labels = new Uint8Array(values.length);
  for (const lesion of lesions)
    if (lesion.offset === undefined) reshape(scan, lesion, seed, values, labels);
    else implant(scan, lesion, lesion.offset, seed, values, labels);
  for (let voxel = 0; voxel < values.length; voxel++) {
    const value = values[voxel]!;
    if (value > noise.above) values[voxel] = value + bell(seed, voxel) * (noise.sd + noise.relative * Math.abs(value));
  }
  return { image: like(image, values), mask: like(scan.mask, labels) };
}

/** Scaling about a point is the same in voxel indices as in millimetres, because the grid is linear: no matrices inside the loops. */
function reshape(
  scan: RealScan,
  lesion: SimulatedLesion,
  seed: number,
  values: Float64Array,
  labels: Uint8Array,
): void {
  const { image, mask, centroid, anchor } = scan;
  const { look } = lesion;
  const phi = distanceOf(mask);
  const fixed = toWorld(
    invert(image.affine),
    centroid[0] + anchor[0],
    centroid[1] + anchor[1],
    centroid[2] + anchor[2],
  );
  const moves = look.scale > 1 && scan.massEffect;
  const fill = look.scale < 1 ? backgroundFill(image, phi, scan.tissue) : undefined;
  const stretch = 1 / look.scale - 1;
  forEachVoxel(image, (voxel, i, j, k) => {
    const u = i - fixed[0];
    const v = j - fixed[1];
    const w = k - fixed[2];
    const s = look.scale;
    let distance = s * sampleClamped(phi, fixed[0] + u / s, fixed[1] + v / s, fixed[2] + w / s);
    distance += wave(distance, look.waveMm, seed + lesion.label, scan, i, j, k);
    if (distance <= 0) labels[voxel] = lesion.label;
    if (s === 1) {
      values[voxel] = looked(values[voxel]!, distance, look);
      return;
    }
    let outside = values[voxel]!;
    if (moves && distance < REACH_MM) {
      const f = 1 + stretch * fading(distance / REACH_MM);
      outside = sampleClamped(image, fixed[0] + u * f, fixed[1] + v * f, fixed[2] + w * f);
    } else if (fill && phi.data[voxel]! < 1) outside = fill(voxel, i, j, k);
    const share = insideShare(distance);
    if (share === 0) values[voxel] = outside;
    else {
      const inside = sampleClamped(image, fixed[0] + u / s, fixed[1] + v / s, fixed[2] + w / s);
      values[voxel] = looked(outside * (1 - share) + inside * share, distance, look);
    }
  });
}

/** A copy of the real lesion with its texture, centred `offset` from it. */
function implant(
  scan: RealScan,
  lesion: SimulatedLesion,
  offset: Triple,
  seed: number,
  values: Float64Array,
  labels: Uint8Array,
): void {
  const { image, mask, centroid } = scan;
  const { look } = lesion;
  const s = look.scale;
  const phi = distanceOf(mask);
  const back = invert(image.affine);
  const from = toWorld(back, ...centroid);
  const to = toWorld(back, centroid[0] + offset[0], centroid[1] + offset[1], centroid[2] + offset[2]);
  forEachVoxel(image, (voxel, i, j, k) => {
    const x = from[0] + (i - to[0]) / s;
    const y = from[1] + (j - to[1]) / s;
    const z = from[2] + (k - to[2]) / s;
    let distance = s * sampleClamped(phi, x, y, z);
    distance += wave(distance, look.waveMm, seed + lesion.label, scan, i, j, k);
    const share = insideShare(distance);
    if (share === 0) return;
    if (distance <= 0) labels[voxel] = lesion.label;
    values[voxel] = values[voxel]! * (1 - share) + looked(sampleClamped(image, x, y, z), distance, look) * share;
  });
}

/** The outline's displacement: nothing where the outline cannot reach. */
function wave(
  distance: number,
  waveMm: number,
  seed: number,
  { image, centroid }: RealScan,
  i: number,
  j: number,
  k: number,
): number {
  if (waveMm === 0 || distance > waveMm || distance < -waveMm) return 0;
  const [x, y, z] = toWorld(image.affine, i, j, k);
  return waveMm * smoothNoise(seed, WAVE_MM, x - centroid[0], y - centroid[1], z - centroid[2]);
}

/** Share of a voxel that the lesion fills: one millimetre of partial volume on either side of the outline. */
const insideShare = (distance: number): number => Math.min(1, Math.max(0, (1 - distance) / 2));

/** Core shift and uptake, fading over the outermost 4 mm. */
function looked(value: number, distance: number, look: LesionLook): number {
  if (distance >= 2 || (look.coreShift === undefined && look.uptake === undefined)) return value;
  const depth = 1 - fading((2 - distance) / 4);
  return value * (1 + ((look.uptake ?? 1) - 1) * depth) + (look.coreShift ?? 0) * depth;
}

/** 1 at 0 and below, 0 at 1 and above, smooth between. */
const fading = (t: number): number => (t <= 0 ? 1 : t >= 1 ? 0 : 1 - t * t * (3 - 2 * t));

const within = (x: number, n: number): number => Math.min(Math.max(x, 0), n - 1);
const sampleClamped = (volume: Volume, i: number, j: number, k: number): number =>
  sampleLinear(volume, within(i, volume.dims[0]), within(j, volume.dims[1]), within(k, volume.dims[2]));

/** The same grid with other values; whole-number images stay whole numbers. */
function like(volume: Volume, values: Float64Array | Uint8Array): Volume {
  const { dims, spacing, affine, data } = volume;
  const out = new (data.constructor as new (length: number) => Volume["data"])(values.length);
  const whole = !(out instanceof Float32Array || out instanceof Float64Array);
  for (let at = 0; at < values.length; at++) out[at] = whole ? Math.round(values[at]!) : values[at]!;
  return makeVolume({ data: out, dims, spacing, affine });
}

function forEachVoxel({ dims }: Volume, visit: (at: number, i: number, j: number, k: number) => void): void {
  let at = 0;
  for (let k = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++) for (let i = 0; i < dims[0]; i++) visit(at++, i, j, k);
}
