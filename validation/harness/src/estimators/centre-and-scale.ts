import { refuse } from "@nadir/domain";
import type { Artefact, Estimator } from "./estimator.ts";

export interface ScaleConfig {
  readonly predictors: readonly string[];
}
export interface Scale {
  readonly [predictor: string]: { readonly mean: number; readonly sd: number; readonly n: number };
}

/** Mean and standard deviation (n - 1) of each predictor over the training subjects that have it. No outcome is used. */
export const centreAndScale: Estimator<ScaleConfig, Scale> = {
  kind: "centre-and-scale",
  codeVersion: "1",
  usesOutcome: false,
  inputs: ({ predictors }) => predictors,
  estimate(view, { predictors }) {
    const tags = new Set<string>();
    const output: Record<string, Scale[string]> = {};
    for (const id of predictors) {
      const known = view.rows.flatMap((r) => {
        const found = r.predictors[id];
        return found && found.value !== null ? [{ tag: r.tag, value: found.value }] : [];
      });
      const n = known.length;
      const mean = known.reduce((s, k) => s + k.value, 0) / n;
      const sd = Math.sqrt(known.reduce((s, k) => s + (k.value - mean) ** 2, 0) / (n - 1));
      if (n < 2 || !(sd > 0))
        refuse("PREDICTOR_CONSTANT", `${id} has no spread in ${n} training subjects; it can foretell nothing.`, {
          found: String(sd),
        });
      for (const k of known) tags.add(k.tag);
      output[id] = { mean, sd, n };
    }
    return { output, tags: [...tags] };
  },
};

/** A raw value on the artefact's scale. */
export function scaled(artefact: Artefact<Scale>, predictor: string, value: number): number {
  const s = artefact.output[predictor];
  if (!s) return refuse("MODEL_HASH_MISMATCH", `Scale ${artefact.id} knows no predictor ${predictor}.`);
  return (value - s.mean) / s.sd;
}
