import type { ValidationResult } from "@nadir/domain";
import type { Section } from "./blocks.ts";
import { number, withInterval } from "./words.ts";

/** The model as fitted, how to compute it by hand, and how it does on its own data. */
export function developmentSection(r: ValidationResult): Section {
  const { development: d, protocol } = r;
  const { model } = protocol.frozen ?? {};
  const terms = (model?.coefficients ?? [])
    .map(
      (c) =>
        `${c.coefficient < 0 ? "−" : "+"} ${Math.abs(c.coefficient).toPrecision(5)} × ${c.predictor} (${protocol.predictors.find((p) => p.id === c.predictor)?.unit ?? ""})`,
    )
    .join(" ");
  return {
    id: "development",
    title: "Development",
    blocks: [
      {
        kind: "text",
        text: `Fitted on ${d.n} training subjects, ${d.events} with the outcome; ${protocol.development.modelsTried} model tried. ${protocol.development.statement}`,
      },
      ...(model
        ? [
            {
              kind: "callout" as const,
              tone: "plain" as const,
              title: "The whole model",
              text: `Probability = 1 / (1 + exp(−L)), L = ${model.intercept.toPrecision(5).replace("-", "−")} ${terms}`,
            },
          ]
        : []),
      {
        kind: "table",
        caption: "Coefficients on the predictors' own scales",
        columns: [
          { title: "Term", share: 2 },
          { title: "Log-odds per unit (95 % interval)", share: 3, align: "right" },
          { title: "Odds ratio per 10 units", share: 3, align: "right" },
        ],
        rows: d.coefficients.map((c) => [
          c.term,
          withInterval(c.estimate, 4),
          c.oddsRatioPer10.value === null ? "–" : withInterval(c.oddsRatioPer10),
        ]),
      },
      {
        kind: "terms",
        rows: [
          ["Apparent AUC", `${withInterval(d.apparentAuc)}, ${d.apparentAuc.method}`],
          [
            "Optimism",
            d.optimism === null
              ? "not estimable"
              : `${number(d.optimism, 3)} (Harrell bootstrap, every step refitted; ${d.resamples} resamples, ${d.redrawn} drawn again, seed ${d.seed})`,
          ],
          ["AUC corrected for optimism", d.correctedAuc === null ? "not estimable" : number(d.correctedAuc)],
        ],
      },
    ],
  };
}
