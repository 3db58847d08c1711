import type { MonitoringChoices, MonitoringRecord } from "@nadir/api/models";
import { calibrationByPeriodPlot, calibrationCusumPlot } from "@nadir/charts";
import { cusumTable, periodTable } from "../../ui/chart-tables.ts";
import { Figure } from "../../ui/figure.tsx";
import { significant } from "../../ui/figures.ts";
import { Moment } from "../../ui/moment.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { share, three } from "./development/words.ts";
import { MonitorForm } from "./monitor-form.tsx";

const outcomeText = ({ outcome: o }: MonitoringRecord["wish"]): string =>
  o.kind === "within" ? `${o.endpoint} within ${o.days} days of the visit` : `${o.endpoint} = ${o.positive}`;

/** Calibration and drift of a model over its trial, and whether its score still holds at later visits. */
export function MonitoringPanel({ model, choices }: { model: string; choices: MonitoringChoices }) {
  const { latest, earlier, why, endpoints } = choices;
  return (
    <Panel
      id="monitoring"
      title="Over the trial: calibration and drift"
      aside={
        latest ? (
          <>
            <Moment at={latest.at} />, by {latest.by}
            {earlier > 0 ? `; ${earlier} before it are kept` : ""}
          </>
        ) : null
      }
      note="Each patient once, at the moment at which the model speaks first, from the record as it stood that day. Patients of sealed test sets are never looked at."
    >
      <div className="grid gap-4">
        {latest ? (
          <Watched record={latest.record} />
        ) : (
          <p className="text-sm text-soft">Nobody has had this model watched yet.</p>
        )}
        {why === null ? (
          <MonitorForm model={model} endpoints={endpoints} />
        ) : (
          <p className="text-sm text-soft">{why}</p>
        )}
      </div>
    </Panel>
  );
}

function Watched({ record: r }: { record: MonitoringRecord }) {
  const drifts = r.periods.flatMap((p) => p.drift.map((d) => ({ ...d, period: p.period })));
  const periods = r.periods.map(({ period: label, calibration: c }) => ({ label, ...limitsOf(c) }));
  const visits = r.visits.map(({ label, calibration: c }) => ({ label, ...limitsOf(c) }));
  return (
    <div className="grid gap-4">
      <p className="text-sm">
        Against {outcomeText(r.wish)}: {r.subjects} patients, {r.known} with a known outcome; {r.notScored} lack the
        inputs{r.sealed > 0 ? `, ${r.sealed} are sealed` : ""}. Reference of the inputs: {r.reference}.
      </p>
      <ul className="list-disc pl-5 text-sm">
        {r.sentences.map((s) => (
          <li key={s} className={s.startsWith("!") ? "text-warn" : undefined}>
            {s.replace(/^! /, "")}
          </li>
        ))}
      </ul>
      <div className="grid gap-4 lg:grid-cols-2">
        <Figure
          svg={calibrationByPeriodPlot(periods, { title: "Calibration by period" })}
          file={{ name: "calibration-by-period", label: "Calibration by period", data: periodTable(periods) }}
          caption="Above 0: more events than predicted."
        />
        <Figure
          svg={calibrationCusumPlot(r.cusum, { title: "Cumulative sum of calibration" })}
          file={{ name: "calibration-cusum", label: "Cumulative sum of calibration", data: cusumTable(r.cusum) }}
          caption="A line that passes the limit is a signal."
        />
      </div>
      {drifts.length > 0 ? (
        <Scroll label="Drift of the inputs">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Period</th>
                <th scope="col">Input</th>
                <th scope="col" className="number">
                  Stability index
                </th>
                <th scope="col" className="number">
                  Chance stays below
                </th>
                <th scope="col" className="number">
                  p (Kolmogorov, Smirnov)
                </th>
                <th scope="col" className="number">
                  Missing
                </th>
              </tr>
            </thead>
            <tbody>
              {drifts.map((d) => (
                <tr key={`${d.period} ${d.input}`}>
                  <th scope="row">{d.period}</th>
                  <td>{d.input}</td>
                  <td className="number">{d.stability === null ? "none" : d.stability.toFixed(2)}</td>
                  <td className="number">{d.limit === null ? "" : d.limit.toFixed(2)}</td>
                  <td className="number">{d.p === null ? "" : significant(d.p, 2)}</td>
                  <td className="number">{share(d.missing)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      ) : null}
      <div>
        <h3 className="mb-2 text-sm font-semibold">Is the score still valid later?</h3>
        <p className="mb-2 max-w-[90ch] text-sm text-faint">
          At each visit whoever is still without the outcome, judged by the score of that day. Later visits are of fewer
          and other patients.
        </p>
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Figure
            svg={calibrationByPeriodPlot(visits, { title: "Calibration by visit" })}
            file={{ name: "calibration-by-visit", label: "Calibration by visit", data: periodTable(visits) }}
          />
          <Scroll label="Validity by visit">
            <table className="sheet">
              <thead>
                <tr>
                  <th scope="col">Visit</th>
                  <th scope="col" className="number">
                    Patients
                  </th>
                  <th scope="col" className="number">
                    Observed
                  </th>
                  <th scope="col" className="number">
                    Expected
                  </th>
                  <th scope="col">AUC</th>
                </tr>
              </thead>
              <tbody>
                {r.visits.map((v) => (
                  <tr key={v.order}>
                    <th scope="row">{v.label}</th>
                    <td className="number">{v.subjects}</td>
                    <td className="number">
                      {v.calibration.observed} of {v.calibration.known}
                    </td>
                    <td className="number">{v.calibration.expected.toFixed(1)}</td>
                    <td>
                      {v.auc === null
                        ? "not estimable"
                        : `${three(v.auc.value)} (${three(v.auc.lower)} to ${three(v.auc.upper)})`}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </div>
      </div>
    </div>
  );
}

const limitsOf = ({ intercept, lower, upper }: MonitoringRecord["visits"][number]["calibration"]) => ({
  intercept,
  lower,
  upper,
});
