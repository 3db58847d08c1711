import { adverseEventsOf, laboratory, treatmentsOf } from "./clinical.ts";
import { CODES } from "./code-systems.ts";
import { encountersOf, lesionsOf, scansOf } from "./imaging.ts";
import { lesionObservations, statusObservations } from "./lesion-observations.ts";
import { personOf } from "./person.ts";
import { provenanceOf } from "./provenance.ts";
import type { FhirResource } from "./resource.ts";
import { responseObservations } from "./response-observations.ts";
import { FhirMaker, type FhirSubject } from "./subject.ts";

export interface FhirOfSubject {
  readonly resources: readonly FhirResource[];
  /** Words of responses that stand in them: the concepts of the code system `urn:nadir:fhir:response`. */
  readonly responses: ReadonlySet<string>;
  /** What is given as text because no code of a published system was verified for it, and in how many places. */
  readonly unmapped: ReadonlyMap<string, number>;
}

/**
 * One subject as resources of HL7 FHIR R4 (4.0.1): what the record holds, and what the criteria made of it. Lengths in mm,
 * areas in mm², volumes in mm³ (UCUM). The case must have passed `parseResponseCase`, and the outcomes be its own.
 *
 * There is no Condition: the record holds what a trial treats (ResearchStudy.condition), and no diagnosis of a patient.
 */
export function fhirOfSubject(subject: FhirSubject): FhirOfSubject {
  const maker = new FhirMaker(subject);
  const made = [
    ...personOf(maker),
    ...encountersOf(maker),
    ...lesionsOf(maker),
    ...scansOf(maker),
    ...treatmentsOf(maker),
    ...adverseEventsOf(maker),
    ...laboratory(maker),
    ...statusObservations(maker),
    ...lesionObservations(maker),
    ...responseObservations(maker),
  ];
  const observed = made.filter(({ resourceType }) => resourceType === "Observation");
  return {
    resources: [...made, ...provenanceOf(maker, observed)],
    responses: new Set(observed.flatMap((one) => responsesIn(one as Valued))),
    unmapped: maker.unmapped.counts,
  };
}

interface Valued {
  readonly valueCodeableConcept?: { readonly coding?: readonly { readonly system: string; readonly code: string }[] };
  readonly component?: readonly Valued[];
}

const responsesIn = (one: Valued): string[] => [
  ...(one.valueCodeableConcept?.coding ?? []).flatMap(({ system, code }) => (system === CODES.response ? [code] : [])),
  ...(one.component ?? []).flatMap(responsesIn),
];
