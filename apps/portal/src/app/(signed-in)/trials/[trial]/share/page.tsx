import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TrialViews } from "../../../../../panels/responses/trial-views.tsx";
import { MadeExports } from "../../../../../panels/share/made-exports.tsx";
import { SharePanel } from "../../../../../panels/share/share-panel.tsx";
import { TrialRefused } from "../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../server/attempt.ts";
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
  const { trials, share } = await caller();
  const listed = await trials.list();
  const title = listed.find(({ key }) => key === trial)?.title ?? trial;
  if (!held.permissions.includes("export"))
    return (
      <NotForYou
        what="Sharing a trial"
        permission="export"
        crumbs={trialCrumbs(trial, title)}
        back={{ href: `/trials/${trial}`, label: "Back to the trial" }}
      />
    );
  const made = await attempt(share.made({ trial }));
  // Whoever exports at some of the sites is told so before a form is filled that would be refused.
  if ("problems" in made) return <TrialRefused trial={trial} what="Sharing a trial" problems={made.problems} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, title)}
        title="Share"
        lead="The trial as files that another installation imports, from which nobody can be told."
      />
      <TrialViews trial={trial} current="share" />
      <SharePanel trial={trial} />
      {made.value.length > 0 ? <MadeExports made={made.value} /> : null}
    </div>
  );
}
