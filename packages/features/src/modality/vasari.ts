import { type FeatureValue, proportionCode, VASARI_ITEMS, type VasariReading } from "@nadir/domain";

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

/** A margin this thick counts as thick, mm. */
const THICK_MM = 3;

/**
 * The answers that masks can give (radiomics specification, 9), from the values of the family `parts`: proportions
 * (f5, f6, f7, f14) of the whole abnormality, focal or multifocal (f9; multicentric takes a reader), thickness of the
 * enhancing margin (f11). They stand beside a reader's answers and never in their place. What the values do not give
 * is left out.
 */
export function vasariFromParts(values: readonly FeatureValue[]): Readonly<Partial<Record<string, number>>> {
  const of = (key: string): number | null => values.find((v) => v.key === key)?.value ?? null;
  const answers: Record<string, number> = {};
  for (const [id, key] of [
    ["f5", "parts_ratio@CE/TV"],
    ["f6", "parts_ratio@NC/TV"],
    ["f7", "parts_ratio@NE/TV"],
    ["f14", "parts_ratio@ED/TV"],
  ] as const) {
    const share = of(key);
    if (share !== null) answers[id] = proportionCode(share);
  }
  const [components, enhancing, necrosis] = [
    of("parts_components"),
    of("parts_volume@enhancing"),
    of("parts_volume@necrosis"),
  ];
  if (components !== null && components > 0) answers["f9"] = components === 1 ? 1 : 2;
  const thickness = of("parts_margin_mean");
  if (enhancing === 0) answers["f11"] = 2;
  else if (enhancing !== null && necrosis === 0) answers["f11"] = 5;
  else if (thickness !== null) answers["f11"] = thickness < THICK_MM ? 3 : 4;
  return answers;
}
