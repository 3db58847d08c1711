import type { ModelsRecord } from "@nadir/api/models";
import { calibrationPlot, effectPlot } from "@nadir/charts";
import { calibrationTable, effectTable } from "../../../ui/chart-tables.ts";
import { Facts } from "../../../ui/facts.tsx";
import { Figure } from "../../../ui/figure.tsx";
import { fileName } from "../../../ui/figure-table.ts";
import { significant } from "../../../ui/figures.ts";
import { Notice } from "../../../ui/notice.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { Scroll } from "../../../ui/scroll.tsx";
import { share, three } from "./words.ts";

/** Calibration of what the models say of patients that they had not seen. */
export function CalibrationPanel({ record: { calibration: c } }: { record: ModelsRecord }) {
  return (
    <Panel id="calibration" title="Calibration out of fold">
      {c.estimable ? (
        <>
          <Figure
            svg={calibrationPlot(
              { curve: c.curve, withOutcome: c.withOutcome, without: c.without },
              { title: "Calibration out of fold" },
            )}
            file={{ name: "calibration-out-of-fold", label: "Calibration out of fold", data: calibrationTable(c) }}
          />
          <Facts
            facts={[
              { name: "Intercept", value: figureText(c.intercept) },
              { name: "Slope", value: figureText(c.slope) },
              { name: "Observed / expected", value: figureText(c.observedExpected) },
              { name: "Brier score", value: three(c.brier) },
            ]}
          />
        </>
      ) : (
        <p className="text-sm text-soft">{c.reason}</p>
      )}
    </Panel>
  );
}

const figureText = (f: { value: number; lower: number; upper: number }): string =>
  `${significant(f.value, 3)} (${significant(f.lower, 3)} to ${significant(f.upper, 3)})`;

/** Importance and effects, with the warning where predictors share what they tell. */
export function ExplanationPanel({ record: { explanation: e, measure } }: { record: ModelsRecord }) {
  return (
    <Panel
      id="explanation"
      title="What the model does with its predictors"
      note="Importance on patients left out, under models that had not seen them; effects of the final model. None of it says that a predictor causes anything."
    >
      {e === null ? (
        <p className="text-sm text-soft">No final model could be fitted.</p>
      ) : (
        <div className="grid gap-4">
          {e.warning ? <Notice kind="warning">{e.warning}</Notice> : null}
          <Scroll label="Permutation importance">
            <table className="sheet">
              <thead>
                <tr>
                  <th scope="col">Predictor</th>
                  <th scope="col" className="number">
                    Loss of {measure} when shuffled
                  </th>
                </tr>
              </thead>
              <tbody>
                {e.importance.map((i) => (
                  <tr key={i.predictor}>
                    <th scope="row">{i.predictor}</th>
                    <td className="number">{three(i.loss)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          {e.correlated.length > 0 ? (
            <p className="text-sm text-soft">
              Correlated:{" "}
              {e.correlated
                .slice(0, 10)
                .map(({ predictors: [a, b], rho }) => `${a} and ${b} (${rho.toFixed(2).replace("-", "−")})`)
                .join("; ")}
              .
            </p>
          ) : null}
          <div className="grid gap-4 md:grid-cols-2">
            {e.effects.map((effect) => (
              <Figure
                key={effect.predictor}
                svg={effectPlot(effect, { title: `Effect of ${effect.predictor}` })}
                file={{
                  ...{ name: fileName("effect", effect.predictor), label: `Effect of ${effect.predictor}` },
                  data: effectTable(effect),
                }}
              />
            ))}
          </div>
        </div>
      )}
    </Panel>
  );
}

/** How often sets of outcomes hold the truth, and how often they name one only. */
export function UncertaintyPanel({ record: { conformal: c } }: { record: ModelsRecord }) {
  return (
    <Panel
      id="uncertainty"
      title="Uncertainty: conformal sets of outcomes"
      note="For each patient the outcomes that cannot be excluded at the level, by class (Vovk 2015). Coverage holds for patients like those of training."
    >
      {c === null ? (
        <p className="text-sm text-soft">Sets of outcomes are made for outcomes without follow-up only.</p>
      ) : (
        <Facts
          facts={[
            { name: "Level", value: share(c.level) },
            { name: "Covered, with the outcome", value: c.coveredWith === null ? "none" : share(c.coveredWith) },
            { name: "Covered, without", value: c.coveredWithout === null ? "none" : share(c.coveredWithout) },
            { name: "One outcome named", value: share(c.one) },
            { name: "Both", value: share(c.both) },
            { name: "Neither", value: share(c.none) },
          ]}
        />
      )}
    </Panel>
  );
}
