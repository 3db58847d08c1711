import type { Patient } from "@nadir/api/read";
import { dayStyle } from "../../ui/day-style.ts";
import { dayText } from "../../ui/figures.ts";
import { Notice } from "../../ui/notice.tsx";
import { Provenance } from "../../ui/provenance.tsx";
import { ProvisionalNotice } from "./provisional-notice.tsx";

/** Which scans no patient had. A baseline may be simulated as well: then the record's own note says what of it is real. */
function SimulatedNotice({ visits }: { visits: Patient["visits"] }) {
  const baselines = visits.filter((v) => v.role !== "follow-up" && v.role !== "unscheduled");
  const later = visits.filter((v) => !baselines.includes(v));
  const named = (of: Patient["visits"]) => of.map((v) => v.id).join(", ");
  const hasBaseline = baselines.length > 0;
  return (
    <Notice
      kind="warning"
      title={
        !hasBaseline
          ? "Simulated follow-up of a real scan."
          : later.length > 0
            ? "Simulated baseline, simulated follow-up."
            : "Simulated baseline."
      }
    >
      {baselines.map((v) => (
        <p key={v.id}>
          {v.id}, the baseline: {v.note ?? "simulated, wholly or in part"}.
        </p>
      ))}
      {later.length > 0 ? (
        <p>
          {named(later)} {later.length === 1 ? "was" : "were"} made by the follow-up generator from{" "}
          {hasBaseline ? "that baseline" : "the real baseline"}; no patient had{" "}
          {later.length === 1 ? "this scan" : "these scans"}.
        </p>
      ) : null}
    </Notice>
  );
}

/** What a reader of this page must know before believing it. */
export function PatientNotices({ patient }: { patient: Patient }) {
  const simulated = patient.visits.filter((v) => v.simulated);
  const days = dayStyle(patient.trial.dates);
  return (
    <div className="grid gap-2">
      <ProvisionalNotice patient={patient} />
      {simulated.length > 0 ? <SimulatedNotice visits={simulated} /> : null}
      {patient.view === "reader" ? (
        <Notice title="You read this patient blinded.">
          Arm, site, course, responses and what others measured are not shown
          {patient.trial.dates.kind === "hidden" ? ", nor on which days the scans were taken." : "."} Outlines that were
          brought in with the images are hidden until you tick “Delineation”.
        </Notice>
      ) : null}
      {patient.sealed && patient.view === "statistician" ? (
        <Notice kind="warning" title={`In the sealed test set '${patient.sealed.testSet}'.`}>
          {patient.sealed.indexDay
            ? `Nothing after ${dayText(patient.sealed.indexDay, days)} is shown to you, no response and no outcome: the set stays sealed outside the protocol that opens it.`
            : "Nothing dated is shown to you: the set stays sealed outside the protocol that opens it."}
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
