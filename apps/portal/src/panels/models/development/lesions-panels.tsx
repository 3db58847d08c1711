import type { LesionsRecord } from "@nadir/api/models";
import { forestPlot } from "@nadir/charts";
import { forestTable } from "../../../ui/chart-tables.ts";
import { Facts } from "../../../ui/facts.tsx";
import { Figure } from "../../../ui/figure.tsx";
import { count } from "../../../ui/figures.ts";
import { Hash } from "../../../ui/hash.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { Scroll } from "../../../ui/scroll.tsx";
import { measuredText, three } from "./words.ts";

const WAYS: Readonly<Record<string, string>> = {
  "fixed-number": "A: a fixed number of lesions",
  "one-volume": "B: all as one volume",
  statistics: "C: statistics over lesions",
  "predict-then-combine": "D: each predicted, then combined",
  pooled: "E: a bag with a fixed rule",
  attention: "F: learnt attention",
};

/** Ways from several lesions to one patient (Sun 2022, figure 3), on the same folds of patients. */
export function LesionsPanels({ record }: { record: LesionsRecord }) {
  const { plan, cohort, methods } = record;
  const rows = methods.map((m) => ({
    label: m.name,
    estimate: m.performance.estimable ? m.performance.value : null,
    lower: m.performance.estimable ? m.performance.lower : null,
    upper: m.performance.estimable ? m.performance.upper : null,
    ...(m.performance.estimable ? {} : { reason: m.performance.reason }),
  }));
  return (
    <Panel
      id="ways"
      title="Ways from lesions to the patient, side by side"
      aside="development, no validation"
      note={`The same ${plan.folds} folds of patients for every way; a lesion is never in another fold than its patient. The best of them is found by looking, so its figure is too good.`}
    >
      <div className="grid gap-4">
        <Figure
          svg={forestPlot(rows, {
            scale: "linear",
            reference: 0.5,
            measure: "AUC",
            digits: 3,
            title: "Ways from lesions to the patient",
          })}
          file={{ name: "ways-from-lesions", label: "Ways from lesions to the patient", data: forestTable(rows) }}
        />
        <Scroll label="Ways">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Way</th>
                <th scope="col">Kind</th>
                <th scope="col">AUC on patients left out</th>
                <th scope="col">Less the first</th>
              </tr>
            </thead>
            <tbody>
              {methods.map((m) => (
                <tr key={m.name}>
                  <th scope="row">{m.name}</th>
                  <td>{WAYS[m.kind] ?? m.kind}</td>
                  <td>{measuredText(m.performance)}</td>
                  <td className="whitespace-normal!">
                    {m.againstFirst === null
                      ? "the first"
                      : m.againstFirst.estimable
                        ? `${three(m.againstFirst.difference)} (${three(m.againstFirst.lower)} to ${three(m.againstFirst.upper)})`
                        : m.againstFirst.reason}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
        <Facts
          facts={[
            { name: "Plan", value: plan.id },
            { name: "Its hash", value: <Hash value={record.planHash} /> },
            { name: "Table", value: cohort.file },
            { name: "Table's hash", value: <Hash value={cohort.sha256} /> },
            { name: "Patients", value: `${count(cohort.subjects)}, ${count(cohort.events)} with the outcome` },
            { name: "Lesions", value: count(cohort.lesions) },
            { name: "Seed", value: `${plan.seed} (${record.generator})` },
          ]}
        />
      </div>
    </Panel>
  );
}
