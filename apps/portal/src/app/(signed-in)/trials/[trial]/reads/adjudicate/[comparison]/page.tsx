import type { Metadata } from "next";
import { AdjudicationPanel } from "../../../../../../../panels/reads/adjudication-panel.tsx";
import { BothReads } from "../../../../../../../panels/reads/both-reads.tsx";
import { ImagesOfRead } from "../../../../../../../panels/reads/images-of-read.tsx";
import { TrialRefused } from "../../../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../../../server/attempt.ts";
import { caller } from "../../../../../../../server/request-context.ts";
import { criterionName } from "../../../../../../../ui/criterion-names.ts";
import { dayStyle } from "../../../../../../../ui/day-style.ts";
import { PageHead } from "../../../../../../../ui/page-head.tsx";
import { trialCrumbs } from "../../../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string; comparison: string }>;
}

export const metadata: Metadata = { title: "Two reads compared" };

/** Two readers' reads of a patient side by side, and the decision which of them stands. */
export default async function AdjudicationPage({ params }: Props) {
  const { trial, comparison } = await params;
  const { reads, trials } = await caller();
  const asked = await attempt(reads.adjudication({ comparison }));
  if ("problems" in asked) return <TrialRefused trial={trial} what="Adjudication" problems={asked.problems} />;
  const form = asked.value;
  const seen = await attempt(trials.patient({ trial: form.trial.key, subject: form.subject }));
  if ("problems" in seen) return <TrialRefused trial={trial} what="Adjudication" problems={seen.problems} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, form.trial.title, { label: "Reads", path: "reads" })}
        title={`${form.subject}: two reads compared`}
        lead={`By ${criterionName(form.criterion)}, each by that reader's own reads alone. Sums differ from ${form.sumDiffersPercent} % of the smaller one.`}
      />
      <BothReads
        form={form}
        days={dayStyle(form.trial.dates)}
        images={<ImagesOfRead patient={seen.value} visit={form.visit} />}
      />
      <AdjudicationPanel form={form} />
    </div>
  );
}
