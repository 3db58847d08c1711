/** Immune cells in tissue: what the record reckons with, and in which unit it is given. */
export interface TissueMarker {
  readonly code: string;
  readonly name: string;
  readonly units: readonly string[];
}

const PERCENT_OR_DENSITY = ["%", "/mm2"] as const;
/** TILs are the percent of the stroma that they cover (Salgado 2015, Ann Oncol 26:259); cells by IHC are percent or cells a mm². */
export const TISSUE_MARKERS: readonly TissueMarker[] = [
  { code: "TIL", name: "tumour-infiltrating lymphocytes, H&E, stromal", units: ["%"] },
  { code: "CD3", name: "T cells", units: PERCENT_OR_DENSITY },
  { code: "CD4", name: "helper T cells", units: PERCENT_OR_DENSITY },
  { code: "CD8", name: "cytotoxic T cells", units: PERCENT_OR_DENSITY },
  { code: "CD45", name: "leucocytes", units: PERCENT_OR_DENSITY },
  { code: "CD66B", name: "neutrophils", units: PERCENT_OR_DENSITY },
  { code: "CD68", name: "macrophages", units: PERCENT_OR_DENSITY },
  { code: "PD-L1", name: "programmed death ligand 1", units: ["%", "CPS"] },
];

const SPELLED: Readonly<Record<string, string>> = {
  TILS: "TIL",
  STIL: "TIL",
  STILS: "TIL",
  PDL1: "PD-L1",
  CD274: "PD-L1",
};

/** The tissue marker that a code names, in any case; null for any other. */
export function tissueMarkerOf(code: string): TissueMarker | null {
  const name = code.trim().toUpperCase();
  return TISSUE_MARKERS.find((marker) => marker.code === (SPELLED[name] ?? name)) ?? null;
}

/** The unit as the record writes it: `cells/mm²` is `/mm2`. */
export const tissueUnitOf = (unit: string): string =>
  unit
    .trim()
    .replace(/²/g, "2")
    .replace(/^cells?\s*\//i, "/")
    .replace(/^percent$/i, "%");

/** What is wrong with a value of a tissue marker, as the end of a sentence; null where it can be. */
export function tissueValueFault(code: string, value: number, unit: string | undefined): string | null {
  const marker = tissueMarkerOf(code);
  if (marker === null || unit === undefined) return null;
  const read = tissueUnitOf(unit);
  if (!marker.units.includes(read))
    return `is given in '${unit}'; ${marker.code} is given in ${marker.units.join(" or ")}`;
  if (value < 0) return "is negative";
  if (read === "%" && value > 100) return "is above 100 %";
  return null;
}
