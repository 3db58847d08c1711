import type { Patient } from "@nadir/api/read";
import { PatientNotices } from "../patient/patient-notices.tsx";
import { ProvisionalNotice } from "../patient/provisional-notice.tsx";

/**
 * What must be known before the page is believed: that scans are simulated, and that responses are not final, in plain sight; all
 * of it one click away.
 */
export function BoardNotices({ patient }: { patient: Patient }) {
  return (
    <>
      <ProvisionalNotice patient={patient} />
      <Provenance patient={patient} />
    </>
  );
}

function Provenance({ patient }: { patient: Patient }) {
  const isSimulated = patient.visits.some((v) => v.simulated);
  if (!isSimulated && patient.sealed === null && patient.trial.provenance === null) return null;
  return (
    <details className="text-sm">
      <summary className="inline-flex cursor-pointer flex-wrap items-baseline gap-x-2 text-soft">
        {isSimulated ? (
          <span className="rounded-sm border border-dashed border-warn bg-warn-soft px-1.5 font-semibold text-warn">
            △ simulated scans
          </span>
        ) : null}
        <span className="underline underline-offset-2">Where these data come from</span>
      </summary>
      <div className="mt-2">
        <PatientNotices patient={patient} />
      </div>
    </details>
  );
}
