import type { Trial } from "@nadir/domain";
import { type FhirResource, identifier, idOf, referenceTo, some } from "./resource.ts";

const ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

/**
 * The trial, its sites and the software. R4 wants the state of a study, which the record does not hold: its place says so
 * (`data-absent-reason`) rather than that the study is active. `notes`: what whoever takes the data has to know.
 */
export function studyOf(trial: Trial, software: readonly string[], notes: readonly string[]): FhirResource[] {
  const { id: key, title, arms, sites, tumourTypes, disease, criteria } = trial;
  const organisations = sites.map(({ id, name, country }) => ({
    resourceType: "Organization" as const,
    id: idOf("Organization", key, id),
    identifier: [identifier(key, "site", id)],
    name,
    address: country === undefined ? undefined : [{ country }],
  }));
  const places = sites.map(({ id, name }) => ({
    resourceType: "Location" as const,
    id: idOf("Location", key, id),
    identifier: [identifier(key, "site", id)],
    name,
    managingOrganization: referenceTo({ resourceType: "Organization", id: idOf("Organization", key, id) }),
  }));
  return [
    {
      resourceType: "Device",
      id: idOf("Device", key),
      deviceName: [{ name: "Nadir", type: "user-friendly-name" }],
      type: { text: "software that derives responses" },
      version: some(software.map((value) => ({ value }))),
    },
    ...organisations,
    ...places,
    {
      resourceType: "ResearchStudy",
      id: idOf("ResearchStudy", key),
      identifier: [{ system: "urn:nadir:trial", value: key }],
      title,
      _status: { extension: [{ url: ABSENT, valueCode: "unknown" }] },
      condition: (tumourTypes ?? [disease]).map((word) => ({ text: word.replaceAll("-", " ") })),
      description: `Response criteria: ${criteria.map(({ id, primary }) => (primary ? `${id} (primary)` : id)).join(", ")}.`,
      site: places.map(referenceTo),
      note: some(notes.map((text) => ({ text }))),
      arm: arms.map(({ name, description }) => ({ name, description })),
    },
  ];
}

/** Somebody who signed: the account's identifier, and no name. */
export const signerOf = (study: string, person: string): FhirResource => ({
  resourceType: "Practitioner",
  id: idOf("Practitioner", study, person),
  identifier: [{ system: "urn:nadir:person", value: person }],
});
