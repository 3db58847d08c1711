"use client";

import type { EntryForm, EntryTable } from "@nadir/api/entry";
import type { TrialDates } from "@nadir/domain";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { dayStyle } from "../../ui/day-style.ts";
import { Panel } from "../../ui/panel.tsx";
import { TABLE_WORDS } from "./entry-fields.ts";
import { EntryResult } from "./entry-result.tsx";
import { PastePreviewTable } from "./paste-preview-table.tsx";

const field = "rounded-md border border-line-strong bg-surface px-2 py-1.5 text-sm text-ink";

type PastedTable = Exclude<EntryTable, "images">;
/** A scan comes with its file, one at a time. */
const isPasted = (table: EntryTable): table is PastedTable => table !== "images";

/** A table pasted from a spreadsheet: looked through cell by cell, then recorded whole or not at all. */
export function PasteBoard({
  trial,
  columns,
  dates,
}: {
  trial: string;
  columns: EntryForm["columns"];
  dates: TrialDates;
}) {
  const [table, setTable] = useState<PastedTable>("visits");
  const [text, setText] = useState("");
  const [reason, setReason] = useState("");
  const [entry, setEntry] = useState(() => crypto.randomUUID());
  const procedures = useProcedures();
  const preview = useMutation(procedures.entry.paste.mutationOptions());
  const record = useMutation(procedures.entry.record.mutationOptions());
  const router = useRouter();
  const found = preview.data;
  const corrects = (found?.outcome.counts.changed ?? 0) > 0;
  const isSound = found !== undefined && found.outcome.problems.length === 0 && found.rows.length > 0;
  const renew = () => {
    preview.reset();
    record.reset();
    setEntry(crypto.randomUUID());
  };
  const required = columns[table].filter((c) => c.required).map(({ name }) => name);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Panel
        title="The table"
        note={`The first row names the columns, as in the manifest's table of that name. Copy it from a spreadsheet with its header. Days ${dates.kind === "offset" ? "as study days, D168 or 168, or" : "as"} 2024-03-01, decimals with a point.`}
      >
        <form
          className="grid gap-3"
          aria-label="Pasted table"
          onSubmit={(event) => {
            event.preventDefault();
            record.reset();
            preview.mutate({ trial, table, text });
          }}
        >
          <label className="grid gap-0.5 text-xs text-faint">
            What its rows are
            <select
              value={table}
              onChange={(event) => {
                setTable(event.target.value as PastedTable);
                renew();
              }}
              className={`${field} w-56`}
            >
              {(Object.keys(TABLE_WORDS) as EntryTable[]).filter(isPasted).map((name) => (
                <option key={name} value={name}>
                  {TABLE_WORDS[name].many}
                </option>
              ))}
            </select>
          </label>
          <p className="text-sm text-soft">
            Needed columns: <code className="font-mono text-xs">{required.join(", ")}</code>. Others:{" "}
            <code className="font-mono text-xs">
              {columns[table]
                .filter((c) => !c.required)
                .map(({ name }) => name)
                .join(", ")}
            </code>
          </p>
          <label className="grid gap-0.5 text-xs text-faint">
            Rows, with their header
            <textarea
              value={text}
              rows={8}
              spellCheck={false}
              onChange={(event) => {
                setText(event.target.value);
                renew();
              }}
              className={`${field} w-full font-mono text-xs`}
            />
          </label>
          <div>
            <Button type="submit" disabled={preview.isPending || text.trim() === ""}>
              {preview.isPending ? "Looking through it" : "Look through it"}
            </Button>
          </div>
          {preview.error ? <EntryResult problems={[]} warnings={[]} outcome={undefined} error={preview.error} /> : null}
        </form>
      </Panel>
      {found ? (
        <Panel
          title="What it would change"
          aside={`${found.outcome.counts.new} new, ${found.outcome.counts.changed} changed, ${found.outcome.counts.unchanged} unchanged, ${found.outcome.problems.length} ${found.outcome.problems.length === 1 ? "fault" : "faults"}`}
        >
          <div className="grid gap-3">
            <PastePreviewTable
              preview={found}
              dayColumns={columns[table].flatMap(({ name, kind }) => (kind === "day" ? [name] : []))}
              days={dayStyle(dates)}
            />
            {isSound && corrects ? (
              <label className="grid max-w-xl gap-0.5 text-xs text-faint">
                Why what is on record is changed
                <input value={reason} onChange={(event) => setReason(event.target.value)} className={field} />
              </label>
            ) : null}
            <EntryResult
              problems={record.data?.problems ?? []}
              warnings={record.data?.warnings ?? found.outcome.warnings}
              outcome={record.data}
              error={record.error}
            />
            {isSound && !record.data?.isRecorded ? (
              <div>
                <Button
                  variant="primary"
                  disabled={record.isPending || (corrects && reason.trim() === "")}
                  onClick={() =>
                    record.mutate(
                      { entry, trial, rows: found.rows, ...(reason.trim() === "" ? {} : { reason }) },
                      { onSuccess: () => router.refresh() },
                    )
                  }
                >
                  {record.isPending ? "Recording" : "Record all rows"}
                </Button>
              </div>
            ) : null}
          </div>
        </Panel>
      ) : null}
    </div>
  );
}
