import type { Metadata } from "next";
import { AwaitedTable } from "../../../../../panels/responses/awaited-table.tsx";
import { SimulatedNotice } from "../../../../../panels/responses/simulated-notice.tsx";
import { TrialViews } from "../../../../../panels/responses/trial-views.tsx";
import { WhoIsCounted } from "../../../../../panels/responses/who-is-counted.tsx";
import { TrialRefused } from "../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../server/attempt.ts";
import { caller } from "../../../../../server/request-context.ts";
import { buttonLook } from "../../../../../ui/button.tsx";
import { dayStyle } from "../../../../../ui/day-style.ts";
import { Empty } from "../../../../../ui/empty.tsx";
import { count, dayText } from "../../../../../ui/figures.ts";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { hrefAtPage, pageInAddress } from "../../../../../ui/page-in-address.ts";
import { Pager } from "../../../../../ui/pager.tsx";
import { Panel } from "../../../../../ui/panel.tsx";
import { trialCrumbs } from "../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const PAGE_SIZE = 25;
const GROUPS = [
  { of: "progression", id: "progressions", title: "Progressions that await their confirming scan" },
  { of: "response", id: "responses", title: "Responses that have been seen once" },
] as const;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Awaited scans, ${(await params).trial}` };
}

/** The trial's worklist: every progression and response that a scan has yet to confirm. */
export default async function AwaitedPage({ params, searchParams }: Props) {
  const { trial } = await params;
  const address = await searchParams;
  const { responses } = await caller();
  const pages = {
    progression: pageInAddress(address, "progressions"),
    response: pageInAddress(address, "responses"),
  };
  const asked = await attempt(
    responses.awaited({
      trial,
      progressionPage: pages.progression,
      responsePage: pages.response,
      pageSize: PAGE_SIZE,
    }),
  );
  if ("problems" in asked)
    return <TrialRefused trial={trial} what="The list of awaited scans" problems={asked.problems} />;
  const { refused, withheld, lastDay, trial: about } = asked.value;
  const groups = GROUPS.map((group) => ({ ...group, page: pages[group.of], ...asked.value[group.of] }));
  const isByDate = about.dates.kind === "calendar";
  const asOf = isByDate ? new Date().toISOString().slice(0, 10) : lastDay;
  const days = dayStyle(about.dates);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, about.title)}
        title="Awaited scans"
        lead={`From when to when the confirming scan counts, under each of the trial's criteria. ${
          asOf === null
            ? "No visit is on record."
            : isByDate
              ? `Today is ${asOf}.`
              : `Looked at as of ${dayText(asOf, days)}, the last on the trial's record, like the worklist.`
        }`}
        actions={
          groups.some(({ total }) => total > 0) ? (
            <a href={`/api/tables/${trial}/awaited`} className={buttonLook("plain")} download>
              Table as CSV
            </a>
          ) : null
        }
      />
      <TrialViews trial={trial} current="awaited" />
      <SimulatedNotice trial={trial} />
      <WhoIsCounted refused={refused} withheld={withheld} what="this list" />
      {groups.map(({ of, id, title, page, total, rows }) => (
        <Panel key={of} id={id} title={title} aside={`computed, ${count(total)} waiting`} flush>
          {total === 0 ? (
            <Empty title="Nothing is awaited">No patient who is alive waits for such a scan.</Empty>
          ) : (
            <>
              <AwaitedTable trial={trial} rows={rows} days={days} asOf={asOf} />
              <Pager
                page={page}
                pageSize={PAGE_SIZE}
                total={total}
                what={id}
                href={(to) => hrefAtPage(`/trials/${trial}/awaited`, address, to, id)}
              />
            </>
          )}
        </Panel>
      ))}
    </div>
  );
}
