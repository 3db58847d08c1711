"use client";

import { type EvidenceTable, evidenceTable } from "@nadir/domain";
import { useId, useState } from "react";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { EvidenceView } from "./evidence-view.tsx";
import { FlowPanel } from "./flow-panel.tsx";

type Read = { readonly table: EvidenceTable } | { readonly faults: readonly string[] };

/** A person's own evidence table, read and checked in the browser: it is not sent and not kept. */
export function OwnTable() {
  const [read, setRead] = useState<Read>();
  const id = useId();
  const open = async (file: File | undefined) => {
    if (file) setRead(readTable(await file.text(), file.name));
  };
  return (
    <>
      <Panel
        id="own"
        title="Your own evidence table"
        note="A file nadir.evidence-table/1 (docs/library.md): the same fields, the same rule for the level. It is read here in the browser; it is not sent, and nothing is kept."
      >
        <label htmlFor={id} className="grid max-w-md gap-1 text-sm">
          Open a table (JSON)
          <input
            id={id}
            type="file"
            accept=".json,application/json"
            onChange={(event) => void open(event.target.files?.[0])}
            className="text-sm"
          />
        </label>
        {read && "faults" in read ? (
          <div className="mt-3">
            <Notice kind="refusal" title="The table cannot be used." live>
              <ul className="mt-1 list-disc pl-5">
                {read.faults.slice(0, 12).map((fault) => (
                  <li key={fault}>{fault}</li>
                ))}
              </ul>
              {read.faults.length > 12 ? <p>And {read.faults.length - 12} more.</p> : null}
            </Notice>
          </div>
        ) : null}
      </Panel>
      {read && "table" in read ? (
        <>
          <EvidenceView id={`own-${read.table.id}`} title={read.table.title} tables={[read.table]} />
          <FlowPanel table={read.table} />
        </>
      ) : null}
    </>
  );
}

/** The table of a file, or what is wrong with it, each fault with its place. */
function readTable(text: string, name: string): Read {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    return { faults: [`${name} is not JSON: ${(error as Error).message}`] };
  }
  const parsed = evidenceTable.safeParse(document);
  if (parsed.success) return { table: parsed.data };
  return { faults: parsed.error.issues.map(({ path, message }) => `${path.join(".") || name}: ${message}`) };
}
