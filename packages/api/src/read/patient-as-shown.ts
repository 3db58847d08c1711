import type { ScanNames } from "../reads/scan-names.ts";
import type { Patient, PatientImage } from "./patient-shape.ts";
import type { FormSignature } from "./signature-shape.ts";

/**
 * A patient before a blinded reader: no file name, which may hold site or arm, no scanner's make, and no name under a signature. Where the charter hides the
 * days also: every visit by its place in the order, no key, day or image name from which the day could be read. Visits without a
 * scan, and what was recorded of them, are left out.
 */
export function patientAsShown(whole: Patient, names: ScanNames): Patient {
  const patient = whole.view === "reader" ? withoutSite(whole) : whole;
  if (!names.isHidden) return patient;
  const named = <T extends { readonly visit: string }>(rows: readonly T[]): T[] =>
    rows.flatMap((row) => {
      const visit = names.name(row.visit);
      return visit === undefined ? [] : [{ ...row, visit }];
    });
  const images = imagesAsShown(patient.images, names);
  return {
    ...patient,
    trial: { ...patient.trial, dates: { kind: "hidden" } },
    sealed: patient.sealed && { ...patient.sealed, indexDay: null },
    visits: patient.visits.flatMap((visit) => {
      const id = names.name(visit.id);
      return id === undefined ? [] : [{ ...visit, id, date: names.day(visit.id, visit.date) }];
    }),
    measurements: named(patient.measurements),
    vasari: named(patient.vasari),
    lesionReadings: named(patient.lesionReadings),
    vasariMasks: patient.vasariMasks.flatMap((mask) => {
      const visit = names.name(mask.visit);
      const image = images.keyOf.get(`${mask.visit}/${mask.image}`);
      return visit === undefined || image === undefined ? [] : [{ ...mask, visit, image }];
    }),
    vasariToSign: patient.vasariToSign.flatMap((visit) => names.name(visit) ?? []),
    images: images.shown,
  };
}

const withoutSite = (patient: Patient): Patient => ({
  ...patient,
  vasari: nameless(patient.vasari),
  lesionReadings: nameless(patient.lesionReadings),
  images: patient.images.map((image) => {
    const { manufacturer: _, scannerModel: __, ...acquisition } = image.acquisition;
    const masks = image.masks.map((mask) => ({ ...mask, file: `mask${endingOf(mask.file)}` }));
    return { ...image, acquisition, masks, file: `scan${endingOf(image.file)}` };
  }),
});

const nameless = <T extends { readonly signature: FormSignature }>(forms: readonly T[]): T[] =>
  forms.map((form) =>
    form.signature && "by" in form.signature ? { ...form, signature: { ...form.signature, by: null } } : form,
  );

/** Images under names of their own: `Scan-1-MR-2` is the second MR image of the first scan. */
function imagesAsShown(images: readonly PatientImage[], names: ScanNames) {
  const keyOf = new Map<string, string>();
  const taken = new Map<string, number>();
  const shown = images.flatMap((image): PatientImage[] => {
    const visit = names.name(image.visit);
    if (visit === undefined) return [];
    const stem = `${visit}-${image.modality}`;
    taken.set(stem, (taken.get(stem) ?? 0) + 1);
    const key = `${stem}-${taken.get(stem)}`;
    keyOf.set(`${image.visit}/${image.key}`, key);
    return [{ ...image, key, visit }];
  });
  return { shown, keyOf };
}

/** By which a viewer knows the format: `.nii.gz`, `.nrrd`. */
const endingOf = (file: string): string => /(\.nii)?\.[a-z]{2,5}$/i.exec(file)?.[0] ?? ".nii.gz";
