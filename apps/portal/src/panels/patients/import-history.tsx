import type { Cohort } from "@nadir/api/read";
import { count } from "../../ui/figures.ts";
import { Hash } from "../../ui/hash.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Panel } from "../../ui/panel.tsx";

/** How the data came, and how often each written rule turned an awkward source value into what the record holds. */
export function ImportHistory({ imports }: { imports: Cohort["imports"] }) {
  if (imports.length === 0) return null;
  return (
    <Panel title="How the data came" flush>
      <ul className="divide-y divide-line text-sm">
        {imports.map((run) => (
          <li key={run.at.toISOString()} className="grid gap-1 px-4 py-2.5">
            <p>
              {run.isSetUp ? "Set up, without patients," : "Imported"} <Moment at={run.at} /> by {run.by}
              {run.manifestHash === null || run.isSetUp ? null : (
                <>
                  , manifest <Hash value={run.manifestHash} />
                </>
              )}
            </p>
            {Object.keys(run.ruleCounts).length > 0 ? (
              <details>
                <summary className="inline-block text-soft underline underline-offset-2">
                  Rules for awkward values, {count(Object.values(run.ruleCounts).reduce((a, b) => a + b, 0))} uses
                </summary>
                <dl className="mt-1 grid max-w-[60ch] grid-cols-[1fr_auto] gap-x-4">
                  {Object.entries(run.ruleCounts).map(([rule, uses]) => (
                    <div key={rule} className="contents">
                      <dt>{rule}</dt>
                      <dd className="text-right">{count(uses)}</dd>
                    </div>
                  ))}
                </dl>
              </details>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
