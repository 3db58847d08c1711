import { SYSTEM, what } from "./code-systems.ts";
import { type FhirResource, identifier, idOf, referenceTo } from "./resource.ts";
import type { FhirMaker } from "./subject.ts";

/**
 * Patient and ResearchSubject: the pseudonymous key, sex, day of death, site; no name, address or day of birth, since the
 * record has none. Ethnicity, race, links to other trials and free notes stay at home.
 */
export function personOf(maker: FhirMaker): FhirResource[] {
  const { study, subject, arm } = maker.of;
  const { key, site, sex, deathOn, enrolledOn, treatmentStart, lastContactOn, ageYears } = subject;
  const known = [identifier(study, "subject", key)];
  const start = enrolledOn ?? treatmentStart;
  const end = deathOn;
  return [
    maker.resource("Patient", [], {
      identifier: known,
      gender: sex,
      deceasedDateTime: deathOn,
      managingOrganization: referenceTo({ resourceType: "Organization", id: idOf("Organization", study, site) }),
    }),
    maker.resource("ResearchSubject", [], {
      identifier: known,
      // The record tells neither withdrawal nor the end of follow-up other than by death.
      status: deathOn === undefined ? "on-study" : "off-study",
      period: start === undefined && end === undefined ? undefined : { start, end },
      study: maker.study,
      individual: maker.patient,
      assignedArm: arm?.name,
    }),
    ...(ageYears === undefined
      ? []
      : [
          maker.resource("Observation", ["age"], {
            status: "final",
            code: what("age-at-enrolment"),
            subject: maker.patient,
            effectiveDateTime: start,
            valueQuantity: { value: ageYears, unit: "years", system: SYSTEM.ucum, code: "a" },
          }),
        ]),
    ...(lastContactOn === undefined
      ? []
      : [
          maker.resource("Observation", ["last-contact"], {
            status: "final",
            code: what("last-contact"),
            subject: maker.patient,
            valueDateTime: lastContactOn,
          }),
        ]),
  ];
}
