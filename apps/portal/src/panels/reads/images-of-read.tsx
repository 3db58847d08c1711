import type { Patient } from "@nadir/api/read";
import { ImagesPanel } from "../patient/images-panel.tsx";

/** The patient's scans up to the one that is read: the one before it on the left, it on the right, earlier ones to choose. */
export function ImagesOfRead({ patient, visit }: { patient: Patient; visit: string }) {
  const at = patient.visits.findIndex(({ id }) => id === visit);
  const until = patient.visits.slice(0, at + 1);
  const order = [...until.slice(-2), ...until.slice(0, -2)];
  const seen = new Set(until.map(({ id }) => id));
  return (
    <ImagesPanel patient={{ ...patient, visits: order, images: patient.images.filter((i) => seen.has(i.visit)) }} />
  );
}
