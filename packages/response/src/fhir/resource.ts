import { hashOf } from "@nadir/domain";

/** The types of resource that an export can hold, in the order in which it is written: what is referred to first. */
export const FHIR_TYPES = [
  "CodeSystem",
  "Device",
  "Organization",
  "Location",
  "ResearchStudy",
  "Practitioner",
  "Patient",
  "ResearchSubject",
  "Encounter",
  "BodyStructure",
  "ImagingStudy",
  "Procedure",
  "MedicationAdministration",
  "AdverseEvent",
  "Observation",
  "Provenance",
] as const;
export type FhirType = (typeof FHIR_TYPES)[number];

/** A resource of FHIR R4 (4.0.1) as JSON; members that are undefined are not written. */
export interface FhirResource {
  readonly resourceType: FhirType;
  readonly id: string;
  readonly [member: string]: unknown;
}

export interface FhirReference {
  readonly reference: string;
}
export interface FhirCoding {
  readonly system: string;
  readonly code: string;
  readonly display?: string;
}
export interface FhirConcept {
  readonly coding?: readonly FhirCoding[];
  readonly text?: string;
}

/**
 * The id of a resource: 32 hexadecimal digits from the keys that name the thing within its trial, so that two exports give
 * one thing one id. FHIR allows 64 letters, digits, hyphens and dots; keys of the record may also have underscores.
 */
export const idOf = (type: FhirType, study: string, ...keys: readonly string[]): string =>
  hashOf([type, study, ...keys]).slice(0, 32);

export const referenceTo = ({ resourceType, id }: Pick<FhirResource, "resourceType" | "id">): FhirReference => ({
  reference: `${resourceType}/${id}`,
});

/** The name of a thing in its own trial, as an identifier. */
export const identifier = (study: string, kind: string, value: string) => ({
  system: `urn:nadir:trial:${study}:${kind}`,
  value,
});

/** A list, or nothing where it is empty: FHIR has no empty arrays. */
export const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list);
