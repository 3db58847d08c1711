import { CRITERIA } from "../criteria.ts";
import { type FhirCoding, type FhirConcept, type FhirResource, idOf } from "./resource.ts";

/** Code systems of others, by the addresses that FHIR R4 and its terminology name for them. */
export const SYSTEM = {
  loinc: "http://loinc.org",
  ucum: "http://unitsofmeasure.org",
  dicom: "http://dicom.nema.org/resources/ontology/DCM",
  category: "http://terminology.hl7.org/CodeSystem/observation-category",
  absent: "http://terminology.hl7.org/CodeSystem/data-absent-reason",
  participant: "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
  nullFlavor: "http://terminology.hl7.org/CodeSystem/v3-NullFlavor",
  signature: "urn:iso-astm:E1762-95:2013",
} as const;

/** Of the coding systems that a treatment's code can name; WHODrug was not looked up and stays text. */
export const AGENT_SYSTEM: Readonly<Record<string, string>> = {
  ATC: "http://www.whocc.no/atc",
  NCIt: "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl",
  RxNorm: "http://www.nlm.nih.gov/research/umls/rxnorm",
  UNII: "http://fdasis.nlm.nih.gov",
};

/** LOINC codes as mCODE (STU 4) uses them for tumour size and performance status. */
export const LOINC = {
  size: { system: SYSTEM.loinc, code: "21889-1", display: "Size Tumor" },
  longest: { system: SYSTEM.loinc, code: "33728-7", display: "Size.maximum dimension in Tumor" },
  additional: { system: SYSTEM.loinc, code: "33729-5", display: "Size additional dimension in Tumor" },
  ecog: { system: SYSTEM.loinc, code: "89247-1", display: "ECOG Performance Status score" },
  karnofsky: { system: SYSTEM.loinc, code: "89243-0", display: "Karnofsky Performance Status score" },
  weight: { system: SYSTEM.loinc, code: "29463-7", display: "Body weight" },
} as const;

/** What is observed, where no published code was verified for it. */
const WHAT = {
  "age-at-enrolment": "Age at enrolment",
  "last-contact": "Day of last contact",
  "lesion-size": "Size of a lesion",
  "short-axis": "Short axis of a lymph node",
  "lesion-volume": "Volume of a lesion",
  "lesion-state": "State of a lesion, read by eye",
  "non-target-disease": "Non-target disease as a whole",
  "since-last": "Non-target disease since the last visit",
  "sum-of-diameters": "Sum of diameters",
  "sum-of-products": "Sum of products of perpendicular diameters",
  "sum-of-volumes": "Sum of volumes",
  "change-from-baseline": "Change from baseline",
  "change-from-nadir": "Change from the criterion's reference (nadir)",
  "overall-response": "Overall response at a visit",
  "target-response": "Response of target lesions",
  "non-target-response": "Response of non-target lesions",
  "new-lesions": "New lesions that count",
  "not-evaluable-because": "Why the visit is not evaluable though measured",
  "best-overall-response": "Best overall response, without confirmation",
  "best-confirmed-response": "Best overall response, confirmed",
  "progression-date": "Day of progression",
  "dexamethasone-dose": "Dexamethasone-equivalent dose a day",
  "ctcae-grade": "Grade of an adverse event, CTCAE 5",
  "action-taken": "What was done with the trial's treatment",
  steroids: "Systemic steroids were given for it",
} as const;
export type WhatCode = keyof typeof WHAT;

/** What was seen of a lesion, or of the non-target disease, in place of a figure. */
const FINDING = {
  absent: "Not there any more",
  "too-small": "Seen, and too small to measure",
  "not-evaluable": "Cannot be evaluated",
  "not-imaged": "Not imaged",
  merged: "Merged with another lesion",
  treated: "Treated locally, and not read",
  present: "There",
  increased: "Increased",
  unchanged: "Unchanged",
  decreased: "Decreased",
  "unequivocal-progression": "Progressed unequivocally",
} as const;
export type FindingCode = keyof typeof FINDING;

export const CODES = {
  what: "urn:nadir:fhir:what",
  finding: "urn:nadir:fhir:finding",
  criterion: "urn:nadir:fhir:criterion",
  response: "urn:nadir:fhir:response",
  mark: "urn:nadir:fhir:mark",
} as const;

/** `meta.tag` of everything that rests on a visit which no patient had. */
export const SIMULATED: FhirCoding = { system: CODES.mark, code: "simulated", display: "Simulated, of no patient" };

export const what = (code: WhatCode, ...also: readonly FhirCoding[]): FhirConcept => ({
  coding: [...also, { system: CODES.what, code, display: WHAT[code] }],
  text: WHAT[code],
});

export const finding = (code: FindingCode): FhirConcept => ({
  coding: [{ system: CODES.finding, code, display: FINDING[code] }],
  text: FINDING[code],
});

/** A response in the criterion's own word. */
export const response = (word: string): FhirConcept => ({
  coding: [{ system: CODES.response, code: word }],
  text: word,
});

export const absentReason = (code: "not-applicable" | "not-performed" | "unknown"): FhirConcept => ({
  coding: [{ system: SYSTEM.absent, code }],
});

export const category = (code: "imaging" | "laboratory" | "vital-signs" | "exam" | "survey"): FhirConcept[] => [
  { coding: [{ system: SYSTEM.category, code }] },
];

/** The code systems of Nadir that an export uses; of responses those words that stand in it. */
export function codeSystems(responses: ReadonlySet<string>): FhirResource[] {
  const made = (
    name: keyof typeof CODES,
    title: string,
    concept: readonly object[],
    content: string,
  ): FhirResource => ({
    resourceType: "CodeSystem",
    id: idOf("CodeSystem", name),
    url: CODES[name],
    version: "1",
    name: `Nadir${name[0]!.toUpperCase()}${name.slice(1)}`,
    title,
    status: "active",
    experimental: false,
    caseSensitive: true,
    content,
    count: concept.length,
    concept,
  });
  const listed = (names: Readonly<Record<string, string>>) =>
    Object.entries(names).map(([code, display]) => ({ code, display }));
  return [
    made("what", "What Nadir observes of a course", listed(WHAT), "complete"),
    made("finding", "What was seen of a lesion in place of a figure", listed(FINDING), "complete"),
    made(
      "criterion",
      "Response criteria",
      [...CRITERIA.values()].map(({ id, title }) => ({ code: id, display: title })),
      "complete",
    ),
    ...(responses.size === 0
      ? []
      : [
          made(
            "response",
            "Responses in the words of their criteria",
            [...responses].sort().map((code) => ({ code })),
            "fragment",
          ),
        ]),
    made("mark", "Marks of data", [{ code: SIMULATED.code, display: SIMULATED.display }], "complete"),
  ];
}
