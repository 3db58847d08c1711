"use client";

import dynamic from "next/dynamic";
import { useId, useState } from "react";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { EvidenceView } from "./evidence-view.tsx";
import type { TableRead } from "./read-table.ts";

// Loaded once a table is opened: what reads and draws it weighs as much as the rest of the page.
const FlowPanel = dynamic(() => import("./flow-panel.tsx").then((m) => m.FlowPanel));
const reader = () => import("./read-table.ts");

/** A person's own evidence table, read and checked in the browser: it is not sent and not kept. */
export function OwnTable() {
  const [read, setRead] = useState<TableRead>();
  const id = useId();
  const open = async (file: File | undefined) => {
    if (file) setRead((await reader()).readTable(await file.text(), file.name));
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
