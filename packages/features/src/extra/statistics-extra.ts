import { percentile } from "../intensity/order-statistics.ts";
import type { Outcome } from "../outcome.ts";
import type { Prepared } from "../prepare/prepared.ts";

/**
 * Statistics that signatures use and IBSI leaves out, in catalogue order: sd, total energy, mean of positive voxels
 * (MPP of filtration histograms; Miles et al., Cancer Imaging 2013;13:400), share of positive voxels, percentiles.
 */
export function statisticsExtra({ values, spacing }: Prepared): Outcome[] {
  const n = values.length;
  let [sum, energy, positive, positives] = [0, 0, 0, 0];
  for (let v = 0; v < n; v++) {
    const x = values[v]!;
    sum += x;
    energy += x * x;
    if (x > 0) {
      positive += x;
      positives++;
    }
  }
  const mean = sum / n;
  let squares = 0;
  for (let v = 0; v < n; v++) squares += (values[v]! - mean) ** 2;
  const sorted = values.slice().sort();
  return [
    Math.sqrt(squares / n),
    energy * spacing[0] * spacing[1] * spacing[2],
    positives > 0 ? positive / positives : "NO_VOXELS",
    positives / n,
    ...[0.05, 0.25, 0.75, 0.95].map((p) => percentile(sorted, p)),
  ];
}
