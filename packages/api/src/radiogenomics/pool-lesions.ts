import type { RadiogenomicsSettings } from "@nadir/domain";

/** A lesion's value, and its volume at baseline in mm³ where it is known. */
export interface WeightedValue {
  readonly value: number;
  readonly weight: number | null;
}

/**
 * One value of a subject's lesions. `largest` and `volume-weighted` need volumes: where no lesion has one, the mean is taken;
 * lesions without a volume then have no say where another has one.
 */
export function pooledValue(lesions: readonly WeightedValue[], how: RadiogenomicsSettings["lesions"]): number {
  const weighed = lesions.filter((l): l is { value: number; weight: number } => l.weight !== null && l.weight > 0);
  if (how === "mean" || weighed.length === 0) return lesions.reduce((s, l) => s + l.value, 0) / lesions.length;
  if (how === "largest") return weighed.reduce((best, l) => (l.weight > best.weight ? l : best)).value;
  const total = weighed.reduce((s, l) => s + l.weight, 0);
  return weighed.reduce((s, l) => s + l.value * l.weight, 0) / total;
}
