import type { Metadata } from "next";
import { WaitingQueries } from "../../../../../panels/queries/waiting-queries.tsx";
import { AdjudicationsTable } from "../../../../../panels/reads/adjudications-table.tsx";
import { CharterPanel } from "../../../../../panels/reads/charter-panel.tsx";
import { QueueTable } from "../../../../../panels/reads/queue-table.tsx";
import { ReadersPanel } from "../../../../../panels/reads/readers-panel.tsx";
import { TrialViews } from "../../../../../panels/responses/trial-views.tsx";
import { DataLocked } from "../../../../../panels/trials/data-locked.tsx";
import { TrialRefused } from "../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../server/attempt.ts";
import { caller } from "../../../../../server/request-context.ts";
import { dayStyle } from "../../../../../ui/day-style.ts";
import { Empty } from "../../../../../ui/empty.tsx";
import { Facts } from "../../../../../ui/facts.tsx";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { Panel } from "../../../../../ui/panel.tsx";
import { trialCrumbs } from "../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Reads, ${(await params).trial}` };
}

/** The reading work of a trial: a reader's queue, what waits for an adjudicator, and how scans are read. */
export default async function ReadsPage({ params }: Props) {
  const { trial } = await params;
  const asked = await attempt((await caller()).reads.list({ trial }));
  if ("problems" in asked) return <TrialRefused trial={trial} what="The list of reads" problems={asked.problems} />;
  const { trial: about, charter, may, locked, mine, counts, adjudications, progress } = asked.value;
  // Whoever administers one site only is refused, and has no readers to look after.
  const readers = may.administer ? await attempt((await caller()).reads.readers({ trial })) : { problems: [] };
  const queries = may.read ? await attempt((await caller()).queries.waiting({ trial })) : { problems: [] };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, about.title)}
        title="Reads"
        lead="Scans to be read, the reads that are signed, and the decisions between two that differ."
      />
      {locked && (may.read || may.adjudicate) ? <DataLocked lock={locked} /> : null}
      {may.read || may.adjudicate ? null : <TrialViews trial={trial} current="reads" />}
      {"value" in queries && queries.value.length > 0 ? <WaitingQueries trial={trial} queries={queries.value} /> : null}
      {may.read && charter ? (
        <Panel
          id="queue"
          title="Your reads"
          aside={`${counts.draft} begun, ${counts.waiting} waiting, ${counts.signed} signed`}
          flush
        >
          {mine.length === 0 ? (
            <Empty title="Nothing to read">Scans of patients that still take a reader stand here.</Empty>
          ) : (
            <QueueTable trial={trial} lines={mine} days={dayStyle(about.dates)} isLocked={locked !== null} />
          )}
        </Panel>
      ) : null}
      {progress ? (
        <Panel id="progress" title="How far the reads are">
          <Facts
            facts={[
              { name: "Scans", value: progress.scans },
              { name: "Signed by reader 1", value: progress.first },
              { name: "Signed by reader 2", value: charter?.readers === 2 ? progress.second : "not asked for" },
              { name: "Waiting for an adjudicator", value: progress.waiting },
              { name: "Decided", value: progress.decided },
            ]}
          />
        </Panel>
      ) : null}
      {charter && (may.adjudicate || progress) ? (
        <Panel id="adjudications" title="Reads that differ" flush>
          {adjudications.length === 0 ? (
            <Empty title="No two reads differ">
              Once both readers of a patient have signed a scan, differences appear here.
            </Empty>
          ) : (
            <AdjudicationsTable trial={trial} lines={adjudications} />
          )}
        </Panel>
      ) : null}
      <CharterPanel trial={trial} charter={charter} mayChange={may.administer} />
      {"value" in readers ? <ReadersPanel trial={trial} readers={readers.value} /> : null}
    </div>
  );
}
