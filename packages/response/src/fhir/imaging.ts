import { SYSTEM } from "./code-systems.ts";
import { type FhirResource, identifier, some } from "./resource.ts";
import { type FhirMaker, studiesOf } from "./subject.ts";

/** A visit as an encounter: the record does not say whether the patient came or lay in hospital, so its class is unknown. */
export const encountersOf = (maker: FhirMaker): FhirResource[] =>
  maker.of.visits.map(({ id, date, role }) =>
    maker.resource(
      "Encounter",
      [id],
      {
        identifier: [identifier(maker.of.study, "visit", id)],
        status: "finished",
        class: { system: SYSTEM.nullFlavor, code: "UNK" },
        type: [{ text: role }],
        subject: maker.patient,
        period: { start: date, end: date },
      },
      id,
    ),
  );

/** A lesion with its identity over all visits. A node is told in the morphology's words; no code of an organ was looked up. */
export function lesionsOf(maker: FhirMaker): FhirResource[] {
  const standing = new Set(maker.of.document?.lesions.map(({ id }) => id) ?? []);
  return maker.of.lesions
    .filter(({ id }) => standing.has(id))
    .map(({ id, role, organ, location, node }) => {
      maker.unmapped.add("site of a lesion", organ);
      return maker.resource("BodyStructure", [id], {
        identifier: [identifier(maker.of.study, "lesion", id)],
        active: true,
        morphology: { text: `${role} ${node ? "lymph node" : "lesion"}` },
        location: { text: organ.replaceAll("-", " ") },
        description: location,
        patient: maker.patient,
      });
    });
}

/**
 * The scans of a visit, a study for each DICOM study, a series for each image. An image without its Series Instance UID gets
 * the one that DICOM makes of a UUID (PS3.5, B.2): 2.25 and the row's uuid as a number.
 */
export const scansOf = (maker: FhirMaker): FhirResource[] =>
  studiesOf(maker.of.images).map(({ visit, study, images }) => {
    const simulated = images.some((image) => image.simulated);
    const modalities = [...new Set(images.map(({ modality }) => modality))];
    return maker.resource(
      "ImagingStudy",
      [visit, study ?? ""],
      {
        identifier: study === undefined ? undefined : [{ system: "urn:dicom:uid", value: `urn:oid:${study}` }],
        status: "available",
        modality: some(modalities.map(modalityOf)),
        subject: maker.patient,
        encounter: maker.to("Encounter", visit),
        started: maker.day(visit),
        numberOfSeries: images.length,
        note: simulated ? [{ text: "Simulated follow-up of a real scan; of no patient." }] : undefined,
        series: images.map((image) => ({
          uid: image.seriesUid ?? uidOf(image.row),
          modality: modalityOf(image.modality),
          description: image.description,
        })),
      },
      visit,
    );
  });

export const modalityOf = (modality: string) => ({ system: SYSTEM.dicom, code: modality });

const uidOf = (uuid: string): string => `2.25.${BigInt(`0x${uuid.replaceAll("-", "")}`)}`;
