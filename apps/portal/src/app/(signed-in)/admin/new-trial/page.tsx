import type { Metadata } from "next";
import { NewTrialForm } from "../../../../panels/set-up/new-trial-form.tsx";
import { StartsList, TemplateSources } from "../../../../panels/set-up/starts-list.tsx";
import { attempt } from "../../../../server/attempt.ts";
import { caller, me } from "../../../../server/request-context.ts";
import { NotForYou } from "../../../../ui/not-for-you.tsx";
import { PageHead } from "../../../../ui/page-head.tsx";
import { RefusedPage } from "../../../../ui/refused-page.tsx";

export const metadata: Metadata = { title: "New trial" };

const ADMIN = [{ label: "Administration", href: "/admin" }];
const CHOICE = [...ADMIN, { label: "New trial", href: "/admin/new-trial" }];

export default async function NewTrialPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | undefined>>;
}) {
  const { permissions } = await me();
  if (!permissions.includes("administer"))
    return (
      <NotForYou what="Making a trial" permission="administer" crumbs={[{ label: "Administration", href: "/admin" }]} />
    );
  const asked = await attempt((await caller()).setUp.starts());
  if ("problems" in asked)
    return (
      <RefusedPage
        what="Making a trial"
        problems={asked.problems}
        crumbs={[{ label: "Administration", href: "/admin" }]}
        back={{ href: "/admin", label: "Back to administration" }}
      />
    );
  const starts = asked.value;
  const { template: templateId, like } = await searchParams;
  const template = starts.templates.find(({ id }) => id === templateId);
  const copied = starts.trials.find(({ trial }) => trial.id === like);
  const start = template ?? copied ?? (templateId === "none" ? { trial: {}, charter: null } : undefined);
  if (!start)
    return (
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <PageHead
          crumbs={ADMIN}
          title="New trial"
          lead="Choose what it begins from. All of it can be changed before the trial is made; patients come afterwards, by entry or import."
        />
        <StartsList starts={starts} />
      </div>
    );
  const from = template?.title ?? (copied ? `like ${copied.trial.title}` : "from nothing");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <PageHead
        crumbs={CHOICE}
        title="New trial"
        lead={`${from}. It is made as a whole or not at all, and you become its administrator.`}
      />
      {template ? <TemplateSources template={template} /> : null}
      <NewTrialForm start={start} beganFrom={template?.id ?? copied?.trial.id ?? null} />
    </div>
  );
}
