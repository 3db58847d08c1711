"use client";

import type { JobView } from "@nadir/api/jobs";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useRef, useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Notice } from "../../ui/notice.tsx";

/** Follows the scan by server-sent events until it ends; a broken connection is taken up again by itself. */
export function FollowScan({ jobId, onEnd }: { jobId: string; onEnd: (job: JobView) => void }) {
  const procedures = useProcedures();
  const [job, setJob] = useState<JobView | null>(null);
  const hasEnded = useRef(false);
  const end = useRef(onEnd);
  end.current = onEnd;
  const subscription = useSubscription(
    procedures.radiogenomics.progress.subscriptionOptions({ jobId }, { onData: ({ data }) => setJob(data) }),
  );
  useEffect(() => {
    if (!job || hasEnded.current || (job.state !== "done" && job.state !== "failed")) return;
    hasEnded.current = true;
    end.current(job);
  }, [job]);
  if (subscription.status === "error")
    return (
      <Notice kind="refusal" title="The progress cannot be followed." live>
        {subscription.error.message} The work itself goes on; reload the page to see what came of it.
      </Notice>
    );
  const isWaiting = !job || job.state === "waiting";
  return (
    <div className="grid gap-1.5 text-sm">
      <progress
        aria-label="Computing"
        className="h-2 w-full accent-accent"
        {...(job && job.total > 1 ? { value: job.done, max: job.total } : {})}
      />
      <p role="status" className="text-soft">
        {isWaiting ? "waiting for a worker" : `${job.step}${job.total > 1 ? ` ${job.done} of ${job.total}` : ""}`}
      </p>
    </div>
  );
}
