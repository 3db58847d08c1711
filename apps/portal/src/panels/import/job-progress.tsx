"use client";

import type { JobView } from "@nadir/api/jobs";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useRef, useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { count } from "../../ui/figures.ts";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { type ImportOutcome, readOutcome } from "./import-outcome.ts";

/** How far something long is, with counts. */
export function JobProgress({
  title,
  step,
  done,
  total,
  unit = "",
}: {
  title: string;
  step?: string;
  done: number;
  total: number;
  unit?: string;
}) {
  const size = (n: number) => (unit === "bytes" ? `${(n / 1e6).toFixed(1)} MB` : count(n));
  const words = total > 0 ? `${size(done)} of ${size(total)}` : "";
  return (
    <Panel title={title} aside={words}>
      <div className="grid gap-2 text-sm">
        <progress
          aria-label={title}
          className="h-2 w-full accent-accent"
          {...(total > 0 ? { value: done, max: total } : {})}
        />
        <p role="status" className="text-soft">
          {step ?? "sending"} {words}
        </p>
      </div>
    </Panel>
  );
}

/** Follows a job by server-sent events until it ends; a broken connection is taken up again by itself. */
JobProgress.OfJob = function OfJob({
  title,
  jobId,
  onEnd,
}: {
  title: string;
  jobId: string;
  onEnd: (job: JobView, outcome: ImportOutcome | null) => void;
}) {
  const procedures = useProcedures();
  const [job, setJob] = useState<JobView | null>(null);
  const hasEnded = useRef(false);
  const subscription = useSubscription(
    procedures.imports.progress.subscriptionOptions(
      { jobId },
      {
        onData: ({ data }) => setJob(data),
      },
    ),
  );
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    if (!job || hasEnded.current || (job.state !== "done" && job.state !== "failed")) return;
    hasEnded.current = true;
    end.current(job, readOutcome(job.result));
  }, [job]);
  if (subscription.status === "error")
    return (
      <Notice kind="refusal" title="The progress cannot be followed." live>
        {subscription.error.message} The work itself goes on; reload the page to see what came of it.
      </Notice>
    );
  const isWaiting = !job || job.state === "waiting";
  return (
    <JobProgress
      title={title}
      step={isWaiting ? "waiting for a worker" : job.step}
      done={job?.done ?? 0}
      total={job?.total ?? 0}
    />
  );
};
