import { squaredDistances } from "./distance.ts";
import { eachFaceNeighbour } from "./face-neighbours.ts";
import { requireSameGeometry } from "./geometry.ts";
import { boxDims, type Region, regionOf, type VoxelBox } from "./mask.ts";
import type { Triple } from "./triple.ts";
import { type Volume, voxelVolumeMm3 } from "./volume.ts";

/** How far two delineations of one lesion agree. Lengths in mm, volumes in mm³. */
export interface MaskAgreement {
  /** 2·|A∩B| / (|A|+|B|): 1 for the same voxels, 0 for none in common (Dice, Ecology 1945;26:297). */
  readonly dice: number;
  /** |A∩B| / |A∪B| (Jaccard). */
  readonly jaccard: number;
  readonly volumesMm3: readonly [a: number, b: number];
  /** The furthest that a voxel of one surface lies from the other surface. */
  readonly hausdorffMm: number;
  /** The larger of both directions' 95th percentiles of these distances (linear interpolation, R's type 7). */
  readonly hausdorff95Mm: number;
  /** Average symmetric surface distance: the mean over the surface voxels of both (Heimann et al., IEEE Trans Med Imaging 2009;28:1251). */
  readonly meanSurfaceMm: number;
}

/**
 * Compares two masks on one grid. A surface is made of the voxels with a face outside the region (the volume's border counts
 * as outside), and distances go from centre to centre (definitions as in Taha & Hanbury, BMC Med Imaging 2015;15:29).
 * Refuses `GEOMETRY_MISMATCH` and what `regionOf` refuses of either.
 */
export function compareMasks(
  a: Volume,
  b: Volume,
  labels: { readonly a?: number | undefined; readonly b?: number | undefined } = {},
): MaskAgreement {
  requireSameGeometry(a, b);
  const [ra, rb] = [regionOf(a, labels.a), regionOf(b, labels.b)];
  const box: VoxelBox = {
    min: ra.box.min.map((n, c) => Math.min(n, rb.box.min[c]!)) as unknown as Triple,
    max: ra.box.max.map((n, c) => Math.max(n, rb.box.max[c]!)) as unknown as Triple,
  };
  const dims = boxDims(box);
  const [inA, inB] = [within(ra, box, dims), within(rb, box, dims)];
  let both = 0;
  for (let p = 0; p < inA.length; p++) if (inA[p] && inB[p]) both++;
  const [surfaceA, surfaceB] = [surfaceOf(inA, dims), surfaceOf(inB, dims)];
  const fromA = distances(surfaceA, surfaceB, dims, a.spacing);
  const fromB = distances(surfaceB, surfaceA, dims, a.spacing);
  const sum = [...fromA, ...fromB].reduce((total, d) => total + d, 0);
  return {
    dice: (2 * both) / (ra.count + rb.count),
    jaccard: both / (ra.count + rb.count - both),
    volumesMm3: [ra.count * voxelVolumeMm3(a), rb.count * voxelVolumeMm3(b)],
    hausdorffMm: Math.max(fromA.at(-1)!, fromB.at(-1)!),
    hausdorff95Mm: Math.max(percentile(fromA, 0.95), percentile(fromB, 0.95)),
    meanSurfaceMm: sum / (fromA.length + fromB.length),
  };
}

/** A region's bits in a larger box. */
function within(region: Region, box: VoxelBox, [ni, nj, nk]: Triple): Uint8Array {
  const out = new Uint8Array(ni * nj * nk);
  const [x, y, z] = region.box.min.map((n, c) => n - box.min[c]!) as unknown as Triple;
  const [wi, wj, wk] = region.dims;
  for (let k = 0; k < wk; k++)
    for (let j = 0; j < wj; j++) {
      const from = wi * (j + wj * k);
      out.set(region.bits.subarray(from, from + wi), x + ni * (y + j + nj * (z + k)));
    }
  return out;
}

function surfaceOf(bits: Uint8Array, dims: Triple): Uint8Array {
  return bits.map((bit, p) => {
    if (!bit) return 0;
    let inside = 0;
    eachFaceNeighbour(p, dims, (q) => {
      if (bits[q]) inside++;
    });
    return inside < 6 ? 1 : 0;
  });
}

/** From each surface voxel of one to the nearest of the other, ascending. */
function distances(from: Uint8Array, to: Uint8Array, dims: Triple, spacing: Triple): Float64Array {
  const squared = squaredDistances(to, dims, spacing);
  return Float64Array.from([...from.keys()].filter((p) => from[p]).map((p) => Math.sqrt(squared[p]!))).sort();
}

function percentile(ascending: Float64Array, share: number): number {
  const at = (ascending.length - 1) * share;
  const low = ascending[Math.floor(at)]!;
  return low + (ascending[Math.ceil(at)]! - low) * (at - Math.floor(at));
}
