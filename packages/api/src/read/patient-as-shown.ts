import type { ScanNames } from "../reads/scan-names.ts";
import type { Patient, PatientImage } from "./patient-shape.ts";

/**
 * A patient before a reader whose charter hides the days: every visit by its place in the order, no key, day, file name or image
 * name from which the day could be read. Visits without a scan, and what was recorded of them, are left out.
 */
export function patientAsShown(patient: Patient, names: ScanNames): Patient {
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
    const masks = image.masks.map((mask) => ({ ...mask, file: `mask${endingOf(mask.file)}` }));
    return [{ ...image, key, visit, file: `scan${endingOf(image.file)}`, masks }];
  });
  return { shown, keyOf };
}

/** By which a viewer knows the format: `.nii.gz`, `.nrrd`. */
const endingOf = (file: string): string => /(\.nii)?\.[a-z]{2,5}$/i.exec(file)?.[0] ?? ".nii.gz";
