import type { AppRouter } from "@nadir/api/trpc";
import type { inferRouterOutputs } from "@trpc/server";
import { count } from "../../ui/figures.ts";
import { Hash } from "../../ui/hash.tsx";
import { Notice } from "../../ui/notice.tsx";

/** Whether the log is what was written, recomputed for this page. */
export function ChainState({ state }: { state: inferRouterOutputs<AppRouter>["audit"]["verify"] }) {
  if (!state.ok)
    return (
      <Notice kind="refusal" title={`The chain is broken at event ${count(state.seq)}.`} live>
        {state.why}. Somebody with the database's own rights changed the log; compare it with a backup or an anchor
        printed in a report.
      </Notice>
    );
  return (
    <Notice kind="done" title="The chain holds.">
      {count(state.count)} events were recomputed; the last hash is <Hash value={state.head} />.
    </Notice>
  );
}
