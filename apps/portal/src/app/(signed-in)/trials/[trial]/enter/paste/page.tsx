import type { Metadata } from "next";
import { PasteBoard } from "../../../../../../panels/entry/paste-board.tsx";
import { DataLocked } from "../../../../../../panels/trials/data-locked.tsx";
import { TrialRefused } from "../../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../../server/attempt.ts";
import { caller } from "../../../../../../server/request-context.ts";
import { PageHead } from "../../../../../../ui/page-head.tsx";
import { trialCrumbs } from "../../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Paste a table, ${(await params).trial}` };
}

/** Many rows at once, from a spreadsheet. */
export default async function PastePage({ params }: Props) {
  const { trial } = await params;
  const asked = await attempt((await caller()).entry.form({ trial }));
  if ("problems" in asked) return <TrialRefused trial={trial} what="Entering data" problems={asked.problems} />;
  const { columns, trial: about, locked } = asked.value;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, about.title, { label: "Enter data", path: "enter" })}
        title="Paste a table"
        lead="Rows copied from a spreadsheet are looked through first, each fault in its cell; then all are recorded together, or none."
      />
      {locked ? <DataLocked lock={locked} /> : <PasteBoard trial={trial} columns={columns} dates={about.dates} />}
    </div>
  );
}
