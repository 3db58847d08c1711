import type { Patient } from "@nadir/api/read";
import { dayStyle } from "../../ui/day-style.ts";
import { dayText } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";

/** The visits of which no scan is on record, and why none was made where that is said; the way to add one. */
export function VisitsWithoutScan({ patient, mayEnter }: { patient: Patient; mayEnter: boolean }) {
  const scanned = new Set(patient.images.map(({ visit }) => visit));
  // A patient who was brought in without any scan lacks none in particular.
  const without = patient.visits.filter(
    ({ id, scanNotDone }) =>
      scanNotDone || (scanned.size > 0 && !scanned.has(id) && !patient.clinicVisits.includes(id)),
  );
  if (patient.view === "reader" || without.length === 0) return null;
  const days = dayStyle(patient.trial.dates);
  return (
    <ul aria-label="Visits without a scan" className="divide-y divide-line border-t border-line text-sm">
      {without.map(({ id, date, scanNotDone }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2">
          <span className="min-w-0">
            <strong className="font-semibold">{id}</strong> <span className="text-faint">{dayText(date, days)}</span>:{" "}
            {scanNotDone ? `no scan was made (${scanNotDone}).` : "no scan is on record."}
          </span>
          {mayEnter && !scanNotDone ? (
            <Link
              href={`/trials/${patient.trial.key}/enter?subject=${encodeURIComponent(patient.subject.key)}&scan=${encodeURIComponent(id)}#scan`}
              aria-label={`Add a scan of ${id}, or say why there is none`}
              className="underline underline-offset-2"
            >
              Add a scan, or say why there is none
            </Link>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
