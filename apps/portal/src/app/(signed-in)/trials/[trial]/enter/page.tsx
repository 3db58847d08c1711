import type { Metadata } from "next";
import { EntryBoard } from "../../../../../panels/entry/entry-board.tsx";
import { OnRecord } from "../../../../../panels/entry/on-record.tsx";
import { ScanPanel } from "../../../../../panels/entry/scan-panel.tsx";
import { SubjectField } from "../../../../../panels/entry/subject-field.tsx";
import { DataLocked } from "../../../../../panels/trials/data-locked.tsx";
import { TrialRefused } from "../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../server/attempt.ts";
import { caller, me } from "../../../../../server/request-context.ts";
import { Button, buttonLook } from "../../../../../ui/button.tsx";
import { dayStyle } from "../../../../../ui/day-style.ts";
import Link from "../../../../../ui/link.tsx";
import { Notice } from "../../../../../ui/notice.tsx";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { Panel } from "../../../../../ui/panel.tsx";
import { trialCrumbs } from "../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Enter data, ${(await params).trial}` };
}

/** Entering by hand: a new patient, or anything of one who is there. */
export default async function EnterPage({ params, searchParams }: Props) {
  const [{ trial }, given, person, api] = await Promise.all([params, searchParams, me(), caller()]);
  const subject = typeof given["subject"] === "string" && given["subject"] !== "" ? given["subject"] : null;
  const asked = await attempt(api.entry.form({ trial, ...(subject === null ? {} : { subject }) }));
  if ("problems" in asked) return <TrialRefused trial={trial} what="Entering data" problems={asked.problems} />;
  const { subjects, ...form } = asked.value;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(
          trial,
          form.trial.title,
          ...(subject === null ? [] : [{ label: subject, path: `patients/${subject}` }]),
        )}
        title={subject === null ? "Enrol a patient" : `Enter data of ${subject}`}
        lead={
          form.locked
            ? "Nothing is entered while the data are locked. What is on record of a patient can be read."
            : "What is typed is checked as an imported table is: nothing is recorded while a fault is left, and each fault is told at its field."
        }
        actions={
          form.locked ? null : (
            <Link href={`/trials/${trial}/enter/paste`} className={buttonLook("plain")}>
              Paste a table
            </Link>
          )
        }
      />
      {form.locked ? <DataLocked lock={form.locked} /> : null}
      {form.trial.dates.kind === "offset" && !form.locked ? (
        <Notice title="This trial counts study days.">
          Its day 0 lies on {form.trial.dates.dayZero}; type the study day, or a date counted from there.
        </Notice>
      ) : null}
      <form method="get" aria-label="Choose a patient" className="flex flex-wrap items-end gap-2.5">
        <SubjectField subject={subject} subjects={subjects.join(" ")} />
        <Button type="submit">Open</Button>
      </form>
      {form.locked ? (
        form.rows && (
          <Panel id="on-record" title="On record">
            <OnRecord
              rows={form.rows}
              columns={form.columns}
              speech={{ readers: form.readers, days: dayStyle(form.trial.dates) }}
            />
          </Panel>
        )
      ) : (
        <EntryBoard
          key={subject ?? ""}
          form={form}
          subject={subject}
          person={person.id}
          visit={typeof given["visit"] === "string" ? given["visit"] : undefined}
        />
      )}
      {subject === null || form.locked ? null : (
        <ScanPanel
          key={`scan of ${subject}`}
          form={form}
          subject={subject}
          person={person.id}
          visit={typeof given["scan"] === "string" ? given["scan"] : undefined}
        />
      )}
    </div>
  );
}
