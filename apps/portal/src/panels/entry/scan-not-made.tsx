"use client";

import type { EnteredRow } from "@nadir/api/entry";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { dayStyle } from "../../ui/day-style.ts";
import { dayText } from "../../ui/figures.ts";
import type { FormOfEntry } from "./draft.ts";
import { EntryResult } from "./entry-result.tsx";

const field = "w-full rounded-md border border-line-strong bg-surface px-2 py-1 text-sm text-ink";

/** Says of a visit why no scan was made at it, so that nobody waits for one. It can be corrected like the rest of the visit. */
export function ScanNotMade({
  form,
  visits,
  visit,
}: {
  form: FormOfEntry;
  visits: readonly EnteredRow[];
  visit: string | undefined;
}) {
  const [entry, setEntry] = useState("");
  const [chosen, choose] = useState(visit ?? "");
  const [why, say] = useState("");
  const router = useRouter();
  const record = useMutation(useProcedures().entry.record.mutationOptions());
  useEffect(() => setEntry(crypto.randomUUID()), []);
  const scanned = new Set(
    (form.rows ?? []).filter(({ table }) => table === "images").map(({ cells }) => cells["visit"] ?? ""),
  );
  const open = visits.filter(({ cells }) => !scanned.has(cells["id"] ?? "") && !cells["scanNotDone"]);
  const row = open.find(({ cells }) => cells["id"] === chosen);
  if (open.length === 0 && !record.isSuccess) return null;
  const send = () => {
    if (!row || record.isPending) return;
    record.mutate(
      {
        entry,
        trial: form.trial.key,
        rows: [{ table: "visits", cells: { scanNotDone: why }, of: { id: row.id, version: row.version } }],
        reason: `No scan was made: ${why}`.slice(0, 500),
      },
      {
        onSuccess: ({ isRecorded }) => {
          setEntry(crypto.randomUUID());
          if (!isRecorded) return;
          choose("");
          say("");
          router.refresh();
        },
      },
    );
  };
  return (
    <form
      className="mt-4 grid gap-2 border-t border-line pt-3"
      aria-label="No scan was made"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <h3 className="text-sm font-semibold">No scan was made</h3>
      <p className="text-sm text-soft">
        The worklist waits for no scan of the visit any more. Response is judged as it is now, without imaging.
      </p>
      <div className="grid max-w-2xl gap-x-3 gap-y-2 sm:grid-cols-[12rem_1fr]">
        <label className="grid gap-0.5 text-xs text-faint">
          Visit
          <select required value={chosen} onChange={(event) => choose(event.target.value)} className={field}>
            <option value="">choose</option>
            {open.map(({ id, cells }) => (
              <option key={id} value={cells["id"]}>
                {cells["id"]}, {dayText(cells["date"] ?? "", dayStyle(form.trial.dates))}
              </option>
            ))}
          </select>
        </label>
        <label className="grid gap-0.5 text-xs text-faint">
          Why
          <input required maxLength={400} value={why} onChange={(event) => say(event.target.value)} className={field} />
        </label>
      </div>
      <EntryResult
        problems={record.data?.problems ?? []}
        warnings={record.data?.warnings ?? []}
        outcome={record.data}
        error={record.error}
      />
      <div>
        <Button type="submit" disabled={record.isPending || !row}>
          Record that there is none
        </Button>
      </div>
    </form>
  );
}
