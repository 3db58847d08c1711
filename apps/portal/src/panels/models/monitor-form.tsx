"use client";

import type { MonitoringChoices } from "@nadir/api/models";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Field, fieldLook } from "./form-parts.tsx";
import { ModelJob } from "./model-job.tsx";

type Period = "month" | "quarter" | "year";

/** Has the model watched over its trial as the record stands now. */
export function MonitorForm({ model, endpoints }: { model: string; endpoints: MonitoringChoices["endpoints"] }) {
  const ids = { endpoint: useId(), what: useId(), period: useId() };
  const [endpoint, setEndpoint] = useState(endpoints[0]?.endpoint ?? "");
  const chosen = endpoints.find((e) => e.endpoint === endpoint);
  const [days, setDays] = useState("180");
  const [word, setWord] = useState(chosen?.values[0] ?? "");
  const [period, setPeriod] = useState<Period>("quarter");
  const router = useRouter();
  const monitor = useMutation(useProcedures().models.monitor.mutationOptions());
  const isTimed = chosen?.timed ?? false;
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        monitor.mutate({
          model,
          wish: {
            period,
            outcome: isTimed
              ? { kind: "within", endpoint, days: Number(days) }
              : { kind: "value", endpoint, positive: word },
          },
        });
      }}
    >
      <div className="grid gap-3 sm:grid-cols-3">
        <Field id={ids.endpoint} name="The outcome that it foretells">
          <select
            id={ids.endpoint}
            className={fieldLook}
            value={endpoint}
            onChange={(e) => {
              setEndpoint(e.target.value);
              setWord(endpoints.find((o) => o.endpoint === e.target.value)?.values[0] ?? "");
            }}
          >
            {endpoints.map((e) => (
              <option key={e.endpoint}>{e.endpoint}</option>
            ))}
          </select>
        </Field>
        {isTimed ? (
          <Field id={ids.what} name="Within days of the visit">
            <input
              id={ids.what}
              type="number"
              min={1}
              max={10000}
              required
              className={fieldLook}
              value={days}
              onChange={(e) => setDays(e.target.value)}
            />
          </Field>
        ) : (
          <Field id={ids.what} name="Counts as having it">
            <select id={ids.what} className={fieldLook} value={word} onChange={(e) => setWord(e.target.value)}>
              {(chosen?.values ?? []).map((v) => (
                <option key={v}>{v}</option>
              ))}
            </select>
          </Field>
        )}
        <Field id={ids.period} name="By">
          <select
            id={ids.period}
            className={fieldLook}
            value={period}
            onChange={(e) => setPeriod(e.target.value as Period)}
          >
            <option>month</option>
            <option>quarter</option>
            <option>year</option>
          </select>
        </Field>
      </div>
      <Button type="submit" disabled={monitor.isPending} className="justify-self-start">
        Watch it on the record as it stands
      </Button>
      {monitor.error ? (
        <Notice kind="refusal" live>
          {monitor.error.message}
        </Notice>
      ) : null}
      {monitor.data ? (
        <ModelJob
          key={monitor.data.jobId}
          title="Watching"
          jobId={monitor.data.jobId}
          onDone={() => {
            monitor.reset();
            router.refresh();
          }}
        />
      ) : null}
    </form>
  );
}
