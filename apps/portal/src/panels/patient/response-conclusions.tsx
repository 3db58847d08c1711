import type { Patient } from "@nadir/api/read";
import { criterionName } from "../../ui/criterion-names.ts";
import { type DayStyle, dayText } from "../../ui/figures.ts";
import { Hash } from "../../ui/hash.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { Scroll } from "../../ui/scroll.tsx";

/** What each criterion concludes over all visits, and from which version of the data and the engine. */
export function ResponseConclusions({ assessments, days }: { assessments: Patient["assessments"]; days: DayStyle }) {
  if (assessments.length === 0) return null;
  return (
    <Panel title="Over all visits, criterion by criterion" aside="computed" flush>
      <Scroll label="Conclusions by criterion">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Criterion</th>
              <th scope="col">Best, confirmed</th>
              <th scope="col">Best, unconfirmed</th>
              <th scope="col">Progression</th>
              <th scope="col">Progression-free survival</th>
              <th scope="col">Duration of response</th>
              <th scope="col">Findings on the baseline</th>
              <th scope="col">Data</th>
            </tr>
          </thead>
          <tbody>
            {assessments.map(({ criterion, outcome, engine, inputHash }) => (
              <tr key={criterion}>
                <th scope="row">
                  {criterionName(criterion)}
                  <Parameters outcome={outcome} />
                </th>
                <td>
                  <ResponseMark label={outcome.bestOverall.confirmed} />
                </td>
                <td>
                  <ResponseMark label={outcome.bestOverall.unconfirmed} />
                </td>
                <td>
                  {outcome.progressionDate ? dayText(outcome.progressionDate, days) : "none"}
                  {outcome.progressionConfirmed === null
                    ? ""
                    : outcome.progressionConfirmed
                      ? ", confirmed"
                      : ", not confirmed"}
                </td>
                <td>
                  {outcome.pfs.status === "event" ? `${outcome.pfs.cause}, ` : "censored, "}
                  {dayText(outcome.pfs.date, days)}
                </td>
                <td>
                  {outcome.durationOfResponse
                    ? `${outcome.durationOfResponse.days} days${outcome.durationOfResponse.status === "censored" ? ", ongoing" : ""}`
                    : "none"}
                </td>
                <td>{outcome.issues.length > 0 ? outcome.issues.join(", ") : "none"}</td>
                <td className="whitespace-nowrap" title={`engine ${engine}`}>
                  <Hash value={inputHash} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

/** What the trial changed of the published criterion, and every value that it judges by. */
function Parameters({ outcome }: { outcome: Patient["assessments"][number]["outcome"] }) {
  const changed = outcome.name?.slice(outcome.criterion.length).trim();
  if (!outcome.parameters) return null;
  return (
    <details className="text-xs font-normal text-faint">
      <summary className="underline underline-offset-2">{changed ? `modified: ${changed}` : "as published"}</summary>
      <dl>
        {Object.entries(outcome.parameters).map(([name, value]) => (
          <div key={name} className="flex gap-1">
            <dt>{name}</dt>
            <dd className="font-medium">{value === null ? "by the targets" : String(value)}</dd>
          </div>
        ))}
      </dl>
      <p>{outcome.parametersVersion}</p>
    </details>
  );
}
