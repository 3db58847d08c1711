import type { Metadata } from "next";
import { LesionReadingPanel } from "../../../../../../panels/lesion-reading/lesion-reading-panel.tsx";
import { AcquisitionPanel } from "../../../../../../panels/patient/acquisition-panel.tsx";
import { CoursePanel } from "../../../../../../panels/patient/course-panel.tsx";
import { DeltaPanel } from "../../../../../../panels/patient/delta-panel.tsx";
import { EndpointsPanel } from "../../../../../../panels/patient/endpoints-panel.tsx";
import { EvidencePanels } from "../../../../../../panels/patient/evidence/evidence-panels.tsx";
import { FlagsPanel } from "../../../../../../panels/patient/flags-panel.tsx";
import { ImagesPanel } from "../../../../../../panels/patient/images-panel.tsx";
import { LesionPanel } from "../../../../../../panels/patient/lesion-panel.tsx";
import { LesionScoresPanel } from "../../../../../../panels/patient/lesion-scores-panel.tsx";
import { MarkersPanel } from "../../../../../../panels/patient/markers-panel.tsx";
import { MaskSizesPanel } from "../../../../../../panels/patient/mask-sizes-panel.tsx";
import { PatientHead } from "../../../../../../panels/patient/patient-head.tsx";
import { PatientNotices } from "../../../../../../panels/patient/patient-notices.tsx";
import { ResponseConclusions } from "../../../../../../panels/patient/response-conclusions.tsx";
import { ResponsePanel } from "../../../../../../panels/patient/response-panel.tsx";
import { SpiderPanel } from "../../../../../../panels/patient/spider-panel.tsx";
import { Verdict } from "../../../../../../panels/patient/verdict.tsx";
import { WhatIfPanel } from "../../../../../../panels/patient/what-if-panel.tsx";
import { QueriesPanel } from "../../../../../../panels/queries/queries-panel.tsx";
import { SignedReadsPanel } from "../../../../../../panels/reads/signed-reads-panel.tsx";
import { TrialRefused } from "../../../../../../panels/trials/trial-refused.tsx";
import { VasariPanel } from "../../../../../../panels/vasari/vasari-panel.tsx";
import { attempt } from "../../../../../../server/attempt.ts";
import { mayAsk, mayEnter } from "../../../../../../server/may-enter.ts";
import { caller } from "../../../../../../server/request-context.ts";
import { dayStyle } from "../../../../../../ui/day-style.ts";
import { OnThisPage } from "../../../../../../ui/on-this-page.tsx";

interface Props {
  readonly params: Promise<{ trial: string; patient: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const { trial, patient } = await params;
  return { title: `${patient}, ${trial}` };
}

export default async function PatientPage({ params, searchParams }: Props) {
  const [{ trial, patient: subject }, given] = await Promise.all([params, searchParams]);
  const asked = await attempt((await caller()).trials.patient({ trial, subject }));
  if ("problems" in asked) return <TrialRefused trial={trial} what="This patient" problems={asked.problems} />;
  const patient = asked.value;
  const [asks, enters] = await Promise.all([mayAsk(trial), mayEnter(trial)]);
  const { dates } = patient.trial;
  const isBlinded = patient.view === "reader";
  const isGlioma = patient.trial.disease === "glioma";
  // What no response is computed of, or is sealed from this person, has no evidence either.
  const hasEvidence = !isBlinded && patient.assessments.length > 0;
  // A reader fills the form; others see it when something is signed.
  const hasReadings = isBlinded ? patient.lesions.length > 0 : patient.lesionReadings.length > 0;
  const hasDeltas = patient.deltas.length > 0;
  const parts = [
    ...(dates.kind === "hidden" ? [] : [{ id: "course", label: "Course" }]),
    ...(isBlinded ? [] : [{ id: "response", label: "Response" }]),
    ...(hasEvidence ? [{ id: "evidence", label: "Evidence" }] : []),
    { id: "lesions", label: "Lesions" },
    ...(dates.kind === "hidden" ? [] : [{ id: "what-if", label: "Try measurements" }]),
    ...(patient.signedReads.length > 0 ? [{ id: "signed-reads", label: "Signed reads" }] : []),
    ...(patient.lesionScores.length > 0 ? [{ id: "lesion-scores", label: "Lesion scores" }] : []),
    ...(patient.flags.length > 0 ? [{ id: "flags", label: "Early signs" }] : []),
    { id: "images", label: "Images" },
    ...(isGlioma ? [{ id: "vasari", label: "VASARI" }] : []),
    ...(hasReadings ? [{ id: "lesion-readings", label: "Readings" }] : []),
    ...(hasDeltas ? [{ id: "features", label: "Features" }] : []),
    ...(asks ? [{ id: "queries", label: "Queries" }] : []),
  ];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PatientHead patient={patient} mayEnter={enters} />
      <PatientNotices patient={patient} />
      <Verdict patient={patient} days={dayStyle(dates)} />
      <OnThisPage parts={parts} />
      {/* Without days there is no time line, and nothing that a criterion could judge by. */}
      {dates.kind === "hidden" ? null : <CoursePanel patient={patient} />}
      {isBlinded ? null : (
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <ResponsePanel patient={patient} />
          <SpiderPanel patient={patient} />
        </div>
      )}
      <ResponseConclusions assessments={patient.assessments} days={dayStyle(dates)} />
      {isBlinded || patient.assessments.length === 0 ? null : (
        <EndpointsPanel trial={trial} subject={subject} days={dayStyle(dates)} entered={patient.outcomes} />
      )}
      {hasEvidence ? (
        <EvidencePanels
          trial={trial}
          subject={subject}
          days={dayStyle(dates)}
          isGlioma={isGlioma}
          isSimulated={patient.visits.some((v) => v.simulated)}
        />
      ) : null}
      <LesionPanel patient={patient} />
      {patient.signedReads.length > 0 ? <SignedReadsPanel trial={trial} patient={patient} /> : null}
      {dates.kind === "hidden" ? null : <WhatIfPanel trial={trial} subject={subject} dates={dates} />}
      {!isBlinded && patient.images.some(({ masks }) => masks.length > 0) ? (
        <MaskSizesPanel
          trial={trial}
          subject={subject}
          measurements={patient.measurements}
          readBy={patient.readBy}
          nodes={patient.lesions.filter(({ node }) => node).map(({ id }) => id)}
          days={dayStyle(dates)}
        />
      ) : null}
      <LesionScoresPanel scores={patient.lesionScores} days={dayStyle(dates)} />
      <FlagsPanel patient={patient} />
      <ImagesPanel patient={patient} mayEnter={enters} />
      <AcquisitionPanel patient={patient} />
      {isGlioma ? <VasariPanel trial={trial} patient={patient} days={dayStyle(dates)} /> : null}
      {hasReadings ? <LesionReadingPanel trial={trial} patient={patient} days={dayStyle(dates)} /> : null}
      {hasDeltas ? (
        <DeltaPanel
          deltas={patient.deltas}
          simulatedVisits={patient.visits.filter((v) => v.simulated).map((v) => v.id)}
        />
      ) : null}
      <MarkersPanel patient={patient} />
      {asks ? (
        <QueriesPanel
          trial={trial}
          subject={subject}
          item={typeof given["ask"] === "string" ? given["ask"] : null}
          locked={patient.locked}
        />
      ) : null}
    </div>
  );
}
