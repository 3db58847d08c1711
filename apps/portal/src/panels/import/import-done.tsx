import type { ReactNode } from "react";
import { Button, buttonLook } from "../../ui/button.tsx";
import Link from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ComputedPanel } from "./computed-panel.tsx";
import { CountsTable } from "./counts-table.tsx";
import type { ImportOutcome } from "./import-outcome.ts";

export function ImportDone({
  outcome,
  onComputeAgain,
  again,
}: {
  outcome: ImportOutcome;
  /** Imports the same files again, which changes nothing and computes what is missing. */
  onComputeAgain: () => void;
  again: ReactNode;
}) {
  return (
    <div className="grid gap-4">
      <Notice kind="done" title="Imported." live>
        {outcome.written
          ? "The record was changed; every correction kept the version before it."
          : "The record already held exactly this; nothing was changed."}
      </Notice>
      {outcome.notComputed ? (
        <Notice kind="warning" title="Responses and features are not up to date.">
          {outcome.notComputed}
        </Notice>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {outcome.trialKey ? (
          <Link href={`/trials/${outcome.trialKey}`} className={buttonLook("primary")}>
            To the trial
          </Link>
        ) : null}
        {outcome.notComputed ? <Button onClick={onComputeAgain}>Compute again</Button> : null}
        {again}
      </div>
      {outcome.computed ? <ComputedPanel computed={outcome.computed} /> : null}
      <Panel title="Rows by table" flush>
        <CountsTable counts={outcome.counts} />
      </Panel>
    </div>
  );
}
