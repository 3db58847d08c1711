"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Field, TrialField } from "./form-parts.tsx";
import { ModelJob } from "./model-job.tsx";

const read = async (file: File) => ({ name: file.name, text: await file.text() });

/** Has models developed by a plan on a table, as a job; its record opens when it is done. */
export function DevelopForm({ trials }: { trials: readonly string[] }) {
  const ids = { trial: useId(), plan: useId(), table: useId(), union: useId() };
  const [trial, setTrial] = useState(trials[0] ?? "");
  const [files, setFiles] = useState<{ plan?: File | undefined; table?: File | undefined; union?: File | undefined }>(
    {},
  );
  const router = useRouter();
  const start = useMutation(useProcedures().models.develop.mutationOptions());
  const { plan, table, union } = files;
  const submit = async () => {
    if (!plan || !table) return;
    start.mutate({
      trial,
      plan: await read(plan),
      table: await read(table),
      ...(union ? { union: await read(union) } : {}),
    });
  };
  const input = (part: keyof typeof files, accept: string, required: boolean) => (
    <input
      id={ids[part]}
      type="file"
      accept={accept}
      required={required}
      aria-describedby={`${ids[part]}-help`}
      onChange={(e) => {
        start.reset();
        setFiles({ ...files, [part]: e.target.files?.[0] });
      }}
    />
  );
  return (
    <Panel id="develop" title="Plan and table">
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TrialField id={ids.trial} trials={trials} value={trial} onChange={setTrial} />
        <Field
          id={ids.plan}
          name="Plan"
          help="nadir.development-plan/1 (models and their candidates) or nadir.lesion-plan/1 (ways A to F from several lesions to a patient), as JSON."
        >
          {input("plan", ".json,application/json", true)}
        </Field>
        <Field
          id={ids.table}
          name="Table"
          help="CSV: one row a patient with predictors and outcome; of lesions one row a lesion. A patient of a sealed test set in it is refused."
        >
          {input("table", ".csv,text/csv", true)}
        </Field>
        <Field
          id={ids.union}
          name="All lesions as one region (only for a plan with that way)"
          help="CSV: one row a patient."
        >
          {input("union", ".csv,text/csv", false)}
        </Field>
        <Button
          type="submit"
          variant="primary"
          disabled={!plan || !table || start.isPending || start.data !== undefined}
          className="justify-self-start"
        >
          Develop
        </Button>
      </form>
      <div className="mt-4">
        {start.error ? (
          <Notice kind="refusal" live>
            {start.error.message}
          </Notice>
        ) : null}
        {start.data ? (
          <ModelJob
            key={start.data.jobId}
            title="Developing"
            jobId={start.data.jobId}
            onDone={({ result }) => router.push(`/models/developments/${(result as { id: string }).id}`)}
          />
        ) : null}
      </div>
    </Panel>
  );
}
