"use client";

import type { JobView } from "@nadir/api/jobs";
import { FollowJob, JobLine } from "../../shell/follow-job.tsx";
import { Notice } from "../../ui/notice.tsx";

/** A job on models as it goes; what it refuses stands there as its sentences. */
export function ModelJob({ title, jobId, onDone }: { title: string; jobId: string; onDone: (job: JobView) => void }) {
  return (
    <FollowJob
      jobId={jobId}
      onEnd={(job) => {
        if (job.state === "done") onDone(job);
      }}
    >
      {(job) =>
        job?.state === "failed" ? (
          <Notice kind="refusal" live>
            {(job.message ?? "").split("\n").map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </Notice>
        ) : (
          <JobLine title={title} job={job} />
        )
      }
    </FollowJob>
  );
}
