import type { Metadata } from "next";
import { AwaitedTable } from "../../../../../panels/responses/awaited-table.tsx";
import { SimulatedNotice } from "../../../../../panels/responses/simulated-notice.tsx";
import { TrialViews } from "../../../../../panels/responses/trial-views.tsx";
import { WhoIsCounted } from "../../../../../panels/responses/who-is-counted.tsx";
import { attempt } from "../../../../../server/attempt.ts";
import { caller } from "../../../../../server/request-context.ts";
import { buttonLook } from "../../../../../ui/button.tsx";
import { dayStyle } from "../../../../../ui/day-style.ts";
import { Empty } from "../../../../../ui/empty.tsx";
import { count } from "../../../../../ui/figures.ts";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { Panel } from "../../../../../ui/panel.tsx";
import { Problems } from "../../../../../ui/problems.tsx";
import { trialCrumbs } from "../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Awaited scans, ${(await params).trial}` };
}

/** The trial's worklist: every progression and response that a scan has yet to confirm. */
export default async function AwaitedPage({ params }: Props) {
  const { trial } = await params;
  const asked = await attempt((await caller()).responses.worklist({ trial }));
  if ("problems" in asked) return <Problems problems={asked.problems} />;
  const { rows, refused, withheld, trial: about } = asked.value;
  const today = about.dates.kind === "calendar" ? new Date().toISOString().slice(0, 10) : null;
  const groups = [
    { of: "progression", id: "progressions", title: "Progressions that await their confirming scan" },
    { of: "response", id: "responses", title: "Responses that have been seen once" },
  ] as const;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, about.title)}
        title="Awaited scans"
        lead={
          today === null
            ? "From when to when the confirming scan counts, under each of the trial's criteria. Days are the source's own study days, so nothing is told as due or overdue."
            : `From when to when the confirming scan counts, under each of the trial's criteria. Today is ${today}.`
        }
        actions={
          rows.length > 0 ? (
            <a href={`/api/tables/${trial}/awaited`} className={buttonLook("plain")} download>
              Table as CSV
            </a>
          ) : null
        }
      />
      <TrialViews trial={trial} current="awaited" />
      <SimulatedNotice trial={trial} />
      <WhoIsCounted refused={refused} withheld={withheld} what="this list" />
      {groups.map(({ of, id, title }) => {
        const own = rows.filter((row) => row.of === of);
        return (
          <Panel key={of} id={id} title={title} aside={`computed, ${count(own.length)} waiting`} flush>
            {own.length === 0 ? (
              <Empty title="Nothing is awaited">No patient who is alive waits for such a scan.</Empty>
            ) : (
              <AwaitedTable trial={trial} rows={own} days={dayStyle(about.dates)} today={today} />
            )}
          </Panel>
        );
      })}
    </div>
  );
}
