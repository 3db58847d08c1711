import type { Patient } from "@nadir/api/read";
import { dayStyle } from "../../ui/day-style.ts";
import { dayText } from "../../ui/figures.ts";
import { Notice } from "../../ui/notice.tsx";
import { Provenance } from "../../ui/provenance.tsx";

/** What a reader of this page must know before believing it. */
export function PatientNotices({ patient }: { patient: Patient }) {
  const simulated = patient.visits.filter((v) => v.simulated);
  const days = dayStyle(patient.trial.dates);
  return (
    <div className="grid gap-2">
      {simulated.length > 0 ? (
        <Notice kind="warning" title="Simulated follow-up of a real scan.">
          {simulated.map((v) => v.id).join(", ")} {simulated.length === 1 ? "was" : "were"} made by the follow-up
          generator from the real baseline; no patient had {simulated.length === 1 ? "this scan" : "these scans"}.
        </Notice>
      ) : null}
      {patient.view === "reader" ? (
        <Notice title="You read this patient blinded.">
          Arm, site, course, responses and what others measured are not shown.
        </Notice>
      ) : null}
      {patient.sealed && patient.view === "statistician" ? (
        <Notice kind="warning" title={`In the sealed test set '${patient.sealed.testSet}'.`}>
          {patient.sealed.indexDay
            ? `Nothing after ${dayText(patient.sealed.indexDay, days)} is shown to you, no response and no outcome, until the set is opened.`
            : "Nothing dated is shown to you until the set is opened."}
        </Notice>
      ) : null}
      {patient.trial.provenance ? (
        <Provenance
          provenance={patient.trial.provenance}
          days={patient.trial.dates.kind === "offset" ? patient.trial.dates.note : undefined}
        />
      ) : null}
    </div>
  );
}
