import type { CaseLesion, CaseMeasurement, CaseVisit } from "@nadir/domain";
import { absentReason, category, finding, LOINC, SYSTEM, what } from "./code-systems.ts";
import { modalityOf } from "./imaging.ts";
import { quantity } from "./quantity.ts";
import { type FhirResource, some } from "./resource.ts";
import type { FhirMaker } from "./subject.ts";

/** Keys of the observation of a lesion at a visit, from which its id comes. */
export const lesionKeys = (visit: string, lesion: string): string[] => ["lesion", visit, lesion];

/** What was read of each lesion at each visit, and of the non-target disease where only the whole was judged. */
export function lesionObservations(maker: FhirMaker): FhirResource[] {
  const { document } = maker.of;
  if (!document) return [];
  const lesions = new Map(document.lesions.map((lesion) => [lesion.id, lesion]));
  return document.visits.flatMap((visit) => [
    ...(visit.measurements ?? []).flatMap((found) => {
      const lesion = lesions.get(found.lesion);
      return lesion ? [lesionAt(maker, visit, lesion, found)] : [];
    }),
    ...nonTargetAt(maker, visit),
  ]);
}

function shared(maker: FhirMaker, visit: CaseVisit) {
  return {
    category: category("imaging"),
    method: visit.modality ? methodOf(visit.modality) : undefined,
    derivedFrom: some(maker.scansOf(visit.id)),
  };
}

/** `XR` and `caliper` of a case are no modalities of DICOM. */
const methodOf = (modality: string) =>
  modality === "XR" || modality === "caliper" ? { text: modality } : { coding: [modalityOf(modality)] };

function lesionAt(maker: FhirMaker, visit: CaseVisit, lesion: CaseLesion, found: CaseMeasurement): FhirResource {
  const focus = [maker.to("BodyStructure", lesion.id)];
  const bodySite = { text: lesion.organ.replaceAll("-", " ") };
  const members = { ...shared(maker, visit), focus, bodySite };
  const keys = lesionKeys(visit.id, lesion.id);
  if (found.status === undefined)
    return maker.atVisit(keys, visit.id, {
      code: what("lesion-size", LOINC.size),
      ...members,
      component: sizes(maker, lesion, found),
    });
  const value =
    found.status === "not-imaged"
      ? { dataAbsentReason: absentReason("not-performed") }
      : { valueCodeableConcept: finding(found.status) };
  return maker.atVisit(keys, visit.id, { code: what("lesion-state"), ...members, ...value });
}

type Figures = Pick<CaseMeasurement, "longestMm" | "shortMm" | "volumeMm3">;

/** Lengths in mm, volumes in mm³, as they were recorded; of a lesion that has split those of each fragment. */
function sizes(maker: FhirMaker, { node }: CaseLesion, found: CaseMeasurement) {
  const of = ({ longestMm, shortMm, volumeMm3 }: Figures, which: string) => {
    const named = (code: ReturnType<typeof what>) =>
      which === "" ? code : { ...code, text: `${code.text}, ${which}` };
    const one = (code: ReturnType<typeof what>, value: number | undefined, unit: string) =>
      value === undefined ? [] : [{ code: named(code), valueQuantity: quantity(value, unit, maker.unmapped) }];
    return [
      ...one({ coding: [LOINC.longest], text: "Longest diameter" }, longestMm, "mm"),
      ...one(
        node ? what("short-axis") : { coding: [LOINC.additional], text: "Longest diameter perpendicular to it" },
        shortMm,
        "mm",
      ),
      ...one(what("lesion-volume"), volumeMm3, "mm3"),
    ];
  };
  return some(found.parts ? found.parts.flatMap((part, i) => of(part, `fragment ${i + 1}`)) : of(found, ""));
}

function nonTargetAt(maker: FhirMaker, visit: CaseVisit): FhirResource[] {
  if (!visit.nonTarget) return [];
  const { status, sinceLast } = visit.nonTarget;
  return [
    maker.atVisit(["non-target", visit.id], visit.id, {
      code: what("non-target-disease"),
      ...shared(maker, visit),
      valueCodeableConcept: finding(status),
      component:
        sinceLast === undefined ? undefined : [{ code: what("since-last"), valueCodeableConcept: finding(sinceLast) }],
    }),
  ];
}

/** ECOG, Karnofsky and the steroid dose of a visit. */
export function statusObservations(maker: FhirMaker): FhirResource[] {
  return maker.of.visits.flatMap((visit) => {
    const { id, ecog, karnofsky, dexamethasoneMgPerDay } = visit;
    const observed = (key: string, code: ReturnType<typeof what>, value: object) =>
      maker.atVisit([key, id], id, { code, ...value });
    const performance = (code: (typeof LOINC)["ecog" | "karnofsky"]) => ({ coding: [code], text: code.display });
    return [
      ...(ecog === undefined ? [] : [observed("ecog", performance(LOINC.ecog), { valueInteger: ecog })]),
      ...(karnofsky === undefined
        ? []
        : [observed("karnofsky", performance(LOINC.karnofsky), { valueInteger: karnofsky })]),
      ...(dexamethasoneMgPerDay === undefined
        ? []
        : [
            observed("dexamethasone", what("dexamethasone-dose"), {
              valueQuantity: { value: dexamethasoneMgPerDay, unit: "mg/d", system: SYSTEM.ucum, code: "mg/d" },
            }),
          ]),
    ];
  });
}
