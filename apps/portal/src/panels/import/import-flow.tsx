"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { ChooseFiles } from "./choose-files.tsx";
import { ImportDone } from "./import-done.tsx";
import type { ImportOutcome, Told } from "./import-outcome.ts";
import { ImportPreview } from "./import-preview.tsx";
import { JobProgress } from "./job-progress.tsx";
import { ProblemsTable } from "./problems-table.tsx";
import { sendFiles, UploadRefused } from "./send-files.ts";

/** Where one import stands. Only one of these at a time; each names what is needed to go on. */
type Step =
  | { readonly at: "choosing" }
  | { readonly at: "sending"; readonly files: number; readonly sent: number; readonly total: number }
  | { readonly at: "checking"; readonly ticket: string; readonly jobId: string }
  | { readonly at: "checked"; readonly ticket: string; readonly outcome: ImportOutcome }
  | { readonly at: "importing"; readonly ticket: string; readonly jobId: string }
  | { readonly at: "imported"; readonly ticket: string; readonly outcome: ImportOutcome }
  | { readonly at: "refused"; readonly title: string; readonly problems: readonly Told[] };

/** Choose, check, see what would change, import. Nothing is written before the last step, and then all or nothing. */
export function ImportFlow() {
  const [step, go] = useState<Step>({ at: "choosing" });
  const procedures = useProcedures();
  const check = useMutation(procedures.imports.check.mutationOptions());
  const start = useMutation(procedures.imports.start.mutationOptions());
  const refuse = (title: string, error: unknown) => go({ at: "refused", title, problems: problemsOf(error) });

  const choose = async (files: readonly File[]) => {
    go({ at: "sending", files: files.length, sent: 0, total: 0 });
    try {
      const { ticket } = await sendFiles(files, (sent, total) =>
        go({ at: "sending", files: files.length, sent, total }),
      );
      const { jobId } = await check.mutateAsync({ ticket });
      go({ at: "checking", ticket, jobId });
    } catch (error) {
      refuse("The files were not taken.", error);
    }
  };
  const run = async (ticket: string) => {
    try {
      const { jobId } = await start.mutateAsync({ ticket });
      go({ at: "importing", ticket, jobId });
    } catch (error) {
      refuse("The import was not started.", error);
    }
  };
  const again = <Button onClick={() => go({ at: "choosing" })}>Choose other files</Button>;

  switch (step.at) {
    case "choosing":
      return <ChooseFiles onChoose={choose} />;
    case "sending":
      return <JobProgress title={`Sending ${step.files} files`} done={step.sent} total={step.total} unit="bytes" />;
    case "checking":
      return (
        <JobProgress.OfJob
          title="Checking; nothing is written"
          jobId={step.jobId}
          onEnd={(job, outcome) =>
            outcome && outcome.problems.length === 0
              ? go({ at: "checked", ticket: step.ticket, outcome })
              : go({
                  at: "refused",
                  title: "These files cannot be imported. Nothing was written.",
                  problems: toldBy(job.message, outcome),
                })
          }
        />
      );
    case "checked":
      return (
        <ImportPreview
          outcome={step.outcome}
          onImport={() => run(step.ticket)}
          isStarting={start.isPending}
          again={again}
        />
      );
    case "importing":
      return (
        <JobProgress.OfJob
          title="Importing and computing"
          jobId={step.jobId}
          onEnd={(job, outcome) =>
            job.state === "done" && outcome && outcome.problems.length === 0
              ? go({ at: "imported", ticket: step.ticket, outcome })
              : go({
                  at: "refused",
                  // An error is no refusal: it may have come after the record was written.
                  title:
                    outcome && outcome.problems.length > 0
                      ? "The import was refused. Nothing was written."
                      : "The import ended with an error.",
                  problems: toldBy(job.message, outcome),
                })
          }
        />
      );
    case "imported":
      return <ImportDone outcome={step.outcome} onComputeAgain={() => run(step.ticket)} again={again} />;
    case "refused":
      return <ProblemsTable title={step.title} problems={step.problems} again={again} />;
  }
}

function problemsOf(error: unknown): readonly Told[] {
  if (error instanceof UploadRefused) return error.problems;
  const data = (error as { data?: { problems?: readonly Told[]; refusal?: string | null } | null }).data;
  if (data?.problems && data.problems.length > 0) return data.problems;
  return [
    { code: data?.refusal ?? "FAILED", message: error instanceof Error ? error.message : "The server did not answer." },
  ];
}

const toldBy = (message: string | null, outcome: ImportOutcome | null): readonly Told[] =>
  outcome && outcome.problems.length > 0
    ? outcome.problems
    : [{ code: "FAILED", message: message ?? "The work ended with an error; the administrator's log has it." }];
