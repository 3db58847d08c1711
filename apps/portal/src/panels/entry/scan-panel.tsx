"use client";

import { MR_SEQUENCES } from "@nadir/domain";
import { useRouter } from "next/navigation";
import { useEffect, useId, useState } from "react";
import { FollowJob, JobLine } from "../../shell/follow-job.tsx";
import { stepInHref } from "../../shell/way-in.ts";
import { Button } from "../../ui/button.tsx";
import Link from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { sendForm, UploadRefused } from "../import/send-files.ts";
import { draftPlace, type FormOfEntry, newDraft, storeDraft, storedDraft } from "./draft.ts";
import { fieldLabel } from "./entry-fields.ts";
import { RowFields } from "./row-fields.tsx";
import { inReadingOrder } from "./row-words.ts";
import { ScanNotMade } from "./scan-not-made.tsx";
import { readScanResult, type ScanResult, type Told } from "./scan-result.ts";

type Step =
  | { readonly at: "filling" }
  | { readonly at: "sending"; readonly sent: number; readonly total: number }
  | { readonly at: "working"; readonly jobId: string }
  | { readonly at: "refused"; readonly problems: readonly Told[] }
  | { readonly at: "recorded"; readonly visit: string; readonly result: ScanResult };

/** A scan of one visit with its file, or why none was made. The file is read and checked as an import reads it. */
export function ScanPanel({
  form,
  subject,
  person,
  visit,
}: {
  form: FormOfEntry;
  subject: string;
  person: string;
  /** The visit to begin with. */
  visit?: string | undefined;
}) {
  const place = `${draftPlace(person, form.trial.key, subject)}/scan`;
  const [entry, setEntry] = useState("");
  const [cells, setCells] = useState<Readonly<Record<string, string>>>({});
  const [file, setFile] = useState<File | null>(null);
  const [step, go] = useState<Step>({ at: "filling" });
  const router = useRouter();
  const fileId = useId();
  useEffect(() => {
    const stored = storedDraft(place);
    setEntry(stored?.entry ?? crypto.randomUUID());
    setCells({ ...stored?.rows[0]?.cells, ...(visit === undefined ? {} : { visit }) });
  }, [place, visit]);
  const change = (typed: Readonly<Record<string, string>>) => {
    const next = withUsual(cells, typed);
    setCells(next);
    storeDraft(place, { ...newDraft(), entry, rows: [{ id: entry, table: "images", cells: next }] });
    if (step.at === "refused" || step.at === "recorded") go({ at: "filling" });
  };
  const isBusy = step.at === "sending" || step.at === "working";
  const refuse = (problems: readonly Told[]) => {
    go({ at: "refused", problems });
    // What was refused was not recorded: what is sent next is another entry.
    setEntry(crypto.randomUUID());
  };
  const send = async () => {
    if (!file || isBusy) return;
    const sent = new FormData();
    sent.set("scan", JSON.stringify({ entry, trial: form.trial.key, cells: { ...cells, subject } }));
    sent.set("file", file, "scan");
    go({ at: "sending", sent: 0, total: file.size });
    try {
      const { jobId } = await sendForm<{ jobId: string }>("/api/scans", sent, (done, total) =>
        go({ at: "sending", sent: done, total }),
      );
      go({ at: "working", jobId });
    } catch (error) {
      go({ at: "refused", problems: error instanceof UploadRefused ? error.problems : [NO_ANSWER] });
    }
  };
  // Before the page is alive a form would be sent by the browser itself, without its file.
  if (entry === "") return null;
  const visits = inReadingOrder("visits", form.rows ?? []);
  const problems = step.at === "refused" ? step.problems : [];
  return (
    <Panel
      id="scan"
      title="Add a scan"
      note="NIfTI, NRRD, or a ZIP of one DICOM series, de-identified. What a DICOM header says of the scan need not be typed."
    >
      <form
        className="grid gap-3"
        aria-label="Scan"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <RowFields
          row={{ id: entry, table: "images", cells }}
          form={form}
          choices={{
            visit: visits.flatMap(({ cells: of }) => of["id"] ?? []),
            imagingSite: form.sites,
            readingSite: form.sites,
            ...(cells["modality"] === "MR" ? { description: MR_SEQUENCES } : {}),
          }}
          faults={problems.filter(({ where }) => where?.row !== undefined)}
          onChange={change}
        />
        <label htmlFor={fileId} className="grid max-w-xl gap-0.5 text-xs text-faint">
          File
          <input
            id={fileId}
            type="file"
            accept=".nii,.gz,.nrrd,.zip,.dcm"
            required
            onChange={(event) => {
              setFile(event.target.files?.[0] ?? null);
              if (step.at === "refused" || step.at === "recorded") go({ at: "filling" });
            }}
            className="w-full rounded-md border border-line-strong bg-surface px-2 py-1 text-sm text-ink"
          />
        </label>
        {problems.length > 0 ? <Refused problems={problems} /> : null}
        {step.at === "sending" ? (
          <p role="status" className="text-sm text-soft">
            Sending: {megabytes(step.sent)} of {megabytes(step.total)} MB
          </p>
        ) : null}
        {step.at === "working" ? (
          <FollowJob
            jobId={step.jobId}
            onEnd={(job) => {
              const result = readScanResult(job.result);
              if (job.state !== "done" || !result)
                return refuse(result?.problems ?? [{ code: "FAILED", message: job.message ?? FAILED }]);
              storeDraft(place, newDraft());
              setEntry(crypto.randomUUID());
              go({ at: "recorded", visit: cells["visit"] ?? "", result });
              router.refresh();
            }}
          >
            {(job) => <JobLine title="The scan" job={job} />}
          </FollowJob>
        ) : null}
        {step.at === "recorded" ? <Recorded trial={form.trial.key} subject={subject} {...step} /> : null}
        <div>
          <Button type="submit" variant="primary" disabled={isBusy}>
            Add the scan
          </Button>
        </div>
      </form>
      <ScanNotMade form={form} visits={visits} visit={visit} />
    </Panel>
  );
}

