"use client";

import type { SharedTrial } from "@nadir/api/deidentify";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { FollowJob, JobLine } from "../../shell/follow-job.tsx";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button, buttonLook } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Field } from "../account/field.tsx";
import { SharedReport } from "./shared-report.tsx";

/** Has the worker make the export; then it is fetched, and what was taken out stands beside it. */
export function SharePanel({ trial }: { trial: string }) {
  const make = useMutation(useProcedures().share.deidentify.mutationOptions());
  const [made, setMade] = useState<{ jobId: string; shared: SharedTrial } | null>(null);
  const router = useRouter();
  const [failed, setFailed] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setMade(null);
    setFailed(null);
    const as = String(new FormData(event.currentTarget).get("as")).trim();
    make.mutate({ trial, ...(as === "" ? {} : { as }) });
  };
  const refusal = failed ?? make.error?.message;
  return (
    <>
      <Panel
        id="deidentified"
        title="De-identified export"
        note="Patients under new names, days from the first day of treatment instead of dates, sites and readers numbered, free text and rare words left out, ages above 89 as 90, image headers emptied. Patients of sealed test sets are left out. Nobody has the key of the new names."
      >
        <form
          onSubmit={submit}
          method="post"
          aria-label="De-identified export"
          className="grid max-w-md gap-2.5 text-sm"
        >
          {refusal ? (
            <Notice kind="refusal" title="Nothing was exported." live>
              {refusal}
            </Notice>
          ) : null}
          <Field
            label="Key of the exported trial"
            name="as"
            defaultValue={`${trial.slice(0, 59)}-deid`}
            maxLength={64}
            autoComplete="off"
          />
          {make.data && !made && failed === null ? (
            <FollowJob
              key={make.data.jobId}
              jobId={make.data.jobId}
              onEnd={({ id, state, message, result }) => {
                if (state !== "done") return setFailed(message ?? "");
                setMade({ jobId: id, shared: result as SharedTrial });
                // It joins the list of those that can be fetched again.
                return router.refresh();
              }}
            >
              {(job) => <JobLine title="Making the export" job={job} />}
            </FollowJob>
          ) : (
            <Button type="submit" disabled={make.isPending} className="justify-self-start">
              Make the export
            </Button>
          )}
          {made ? (
            <Notice kind="done" title={`${made.shared.name} is made.`} live>
              <p>
                <a href={`/api/exports/${made.jobId}`} className={buttonLook("primary")} download>
                  Download
                </a>
              </p>
            </Notice>
          ) : null}
        </form>
      </Panel>
      {made ? <SharedReport report={made.shared.report} /> : null}
    </>
  );
}
