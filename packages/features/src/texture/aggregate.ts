import type { TextureAggregation } from "@nadir/domain";

/** The three ways in which slices are joined, for families without directions. */
export type ZonalAggregation = "2D" | "2.5D" | "3D";

/** IBSI codes and the suffix of IBSI's reference tables. */
export const DIRECTIONAL: Readonly<Record<TextureAggregation, { readonly code: string; readonly suffix: string }>> = {
  "2D-average": { code: "BTW3", suffix: "2D_avg" },
  "2D-merged": { code: "SUJT", suffix: "2D_comb" },
  "2.5D-average": { code: "JJUI", suffix: "2_5D_avg" },
  "2.5D-merged": { code: "ZW7Z", suffix: "2_5D_comb" },
  "3D-average": { code: "ITBB", suffix: "3D_avg" },
  "3D-merged": { code: "IAZD", suffix: "3D_comb" },
};

export const ZONAL: Readonly<Record<ZonalAggregation, { readonly code: string; readonly suffix: string }>> = {
  "2D": { code: "8QNN", suffix: "2D" },
  "2.5D": { code: "62GR", suffix: "2_5D" },
  "3D": { code: "KOBO", suffix: "3D" },
};

export const zonalOf = (aggregation: TextureAggregation): ZonalAggregation =>
  aggregation.slice(0, aggregation.indexOf("-")) as ZonalAggregation;

/** Mean of the rows, column by column; null when there is no row. */
export function meanRows(rows: readonly Float64Array[]): Float64Array | null {
  const first = rows[0];
  if (!first) return null;
  const out = new Float64Array(first.length);
  for (const row of rows) for (let n = 0; n < out.length; n++) out[n]! += row[n]!;
  for (let n = 0; n < out.length; n++) out[n]! /= rows.length;
  return out;
}