/** What usually follows from the modality, where nothing else was typed. */
function withUsual(before: Readonly<Record<string, string>>, typed: Readonly<Record<string, string>>) {
  const modality = typed["modality"] ?? "";
  if (modality === "" || modality === before["modality"]) return typed;
  const unit = UNITS[modality] ?? "arbitrary";
  const wasUsual = (name: string, usual: string) => !typed[name] || typed[name] === usual;
  const former = before["modality"] ?? "";
  return {
    ...typed,
    ...(wasUsual("unit", UNITS[former] ?? "arbitrary") ? { unit } : {}),
    ...(wasUsual("id", former.toLowerCase()) ? { id: modality.toLowerCase() } : {}),
    ...(wasUsual("description", former) ? { description: modality === "MR" ? "" : modality } : {}),
  };
}
const UNITS: Readonly<Record<string, string>> = { CT: "HU", PT: "SUV" };
const FAILED = "The work ended with an error; the administrator's log has it. Send the scan again.";
const NO_ANSWER = {
  code: "NO_ANSWER",
  message: "The connection broke; nothing is known to be recorded. Send it again: it is recorded once.",
};
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** A problem by the name of its field instead of its place in a table. */
const sentenceOf = ({ message, where }: Told): string => {
  const sentence = message.replace(/^images, row 1(, column [^:]*)?: /, "");
  const column = where?.column;
  return column === undefined || column === "file" ? sentence : `${fieldLabel(column, "images")}: ${sentence}`;
};

function Refused({ problems }: { problems: readonly Told[] }) {
  if (problems.some(({ code }) => code === "SIGNED_OUT"))
    return (
      <Notice kind="warning" title="Your session has ended; nothing was recorded." live>
        <p>
          What you typed is kept in this tab.{" "}
          <a
            href={stepInHref("/sign-in", `${window.location.pathname}${window.location.search}`)}
            className="underline underline-offset-2"
          >
            Sign in
          </a>{" "}
          again, which leads back to this page; then choose the file again.
        </p>
      </Notice>
    );
  return (
    <Notice kind="refusal" title="Nothing was recorded." live>
      {problems.map((problem) => (
        <p key={problem.message}>{sentenceOf(problem)}</p>
      ))}
    </Notice>
  );
}

function Recorded({
  trial,
  subject,
  visit,
  result,
}: {
  trial: string;
  subject: string;
  visit: string;
  result: ScanResult;
}) {
  return (
    <div className="grid gap-2">
      <Notice
        kind="done"
        title={result.isRepeated ? "It was on record already." : `The scan of ${visit} is on record.`}
        live
      >
        <Link href={`/trials/${trial}/patients/${subject}#images`} className="underline underline-offset-2">
          Look at it
        </Link>
      </Notice>
      {result.warnings.map((warning) => (
        <Notice key={warning.message} kind="warning">
          {sentenceOf(warning)}
        </Notice>
      ))}
      {result.notComputed ? <Notice kind="warning">{result.notComputed}</Notice> : null}
    </div>
  );
}
