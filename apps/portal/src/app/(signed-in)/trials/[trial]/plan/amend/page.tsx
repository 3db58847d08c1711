import type { Metadata } from "next";
import { AmendForm } from "../../../../../../panels/set-up/amend-form.tsx";
import { TrialRefused } from "../../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../../server/attempt.ts";
import { caller } from "../../../../../../server/request-context.ts";
import { NotForYou } from "../../../../../../ui/not-for-you.tsx";
import { Notice } from "../../../../../../ui/notice.tsx";
import { PageHead } from "../../../../../../ui/page-head.tsx";
import { trialCrumbs } from "../../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Amend the plan, ${(await params).trial}` };
}

export default async function AmendPage({ params }: Props) {
  const { trial } = await params;
  const asked = await attempt((await caller()).setUp.plan({ trial }));
  if ("problems" in asked) return <TrialRefused trial={trial} what="Amending the plan" problems={asked.problems} />;
  const of = asked.value;
  if (!of.mayAmend)
    return (
      <NotForYou
        what="Amending the plan of a trial"
        permission="administer"
        crumbs={trialCrumbs(trial, of.trial.title, { label: "Plan", path: "plan" })}
        back={{ href: `/trials/${trial}/plan`, label: "Back to the plan" }}
      />
    );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, of.trial.title, { label: "Plan", path: "plan" })}
        title="Amend the plan"
        lead="What would change is shown before anything does. An amendment holds for all visits from the moment it is made; the version before stays readable, with your reason beside the new one."
      />
      {of.held ? (
        <Notice title="The plan cannot be amended now.">{of.held}</Notice>
      ) : (
        <AmendForm key={of.present} of={of} />
      )}
    </div>
  );
}
