"use client";

import type { JobView } from "@nadir/api/jobs";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Asked } from "../../shell/acts/asked.tsx";
import { problemsOf, type Told } from "../../shell/acts/told.ts";
import { FollowJob, JobLine } from "../../shell/follow-job.tsx";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Notice } from "../../ui/notice.tsx";
import { ActResult } from "./act-result.tsx";

type Kind = "post hoc" | "erratum";

/** Files a correction, or analyses that nobody planned, beside a filed report. */
export function AddAddendum({ protocolId }: { protocolId: string }) {
  const router = useRouter();
  const procedures = useProcedures();
  const add = useMutation(procedures.protocols.add.mutationOptions());
  const [jobId, setJobId] = useState<string | null>(null);
  const [ended, setEnded] = useState<JobView | null>(null);
  const [problems, setProblems] = useState<readonly Told[]>([]);
  const isBusy = add.isPending || jobId !== null;

  const file = async (
    addendum: Kind,
    form: FormData,
    requested: () => unknown | Promise<unknown>,
  ): Promise<boolean> => {
    setProblems([]);
    setEnded(null);
    try {
      const request = await requested();
      const started = await add.mutateAsync({
        protocol: protocolId,
        addendum,
        request,
        password: String(form.get("password")),
      });
      setJobId(started.jobId);
      return true;
    } catch (error) {
      setProblems(
        error instanceof SyntaxError
          ? [{ code: "NOT_JSON", message: `The file is not JSON: ${error.message}.` }]
          : problemsOf(error),
      );
      return false;
    }
  };
  const text = (form: FormData, name: string) => String(form.get(name) ?? "");

  return (
    <div className="grid gap-3 border-t border-line p-4 text-sm">
      {problems.length > 0 ? (
        <Notice kind="refusal" title="Refused. Nothing was filed." live>
          {problems.map((p) => (
            <p key={`${p.code} ${p.message}`}>{p.message}</p>
          ))}
        </Notice>
      ) : null}
      {jobId ? (
        <FollowJob
          jobId={jobId}
          onEnd={(job) => {
            setEnded(job);
            setJobId(null);
            router.refresh();
          }}
        >
          {(job) => <JobLine title="Filing the addendum" job={job} />}
        </FollowJob>
      ) : null}
      {ended ? <ActResult act="addendum" job={ended} /> : null}
      <details>
        <summary className="cursor-pointer font-medium">File an erratum</summary>
        <div className="mt-2 grid gap-2">
          <p className="max-w-[80ch] text-soft">
            A correction of what was printed. The report stays readable as it was.
          </p>
          <Asked
            label="File the erratum"
            disabled={isBusy}
            onSubmit={(form) =>
              file("erratum", form, () => ({
                schema: "nadir.erratum/1",
                reason: text(form, "reason"),
                corrections: [
                  { place: text(form, "place"), printed: text(form, "printed"), correct: text(form, "correct") },
                ],
              }))
            }
          >
            {(
              [
                ["place", "Place in the report"],
                ["printed", "What is printed there"],
                ["correct", "What is correct"],
                ["reason", "Reason"],
              ] as const
            ).map(([name, label]) => (
              <label key={name} className="grid gap-1">
                {label}
                <textarea name={name} required rows={1} className={box} />
              </label>
            ))}
          </Asked>
        </div>
      </details>
      <details>
        <summary className="cursor-pointer font-medium">File analyses that were not planned</summary>
        <div className="mt-2 grid gap-2">
          <p className="max-w-[80ch] text-soft">
            They run on the opened outcomes and are labelled post hoc wherever they appear; they confirm nothing. Give
            them as a file, nadir.post-hoc/1: a reason, and analyses written as in a plan.
          </p>
          <Asked
            label="Run and file them as post hoc"
            disabled={isBusy}
            onSubmit={(form) =>
              file("post hoc", form, async () => JSON.parse(await (form.get("analyses") as File).text()))
            }
          >
            <label className="grid gap-1">
              File of the analyses (JSON)
              <input type="file" name="analyses" accept=".json,application/json" required />
            </label>
          </Asked>
        </div>
      </details>
    </div>
  );
}
