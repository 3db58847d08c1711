import type {
  AdverseEvent,
  Biomarker,
  CriterionOutcome,
  Image,
  Lesion,
  Observation,
  ResponseCase,
  Subject,
  Treatment,
  Visit,
} from "@nadir/domain";
import { Unmapped } from "../sdtm/unmapped.ts";
import { SIMULATED } from "./code-systems.ts";
import { type FhirReference, type FhirResource, type FhirType, idOf, referenceTo } from "./resource.ts";

/** A signature of a read or of an adjudicator's decision. */
export interface FhirSignature {
  readonly kind: "read" | "adjudication";
  /** The visit that was read; of a decision the last one that both readers had signed. */
  readonly visit: string;
  /** Account of the signer: an identifier, never a name. */
  readonly person: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly meaning: string;
  readonly hash: string;
  /** Why it no longer holds; null where it holds. */
  readonly broken: string | null;
}

/** One subject as the record holds it; nothing is judged here again. */
export interface FhirSubject {
  /** Key of the trial. */
  readonly study: string;
  readonly subject: Subject;
  /** As far as it was told; null where a draw was not. */
  readonly arm: { readonly name: string } | null;
  readonly visits: readonly Visit[];
  readonly lesions: readonly Lesion[];
  /** The reading that stands, and what the trial's criteria made of it; null where the record makes no course. */
  readonly document: ResponseCase | null;
  readonly outcomes: readonly CriterionOutcome[];
  /** `row`: the uuid under which the record keeps the image. */
  readonly images: readonly (Image & { readonly row: string })[];
  readonly observations: readonly Observation[];
  readonly biomarkers: readonly Biomarker[];
  readonly treatments: readonly Treatment[];
  readonly adverseEvents: readonly AdverseEvent[];
  /** Of the reading that stands. */
  readonly signatures: readonly FhirSignature[];
  /** When the newest of these rows was recorded, ISO 8601 in UTC. */
  readonly recordedAt: string;
  /** Names and versions of the engines that derived. */
  readonly software: readonly string[];
}

/** What the resources of one subject share: ids, references, marks, and what had no term. */
export class FhirMaker {
  readonly of: FhirSubject;
  readonly unmapped = new Unmapped();
  readonly patient: FhirReference;
  readonly study: FhirReference;
  readonly device: FhirReference;
  readonly #simulated: ReadonlySet<string>;
  readonly #days: ReadonlyMap<string, string>;
  readonly #imaged: ReadonlyMap<string, readonly FhirReference[]>;

  constructor(of: FhirSubject) {
    this.of = of;
    this.patient = this.to("Patient");
    this.study = referenceTo({ resourceType: "ResearchStudy", id: idOf("ResearchStudy", of.study) });
    this.device = referenceTo({ resourceType: "Device", id: idOf("Device", of.study) });
    this.#simulated = new Set(of.visits.filter(({ simulated }) => simulated).map(({ id }) => id));
    this.#days = new Map(of.visits.map(({ id, date }) => [id, date]));
    const imaged = new Map<string, FhirReference[]>();
    for (const { visit, study } of studiesOf(of.images))
      imaged.set(visit, [...(imaged.get(visit) ?? []), this.to("ImagingStudy", visit, study ?? "")]);
    this.#imaged = imaged;
  }

  id(type: FhirType, ...keys: readonly string[]): string {
    return idOf(type, this.of.study, this.of.subject.key, ...keys);
  }

  /** A reference to something of this subject. */
  to(type: FhirType, ...keys: readonly string[]): FhirReference {
    return referenceTo({ resourceType: type, id: this.id(type, ...keys) });
  }

  day(visit: string): string | undefined {
    return this.#days.get(visit);
  }

  isSimulated(visit: string): boolean {
    return this.#simulated.has(visit);
  }

  /** The scans of a visit. */
  scansOf(visit: string): readonly FhirReference[] {
    return this.#imaged.get(visit) ?? [];
  }

  /** A resource of this subject, marked where it rests on a simulated visit. */
  resource(type: FhirType, keys: readonly string[], members: object, visit?: string): FhirResource {
    const mark = visit !== undefined && this.isSimulated(visit) ? { meta: { tag: [SIMULATED] } } : {};
    return { resourceType: type, id: this.id(type, ...keys), ...mark, ...members };
  }

  /** An observation at a visit. */
  atVisit(keys: readonly string[], visit: string, members: object): FhirResource {
    const { code, ...rest } = members as { code: unknown };
    return this.resource(
      "Observation",
      keys,
      {
        status: "final",
        code,
        subject: this.patient,
        encounter: this.to("Encounter", visit),
        effectiveDateTime: this.day(visit),
        ...rest,
      },
      visit,
    );
  }
}

/** The images of each visit by their DICOM study; those without a study's UID are taken together. */
export function studiesOf(images: FhirSubject["images"]) {
  const found = new Map<string, { visit: string; study: string | undefined; images: (Image & { row: string })[] }>();
  for (const image of images) {
    const key = JSON.stringify([image.visit, image.studyUid ?? null]);
    const one = found.get(key) ?? { visit: image.visit, study: image.studyUid, images: [] };
    one.images.push(image);
    found.set(key, one);
  }
  return [...found.values()];
}
