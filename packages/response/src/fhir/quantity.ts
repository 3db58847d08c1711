import type { Unmapped } from "../sdtm/unmapped.ts";
import { SYSTEM } from "./code-systems.ts";

/**
 * Units as records write them, and their code in UCUM (ucum.org, case-sensitive codes). A unit that is not here is given as
 * text and counted.
 */
const UCUM: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...["mm", "cm", "mm2", "mm3", "mL", "L", "kg", "g", "mg", "ug", "Gy", "cGy", "%", "d", "a", "1"],
      ...[
        "g/L",
        "g/dL",
        "mg/L",
        "mg/dL",
        "ug/L",
        "ng/L",
        "ng/mL",
        "pg/mL",
        "ug/mL",
        "mmol/L",
        "umol/L",
        "nmol/L",
        "pmol/L",
      ],
      ...["U/L", "U/mL", "mg/d", "mg/kg", "mg/m2", "10*9/L", "10*12/L", "/uL"],
    ].map((code) => [code, code]),
  ),
  "mm²": "mm2",
  "mm³": "mm3",
  ml: "mL",
  µg: "ug",
  "µg/L": "ug/L",
  "µmol/L": "umol/L",
  "10^9/L": "10*9/L",
  "10⁹/L": "10*9/L",
  "10^12/L": "10*12/L",
  "IU/L": "[IU]/L",
  "IU/mL": "[IU]/mL",
  "mg/day": "mg/d",
  "mg/m²": "mg/m2",
  years: "a",
};

export interface FhirQuantity {
  readonly value: number;
  readonly unit?: string;
  readonly system?: string;
  readonly code?: string;
}

/** A figure with its unit: coded where UCUM's code is known, as it was written otherwise, without where none was. */
export function quantity(value: number, unit: string | undefined, unmapped: Unmapped): FhirQuantity {
  if (unit === undefined || unit === "") return { value };
  const code = unmapped.standard("unit", unit, UCUM[unit.trim()]);
  return code === undefined ? { value, unit } : { value, unit, system: SYSTEM.ucum, code };
}
