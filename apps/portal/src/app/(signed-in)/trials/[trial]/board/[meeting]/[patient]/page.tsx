import type { Metadata } from "next";
import { BoardNotices } from "../../../../../../../panels/board/board-notices.tsx";
import { CriteriaApart } from "../../../../../../../panels/board/criteria-apart.tsx";
import { DecisionPanel } from "../../../../../../../panels/board/decision-panel.tsx";
import { ImagesOfBoard } from "../../../../../../../panels/board/images-of-board.tsx";
import { LesionMultiples } from "../../../../../../../panels/board/lesion-multiples.tsx";
import { OffAgenda } from "../../../../../../../panels/board/off-agenda.tsx";
import { Place } from "../../../../../../../panels/board/place.tsx";
import { Stage } from "../../../../../../../panels/board/stage.tsx";
import { StandingMark } from "../../../../../../../panels/board/standing-mark.tsx";
import { originOf } from "../../../../../../../panels/patient/course-data.ts";
import { CoursePanel } from "../../../../../../../panels/patient/course-panel.tsx";
import { EvidencePanels } from "../../../../../../../panels/patient/evidence/evidence-panels.tsx";
import { FlagsPanel } from "../../../../../../../panels/patient/flags-panel.tsx";
import { spiderOf } from "../../../../../../../panels/patient/spider-data.ts";
import { SpiderPanel } from "../../../../../../../panels/patient/spider-panel.tsx";
import { Verdict } from "../../../../../../../panels/patient/verdict.tsx";
import { TrialRefused } from "../../../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../../../server/attempt.ts";
import { caller, me } from "../../../../../../../server/request-context.ts";
import { dayStyle } from "../../../../../../../ui/day-style.ts";
import { Facts } from "../../../../../../../ui/facts.tsx";
import Link from "../../../../../../../ui/link.tsx";

interface Props {
  readonly params: Promise<{ trial: string; meeting: string; patient: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await params).patient} at the board` };
}

const PARTS = [
  { id: "responses", label: "Responses" },
  { id: "course", label: "Course" },
  { id: "images", label: "Images" },
  { id: "change", label: "Change" },
  { id: "multiples", label: "Lesions" },
  { id: "flags", label: "Early signs" },
  { id: "evidence", label: "Evidence" },
  { id: "decision", label: "Decision" },
];

/** Half of the page is so wide, px: what the plots are drawn for. */
const COLUMN_PX = 720;

/** One patient before the board: what decides on the first screen, made to be read from afar and worked by keys. */
export default async function BoardPatientPage({ params }: Props) {
  const { trial, meeting, patient: subject } = await params;
  const { board, trials } = await caller();
  const asked = await attempt(
    Promise.all([board.case({ trial, meeting, subject }), trials.patient({ trial, subject }), me()]),
  );
  if ("problems" in asked) return <TrialRefused trial={trial} what="The tumour board" problems={asked.problems} />;
  const [found, patient, person] = asked.value;
  const days = dayStyle(patient.trial.dates);
  const hasEvidence = patient.assessments.length > 0;
  const absent = new Set([
    ...(hasEvidence ? [] : ["evidence"]),
    ...(patient.flags.length > 0 ? [] : ["flags"]),
    ...(originOf(patient) ? [] : ["multiples"]),
    ...(spiderOf(patient) ? [] : ["change"]),
  ]);
  const { arm, sex, ageYears } = patient.subject;
  const facts = [
    ...(arm ? [{ name: "Arm", value: arm }] : []),
    ...(sex && sex !== "unknown" ? [{ name: "Sex", value: sex }] : []),
    ...(ageYears === null ? [] : [{ name: "Age at enrolment", value: `${Math.floor(ageYears)} years` }]),
  ];
  return (
    <Stage
      key={found.id}
      at={`/trials/${trial}/board/${meeting}`}
      meeting={{
        name: found.meeting.title,
        day: `${found.meeting.heldOn}${found.meeting.offBecause === null ? "" : " (called off)"}`,
      }}
      subject={subject}
      parts={PARTS.filter(({ id }) => !absent.has(id))}
      neighbours={found}
    >
      <header className="grid grid-cols-[minmax(0,1fr)] gap-1 wrap-anywhere">
        <div className="flex flex-wrap items-baseline gap-x-5 gap-y-1">
          <h1 className="text-2xl font-semibold tracking-tight">{subject}</h1>
          <StandingMark standing={found.standing} />
          <Facts facts={facts} />
          <BoardNotices patient={patient} />
          <span className="ml-auto flex gap-4 text-sm print:hidden">
            <Link href={`/trials/${trial}/patients/${subject}`} className="underline">
              The whole record
            </Link>
            <Link href={`/trials/${trial}/board/${meeting}/${subject}/letter`} className="underline">
              Page to print
            </Link>
          </span>
        </div>
        <div className="flex flex-wrap items-baseline gap-x-6">
          <p className="min-w-0 max-w-[90ch] text-xl">{found.question}</p>
          <OffAgenda found={found} />
        </div>
      </header>
      <div className="board-top">
        <Verdict patient={patient} days={days} />
        <Place id="responses" label="Responses">
          <CriteriaApart patient={patient} days={days} />
        </Place>
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3 xl:grid-cols-2">
        <Place id="course" label="Course">
          <CoursePanel patient={patient} width={COLUMN_PX} />
        </Place>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <Place id="images" label="Images">
            <ImagesOfBoard patient={patient} days={days} />
          </Place>
          <Place id="change" label="Change">
            <SpiderPanel patient={patient} size={{ width: COLUMN_PX, height: 180 }} />
          </Place>
        </div>
        <Place id="multiples" label="Each lesion">
          <LesionMultiples patient={patient} />
        </Place>
        <Place id="flags" label="Early signs">
          <FlagsPanel patient={patient} isBrief />
        </Place>
      </div>
      {hasEvidence ? (
        <Place id="evidence" label="Evidence" className="board-evidence">
          <EvidencePanels
            trial={trial}
            subject={subject}
            days={days}
            isGlioma={patient.trial.disease === "glioma"}
            isSimulated={patient.visits.some((v) => v.simulated)}
          />
        </Place>
      ) : null}
      <Place id="decision" label="Decision">
        <DecisionPanel found={found} person={person.id} />
      </Place>
    </Stage>
  );
}
