import type { AppRouter } from "@nadir/api/trpc";
import type { inferRouterOutputs } from "@trpc/server";
import type { ReactNode } from "react";
import { count } from "../../ui/figures.ts";
import { Hash } from "../../ui/hash.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Notice } from "../../ui/notice.tsx";

/** Until the verdict is there: of the verdict's size, so that the log below does not jump. */
export function ChainPending() {
  return (
    <div role="status">
      <Notice title="Recomputing the chain …">
        Every event is hashed again and every row compared with what the log says of it; the log below is already there.
      </Notice>
    </div>
  );
}

/** Whether the log is what was written. `again`: what recomputes it. */
export function ChainState({
  state,
  again,
}: {
  state: inferRouterOutputs<AppRouter>["audit"]["verify"];
  again: ReactNode;
}) {
  if (!state.ok && state.rowCount > 0)
    return (
      <Notice
        kind="refusal"
        title={`${count(state.rowCount)} ${state.rowCount === 1 ? "row is" : "rows are"} not what was logged.`}
        live
      >
        The chain of the log holds, but somebody with the database's own rights changed the record past it; compare
        these rows with a backup.
        <ul className="mt-1 list-disc pl-5">
          {state.rows.map((row) => (
            <li key={`${row.table} ${row.key} ${row.version}`}>
              <code>{row.table}</code> <Hash value={row.key} />, version {row.version}
              {row.subject ? `, of subject ${row.subject}` : ""}: {row.why}
              {row.seq === null ? "" : ` (event ${count(row.seq)})`}.
            </li>
          ))}
        </ul>
      </Notice>
    );
  if (!state.ok)
    return (
      <Notice kind="refusal" title={`The chain is broken at event ${count(state.seq)}.`} live>
        {state.why}. Somebody with the database's own rights changed the log; compare it with a backup or an anchor
        printed in a report.
      </Notice>
    );
  return (
    <Notice kind="done" title="The chain holds.">
      {count(state.count)} events were recomputed, and every row is what they say; the last hash is{" "}
      <Hash value={state.head} />. Verified at <Moment at={state.at} />. {again}
    </Notice>
  );
}
