import type { Metadata } from "next";
import { AgendaTable } from "../../../../../../panels/board/agenda-table.tsx";
import { ChangeMeeting } from "../../../../../../panels/board/change-meeting.tsx";
import { PutForm } from "../../../../../../panels/board/put-form.tsx";
import { TrialRefused } from "../../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../../server/attempt.ts";
import { caller } from "../../../../../../server/request-context.ts";
import { buttonLook } from "../../../../../../ui/button.tsx";
import { Empty } from "../../../../../../ui/empty.tsx";
import Link from "../../../../../../ui/link.tsx";
import { Notice } from "../../../../../../ui/notice.tsx";
import { PageHead } from "../../../../../../ui/page-head.tsx";
import { Panel } from "../../../../../../ui/panel.tsx";
import { trialCrumbs } from "../../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string; meeting: string }>;
}

export const metadata: Metadata = { title: "Agenda of the tumour board" };

/** One meeting: its agenda, and the way onto it. */
export default async function MeetingPage({ params }: Props) {
  const { trial, meeting: id } = await params;
  const asked = await attempt((await caller()).board.meeting({ trial, meeting: id }));
  if ("problems" in asked) return <TrialRefused trial={trial} what="The tumour board" problems={asked.problems} />;
  const meeting = asked.value;
  const first = meeting.cases.find((c) => c.standing !== "off the agenda");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, meeting.trialTitle, { label: "Tumour board", path: "board" })}
        title={`${meeting.title}, ${meeting.heldOn}`}
        actions={
          first && meeting.offBecause === null ? (
            <Link
              href={`/trials/${trial}/board/${id}/${first.subject}`}
              className={buttonLook("primary", "print:hidden")}
            >
              Begin with {first.subject}
            </Link>
          ) : null
        }
      />
      {/* On paper there is no way back to the trial that would name it. */}
      <p data-print-head className="hidden text-sm font-semibold print:block">
        {meeting.trialTitle} ({trial})
      </p>
      {meeting.offBecause === null ? null : (
        <Notice kind="warning" title="This meeting was called off.">
          {meeting.offBecause}
        </Notice>
      )}
      {meeting.may.change ? <ChangeMeeting meeting={meeting} /> : null}
      <Panel id="agenda" title="Agenda" flush>
        {meeting.cases.length === 0 ? (
          <Empty title="Nobody is on the agenda">
            {meeting.may.prepare
              ? "Name a patient and the question to the board."
              : "A coordinator or member puts patients on it."}
          </Empty>
        ) : (
          <AgendaTable meeting={meeting} />
        )}
        {meeting.may.prepare ? <PutForm meeting={id} others={meeting.others.join(" ")} /> : null}
      </Panel>
    </div>
  );
}
