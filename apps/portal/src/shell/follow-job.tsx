"use client";

import type { JobView } from "@nadir/api/jobs";
import { useSubscription } from "@trpc/tanstack-react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Notice } from "../ui/notice.tsx";
import { useProcedures } from "./procedures.tsx";

/**
 * Follows a job by server-sent events until it ends; a broken connection is taken up again by itself. What it shows of the
 * job is the caller's (`children`); that it cannot be followed is told here.
 */
export function FollowJob({
  jobId,
  onEnd,
  children,
}: {
  jobId: string;
  /** Called once, when the job is done or has failed. */
  onEnd: (job: JobView) => void;
  children: (job: JobView | null) => ReactNode;
}) {
  const procedures = useProcedures();
  const [job, setJob] = useState<JobView | null>(null);
  const hasEnded = useRef(false);
  const end = useRef(onEnd);
  end.current = onEnd;
  const subscription = useSubscription(
    procedures.jobs.progress.subscriptionOptions({ jobId }, { onData: ({ data }) => setJob(data) }),
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
  return children(job);
}

/** A job as a bar and a line: what is being done, and how far where it counts. */
export function JobLine({ title, job }: { title: string; job: JobView | null }) {
  const counted = job && job.total > 1 ? job : null;
  return (
    <div className="grid gap-1.5 text-sm">
      <progress
        aria-label={title}
        className="h-2 w-full accent-accent"
        {...(counted ? { value: counted.done, max: counted.total } : {})}
      />
      <p role="status" className="text-soft">
        {title}: {!job || job.state === "waiting" ? "waiting for a worker" : job.step}
        {counted ? ` ${counted.done} of ${counted.total}` : ""}
      </p>
    </div>
  );
}
