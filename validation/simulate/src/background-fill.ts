import { sampleLinear, type Volume } from "@nadir/imaging";

/** The shell outside a lesion whose tissue fills the place that the lesion has left, mm from the surface. */
const SHELL_MM = [2, 10] as const;

export type Fill = (voxel: number, i: number, j: number, k: number) => number;

/**
 * What stands where a lesion has been: for a point at depth d below the real lesion's surface, the scan's value in the
 * shell outside, straight out through the nearest surface point, at a distance that runs to and fro between the shell's
 * bounds as d grows. Values that are no soft tissue (bone, air, vessels with contrast) are replaced by the shell's median.
 */
export function backgroundFill(image: Volume, phi: Volume, tissue: readonly [low: number, high: number]): Fill {
  const shell: number[] = [];
  for (let at = 0; at < image.data.length; at++) {
    const value = image.data[at]!;
    if (phi.data[at]! >= SHELL_MM[0] && phi.data[at]! <= SHELL_MM[1] && value >= tissue[0] && value <= tissue[1])
      shell.push(value);
  }
  if (shell.length === 0)
    throw new RangeError(`No voxel around the lesion lies between ${tissue[0]} and ${tissue[1]}.`);
  shell.sort((a, b) => a - b);
  const median = shell[Math.floor(shell.length / 2)]!;
  const low = shell[Math.floor(shell.length * 0.02)]!;
  const high = shell[Math.floor(shell.length * 0.98)]!;
  const [ni, nj, nk] = image.dims;
  const [si, sj, sk] = image.spacing;
  const strides = [1, ni, ni * nj] as const;
  const slope = (voxel: number, at: number, n: number, stride: number, step: number): number => {
    const before = at > 0 ? phi.data[voxel - stride]! : phi.data[voxel]!;
    const after = at < n - 1 ? phi.data[voxel + stride]! : phi.data[voxel]!;
    return (after - before) / (step * (Number(at > 0) + Number(at < n - 1)));
  };
  return (voxel, i, j, k) => {
    const gx = slope(voxel, i, ni, strides[0], si);
    const gy = slope(voxel, j, nj, strides[1], sj);
    const gz = slope(voxel, k, nk, strides[2], sk);
    const length = Math.sqrt(gx * gx + gy * gy + gz * gz);
    // Equally far from two sides there is no way straight out.
    if (length < 0.1) return median;
    const depth = -phi.data[voxel]!;
    const width = SHELL_MM[1] - SHELL_MM[0];
    const turn = Math.abs(depth) % (2 * width);
    const reach = depth + SHELL_MM[0] + (turn <= width ? turn : 2 * width - turn);
    const value = sampleLinear(
      image,
      i + (gx / length / si) * reach,
      j + (gy / length / sj) * reach,
      k + (gz / length / sk) * reach,
    );
    return Number.isNaN(value) || value < low || value > high ? median : value;
  };
}
