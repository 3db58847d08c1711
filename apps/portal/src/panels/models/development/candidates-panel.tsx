import type { Beside, ModelsRecord } from "@nadir/api/models";
import { forestPlot } from "@nadir/charts";
import { forestTable } from "../../../ui/chart-tables.ts";
import { Figure } from "../../../ui/figure.tsx";
import { fileName } from "../../../ui/figure-table.ts";
import { significant } from "../../../ui/figures.ts";
import { Panel } from "../../../ui/panel.tsx";
import { Scroll } from "../../../ui/scroll.tsx";
import { stepsText, three } from "./words.ts";

/** Every candidate, rival and part of the predictors on the same parts as the whole procedure. */
export function CandidatesPanel({ record }: { record: ModelsRecord }) {
  const { plan } = record;
  return (
    <Panel
      id="candidates"
      title="Models side by side on the same parts"
      note="Each candidate decided for beforehand. The best of them is found by looking, so its figure is too good; the whole procedure's is not."
      flush
    >
      <Scroll label="Candidates">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Candidate</th>
              <th scope="col">Steps</th>
              <th scope="col">Model</th>
              <th scope="col" className="number">
                Chosen
              </th>
              <th scope="col" className="number">
                {record.measure}
              </th>
              <th scope="col">Procedure less it</th>
            </tr>
          </thead>
          <tbody>
            {record.candidates.map((c) => {
              const planned = plan.candidates.find(({ name }) => name === c.name);
              return (
                <tr key={c.name}>
                  <th scope="row">{c.name}</th>
                  <td className="min-w-40 whitespace-normal!">{stepsText(planned?.steps ?? [])}</td>
                  <td>{planned?.model.kind.replaceAll("-", " ")}</td>
                  <td className="number">
                    {c.chosen} of {record.parts.length}
                  </td>
                  <td className="number">{c.discrimination === null ? "none" : three(c.discrimination)}</td>
                  <td className="min-w-40 whitespace-normal!">{differenceText(c)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
      <BesidePlot title="Simple rivals: does it beat volume?" rows={record.rivals} measure={record.measure} />
      <BesidePlot title="Parts of the predictors" rows={record.variants} measure={record.measure} />
      {record.notFitted.map((n) => (
        <p key={n.candidate} className="px-4 py-2 text-sm text-warn">
          {n.candidate} could not be fitted somewhere: {n.reason}
        </p>
      ))}
    </Panel>
  );
}

const differenceText = ({ difference: d }: Pick<Beside, "difference">): string =>
  d.estimable
    ? `${three(d.difference)} (${three(d.lower)} to ${three(d.upper)})${d.p === null ? "" : `, p ${significant(d.p, 2)}`}`
    : d.reason;

function BesidePlot({ title, rows, measure }: { title: string; rows: readonly Beside[]; measure: string }) {
  if (rows.length === 0) return null;
  const forest = rows.map((r) => ({
    label: r.name,
    counts: r.discrimination === null ? "none" : r.discrimination.toFixed(3),
    estimate: r.difference.estimable ? r.difference.difference : null,
    lower: r.difference.estimable ? r.difference.lower : null,
    upper: r.difference.estimable ? r.difference.upper : null,
    ...(r.difference.estimable ? {} : { reason: r.difference.reason }),
  }));
  const options = {
    scale: "linear" as const,
    reference: 0,
    measure: `Procedure less it, ${measure}`,
    countsHeading: measure,
    digits: 3,
    leftWords: "it is better",
    rightWords: "procedure is better",
    title,
  };
  return (
    <div className="border-t border-line p-4">
      <h3 className="mb-2 text-sm font-semibold">{title}</h3>
      <Figure
        svg={forestPlot(forest, options)}
        narrow={forestPlot(forest, { ...options, width: 320 })}
        file={{ name: fileName(title), label: title, data: forestTable(forest) }}
      />
    </div>
  );
}
