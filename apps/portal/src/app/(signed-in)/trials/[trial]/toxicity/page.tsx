import type { Metadata } from "next";
import { SimulatedNotice } from "../../../../../panels/responses/simulated-notice.tsx";
import { TrialViews } from "../../../../../panels/responses/trial-views.tsx";
import { ImmuneEventsTable } from "../../../../../panels/toxicity/immune-events-table.tsx";
import { OrgansTable } from "../../../../../panels/toxicity/organs-table.tsx";
import { TrialRefused } from "../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../server/attempt.ts";
import { caller } from "../../../../../server/request-context.ts";
import { buttonLook } from "../../../../../ui/button.tsx";
import { dayStyle } from "../../../../../ui/day-style.ts";
import { Empty } from "../../../../../ui/empty.tsx";
import { Notice } from "../../../../../ui/notice.tsx";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { hrefAtPage, pageInAddress } from "../../../../../ui/page-in-address.ts";
import { Pager } from "../../../../../ui/pager.tsx";
import { Panel } from "../../../../../ui/panel.tsx";
import { trialCrumbs } from "../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const PAGE_SIZE = 50;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Immune-related events, ${(await params).trial}` };
}

/** The trial's immune-related events by organ and grade, and one by one. */
export default async function ToxicityPage({ params, searchParams }: Props) {
  const { trial } = await params;
  const address = await searchParams;
  const page = pageInAddress(address);
  const asked = await attempt((await caller()).evidence.immuneEvents({ trial, page, pageSize: PAGE_SIZE }));
  if ("problems" in asked) return <TrialRefused trial={trial} what="Toxicity" problems={asked.problems} />;
  const { organs, all, patients, withheld, events, trial: about } = asked.value;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, about.title)}
        title="Immune-related events"
        lead="Adverse events that the record marks immune-related, by CTCAE grade. A patient counts once an organ, at the worst grade there."
        actions={
          all.events > 0 ? (
            <a href={`/api/tables/${trial}/toxicity`} className={buttonLook("plain")} download>
              Table as CSV
            </a>
          ) : null
        }
      />
      <TrialViews trial={trial} current="toxicity" />
      <SimulatedNotice trial={trial} />
      {withheld > 0 ? (
        <Notice title="Sealed patients are left out.">
          {withheld} {withheld === 1 ? "patient belongs" : "patients belong"} to a sealed test set.
        </Notice>
      ) : null}
      <Panel id="organs" title="By organ" aside="computed" flush>
        {all.events === 0 ? (
          <Empty title="No immune-related event is recorded">
            Events come with the table of adverse events; the column <code>immuneRelated</code> marks them.
          </Empty>
        ) : (
          <OrgansTable organs={organs} all={all} patients={patients} />
        )}
      </Panel>
      {all.events > 0 ? (
        <Panel
          id="events"
          title="One by one"
          note="Onset in days from the start of immunotherapy. Steroids as recorded, or from a course that began during the event."
          flush
        >
          <ImmuneEventsTable events={events} days={dayStyle(about.dates)} trial={trial} />
          <Pager
            page={page}
            pageSize={PAGE_SIZE}
            total={all.events}
            what="events"
            href={(to) => hrefAtPage(`/trials/${trial}/toxicity`, address, to)}
          />
        </Panel>
      ) : null}
    </div>
  );
}
