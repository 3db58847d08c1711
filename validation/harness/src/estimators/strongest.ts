import { aucValue, concordance } from "@nadir/statistics";
import type { TrainingRow } from "../cohort/training-view.ts";
import type { Estimator } from "./estimator.ts";

export interface SelectConfig {
  readonly predictors: readonly string[];
  readonly keep: number;
}
export interface Selected {
  readonly kept: readonly string[];
  /** AUC alone, either direction, of every candidate; null where training has one class. */
  readonly strengths: readonly { readonly predictor: string; readonly auc: number | null }[];
}

type Strength = (known: readonly TrainingRow[], values: readonly number[]) => number | null;

function selector(
  kind: string,
  isKnown: (r: TrainingRow) => boolean,
  strength: Strength,
): Estimator<SelectConfig, Selected> {
  return {
    kind,
    codeVersion: "1",
    usesOutcome: true,
    inputs: ({ predictors }) => predictors,
    estimate(view, { predictors, keep }) {
      const tags = new Set<string>();
      const strengths = predictors.map((predictor) => {
        const known = view.rows.filter((r) => isKnown(r) && (r.predictors[predictor]?.value ?? null) !== null);
        for (const r of known) tags.add(r.tag);
        const found = strength(
          known,
          known.map((r) => r.predictors[predictor]!.value!),
        );
        return { predictor, auc: found === null ? null : Math.max(found, 1 - found) };
      });
      const ranked = [...strengths].sort((a, b) => (b.auc ?? 0) - (a.auc ?? 0)).slice(0, keep);
      const kept = predictors.filter((p) => ranked.some((r) => r.predictor === p));
      return { output: { kept, strengths }, tags: [...tags] };
    },
  };
}

/** The `keep` predictors whose single AUC in training, either direction, is largest; the earlier of the protocol's list among equals. */
export const strongestAuc = selector(
  "select-strongest-auc",
  (r) => r.event !== null,
  (known, values) =>
    aucValue(
      values,
      Uint8Array.from(known, (r) => (r.event ? 1 : 0)),
    ),
);

/** The same by Harrell's C with the time to event. */
const strongestConcordance = selector(
  "select-strongest-concordance",
  (r) => (r.followUp ?? null) !== null,
  (known, score) => {
    const found = concordance({
      time: known.map((r) => r.followUp!.time),
      event: known.map((r) => r.followUp!.event),
      score,
    });
    return found.estimable ? found.c : null;
  },
);

export const strongest = { "strongest-auc": strongestAuc, "strongest-concordance": strongestConcordance } as const;
