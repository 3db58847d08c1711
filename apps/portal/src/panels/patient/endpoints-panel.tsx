"use client";

import { useQuery } from "@tanstack/react-query";
import { useProcedures } from "../../shell/procedures.tsx";
import { Asked } from "../../ui/asked.tsx";
import { criterionName } from "../../ui/criterion-names.ts";
import { type DayStyle, dayText } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";

const yesNo = (value: boolean): string => (value ? "yes" : "no");

/** The patient's endpoints under each criterion, every time with the rule by which it ended. */
export function EndpointsPanel({ trial, subject, days }: { trial: string; subject: string; days: DayStyle }) {
  const asked = useQuery(useProcedures().responses.subjectEndpoints.queryOptions({ trial, subject }));
  return (
    <Panel id="endpoints" title="Endpoints by each criterion" aside="computed; days from treatment start" flush>
      <Asked query={asked} doing="Deriving the endpoints">
        {(rows) => (
          <Scroll label="Endpoints by criterion">
            <table className="sheet">
              <thead>
                <tr>
                  <th scope="col">Criterion</th>
                  <th scope="col">Progression-free survival</th>
                  <th scope="col">Time to progression</th>
                  <th scope="col">Overall survival</th>
                  <th scope="col">Objective response</th>
                  <th scope="col">Disease control</th>
                  <th scope="col">Durable benefit</th>
                  <th scope="col">Landmarks</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((e) => (
                  <tr key={e.criterion} className="align-top">
                    <th scope="row" title={e.name}>
                      {criterionName(e.criterion)}
                    </th>
                    {[e.pfs, e.ttp, e.os].map((time, i) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: three columns that never change places
                      <td key={i} className="min-w-44 whitespace-normal!">
                        <span className="computed">
                          {time.days} days, {time.status === "event" ? time.cause : "censored"}
                        </span>
                        <span className="block text-xs text-faint">
                          {dayText(time.date, days)}. {time.rule}
                        </span>
                      </td>
                    ))}
                    <td>
                      {yesNo(e.objectiveResponse.confirmed)}
                      {e.objectiveResponse.confirmed === e.objectiveResponse.unconfirmed ? "" : ", unconfirmed yes"}
                      {e.durationOfResponse ? (
                        <span className="block text-xs text-faint">
                          {e.durationOfResponse.days} days
                          {e.durationOfResponse.status === "censored" ? ", ongoing" : ""}
                        </span>
                      ) : null}
                    </td>
                    <td>{yesNo(e.diseaseControl.confirmed)}</td>
                    <td className="min-w-40 whitespace-normal!">
                      {e.durableClinicalBenefit.state.replace("-", " ")}
                      <span className="block text-xs text-faint">{e.durableClinicalBenefit.rule}</span>
                    </td>
                    <td className="whitespace-nowrap">
                      {e.landmarks.map(({ landmarkDays, state }) => (
                        <span key={landmarkDays} className="block">
                          {landmarkDays} d: {state.replaceAll("-", " ")}
                        </span>
                      ))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Asked>
    </Panel>
  );
}
