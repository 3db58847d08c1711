import type { SignatureForm } from "@nadir/domain";
import {
  boostedProbabilities,
  forestProbabilities,
  naiveBayesPosteriors,
  neighbourShares,
  perceptronProbabilities,
  supportProbabilities,
  survivalForestRisks,
} from "@nadir/statistics";

type MachineForm = Extract<SignatureForm, { kind: "machine" }>;

export interface MachineValue {
  /** Null of a survival forest. */
  readonly probability: number | null;
  readonly risks: readonly { readonly time: number; readonly timeUnit: string; readonly risk: number }[];
}

/** What a fitted model says of one subject, by the very functions that the fitting pipeline predicts with. */
export function evaluateMachine({ columns, model }: MachineForm, values: ReadonlyMap<string, unknown>): MachineValue {
  const x = columns.map(({ input, centre, scale }) =>
    Float64Array.of(((values.get(input) as number) - centre) / scale),
  );
  const probability = (p: number): MachineValue => ({ probability: p, risks: [] });
  switch (model.kind) {
    case "random-forest":
      return probability(forestProbabilities(model, x)[0]!);
    case "gradient-boosting":
      return probability(boostedProbabilities(model, x)[0]!);
    case "support-vectors":
      return probability(supportProbabilities(model, x)[0]!);
    case "naive-bayes":
      return probability(naiveBayesPosteriors(model, x)[0]![1]!);
    case "nearest-neighbours": {
      const known = columns.map((_, j) => Float64Array.from(model.subjects, (s) => s[j]!));
      const { k, classes } = model;
      return probability(neighbourShares({ k, count: 2, classes, columns: known }, x)[0]![1]!);
    }
    case "perceptron":
      return probability(perceptronProbabilities(model, x)[0]!);
    case "survival-forest":
      return {
        probability: null,
        risks: model.times.map((time) => ({
          time,
          timeUnit: model.timeUnit,
          risk: survivalForestRisks(model, x, time)[0]!,
        })),
      };
  }
}
