import { AGGREGATED_WORDS, CATALOGUE, PYRADIOMICS_CATALOGUE } from "@nadir/features";
import type { CatalogueRow } from "./catalogue-row.ts";

/** The engine's own catalogue, the one that docs/features.md is printed from; what only PyRadiomics has comes last. */
export function catalogueRows(): CatalogueRow[] {
  const own = CATALOGUE.map(({ standardised, aggregated, ...entry }) => ({
    ...entry,
    aggregated: AGGREGATED_WORDS[aggregated],
    hasConsensus: standardised,
    profile: PYRADIOMICS_CATALOGUE.filter(({ ibsi }) => ibsi === entry.id).map(({ id, difference }) => ({
      id,
      difference,
    })),
  }));
  const only = PYRADIOMICS_CATALOGUE.filter(({ ibsi }) => !own.some(({ id }) => id === ibsi)).map((entry) => ({
    id: entry.id,
    code: entry.code,
    name: entry.name,
    family: "pyradiomics",
    unit: entry.unit,
    formula: entry.formula,
    source: entry.source,
    aggregated: "once an image",
    hasConsensus: false,
    profile: [{ id: entry.id, difference: entry.difference }],
  }));
  return [...own, ...only];
}
