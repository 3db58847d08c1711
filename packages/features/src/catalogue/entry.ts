import type { CatalogueEntry, FeatureFamily } from "@nadir/domain";

/** id, IBSI code (or null), name, unit, formula; a trailing `false` marks a feature without a consensus value. */
export type Row = readonly [
  id: string,
  code: string | null,
  name: string,
  unit: string,
  formula: string,
  standardised?: false,
];

export const IBSI_MANUAL = "IBSI reference manual (Zwanenburg et al., arXiv:1612.07003)";

/** Catalogue entries of one family from a table of rows. */
export const entries = (
  family: FeatureFamily,
  section: string,
  aggregated: CatalogueEntry["aggregated"],
  rows: readonly Row[],
): readonly CatalogueEntry[] =>
  rows.map(([id, code, name, unit, formula, standardised]) => ({
    id,
    code,
    name,
    family,
    unit,
    formula,
    source: `${IBSI_MANUAL}, ${section}`,
    standardised: standardised !== false,
    aggregated,
  }));

/** Entries of a family that IBSI does not define; what they are from stands in `source`. */
export const extraEntries = (
  family: CatalogueEntry["family"],
  source: string,
  rows: readonly (readonly [id: string, name: string, unit: string, formula: string])[],
): readonly CatalogueEntry[] =>
  rows.map(([id, name, unit, formula]) => ({
    id,
    code: null,
    name,
    family,
    unit,
    formula,
    source,
    standardised: false,
    aggregated: "none",
  }));
