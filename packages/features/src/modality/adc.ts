import type { Volume } from "@nadir/imaging";
import type { ExtraValue } from "../extra/extra-value.ts";
import { percentile } from "../intensity/order-statistics.ts";
import { spread } from "../intensity/statistics.ts";
import { type Outcome, ratio } from "../outcome.ts";
import type { Discretised } from "../prepare/discretise.ts";
import type { Prepared } from "../prepare/prepared.ts";
import { meanOf, type References, referenceValues } from "./references.ts";

const PERCENTILES = [5, 10, 25, 50, 75, 90, 95] as const;

/**
 * ADC features in 1e-6 mm²/s (radiomics §9): mean, sd, skewness, excess kurtosis, entropy of the grey levels (bits),
 * minimum, percentiles; least and mean ADC over the mean of normal white matter (rADCmin, rADCmean); volume (mL) and
 * share of voxels of intermediate ADC where its interval is stated. `factor`: 1e-6 mm²/s for one stored unit; the
 * region's values are converted already, the reference's are not.
 */
export function adcFeatures(
  region: Prepared,
  { levels, greyLevels }: Discretised,
  image: Volume,
  references: References,
  factor: number,
  intermediate: readonly [number, number] | null,
): ExtraValue[] {
  const { values, spacing } = region;
  const s = spread(values);
  const sorted = values.slice().sort();
  const normal = referenceValues(image, references, "white-matter");
  const relative = (x: number): Outcome => (normal ? ratio(x, meanOf(normal) * factor) : "REFERENCE_MISSING");
  const counts = new Float64Array(greyLevels + 1);
  for (let v = 0; v < levels.length; v++) counts[levels[v]!]!++;
  let entropy = 0;
  for (const n of counts) if (n > 0) entropy -= (n / levels.length) * Math.log2(n / levels.length);
  const out: ExtraValue[] = [
    { id: "adc_mean", outcome: s.mean },
    { id: "adc_sd", outcome: Math.sqrt(s.variance) },
    { id: "adc_skew", outcome: s.skewness },
    { id: "adc_kurt", outcome: s.kurtosis },
    { id: "adc_entropy", outcome: entropy },
    { id: "adc_min", outcome: s.min },
    ...PERCENTILES.map((p) => ({ id: "adc_percentile", at: String(p), outcome: percentile(sorted, p / 100) })),
    { id: "adc_rmin", outcome: relative(s.min) },
    { id: "adc_rmean", outcome: relative(s.mean) },
  ];
  if (intermediate) {
    const [low, high] = intermediate;
    let inside = 0;
    for (let v = 0; v < values.length; v++) if (values[v]! >= low && values[v]! <= high) inside++;
    const at = `${low}-${high}`;
    out.push({ id: "adc_iadc_volume", at, outcome: (inside * spacing[0] * spacing[1] * spacing[2]) / 1000 });
    out.push({ id: "adc_iadc_fraction", at, outcome: inside / values.length });
  }
  return out;
}
