import type { ProtocolDocument, ValidationResult } from "@nadir/domain";
import { foldsOf } from "../estimators/subject-folds.ts";
import { type DevelopmentRows, measuresOf, refitOn } from "./development-refit.ts";

type Internal = Extract<ProtocolDocument["development"]["internalValidation"], { method: "cross-validation" }>;
type Result = NonNullable<ValidationResult["development"]["crossValidation"]>;

/**
 * Cross-validation of the whole pipeline within training: each fold is foretold by a model of the others, every step
 * fitted anew. Pooled discrimination mixes the calibrations of the folds' models; the mean over folds does not. Repeated:
 * other folds each time, and the spread over the repeats.
 */
export function crossValidation(data: DevelopmentRows, protocol: ProtocolDocument, plan: Internal): Result {
  const refit = refitOn(data, protocol);
  const { folds, repeats } = plan;
  const pooled: number[] = [];
  const means: number[] = [];
  const sizes = new Set<number>();
  let failed = 0;
  for (let r = 0; r < repeats; r++) {
    const labels =
      folds.by === "each-subject"
        ? data.rows.map((row) => row.tag)
        : foldsOf(data.rows, folds.by === "subject" ? { ...folds, seed: folds.seed + r } : folds);
    const names = [...new Set(labels)];
    sizes.add(names.length);
    const risks = new Array<number>(data.rows.length).fill(Number.NaN);
    const within: number[] = [];
    const foretold: number[] = [];
    for (const name of names) {
      const left = labels.flatMap((l, i) => (l === name ? [i] : []));
      const scores = names.length > 1 ? refit(labels.flatMap((l, i) => (l === name ? [] : [i]))) : null;
      if (!scores) {
        failed++;
        continue;
      }
      for (const i of left) {
        risks[i] = scores[i]!;
        foretold.push(i);
      }
      const own = measuresOf(data, scores, left, false);
      if (own) within.push(own["discrimination"]!);
    }
    const whole = measuresOf(data, risks, foretold, false);
    if (whole) pooled.push(whole["discrimination"]!);
    if (within.length > 0) means.push(within.reduce((s, v) => s + v, 0) / within.length);
  }
  const middle = (values: readonly number[]) =>
    values.length === 0 ? null : values.reduce((s, v) => s + v, 0) / values.length;
  return {
    by: folds.by,
    folds: Math.max(...sizes),
    repeats,
    pooled: middle(pooled),
    meanOfFolds: middle(means),
    smallest: pooled.length === 0 ? null : Math.min(...pooled),
    largest: pooled.length === 0 ? null : Math.max(...pooled),
    failed,
  };
}
