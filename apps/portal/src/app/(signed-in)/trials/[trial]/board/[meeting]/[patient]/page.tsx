import type { Metadata } from "next";
import Link from "next/link";
import { CriteriaApart } from "../../../../../../../panels/board/criteria-apart.tsx";
import { DecisionPanel } from "../../../../../../../panels/board/decision-panel.tsx";
import { ImagesOfBoard } from "../../../../../../../panels/board/images-of-board.tsx";
import { LesionMultiples } from "../../../../../../../panels/board/lesion-multiples.tsx";
import { OffAgenda } from "../../../../../../../panels/board/off-agenda.tsx";
import { Stage } from "../../../../../../../panels/board/stage.tsx";
import { StandingMark } from "../../../../../../../panels/board/standing-mark.tsx";
import { CoursePanel } from "../../../../../../../panels/patient/course-panel.tsx";
import { EvidencePanels } from "../../../../../../../panels/patient/evidence/evidence-panels.tsx";
import { FlagsPanel } from "../../../../../../../panels/patient/flags-panel.tsx";
import { PatientNotices } from "../../../../../../../panels/patient/patient-notices.tsx";
import { SpiderPanel } from "../../../../../../../panels/patient/spider-panel.tsx";
import { Verdict } from "../../../../../../../panels/patient/verdict.tsx";
import { attempt } from "../../../../../../../server/attempt.ts";
import { caller } from "../../../../../../../server/request-context.ts";
import { dayStyle } from "../../../../../../../ui/day-style.ts";
import { Facts } from "../../../../../../../ui/facts.tsx";
import { Problems } from "../../../../../../../ui/problems.tsx";

interface Props {
  readonly params: Promise<{ trial: string; meeting: string; patient: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await params).patient} at the board` };
}

const PARTS = [
  { id: "course", label: "Course" },
  { id: "responses", label: "Responses" },
  { id: "change", label: "Change" },
  { id: "images", label: "Images" },
  { id: "evidence", label: "Evidence" },
  { id: "decision", label: "Decision" },
];

/** One patient before the board: the whole course on one screen, made to be read from afar and worked by keys. */
export default async function BoardPatientPage({ params }: Props) {
  const { trial, meeting, patient: subject } = await params;
  const { board, trials } = await caller();
  const asked = await attempt(Promise.all([board.case({ meeting, subject }), trials.patient({ trial, subject })]));
  if ("problems" in asked) return <Problems problems={asked.problems} />;
  const [found, patient] = asked.value;
  const days = dayStyle(patient.trial.dates);
  const hasEvidence = patient.assessments.length > 0;
  const { arm, sex, ageYears } = patient.subject;
  const facts = [
    ...(arm ? [{ name: "Arm", value: arm }] : []),
    ...(sex ? [{ name: "Sex", value: sex }] : []),
    ...(ageYears === null ? [] : [{ name: "Age", value: `${Math.floor(ageYears)} years` }]),
  ];
  return (
    <Stage
      at={`/trials/${trial}/board/${meeting}`}
      agenda={`${found.meeting.title}, ${found.meeting.heldOn}`}
      parts={hasEvidence ? PARTS : PARTS.filter((p) => p.id !== "evidence")}
      neighbours={found}
    >
      <header className="grid gap-1">
        <div className="flex flex-wrap items-baseline gap-x-5 gap-y-1">
          <h1 className="text-3xl font-semibold tracking-tight">{subject}</h1>
          <StandingMark standing={found.standing} />
          <Facts facts={facts} />
          <span className="ml-auto flex gap-4 text-sm">
            <Link href={`/trials/${trial}/patients/${subject}`} className="underline">
              The whole record
            </Link>
            <Link href={`/trials/${trial}/board/${meeting}/${subject}/letter`} className="underline">
              Page to print
            </Link>
          </span>
        </div>
        <p className="max-w-[70ch] text-xl">{found.question}</p>
        <OffAgenda found={found} />
      </header>
      <PatientNotices patient={patient} />
      <Verdict patient={patient} days={days} />
      <CoursePanel patient={patient} />
      <CriteriaApart patient={patient} days={days} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <SpiderPanel patient={patient} />
        <LesionMultiples patient={patient} />
      </div>
      <ImagesOfBoard patient={patient} days={days} />
      <FlagsPanel patient={patient} />
      {hasEvidence ? (
        <EvidencePanels
          trial={trial}
          subject={subject}
          days={days}
          isGlioma={patient.trial.disease === "glioma"}
          isSimulated={patient.visits.some((v) => v.simulated)}
        />
      ) : null}
      <DecisionPanel found={found} />
    </Stage>
  );
}
