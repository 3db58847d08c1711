import { drawModel, modelFacts, type StoredModel } from "@nadir/api/radiogenomics";
import { figure, significant } from "@nadir/charts";
import { Figure } from "../../ui/figure.tsx";
import { fileName } from "../../ui/figure-table.ts";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { simulatedNotice } from "../../ui/simulated.ts";

/** How well images foretell a marker in patients that the models have not seen. */
export function ModelPanel({
  trial,
  model: { id, result },
  isSimulated,
}: {
  trial: string;
  model: StoredModel;
  /** Whether the trial has simulated scans: a figure that leaves the page says so. */
  isSimulated: boolean;
}) {
  return (
    <Panel
      id={`model-${id}`}
      title={`Model of ${result.target}${result.positive === null ? "" : `: ${result.positive}`}`}
      aside="research only"
      note="Development: resampling within one cohort, no validation. Everything that learns was fitted on the patients of the other folds."
    >
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid min-w-0 gap-4">
          <dl className="grid gap-2 text-sm">
            {modelFacts(result).map(([name, value]) => (
              <div key={name}>
                <dt className="text-faint">{name}</dt>
                <dd className="font-medium">{value}</dd>
              </div>
            ))}
          </dl>
          {result.thresholds.length > 0 ? (
            <Scroll label="AUC above quantiles">
              <table className="sheet">
                <thead>
                  <tr>
                    <th scope="col">Above the quantile</th>
                    <th scope="col">Value</th>
                    <th scope="col">AUC</th>
                  </tr>
                </thead>
                <tbody>
                  {result.thresholds.map((t) => (
                    <tr key={t.quantile}>
                      <th scope="row">{t.quantile}</th>
                      <td>{significant(t.threshold)}</td>
                      <td>{figure(t.auc, 3)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          ) : null}
          {result.used.length > 0 ? (
            <div className="text-sm">
              <h3 className="font-semibold">Features that the models used</h3>
              <ul className="list-disc pl-5">
                {result.used.slice(0, 10).map((u) => (
                  <li key={u.feature}>
                    {u.feature}: {u.times} of {u.of} fits
                  </li>
                ))}
              </ul>
            </div>
          ) : null}
        </div>
        <Figure
          svg={drawModel(result, simulatedNotice(isSimulated))}
          file={{
            ...{ name: fileName(trial, "model-of", result.target), label: `Model of ${result.target}`, isSimulated },
            data: {
              columns: ["target", "predicted", "truth"],
              rows: result.pairs.map(({ predicted, truth }) => [result.target, predicted, truth]),
            },
          }}
        />
      </div>
    </Panel>
  );
}
