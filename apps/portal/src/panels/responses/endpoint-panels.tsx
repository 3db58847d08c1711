import type { TrialEndpoints } from "@nadir/api/responses";
import { type KaplanMeierOptions, kaplanMeierPlot } from "@nadir/charts";
import type { ReactNode } from "react";
import { keptDrawing } from "../../server/kept-drawing.ts";
import { survivalTable } from "../../ui/chart-tables.ts";
import { Empty } from "../../ui/empty.tsx";
import { Figure } from "../../ui/figure.tsx";
import { fileName } from "../../ui/figure-table.ts";
import { count, counted, significant } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { simulatedNotice } from "../../ui/simulated.ts";

type Summary = TrialEndpoints["summary"];
type Rate = Summary["objectiveResponse"]["confirmed"];
type Time = Summary["pfs"];

const share = (value: number) => `${(100 * value).toFixed(1)} %`;

function rateCells(rate: Rate): ReactNode {
  return rate.estimable ? (
    <>
      <td className="number computed">
        {count(rate.count)} of {count(rate.of)}
      </td>
      <td className="number computed">{share(rate.estimate)}</td>
      <td className="number">
        {share(rate.interval.lower)} to {share(rate.interval.upper)}
      </td>
    </>
  ) : (
    <td colSpan={3} className="text-faint">
      {rate.reason}
    </td>
  );
}

/** Rates of the cohort with exact limits, those of the cohort's table of responses, and who is left out of which. */
export function RatesPanel({ summary }: { summary: Summary }) {
  const { objectiveResponse, diseaseControl, durableClinicalBenefit } = summary;
  const rows = [
    { name: "Objective response, confirmed", rate: objectiveResponse.confirmed },
    { name: "Objective response, unconfirmed", rate: objectiveResponse.unconfirmed },
    { name: "Disease control, confirmed", rate: diseaseControl.confirmed },
    { name: "Disease control, unconfirmed", rate: diseaseControl.unconfirmed },
    {
      name: "Durable clinical benefit (183 days)",
      rate: durableClinicalBenefit.rate,
      note:
        durableClinicalBenefit.leftOut > 0
          ? `${count(durableClinicalBenefit.leftOut)} censored before are left out`
          : undefined,
    },
  ];
  return (
    <Panel
      title="Rates"
      aside={`computed, ${counted(summary.patients, "patient")}`}
      note="All treated patients are counted; who was never evaluable is no responder. Limits: Clopper and Pearson, exact, 95 %."
      flush
    >
      <Scroll label="Rates">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Endpoint</th>
              <th scope="col" className="number">
                Patients
              </th>
              <th scope="col" className="number">
                Rate
              </th>
              <th scope="col" className="number">
                95 % limits
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, rate, note }) => (
              <tr key={name}>
                <th scope="row" className="whitespace-normal!">
                  {name}
                  {note ? <span className="block text-xs font-normal text-faint">{note}</span> : null}
                </th>
                {rateCells(rate)}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

const medianText = (time: Extract<Time, { estimable: true }>): string => {
  const { estimate, lower, upper } = time.median;
  const days = (value: number | null) => (value === null ? "not reached" : `${significant(value, 5)} days`);
  return `${days(estimate)} (95 %: ${days(lower)} to ${days(upper)})`;
};

/** One time to event: its curve, its median, and the rules by which the patients' times ended. */
export function TimePanel({
  trial,
  id,
  title,
  time,
  what,
  isSimulated,
}: {
  trial: string;
  id: string;
  title: string;
  time: Time;
  what: string;
  /** Whether the trial has simulated scans: a figure that leaves the page says so. */
  isSimulated: boolean;
}) {
  return (
    <Panel
      id={id}
      title={title}
      aside={
        time.estimable
          ? `${counted(time.curve.events, "event")} in ${counted(time.curve.n, "patient")}, median ${medianText(time)}`
          : null
      }
    >
      {time.estimable ? (
        <>
          <Figure
            svg={curve(time, { title, endpoint: what, width: 600, ...simulatedNotice(isSimulated) })}
            narrow={curve(time, { title, endpoint: what, width: 320, ...simulatedNotice(isSimulated) })}
            file={{
              ...{ name: fileName(trial, id), label: title, isSimulated },
              data: survivalTable([{ label: EVERYBODY, ...time.curve }]),
            }}
          />
          <h3 className="mt-3 text-sm font-semibold">How the times ended</h3>
          <ul className="grid gap-0.5 text-sm">
            {time.rules.map(({ rule, patients }) => (
              <li key={rule} className="flex gap-2">
                <span className="computed w-10 shrink-0 text-right">{count(patients)}</span> {rule}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Empty title="Not estimable">{time.reason}</Empty>
      )}
    </Panel>
  );
}

const EVERYBODY = "All patients";
const curve = (
  time: Extract<Time, { estimable: true }>,
  options: Pick<KaplanMeierOptions, "title" | "endpoint" | "width" | "notice">,
): string =>
  keptDrawing("curve", { time, options }, () =>
    kaplanMeierPlot([{ label: EVERYBODY, ...time.curve, median: time.median }], {
      ...options,
      unit: "days from treatment start",
    }),
  );

const STATES: Readonly<Record<string, string>> = {
  response: "in response",
  "disease-control": "disease control",
  progressed: "progressed or died",
  "not-evaluable": "not evaluable",
  "left-out": "censored before, left out",
  long: "beyond",
  short: "short of it",
  between: "in between",
};

/** Response at landmarks and the named cut-offs of survival; who is censored before is counted apart. */
export function StatesPanel({ summary }: { summary: Summary }) {
  const rows = [
    ...summary.landmarks.map(({ landmarkDays, states }) => ({
      name: `Response at ${Math.round(landmarkDays)} days`,
      states,
    })),
    ...summary.cutOffs.map(({ title, states }) => ({ name: title, states })),
  ];
  return (
    <Panel title="Landmarks and cut-offs" aside="patients in each state" flush>
      <table className="sheet">
        <tbody>
          {rows.map(({ name, states }) => (
            <tr key={name}>
              <th scope="row" className="whitespace-normal!">
                {name}
              </th>
              <td className="whitespace-normal!">
                <ul className="flex flex-wrap gap-x-4">
                  {Object.entries(states).map(([state, n]) => (
                    <li key={state}>
                      <span className="computed">{count(n)}</span> {STATES[state] ?? state}
                    </li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
