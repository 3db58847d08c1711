import Link from "next/link";
import type { ReactNode } from "react";
import { buttonLook } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { CountsTable } from "./counts-table.tsx";
import type { ImportOutcome } from "./import-outcome.ts";

export function ImportDone({ outcome, again }: { outcome: ImportOutcome; again: ReactNode }) {
  return (
    <div className="grid gap-4">
      <Notice kind="done" title="Imported." live>
        {outcome.written
          ? "The record was changed; every correction kept the version before it."
          : "The record already held exactly this; nothing was changed."}
      </Notice>
      <div className="flex flex-wrap gap-2">
        {outcome.trialKey ? (
          <Link href={`/trials/${outcome.trialKey}`} className={buttonLook("primary")}>
            To the trial
          </Link>
        ) : null}
        {again}
      </div>
      <Panel title="Rows by table" flush>
        <CountsTable counts={outcome.counts} />
      </Panel>
    </div>
  );
}
