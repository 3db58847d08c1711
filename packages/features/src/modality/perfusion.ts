import type { Volume } from "@nadir/imaging";
import type { ExtraValue } from "../extra/extra-value.ts";
import { percentile } from "../intensity/order-statistics.ts";
import type { Prepared } from "../prepare/prepared.ts";
import { meanOf, type References, referenceValues } from "./references.ts";

/**
 * Normalised CBV (radiomics §9): CBV over its mean in the reference mask white-matter (contralateral, normal
 * appearing). Mean, maximum as the 95th percentile, share of voxels above the threshold. Without the reference all are
 * undefined; a reference of mean 0 gives `ZERO_DENOMINATOR`.
 */
export function perfusionFeatures(
  { values }: Prepared,
  image: Volume,
  references: References,
  threshold: number,
): ExtraValue[] {
  const normal = referenceValues(image, references, "white-matter");
  const base = normal ? meanOf(normal) : 0;
  const lacking = normal ? (base === 0 ? "ZERO_DENOMINATOR" : null) : "REFERENCE_MISSING";
  const of = (compute: () => number) => lacking ?? compute();
  const sorted = values.slice().sort();
  return [
    { id: "perf_ncbv_mean", outcome: of(() => meanOf(values) / base) },
    { id: "perf_ncbv_max", outcome: of(() => percentile(sorted, 0.95) / base) },
    {
      id: "perf_ncbv_fraction",
      at: String(threshold),
      outcome: of(() => values.reduce((sum, x) => sum + (x / base > threshold ? 1 : 0), 0) / values.length),
    },
  ];
}
