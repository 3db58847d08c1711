"use client";

import type { JobView } from "@nadir/api/jobs";
import { FollowJob } from "../../shell/follow-job.tsx";
import { count } from "../../ui/figures.ts";
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

/** An import as it goes, and at its end what came of it. */
JobProgress.OfJob = function OfJob({
  title,
  jobId,
  onEnd,
}: {
  title: string;
  jobId: string;
  onEnd: (job: JobView, outcome: ImportOutcome | null) => void;
}) {
  return (
    <FollowJob jobId={jobId} onEnd={(job) => onEnd(job, readOutcome(job.result))}>
      {(job) => (
        <JobProgress
          title={title}
          step={!job || job.state === "waiting" ? "waiting for a worker" : job.step}
          done={job?.done ?? 0}
          total={job?.total ?? 0}
        />
      )}
    </FollowJob>
  );
};
