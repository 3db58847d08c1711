"use client";

import type { JobView } from "@nadir/api/jobs";
import { type RadiogenomicsSettings, radiogenomicsSettings } from "@nadir/domain";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { FollowJob, JobLine } from "../../shell/follow-job.tsx";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";

interface Target {
  readonly name: string;
  readonly kind: "numeric" | "groups";
  readonly groups: readonly string[];
}

/** What is to be compared, and the work itself: asked of the worker, never done in a request. */
export function ComputeForm({
  trial,
  targets,
  settings,
}: {
  trial: string;
  targets: readonly Target[];
  settings: RadiogenomicsSettings | null;
}) {
  const router = useRouter();
  const procedures = useProcedures();
  const compute = useMutation(procedures.radiogenomics.compute.mutationOptions());
  const [target, setTarget] = useState("");
  const [failed, setFailed] = useState<string | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const chosen = targets.find(({ name }) => name === target);
  const isBusy = compute.isPending || jobId !== null;

  function handleSubmit(form: FormData): void {
    setFailed(null);
    const text = (name: string) => form.get(name)?.toString() ?? "";
    const wish = radiogenomicsSettings.parse({
      features: text("features") === "both" ? ["baseline", "change"] : [text("features")],
      change: text("change"),
      lesions: text("lesions"),
      markers: text("markers"),
      correlation: text("correlation"),
      ...(target ? { model: { target, ...(chosen?.kind === "groups" ? { positive: text("positive") } : {}) } } : {}),
    });
    compute.mutate(
      { trial, settings: wish },
      { onSuccess: ({ jobId: id }) => setJobId(id), onError: ({ message }) => setFailed(message) },
    );
  }
  function handleEnd(job: JobView): void {
    setJobId(null);
    if (job.state === "failed") setFailed(job.message ?? "It failed.");
    else router.refresh();
  }

  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        handleSubmit(new FormData(event.currentTarget));
      }}
    >
      <div className="flex flex-wrap gap-x-4 gap-y-2">
        <Choice
          name="features"
          label="Features"
          initial={settings?.features.length === 1 ? settings.features[0] : "both"}
        >
          <option value="both">baseline and change</option>
          <option value="baseline">baseline</option>
          <option value="change">change</option>
        </Choice>
        <Choice name="change" label="Change" initial={settings?.change}>
          <option value="relative">relative</option>
          <option value="absolute">absolute</option>
        </Choice>
        <Choice name="lesions" label="Several lesions" initial={settings?.lesions}>
          <option value="largest">the largest</option>
          <option value="mean">their mean</option>
          <option value="volume-weighted">mean by volume</option>
        </Choice>
        <Choice name="markers" label="Markers" initial={settings?.markers}>
          <option value="before-treatment">before treatment</option>
          <option value="first">the first of each</option>
        </Choice>
        <Choice name="correlation" label="Correlation" initial={settings?.correlation}>
          <option value="spearman">Spearman</option>
          <option value="pearson">Pearson</option>
        </Choice>
        {targets.length > 0 ? (
          <Choice name="target" label="Also model" value={target} onChange={setTarget}>
            <option value="">nothing</option>
            {targets.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Choice>
        ) : null}
        {chosen?.kind === "groups" ? (
          <Choice name="positive" label="Group" initial={chosen.groups.at(-1)}>
            {chosen.groups.map((group) => (
              <option key={group} value={group}>
                {group}
              </option>
            ))}
          </Choice>
        ) : null}
      </div>
      <div>
        <Button type="submit" variant="primary" disabled={isBusy}>
          Compute
        </Button>
      </div>
      {jobId ? (
        <FollowJob jobId={jobId} onEnd={handleEnd}>
          {(job) => <JobLine title="Computing" job={job} />}
        </FollowJob>
      ) : null}
      {failed ? (
        <Notice kind="refusal" title="Not computed." live>
          {failed}
        </Notice>
      ) : null}
    </form>
  );
}

function Choice({
  name,
  label,
  initial,
  value,
  onChange,
  children,
}: {
  name: string;
  label: string;
  initial?: string | undefined;
  value?: string;
  onChange?: (value: string) => void;
  children: ReactNode;
}) {
  return (
    <label className="inline-flex items-center gap-2 text-sm text-soft">
      {label}
      <select
        name={name}
        className="max-w-56 rounded-md border border-line-strong bg-surface px-2 py-1 text-sm text-ink"
        {...(onChange ? { value, onChange: (event) => onChange(event.target.value) } : { defaultValue: initial })}
      >
        {children}
      </select>
    </label>
  );
}
