import type { Metadata } from "next";
import { DroppedRead } from "../../../../../../panels/reads/dropped-read.tsx";
import { ImagesOfRead } from "../../../../../../panels/reads/images-of-read.tsx";
import { ReadEditor } from "../../../../../../panels/reads/read-editor.tsx";
import { PLACE_WORDS } from "../../../../../../panels/reads/read-words.ts";
import { ShownRead } from "../../../../../../panels/reads/shown-read.tsx";
import { SignedRead } from "../../../../../../panels/reads/signed-read.tsx";
import { DataLocked } from "../../../../../../panels/trials/data-locked.tsx";
import { TrialRefused } from "../../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../../server/attempt.ts";
import { caller } from "../../../../../../server/request-context.ts";
import { dayStyle } from "../../../../../../ui/day-style.ts";
import { dayText } from "../../../../../../ui/figures.ts";
import { Notice } from "../../../../../../ui/notice.tsx";
import { PageHead } from "../../../../../../ui/page-head.tsx";
import { trialCrumbs } from "../../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string; session: string }>;
}

export const metadata: Metadata = { title: "Read of a scan" };

/** One read of one scan by the signed-in reader. */
export default async function ReadPage({ params }: Props) {
  const { trial, session } = await params;
  const { reads } = await caller();
  const asked = await attempt(reads.page({ session }));
  if ("problems" in asked) return <TrialRefused trial={trial} what="Reading" problems={asked.problems} />;
  const { form, patient } = asked.value;
  const images = <ImagesOfRead patient={patient} visit={form.visit.id} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, form.trial.title, { label: "Reads", path: "reads" })}
        title={`${form.subject}, ${form.visit.id}`}
        lead={`${dayText(form.visit.date, dayStyle(form.trial.dates))}. You read as ${PLACE_WORDS[form.readerRole].toLowerCase()}, blinded to site, arm, clinical data and other reads.`}
      />
      {form.amends && form.state !== "dropped" ? (
        <Notice kind="info" title="An amendment">
          {form.state === "signed"
            ? "It replaced the read that you had signed before."
            : "It replaces your signed read once you sign it."}{" "}
          Reason given: {form.amends.reason}
        </Notice>
      ) : null}
      {form.state === "dropped" ? <DroppedRead form={form} /> : null}
      {form.locked ? <DataLocked lock={form.locked} /> : null}
      {form.state === "draft" && form.locked ? (
        <ShownRead form={form} images={images} id="draft" title="Your draft, as it was kept" />
      ) : null}
      {form.state === "draft" && !form.locked ? <ReadEditor form={form} images={images} /> : null}
      {form.state === "signed" ? <SignedRead form={form} images={images} /> : null}
    </div>
  );
}
