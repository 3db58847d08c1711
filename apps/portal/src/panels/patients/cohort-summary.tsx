import type { Cohort } from "@nadir/api/read";
import { criterionName } from "../../ui/criterion-names.ts";
import { count } from "../../ui/figures.ts";
import { flagName } from "../../ui/flag-names.ts";
import { Panel } from "../../ui/panel.tsx";
import { ResponseMark } from "../../ui/response-mark.tsx";

/** How the trial's patients did, criterion by criterion, and how many were flagged. Counts only; patients stand below. */
export function CohortSummary({ cohort }: { cohort: Cohort }) {
  const criteria = cohort.criteria.filter(({ id }) => cohort.responses.some((r) => r.criterion === id));
  const definitions = [...new Set(cohort.flags.map((f) => f.definition))];
  const flagged = (definition: string, result: string) =>
    cohort.flags.find((f) => f.definition === definition && f.result === result)?.subjects ?? 0;
  if (criteria.length === 0 && definitions.length === 0) return null;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      {criteria.length > 0 ? (
        <Panel title="Best overall response" aside={`${count(cohort.subjects)} patients`} flush>
          <table className="sheet">
            <tbody>
              {criteria.map(({ id, primary }) => (
                <tr key={id}>
                  <th scope="row">
                    {criterionName(id)}
                    {primary ? <span className="font-normal text-faint"> primary</span> : null}
                  </th>
                  <td>
                    <ul className="flex flex-wrap gap-x-4 gap-y-1">
                      {cohort.responses
                        .filter((r) => r.criterion === id)
                        .map((r) => (
                          <li key={r.best} className="inline-flex items-baseline gap-1.5">
                            <ResponseMark label={r.best} /> <span className="computed">{count(r.subjects)}</span>
                          </li>
                        ))}
                    </ul>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      ) : null}
      {definitions.length > 0 ? (
        <Panel title="Flags" aside="definitions of the literature" flush>
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Definition</th>
                <th scope="col" className="number">
                  Met
                </th>
                <th scope="col" className="number">
                  Not met
                </th>
                <th scope="col" className="number">
                  Not evaluable
                </th>
              </tr>
            </thead>
            <tbody>
              {definitions.map((definition) => (
                <tr key={definition}>
                  <th scope="row" className="font-normal">
                    {flagName(definition)}
                  </th>
                  <td className="number computed">{count(flagged(definition, "yes"))}</td>
                  <td className="number">{count(flagged(definition, "no"))}</td>
                  <td className="number">{count(flagged(definition, "not-evaluable"))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      ) : null}
    </div>
  );
}
