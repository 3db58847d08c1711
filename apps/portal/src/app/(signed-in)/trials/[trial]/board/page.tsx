import type { Metadata } from "next";
import { ConveneForm } from "../../../../../panels/board/convene-form.tsx";
import { TrialViews } from "../../../../../panels/responses/trial-views.tsx";
import { TrialRefused } from "../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../server/attempt.ts";
import { caller } from "../../../../../server/request-context.ts";
import { Empty } from "../../../../../ui/empty.tsx";
import Link from "../../../../../ui/link.tsx";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { Panel } from "../../../../../ui/panel.tsx";
import { Scroll } from "../../../../../ui/scroll.tsx";
import { trialCrumbs } from "../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Tumour board, ${(await params).trial}` };
}

/** The board's meetings of one trial. */
export default async function BoardPage({ params }: Props) {
  const { trial } = await params;
  const asked = await attempt((await caller()).board.meetings({ trial }));
  if ("problems" in asked) return <TrialRefused trial={trial} what="The tumour board" problems={asked.problems} />;
  const { trialTitle, meetings, may } = asked.value;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, trialTitle)}
        title="Tumour board"
        lead="Meetings with their agenda. Each patient stands on one screen; the board proposes, votes and signs there."
      />
      <TrialViews trial={trial} current="board" />
      <Panel id="meetings" title="Meetings" flush>
        {meetings.length === 0 ? (
          <Empty title="No meeting yet">Call one below; patients are put on its agenda next.</Empty>
        ) : (
          <Scroll label="Meetings">
            <table className="sheet">
              <thead>
                <tr>
                  <th scope="col">Meeting</th>
                  <th scope="col" className="number">
                    Held on
                  </th>
                  <th scope="col" className="number">
                    Patients
                  </th>
                  <th scope="col" className="number">
                    Decided
                  </th>
                </tr>
              </thead>
              <tbody>
                {meetings.map(({ id, title, heldOn, offBecause, patients, decided }) => (
                  <tr key={id}>
                    <th scope="row" className="min-w-[16ch] max-w-[60ch] whitespace-normal wrap-anywhere">
                      <Link href={`/trials/${trial}/board/${id}`} className="underline">
                        {title}
                      </Link>
                      {offBecause === null ? null : (
                        <span className="block text-sm font-normal text-soft">
                          <strong className="font-semibold text-warn">△ called off:</strong> {offBecause}
                        </span>
                      )}
                    </th>
                    <td className="number">{heldOn}</td>
                    <td className="number">{patients}</td>
                    <td className="number">{decided}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Panel>
      {may.prepare ? (
        <Panel id="convene" title="Call a meeting">
          <ConveneForm trial={trial} />
        </Panel>
      ) : null}
    </div>
  );
}
