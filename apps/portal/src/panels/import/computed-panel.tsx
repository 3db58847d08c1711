import { count } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import type { ComputedCounts } from "./import-outcome.ts";

/** What was computed from the record after an import, and what stood already. */
export function ComputedPanel({ computed }: { computed: ComputedCounts }) {
  const rows = [
    ["feature vectors", computed.features],
    ["changes of features", computed.deltas],
    ["responses by criterion", computed.assessments],
    ["early signs", computed.flags],
  ] as const;
  const without = [
    computed.features.refused.length > 0 ? `${count(computed.features.refused.length)} regions without features` : "",
    computed.notEvaluable > 0 ? `${count(computed.notEvaluable)} responses not evaluable` : "",
  ].filter((part) => part !== "");
  return (
    <Panel title="Computed from the record" aside={without.join(", ")} flush>
      <Scroll label="Computed from the record">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col" className="number">
                Computed now
              </th>
              <th scope="col" className="number">
                Stood already
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([what, tally]) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td className="number computed">{count(tally.computed)}</td>
                <td className="number">{count(tally.reused)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
