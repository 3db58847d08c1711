import { column, invert, toWorld } from "./affine.ts";
import type { Geometry } from "./geometry.ts";
import { type Region, regionOf } from "./mask.ts";
import { sampleLinear } from "./resample.ts";
import type { Triple } from "./triple.ts";
import { axialAxis, type Volume } from "./volume.ts";

/**
 * An axial plane through a patient as a radiologist looks at it: the first row is the most anterior, the first column the
 * patient's right. Pixels are square; columns and rows run over the whole field of view.
 */
export interface AxialSlice {
  readonly width: number;
  readonly height: number;
  /** Side of a pixel, mm. */
  readonly pixelMm: number;
  /** Where the plane lies: world z, mm, superior positive. */
  readonly zMm: number;
  /** Trilinear values, row by row; NaN where the scan has no voxel. */
  readonly values: Float32Array;
  /** 1 where the delineation is, on the same pixels; null where none was given. */
  readonly inside: Uint8Array | null;
}

export interface Delineation {
  readonly mask: Volume;
  readonly label: number;
}

/**
 * The axial slice with the largest cross-section of a delineation; without one the middle slice of the scan. It is cut in the
 * patient's space, so it is the same however the file lays its voxels down, and truly axial of an oblique scan.
 * Refuses what `regionOf` refuses.
 * @param mostPixels of the longer side
 */
export function axialSlice(image: Volume, delineation: Delineation | null, mostPixels: number): AxialSlice {
  const zMm = delineation
    ? largestCrossSection(delineation.mask, regionOf(delineation.mask, delineation.label))
    : middle(image);
  const { low, high } = extent(image);
  const [across, down] = [high[0] - low[0], high[1] - low[1]];
  const pixelMm = Math.max(across, down) / mostPixels;
  const width = Math.max(1, Math.round(across / pixelMm));
  const height = Math.max(1, Math.round(down / pixelMm));
  const values = new Float32Array(width * height);
  const inside = delineation ? new Uint8Array(width * height) : null;
  const back = invert(image.affine);
  const backToMask = delineation && invert(delineation.mask.affine);
  for (let row = 0, at = 0; row < height; row++)
    for (let col = 0; col < width; col++, at++) {
      const x = high[0] - (col + 0.5) * pixelMm;
      const y = high[1] - (row + 0.5) * pixelMm;
      values[at] = valueAt(image, toWorld(back, x, y, zMm));
      if (inside && backToMask && delineation)
        inside[at] = isInside(delineation, toWorld(backToMask, x + NUDGE_MM, y + NUDGE_MM, zMm + NUDGE_MM)) ? 1 : 0;
    }
  return { width, height, pixelMm, zMm, values, inside };
}

/** A pixel just between two voxels takes the more superior, anterior, right one, whichever comes first in the file. */
const NUDGE_MM = 1e-6;
const SLACK = 1e-6;

/** Out to the outer faces of the outermost voxels, not only to their centres. */
function valueAt(image: Volume, at: Triple): number {
  const index = [0, 0, 0];
  for (let c = 0; c < 3; c++) {
    const last = image.dims[c]! - 1;
    if (at[c]! < -0.5 - SLACK || at[c]! > last + 0.5 + SLACK) return Number.NaN;
    index[c] = Math.min(Math.max(at[c]!, 0), last);
  }
  return sampleLinear(image, index[0]!, index[1]!, index[2]!);
}

function isInside({ mask: { data, dims }, label }: Delineation, at: Triple): boolean {
  const [i, j, k] = [Math.round(at[0]), Math.round(at[1]), Math.round(at[2])];
  const isThere = i >= 0 && j >= 0 && k >= 0 && i < dims[0] && j < dims[1] && k < dims[2];
  return isThere && data[i + dims[0] * (j + dims[1] * k)] === label;
}

/** World box of the outer faces of a grid. */
function extent({ affine, dims }: Geometry): { low: Triple; high: Triple } {
  const reach = ([0, 1, 2] as const).map((w) =>
    [0, 1, 2].reduce((sum, c) => sum + Math.abs(column(affine, c)[w]) * (dims[c]! / 2), 0),
  );
  const centre = toWorld(affine, (dims[0] - 1) / 2, (dims[1] - 1) / 2, (dims[2] - 1) / 2);
  const corner = (sign: number) => centre.map((mm, w) => mm + sign * reach[w]!) as unknown as Triple;
  return { low: corner(-1), high: corner(1) };
}

/**
 * World z of the layer with the most voxels of a region; of several, that nearest to the middle of the region, and the lower of
 * two that are as near. In an oblique scan: of the middle of the region's part of the layer.
 */
function largestCrossSection(mask: Volume, { box, dims, bits }: Region): number {
  const axis = axialAxis(mask);
  const counts = new Array<number>(dims[axis]).fill(0);
  const sums = counts.map(() => [0, 0, 0]);
  for (let at = 0; at < bits.length; at++) {
    if (bits[at] === 0) continue;
    const voxel = [at % dims[0], Math.floor(at / dims[0]) % dims[1], Math.floor(at / (dims[0] * dims[1]))];
    const layer = voxel[axis]!;
    counts[layer]!++;
    for (let c = 0; c < 3; c++) sums[layer]![c]! += voxel[c]!;
  }
  const total = counts.reduce((sum, n) => sum + n, 0);
  const moment = counts.reduce((sum, n, layer) => sum + n * layer, 0);
  const most = Math.max(...counts);
  const zOf = (layer: number): number => {
    const mean = sums[layer]!.map((sum, c) => box.min[c]! + sum / counts[layer]!);
    return toWorld(mask.affine, mean[0]!, mean[1]!, mean[2]!)[2];
  };
  // In whole numbers, so that the same distance is the same from either side.
  const distance = (layer: number) => Math.abs(layer * total - moment);
  const [best] = counts
    .flatMap((n, layer) => (n === most ? [layer] : []))
    .sort((a, b) => distance(a) - distance(b) || zOf(a) - zOf(b));
  return zOf(best!);
}

/** World z of the middle layer; of two in the middle, the lower. */
function middle(image: Volume): number {
  const axis = axialAxis(image);
  const half = (image.dims[axis] - 1) / 2;
  const z = [Math.floor(half), Math.ceil(half)].map((layer) => {
    const at = image.dims.map((n, c) => (c === axis ? layer : (n - 1) / 2));
    return toWorld(image.affine, at[0]!, at[1]!, at[2]!)[2];
  });
  return Math.min(...z);
}
