"use client";

import type { JobView } from "@nadir/api/jobs";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useRef, useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Notice } from "../../ui/notice.tsx";

/** Follows an act by server-sent events until it ends; a broken connection is taken up again by itself. */
export function ActJob({ title, jobId, onEnd }: { title: string; jobId: string; onEnd: (job: JobView) => void }) {
  const procedures = useProcedures();
  const [job, setJob] = useState<JobView | null>(null);
  const hasEnded = useRef(false);
  const end = useRef(onEnd);
  end.current = onEnd;
  const subscription = useSubscription(
    procedures.protocols.progress.subscriptionOptions({ jobId }, { onData: ({ data }) => setJob(data) }),
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
  return (
    <div className="grid gap-1.5 text-sm">
      <progress aria-label={title} className="h-2 w-full accent-accent" />
      <p role="status" className="text-soft">
        {title}: {!job || job.state === "waiting" ? "waiting for a worker" : job.step}
      </p>
    </div>
  );
}
