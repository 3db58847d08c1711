import type { CohortResponses } from "@nadir/api/cohort";
import { buttonLook } from "../../ui/button.tsx";
import { criterionName } from "../../ui/criterion-names.ts";
import { count } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { ChooseByBest } from "./choose-by-best.tsx";

type Row = CohortResponses["table"][number];
const share = (value: number) => (100 * value).toFixed(1);

function Share({ of }: { of: Row["objectiveResponse"] }) {
  if (of === null) return <td className="number text-faint">nobody</td>;
  return (
    <td className="number">
      <span className="computed">
        {count(of.count)}, {share(of.estimate)} %
      </span>{" "}
      ({share(of.lower)} to {share(of.upper)})
    </td>
  );
}

/** Best responses by criterion and arm, with the exact limits of both rates. */
export function ResponseTablePanel({ found, search }: { found: CohortResponses; search: string }) {
  return (
    <Panel
      id="responses"
      title="Responses by arm and criterion"
      aside={
        <a href={`/api/tables/${found.trial.key}/cohort-responses?${search}`} className={buttonLook("quiet")} download>
          CSV
        </a>
      }
      note={`${found.best === "confirmed" ? "Confirmed" : "Unconfirmed"} best overall response. All who were assessed are counted; who was never evaluable is no responder. Limits: Clopper and Pearson, exact, 95 %.`}
      flush
    >
      <Scroll label="Responses by arm and criterion">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Criterion</th>
              <th scope="col">Arm</th>
              <th scope="col" className="number">
                Patients
              </th>
              <th scope="col">Best response</th>
              <th scope="col" className="number">
                Objective response (95 %)
              </th>
              <th scope="col" className="number">
                Disease control (95 %)
              </th>
            </tr>
          </thead>
          <tbody>
            {found.table.map((row) => (
              <tr key={`${row.criterion} ${row.arm ?? ""}`}>
                <th scope="row">{criterionName(row.criterion)}</th>
                <td>{row.arm ?? <em>all arms</em>}</td>
                <td className="number computed">{count(row.patients)}</td>
                <td>
                  <ul className="flex gap-x-3">
                    {row.categories.map(({ category, patients }) => (
                      <li key={category} className="inline-flex min-w-18 shrink-0 items-baseline gap-1.5">
                        <ResponseMark label={category} />{" "}
                        {row.criterion === found.criterion && patients > 0 ? (
                          <ChooseByBest best={category} arm={row.arm} patients={patients} />
                        ) : (
                          <span className={patients === 0 ? "text-faint" : "computed"}>{count(patients)}</span>
                        )}
                      </li>
                    ))}
                  </ul>
                </td>
                <Share of={row.objectiveResponse} />
                <Share of={row.diseaseControl} />
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
