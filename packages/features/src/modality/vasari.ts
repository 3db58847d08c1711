import { type FeatureValue, VASARI_ITEMS, type VasariReading } from "@nadir/domain";

/**
 * A reading of the VASARI form as rows of the feature table: the answers' codes under `vasari_f1` …, sizes in mm under
 * `vasari_f29` and `vasari_f30`. An item that was not read is null with `NOT_READ`.
 */
export function vasariValues({ answers, longestMm, perpendicularMm }: VasariReading): FeatureValue[] {
  const row = (id: string, value: number | undefined): FeatureValue => {
    const name = { key: `vasari_${id}`, id: `vasari_${id}`, code: null, aggregation: null };
    return value === undefined ? { ...name, value: null, reason: "NOT_READ" } : { ...name, value };
  };
  return [...VASARI_ITEMS.map(({ id }) => row(id, answers[id])), row("f29", longestMm), row("f30", perpendicularMm)];
}
