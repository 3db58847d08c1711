import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TrialViews } from "../../../../../panels/responses/trial-views.tsx";
import { CriteriaPanel, ImagingPanel, PlanHistory, SchedulePanel } from "../../../../../panels/set-up/plan-panels.tsx";
import { ReadingPanel } from "../../../../../panels/set-up/reading-panel.tsx";
import { TrialRefused } from "../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../server/attempt.ts";
import { caller, me } from "../../../../../server/request-context.ts";
import { buttonLook } from "../../../../../ui/button.tsx";
import { tumourNames } from "../../../../../ui/criterion-names.ts";
import Link from "../../../../../ui/link.tsx";
import { Notice } from "../../../../../ui/notice.tsx";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { trialCrumbs } from "../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Plan, ${(await params).trial}` };
}

/** By what a trial judges, when it looks, and how its images are taken and read: now, or in a former version. */
export default async function PlanPage({ params, searchParams }: Props) {
  const { trial } = await params;
  const { version } = await searchParams;
  if (version !== undefined && !/^[1-9]\d{0,5}$/.test(String(version))) notFound();
  const asked = await attempt(
    (await caller()).setUp.plan({ trial, ...(version === undefined ? {} : { version: Number(version) }) }),
  );
  if ("problems" in asked) return <TrialRefused trial={trial} what="The plan" problems={asked.problems} />;
  const of = asked.value;
  const isFormer = of.version < of.history[0]!.version;
  const held = (await me()).trials.find(({ key }) => key === trial)?.permissions ?? [];
  const setting = of.about.setting ? `, ${of.about.setting}` : "";
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, of.trial.title)}
        title="Plan"
        lead={`${tumourNames(of.about.disease, of.about.tumourTypes ?? [])}${setting}. By what the trial judges, when it looks, and how its images are taken and read.`}
        actions={
          of.mayAmend && !of.held && !isFormer ? (
            <Link href={`/trials/${trial}/plan/amend`} className={buttonLook("plain")}>
              Amend the plan
            </Link>
          ) : null
        }
      />
      {held.includes("read-record") || held.includes("write-protocol") ? (
        <TrialViews trial={trial} current="plan" />
      ) : null}
      {isFormer ? (
        <Notice kind="warning" title={`This is version ${of.version}, which is no longer in force.`}>
          <Link href={`/trials/${trial}/plan`} className="underline">
            Go to the plan in force
          </Link>
          .
        </Notice>
      ) : null}
      {of.mayAmend && of.held ? <Notice title="The plan cannot be amended now.">{of.held}</Notice> : null}
      <CriteriaPanel criteria={of.plan.criteria} />
      <SchedulePanel schedule={of.plan.schedule} deltaWindow={of.plan.deltaWindow} />
      <ImagingPanel imagingProtocol={of.plan.imagingProtocol} />
      <ReadingPanel trial={trial} charter={of.charter} mayAmend={of.mayAmend} />
      <PlanHistory of={of} />
    </div>
  );
}
