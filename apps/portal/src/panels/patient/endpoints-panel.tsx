"use client";

import type { Patient } from "@nadir/api/read";
import type { AppRouter } from "@nadir/api/trpc";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useProcedures } from "../../shell/procedures.tsx";
import { Asked } from "../../ui/asked.tsx";
import { criterionName } from "../../ui/criterion-names.ts";
import { type DayStyle, dayText } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";

const differs = (time: { days: number; status: string }, entered: Entered): boolean =>
  time.days !== entered.timeDays || (entered.event !== undefined && (time.status === "event") !== entered.event);

const yesNo = (value: boolean): string => (value ? "yes" : "no");

type SubjectEndpoints = inferRouterOutputs<AppRouter>["responses"]["subjectEndpoints"][number];
type Entered = Patient["outcomes"][number];
const NAMES = { pfs: "progression-free survival", os: "overall survival" } as const;

/** Times that the source entered and that a criterion's rules do not give: both stand, each said to be what it is. */
function enteredOtherwise(entered: readonly Entered[], computed: readonly SubjectEndpoints[]): string | undefined {
  const told = (["pfs", "os"] as const).flatMap((code) => {
    const given = entered.find((o) => o.endpoint.toLowerCase() === code);
    if (given?.timeDays === undefined) return [];
    const under = computed.filter((e) => differs(e[code], given)).map((e) => criterionName(e.criterion));
    const how = given.event === undefined ? "" : given.event ? ", event" : ", censored";
    return under.length === 0
      ? []
      : [`${NAMES[code]} of ${given.timeDays} days${how} (other under ${under.join(", ")})`];
  });
  if (told.length === 0) return undefined;
  return `The source entered a ${told.join(" and an ")}; see Outcomes. What stands here is computed from the recorded scans and events by each criterion's rules; neither is put in place of the other.`;
}

/** The patient's endpoints under each criterion, every time with the rule by which it ended. */
export function EndpointsPanel({
  trial,
  subject,
  days,
  entered,
}: {
  trial: string;
  subject: string;
  days: DayStyle;
  /** The outcomes of the source. */
  entered: readonly Entered[];
}) {
  const asked = useQuery(useProcedures().responses.subjectEndpoints.queryOptions({ trial, subject }));
  return (
    <Panel
      id="endpoints"
      title="Endpoints by each criterion"
      aside="computed; days from treatment start"
      note={enteredOtherwise(entered, asked.data ?? [])}
      flush
    >
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
                          {Math.round(landmarkDays)} d: {state.replaceAll("-", " ")}
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
