/**
 * The blood markers that the record can convert, each in one unit. Units are written as UCUM has them (https://ucum.org);
 * common spellings are read too. A factor turns a value of that unit into the marker's own.
 */
export interface LabMarker {
  readonly code: string;
  readonly name: string;
  /** What laboratories and CDISC (LBTESTCD) or LOINC call it, upper case. */
  readonly known: readonly string[];
  /** The unit in which the record reckons with it, as UCUM. */
  readonly unit: string;
  readonly factors: Readonly<Record<string, number>>;
}

/** 1 U is 1 µmol a minute, 1 kat 1 mol a second (NC-IUB 1979, Eur J Biochem 97:319): 1 µkat is 60 U. */
const ACTIVITY = { "U/L": 1, "[iU]/L": 1, "mU/mL": 1, "U/mL": 1000, "ukat/L": 60, "nkat/L": 0.06 } as const;
const COUNT = {
  "10*9/L": 1,
  "10*3/uL": 1,
  "10*3/mm3": 1,
  "10*6/mL": 1,
  "10*6/L": 1e-3,
  "/uL": 1e-3,
  "/mm3": 1e-3,
} as const;
const MG_PER_L = { "mg/L": 1, "ug/mL": 1, "mg/dL": 10, "g/L": 1000, "ug/L": 1e-3 } as const;
const UG_PER_L = { "ug/L": 1, "ng/mL": 1, "ng/L": 1e-3, "pg/mL": 1e-3, "ng/dL": 1e-2, "mg/L": 1000 } as const;
const G_PER_L = { "g/L": 1, "g/dL": 10, "mg/dL": 1e-2, "mg/mL": 1 } as const;
const RATIO = { "1": 1 } as const;

/** Substance concentration, µmol/L: 1 mg/dL is 10 000 / molar mass (g/mol) µmol/L. */
const substance = (molarMass: number) => ({
  "umol/L": 1,
  "mmol/L": 1000,
  "mg/dL": 10_000 / molarMass,
  "mg/L": 1000 / molarMass,
});

const MARKERS: readonly LabMarker[] = [
  { code: "LDH", name: "Lactate dehydrogenase", known: ["LD", "2532-0", "14804-9"], unit: "U/L", factors: ACTIVITY },
  { code: "S100", name: "S100 protein", known: ["S100B", "S-100", "S-100B"], unit: "ug/L", factors: UG_PER_L },
  { code: "CRP", name: "C-reactive protein", known: ["HSCRP", "1988-5"], unit: "mg/L", factors: MG_PER_L },
  { code: "NEUT", name: "Neutrophils", known: ["ANC", "NEUTROPHILS", "751-8"], unit: "10*9/L", factors: COUNT },
  { code: "LYM", name: "Lymphocytes", known: ["ALC", "LYMPH", "LYMPHOCYTES", "731-0"], unit: "10*9/L", factors: COUNT },
  { code: "WBC", name: "Leucocytes", known: ["LEUCOCYTES", "LEUKOCYTES", "6690-2"], unit: "10*9/L", factors: COUNT },
  { code: "MONO", name: "Monocytes", known: ["MONOCYTES", "742-7"], unit: "10*9/L", factors: COUNT },
  { code: "EOS", name: "Eosinophils", known: ["EOSINOPHILS", "711-2"], unit: "10*9/L", factors: COUNT },
  { code: "PLAT", name: "Platelets", known: ["PLT", "PLATELETS", "777-3"], unit: "10*9/L", factors: COUNT },
  {
    code: "HGB",
    name: "Haemoglobin",
    known: ["HB", "HAEMOGLOBIN", "HEMOGLOBIN", "718-7"],
    unit: "g/L",
    // Of the monomer with one iron, 16 114.5 g/mol, as laboratories report it.
    factors: { ...G_PER_L, "mmol/L": 16.1145 },
  },
  { code: "ALB", name: "Albumin", known: ["ALBUMIN", "1751-7"], unit: "g/L", factors: G_PER_L },
  { code: "CREAT", name: "Creatinine", known: ["CREATININE", "2160-0"], unit: "umol/L", factors: substance(113.12) },
  {
    code: "BILI",
    name: "Bilirubin, total",
    known: ["BILIRUBIN", "1975-2"],
    unit: "umol/L",
    factors: substance(584.66),
  },
  { code: "ALT", name: "Alanine aminotransferase", known: ["ALAT", "1742-6"], unit: "U/L", factors: ACTIVITY },
  { code: "AST", name: "Aspartate aminotransferase", known: ["ASAT", "1920-8"], unit: "U/L", factors: ACTIVITY },
  { code: "ALP", name: "Alkaline phosphatase", known: ["6768-6"], unit: "U/L", factors: ACTIVITY },
  { code: "NLR", name: "Neutrophils to lymphocytes", known: [], unit: "1", factors: RATIO },
];

const BY_NAME = new Map(MARKERS.flatMap((marker) => [marker.code, ...marker.known].map((name) => [name, marker])));

/** The marker that a code names, in any case of its letters; null for one that the record does not convert. */
export const labMarkerOf = (code: string): LabMarker | null => BY_NAME.get(code.trim().toUpperCase()) ?? null;

/** The spelling of UCUM for what laboratories write: `10^9/L`, `G/L`, `x10E9/l`, `µg/l`, `IU/L`, `cells/µL`, `K/uL`. */
export function ucumOf(unit: string): string {
  const text = unit
    .trim()
    .replace(/[µμ]/g, "u")
    .replace(/⁹/g, "^9")
    .replace(/³/g, "^3")
    .replace(/\s+/g, "")
    .replace(/^[x×·]/i, "")
    .replace(/10(?:\^|\*\*|e|\*)(\d)/i, "10*$1")
    .replace(/mcg/i, "ug")
    .replace(/mm\^3/i, "mm3");
  const [number = "", volume] = text.split("/");
  const per = volume?.toLowerCase().replace(/(.*)l$/, "$1L");
  if (/^(G|Gpt)$/.test(number) && per === "L") return "10*9/L";
  if (/^K$/i.test(number) && per === "uL") return "10*3/uL";
  if (/^(cells|cell|)$/i.test(number) && per !== undefined) return `/${per}`;
  if (/^iu$/i.test(number) && per !== undefined) return `[iU]/${per}`;
  if (text === "" || text === "{ratio}") return "1";
  return per === undefined ? text : `${/^u$/i.test(number) ? "U" : number}/${per}`;
}
