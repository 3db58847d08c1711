"use client";

import type { Patient } from "@nadir/api/read";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Hash } from "../../ui/hash.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { DeltaTable } from "./delta-table.tsx";

type Delta = Patient["deltas"][number];
const field = "max-w-full rounded-md border border-line-strong bg-surface px-2 py-1 text-sm text-ink";

/** How every feature of one lesion changed between two visits. Computed from image and mask; nothing here is entered. */
export function DeltaPanel({
  deltas,
  simulatedVisits,
}: {
  deltas: readonly Delta[];
  simulatedVisits: readonly string[];
}) {
  const [chosen, choose] = useState(() => deltas[0]?.id ?? "");
  const delta = deltas.find((d) => d.id === chosen) ?? deltas[0];
  const procedures = useProcedures();
  const asked = useQuery(
    procedures.trials.delta.queryOptions({ delta: delta?.id ?? "" }, { enabled: delta !== undefined }),
  );
  const words = (d: Delta) =>
    `${d.description}, ${d.isOfParts ? "parts of " : ""}lesion ${d.lesion}: ${d.fromVisit} → ${d.toVisit}`;
  return (
    <Panel
      id="features"
      title="Change of features"
      aside={
        asked.data ? (
          <>
            configuration <Hash value={asked.data.configHash} />
          </>
        ) : null
      }
      flush
    >
      {!delta ? (
        <Empty title="No feature changes">
          They need an image with a delineation of the same lesion at two visits.
        </Empty>
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2.5">
            <label className="inline-flex min-w-0 flex-wrap items-center gap-2 text-sm text-soft">
              Image, lesion and visits
              <select value={delta.id} onChange={(e) => choose(e.target.value)} className={field}>
                {deltas.map((d) => (
                  <option key={d.id} value={d.id}>
                    {words(d)}
                  </option>
                ))}
              </select>
            </label>
            {simulatedVisits.includes(delta.toVisit) ? (
              <span className="rounded-sm border border-dashed border-line-strong px-1.5 text-xs">
                simulated follow-up of a real scan
              </span>
            ) : null}
          </div>
          {asked.isPending ? (
            <div role="status" className="grid gap-2 p-4">
              <span className="sr-only">Reading the features</span>
              <Skeleton className="h-6" />
              <Skeleton className="h-6" />
              <Skeleton className="h-6" />
            </div>
          ) : asked.isError ? (
            <div className="p-4">
              <Notice kind="refusal" live>
                {asked.error.message}
              </Notice>
            </div>
          ) : (
            <DeltaTable rows={asked.data.rows} label={words(delta)} />
          )}
        </>
      )}
    </Panel>
  );
}
