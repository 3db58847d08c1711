/** A feature as the catalogue's page shows it. */
export interface CatalogueRow {
  readonly id: string;
  readonly code: string | null;
  readonly name: string;
  readonly family: string;
  readonly unit: string;
  readonly formula: string;
  readonly source: string;
  readonly aggregated: string;
  readonly hasConsensus: boolean;
  /** The profile `pyradiomics`: its names for the same meaning, each with what it does otherwise. */
  readonly profile: readonly { readonly id: string; readonly difference: string | null }[];
}

/** Whether every word stands somewhere in what the row says. */
export function matches(row: CatalogueRow, search: string): boolean {
  const said = [row.id, row.code, row.name, row.family, row.unit, row.formula, ...row.profile.map(({ id }) => id)]
    .join(" ")
    .toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}
