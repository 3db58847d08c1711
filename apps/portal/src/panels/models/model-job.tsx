"use client";

import type { JobView } from "@nadir/api/jobs";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useRef, useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Notice } from "../../ui/notice.tsx";

/** Follows a job on models by server-sent events until it ends; a refusal stands as its sentences. */
export function ModelJob({ title, jobId, onDone }: { title: string; jobId: string; onDone: (job: JobView) => void }) {
  const procedures = useProcedures();
  const [job, setJob] = useState<JobView | null>(null);
  const hasEnded = useRef(false);
  const done = useRef(onDone);
  done.current = onDone;
  const subscription = useSubscription(
    procedures.models.progress.subscriptionOptions({ jobId }, { onData: ({ data }) => setJob(data) }),
  );
  useEffect(() => {
    if (hasEnded.current || job?.state !== "done") return;
    hasEnded.current = true;
    done.current(job);
  }, [job]);
  if (job?.state === "failed")
    return (
      <Notice kind="refusal" live>
        {(job.message ?? "").split("\n").map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Notice>
    );
  if (subscription.status === "error")
    return (
      <Notice kind="refusal" title="The progress cannot be followed." live>
        {subscription.error.message} The work itself goes on; reload the page to see what came of it.
      </Notice>
    );
  return (
    <div className="grid gap-1.5 text-sm">
      <progress aria-label={title} className="h-2 w-full accent-accent" />
      <p role="status" className="text-soft">
        {title}: {!job || job.state === "waiting" ? "waiting for a worker" : job.step}
      </p>
    </div>
  );
}
