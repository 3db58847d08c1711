"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FollowJob, JobLine } from "../../shell/follow-job.tsx";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";

/** Reads every object anew, as a job; the page is shown anew when it has ended. */
export function CheckObjects() {
  const router = useRouter();
  const check = useMutation(useProcedures().health.checkObjects.mutationOptions());
  const [failed, setFailed] = useState<string | null>(null);
  const start = () => {
    setFailed(null);
    check.mutate();
  };
  return (
    <Panel
      id="check-objects"
      title="Objects"
      note="Scans, masks and reports lie under the hash of their bytes. Each is read and compared with its address, and what the record names is looked for."
    >
      <div className="grid max-w-xl gap-2.5 text-sm">
        {check.error ? (
          <Notice kind="refusal" live>
            {check.error.message}
          </Notice>
        ) : null}
        {failed === null ? null : (
          <Notice kind="refusal" title="The objects were not checked." live>
            {failed}
          </Notice>
        )}
        {check.data ? (
          <FollowJob
            key={check.data.jobId}
            jobId={check.data.jobId}
            onEnd={({ state, message }) => {
              check.reset();
              if (state === "failed") setFailed(message ?? "");
              router.refresh();
            }}
          >
            {(job) => <JobLine title="Checking the objects" job={job} />}
          </FollowJob>
        ) : (
          <Button disabled={check.isPending} onClick={start} className="justify-self-start">
            Check the objects
          </Button>
        )}
      </div>
    </Panel>
  );
}
