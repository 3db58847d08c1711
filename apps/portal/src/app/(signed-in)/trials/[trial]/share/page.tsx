import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TrialViews } from "../../../../../panels/responses/trial-views.tsx";
import { SharePanel } from "../../../../../panels/share/share-panel.tsx";
import { caller, me } from "../../../../../server/request-context.ts";
import { NotForYou } from "../../../../../ui/not-for-you.tsx";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { trialCrumbs } from "../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Share, ${(await params).trial}` };
}

/** The trial for others, from which nobody can be told. */
export default async function SharePage({ params }: Props) {
  const { trial } = await params;
  const held = (await me()).trials.find(({ key }) => key === trial);
  if (!held) notFound();
  const title = (await (await caller()).trials.list()).find(({ key }) => key === trial)?.title ?? trial;
  if (!held.permissions.includes("export"))
    return (
      <NotForYou
        what="Sharing a trial"
        permission="export"
        crumbs={trialCrumbs(trial, title)}
        back={{ href: `/trials/${trial}`, label: "Back to the trial" }}
      />
    );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, title)}
        title="Share"
        lead="The trial as files that another installation imports, from which nobody can be told."
      />
      <TrialViews trial={trial} current="share" />
      <SharePanel trial={trial} />
    </div>
  );
}
