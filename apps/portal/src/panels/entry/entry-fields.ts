import type { EntryForm, EntryTable } from "@nadir/api/entry";

/** What each table is called where one row of it is entered. */
export const TABLE_WORDS: Readonly<Record<EntryTable, { readonly one: string; readonly many: string }>> = {
  subjects: { one: "Patient", many: "Patient" },
  visits: { one: "Visit", many: "Visits" },
  lesions: { one: "Lesion", many: "Lesions" },
  measurements: { one: "Measurement", many: "Measurements" },
  nonTarget: { one: "Non-target disease", many: "Non-target disease" },
  observations: { one: "Laboratory value", many: "Laboratory values" },
  biomarkers: { one: "Marker", many: "Markers" },
  treatments: { one: "Treatment", many: "Treatments" },
  adverseEvents: { one: "Adverse event", many: "Adverse events" },
  images: { one: "Scan", many: "Scans" },
};

/** The fields that are asked first, in their order; the others stand under "More". */
const FIRST: Readonly<Record<EntryTable, readonly string[]>> = {
  subjects: ["key", "site", "arm", "enrolledOn", "treatmentStart", "sex", "ageYears"],
  visits: ["id", "date", "role", "ecog", "karnofsky", "dexamethasoneMgPerDay", "clinical", "scanNotDone", "note"],
  lesions: ["id", "role", "organ", "node", "location"],
  measurements: ["visit", "lesion", "longestMm", "shortMm", "status"],
  nonTarget: ["visit", "status", "sinceLast"],
  observations: ["date", "code", "value", "unit", "referenceLow", "referenceHigh"],
  biomarkers: ["date", "code", "value", "unit", "text", "assay"],
  treatments: ["id", "kind", "name", "start", "end", "dose", "doseUnit"],
  adverseEvents: ["id", "term", "grade", "start", "end", "immuneRelated", "action"],
  images: ["visit", "modality", "description", "id", "unit", "scanner", "sliceThicknessMm", "contrastAgent"],
};

/** Said by the page or by the file. */
const UNASKED: ReadonlySet<string> = new Set(["subject", "simulated", "file"]);

type Column = EntryForm["columns"][EntryTable][number];

/** The columns of a table as fields: those asked first, and the rest. Whose row it is stands above, not in the row. */
export function fieldsOf(columns: readonly Column[], table: EntryTable): { first: Column[]; more: Column[] } {
  const own = columns.filter(({ name }) => !UNASKED.has(name));
  const names = FIRST[table];
  const first = names.flatMap((name) => own.find((column) => column.name === name) ?? []);
  return { first, more: own.filter(({ name }) => !names.includes(name)) };
}

const LABELS: Readonly<Record<string, string>> = {
  key: "Pseudonymous key",
  id: "Key",
  ecog: "ECOG",
  karnofsky: "Karnofsky, %",
  dexamethasoneMgPerDay: "Dexamethasone, mg a day",
  physiologicSteroidsOnly: "Physiologic steroids only",
  clinical: "Clinical state",
  scanNotDone: "No scan was made, because",
  flair: "T2/FLAIR",
  ageYears: "Age, years",
  longestMm: "Longest diameter, mm",
  shortMm: "Short axis or perpendicular, mm",
  volumeMm3: "Volume, mm³",
  parts: "Fragments, 20x12|15x9",
  status: "Status, where there is no figure",
  studyUid: "Study Instance UID",
  seriesUid: "Series Instance UID",
  sliceThicknessMm: "Slice thickness, mm",
  sliceSpacingMm: "Distance of slices, mm",
  pixelSpacingMm: "Pixel size, mm",
  kvp: "Tube voltage, kV",
  exposureMas: "Exposure, mAs",
  fieldStrengthT: "Field strength, T",
  repetitionTimeMs: "Repetition time, ms",
  echoTimeMs: "Echo time, ms",
  inversionTimeMs: "Inversion time, ms",
  flipAngleDeg: "Flip angle, °",
  bValue: "b value, s/mm²",
  injectedMbq: "Injected activity, MBq",
  uptakeMin: "Uptake time, min",
  weightKg: "Weight, kg",
  node: "Lymph node",
  lesionsInField: "Lesions in the field, T1|T2",
  linkTags: "Link tags",
  grade: "Grade (CTCAE 5)",
};

/** A column in words: `treatmentStart` is `Treatment start`. */
export function fieldLabel(name: string, table: EntryTable): string {
  if (name === "description" && table === "images") return "Sequence or region";
  if (name === "status" && table === "nonTarget") return "Status";
  const known = LABELS[name];
  if (known) return known;
  const words = name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
