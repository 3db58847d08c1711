import type { Outcome } from "../outcome.ts";
import type { Discretised } from "../prepare/discretise.ts";
import { spread } from "./statistics.ts";

/** The 23 histogram features of grey levels 1…Ng, in the order of the catalogue. */
export function histogram({ levels, greyLevels }: Discretised): Outcome[] {
  const s = spread(Float64Array.from(levels));
  const counts = new Float64Array(greyLevels + 1);
  for (let v = 0; v < levels.length; v++) counts[levels[v]!]!++;
  let [entropy, uniformity] = [0, 0];
  for (let g = 1; g <= greyLevels; g++) {
    const p = counts[g]! / levels.length;
    if (p > 0) entropy -= p * Math.log2(p);
    uniformity += p * p;
  }
  const { most, mostAt, least, leastAt } = gradient(counts, greyLevels);
  return [
    s.mean,
    s.variance,
    s.skewness,
    s.kurtosis,
    s.median,
    s.min,
    s.p10,
    s.p90,
    s.max,
    mode(counts, greyLevels, s.mean),
    s.iqr,
    s.max - s.min,
    s.mad,
    s.rmad,
    s.medad,
    s.cov,
    s.qcod,
    entropy,
    uniformity,
    most,
    mostAt,
    least,
    leastAt,
  ];
}

function mode(counts: Float64Array, greyLevels: number, mean: number): number {
  let best = 1;
  for (let g = 2; g <= greyLevels; g++) {
    if (counts[g]! < counts[best]!) continue;
    if (counts[g]! > counts[best]! || Math.abs(g - mean) < Math.abs(best - mean)) best = g;
  }
  return best;
}

/** Central differences of the counts, one-sided at both ends; 0 for a single level. */
function gradient(counts: Float64Array, ng: number) {
  const at = (g: number): number => {
    if (ng === 1) return 0;
    if (g === 1) return counts[2]! - counts[1]!;
    if (g === ng) return counts[ng]! - counts[ng - 1]!;
    return (counts[g + 1]! - counts[g - 1]!) / 2;
  };
  let [most, mostAt, least, leastAt] = [at(1), 1, at(1), 1];
  for (let g = 2; g <= ng; g++) {
    const slope = at(g);
    if (slope > most) [most, mostAt] = [slope, g];
    if (slope < least) [least, leastAt] = [slope, g];
  }
  return { most, mostAt, least, leastAt };
}
