import { aucValue } from "@nadir/statistics";
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

/** The `keep` predictors whose single AUC in training, either direction, is largest; the earlier of the protocol's list among equals. */
export const strongestAuc: Estimator<SelectConfig, Selected> = {
  kind: "select-strongest-auc",
  codeVersion: "1",
  usesOutcome: true,
  inputs: ({ predictors }) => predictors,
  estimate(view, { predictors, keep }) {
    const tags = new Set<string>();
    const strengths = predictors.map((predictor) => {
      const known = view.rows.filter((r) => r.event !== null && (r.predictors[predictor]?.value ?? null) !== null);
      for (const r of known) tags.add(r.tag);
      const auc = aucValue(
        known.map((r) => r.predictors[predictor]!.value!),
        Uint8Array.from(known, (r) => (r.event ? 1 : 0)),
      );
      return { predictor, auc: auc === null ? null : Math.max(auc, 1 - auc) };
    });
    const ranked = [...strengths].sort((a, b) => (b.auc ?? 0) - (a.auc ?? 0)).slice(0, keep);
    const kept = predictors.filter((p) => ranked.some((r) => r.predictor === p));
    return { output: { kept, strengths }, tags: [...tags] };
  },
};
