import { type FeatureWarning, refuse } from "@nadir/domain";
import { regionOf, requireSameGeometry, squaredDistances, type Volume, withData } from "@nadir/imaging";

export interface RingOptions {
  /** Outer ring: fromMm < distance ≤ toMm from the lesion. Default (0, 5]. */
  readonly fromMm?: number;
  readonly toMm?: number;
  /** Adds the inner rim, lesion voxels at most this far from the outside: a border band. */
  readonly rimMm?: number;
  /** Only voxels inside this mask (organ or body) belong to the ring. */
  readonly within?: Volume;
}

export interface Ring {
  /** A mask on the lesion mask's grid; the ring is 1. */
  readonly mask: Volume;
  readonly voxels: number;
  /** Part of the full ring that other lesions or the clip took away. */
  readonly removedFraction: number;
  /** `ring_0_5` or, with a rim, `band_2_5`: the suffix of feature names. */
  readonly name: string;
  readonly warnings: readonly FeatureWarning[];
}

const MUCH_REMOVED = 0.3;
/** Distances this close to a bound count as the bound: sums of squares of spacings round. */
const SLACK = 1e-9;

/**
 * The surroundings of one lesion (radiomics §10): exact distances between voxel centres in mm, other lesions taken
 * out; where the rings of two lesions meet, the voxel goes to the nearer, on a tie to the lower label.
 * Refuses `BAD_RING`, `EMPTY_RING`, and what `regionOf` refuses. Warns when more than 30% was removed.
 */
export function ringOf(lesions: Volume, label: number, options: RingOptions = {}): Ring {
  const { fromMm = 0, toMm = 5, rimMm = 0, within } = options;
  if (!(fromMm >= 0 && toMm > fromMm && rimMm >= 0))
    refuse(
      "BAD_RING",
      `A ring from ${fromMm} to ${toMm} mm with a rim of ${rimMm} mm is none; 0 ≤ from < to is wanted.`,
    );
  if (within) requireSameGeometry(lesions, within);
  regionOf(lesions, label);
  const { data, dims, spacing } = lesions;
  const own = Uint8Array.from(data, (x) => (x === label ? 1 : 0));
  const distance = squaredDistances(own, dims, spacing);
  const lower = nearestOther(lesions, label, (other) => other < label);
  const higher = nearestOther(lesions, label, (other) => other > label);
  const inner =
    rimMm > 0
      ? squaredDistances(
          own.map((x) => 1 - x),
          dims,
          spacing,
        )
      : null;
  const bits = new Uint8Array(data.length);
  const [low, high, rim] = [fromMm, toMm, rimMm].map((mm) => mm * mm) as [number, number, number];
  let [full, voxels] = [0, 0];
  for (let p = 0; p < bits.length; p++) {
    const d = distance[p]!;
    const isRim = own[p] === 1 && inner !== null && inner[p]! <= rim + SLACK;
    const isOuter = own[p] === 0 && d > low + SLACK && d <= high + SLACK;
    if (!isRim && !isOuter) continue;
    full++;
    if (within && !within.data[p]) continue;
    if (isOuter && (data[p] !== 0 || (lower && lower[p]! <= d) || (higher && higher[p]! < d))) continue;
    bits[p] = 1;
    voxels++;
  }
  if (voxels === 0)
    refuse(
      "EMPTY_RING",
      `Nothing is left of the ring from ${fromMm} to ${toMm} mm around label ${label}: ${full} voxel(s) before other lesions and the clip were taken out. Use a wider ring or another clip.`,
    );
  const removedFraction = (full - voxels) / full;
  const percent = (100 * removedFraction).toFixed(0);
  return {
    mask: withData(lesions, bits),
    voxels,
    removedFraction,
    name: rimMm > 0 ? `band_${rimMm}_${toMm}` : `ring_${fromMm}_${toMm}`,
    warnings:
      removedFraction > MUCH_REMOVED
        ? [
            {
              code: "RING_CUT",
              message: `${percent}% of the ring around label ${label} was removed (other lesions, clip).`,
            },
          ]
        : [],
  };
}

function nearestOther(lesions: Volume, label: number, isWanted: (other: number) => boolean): Float64Array | null {
  let found = false;
  const bits = Uint8Array.from(lesions.data, (x) => {
    const is = x !== 0 && x !== label && isWanted(x);
    found ||= is;
    return is ? 1 : 0;
  });
  return found ? squaredDistances(bits, lesions.dims, lesions.spacing) : null;
}
