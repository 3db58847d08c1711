import type { SampleSizePlan } from "@nadir/domain";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";

/** The answer: the largest of the criteria, and what each of them asks. */
export function SampleSizeResult({ plan }: { plan: SampleSizePlan }) {
  return (
    <Panel title="Answer" flush>
      <p className="border-b border-line px-4 py-3">
        <span className="text-3xl font-semibold tabular-nums">{plan.n.toLocaleString("en-GB")}</span> subjects
        {plan.events === null ? null : (
          <span className="text-soft">
            , about {Math.ceil(plan.events).toLocaleString("en-GB")} events
            {plan.eventsPerParameter === null ? null : `, ${plan.eventsPerParameter.toFixed(1)} a parameter`}
          </span>
        )}
      </p>
      <Scroll label="Criteria">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Criterion</th>
              <th scope="col" className="text-right">
                Subjects
              </th>
              <th scope="col">Asks for</th>
            </tr>
          </thead>
          <tbody>
            {plan.criteria.map((c) => (
              <tr key={c.criterion}>
                <th scope="row">{c.criterion}</th>
                <td className="text-right tabular-nums">{c.n.toLocaleString("en-GB")}</td>
                <td className="min-w-72 whitespace-normal!">{c.detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="px-4 py-3 text-xs text-faint">{plan.source}. Nothing that is typed here is stored.</p>
    </Panel>
  );
}
