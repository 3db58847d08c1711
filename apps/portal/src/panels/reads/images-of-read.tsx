import type { Patient } from "@nadir/api/read";
import { ImagesPanel } from "../patient/images-panel.tsx";

/** The patient's scans up to the one that is read: the one before it on the left, it on the right, earlier ones to choose. */
export function ImagesOfRead({ patient, visit }: { patient: Patient; visit: string }) {
  const until = patient.visits.slice(0, patient.visits.findIndex(({ id }) => id === visit) + 1);
  return <ImagesPanel patient={{ ...patient, visits: until }} read={visit} />;
}
