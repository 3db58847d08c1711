import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ChangesPanel } from "./changes-panel.tsx";
import { CountsTable } from "./counts-table.tsx";
import type { ImportOutcome } from "./import-outcome.ts";

/** What the import would change, before it does. */
export function ImportPreview({
  outcome,
  onImport,
  isStarting,
  again,
}: {
  outcome: ImportOutcome;
  onImport: () => void;
  isStarting: boolean;
  again: ReactNode;
}) {
  const isIdle = Object.values(outcome.counts).every((c) => c.new + c.changed === 0);
  return (
    <div className="grid gap-4">
      <Notice kind={isIdle ? "info" : "done"} title="All files are right. Nothing is written yet." live>
        {isIdle
          ? `The record of '${outcome.trialKey}' already holds exactly this; an import would change nothing.`
          : `This is what an import into '${outcome.trialKey}' would change.`}
      </Notice>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={onImport} disabled={isStarting || isIdle}>
          {isStarting ? "Starting …" : "Import"}
        </Button>
        {again}
      </div>
      <Panel title="Rows by table" flush>
        <CountsTable counts={outcome.counts} />
      </Panel>
      {outcome.warnings.length > 0 ? (
        <Notice kind="warning" title={`${outcome.warnings.length} things to know.`}>
          <ul className="mt-1 list-disc pl-5">
            {outcome.warnings.map((w) => (
              <li key={w.message}>{w.message}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <ChangesPanel changes={outcome.changes} />
    </div>
  );
}
