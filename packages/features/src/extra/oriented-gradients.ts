import type { Outcome } from "../outcome.ts";
import type { Prepared } from "../prepare/prepared.ts";

/** Bins of 20° over the directions without sign, 0° to 180°. */
const BINS = 9;
const WIDTH = 180 / BINS;

/**
 * Histogram of oriented gradients of the region as one cell (Dalal & Triggs, CVPR 2005, §6.2 to 6.4): within the slices, central
 * differences per mm at voxels whose four neighbours lie in I; direction without sign from the i to the j axis; a vote of the
 * gradient's length, parted linearly between the two nearest of nine bins with centres 10°, 30° … 170°; shares that sum to 1.
 * Then their entropy in bits, and the length of their mean on the circle of doubled angles (0 no direction, 1 one direction;
 * of the gradients themselves, Mardia & Jupp 2000, §2.3 and 1.4). `NO_PAIRS` where no voxel has its neighbours, `FLAT_REGION`
 * where nothing changes.
 */
export function orientedGradients({ dims, spacing, at, values, intensity }: Prepared): Outcome[] {
  const x = new Float64Array(intensity.length);
  for (let v = 0; v < values.length; v++) x[at[v]!] = values[v]!;
  const votes = new Float64Array(BINS);
  let [count, total, cosine, sine] = [0, 0, 0, 0];
  for (let v = 0; v < at.length; v++) {
    const p = at[v]!;
    const i = p % dims[0];
    const j = Math.floor(p / dims[0]) % dims[1];
    if (i === 0 || j === 0 || i === dims[0] - 1 || j === dims[1] - 1) continue;
    if (!intensity[p - 1] || !intensity[p + 1] || !intensity[p - dims[0]] || !intensity[p + dims[0]]) continue;
    count++;
    const gi = (x[p + 1]! - x[p - 1]!) / (2 * spacing[0]);
    const gj = (x[p + dims[0]]! - x[p - dims[0]]!) / (2 * spacing[1]);
    const length = Math.hypot(gi, gj);
    if (length === 0) continue;
    const radians = Math.atan2(gj, gi);
    total += length;
    cosine += length * Math.cos(2 * radians);
    sine += length * Math.sin(2 * radians);
    const degrees = ((((radians * 180) / Math.PI) % 180) + 180) % 180;
    const place = degrees / WIDTH - 0.5;
    const low = Math.floor(place);
    const upper = place - low;
    votes[(low + BINS) % BINS]! += length * (1 - upper);
    votes[(low + 1) % BINS]! += length * upper;
  }
  if (total === 0) return new Array<Outcome>(BINS + 2).fill(count === 0 ? "NO_PAIRS" : "FLAT_REGION");
  const shares = Array.from(votes, (v) => v / total);
  const entropy = shares.reduce((sum, s) => (s > 0 ? sum - s * Math.log2(s) : sum), 0);
  return [...shares, entropy, Math.hypot(cosine, sine) / total];
}
