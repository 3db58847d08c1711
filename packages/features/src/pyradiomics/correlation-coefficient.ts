import type { CooccurrenceCounts } from "../texture/glcm-features.ts";
import { secondLargest } from "./largest-eigenvalues.ts";

/**
 * Maximal correlation coefficient: the root of the second largest eigenvalue of
 * Q(i,j) = Σ_k p(i,k) p(j,k) / (p_x(i) p_x(k)). With symmetric p, Q is similar to S² for
 * S = p(i,j) / √(p_x(i) p_x(j)), so the coefficient is the second largest |eigenvalue| of S. 1 for a region of one level; 0 where the region has more
 * (`levelsInRegion`) but only one has neighbours.
 *
 * PyRadiomics divides by p_x(i) p_x(k) + ε. Where a level is rare (p_x² near 1e-11 in 1e5 voxels) this moves the
 * coefficient in its seventh digit. To first order in ε the eigenvalue λ = s² of Q moves by
 * −ε s Σ v_i S(i,k) v_k / (p_x(i) p_x(k)), v the eigenvector of S; the same as that of S² when S is divided by
 * √(1 + ε / (p_x(i) p_x(k))). The second order is (ε / p_x²)², below 1e-9.
 */
export function maximalCorrelation(
  { i, j, n, size, total }: CooccurrenceCounts,
  greyLevels: number,
  levelsInRegion: number,
): number {
  const slot = new Int32Array(greyLevels + 1).fill(-1);
  const marginal = new Float64Array(greyLevels + 1);
  for (let e = 0; e < size; e++) {
    marginal[i[e]!]! += n[e]! / total;
    if (i[e] !== j[e]) marginal[j[e]!]! += n[e]! / total;
  }
  let side = 0;
  for (let g = 1; g <= greyLevels; g++) if (marginal[g]! > 0) slot[g] = side++;
  if (side < 2) return levelsInRegion < 2 ? 1 : 0;
  const rows = new Int32Array(size);
  const columns = new Int32Array(size);
  const values = new Float64Array(size);
  for (let e = 0; e < size; e++) {
    rows[e] = slot[i[e]!]!;
    columns[e] = slot[j[e]!]!;
    values[e] = n[e]! / total / Math.sqrt(marginal[i[e]!]! * marginal[j[e]!]! + Number.EPSILON);
  }
  return secondLargest({ side, rows, columns, values });
}
