import type {
  BoostedTrees,
  CalibratedSupportVectors,
  LinearDiscriminant,
  NaiveBayes,
  NearestNeighbours,
  Perceptron,
  RandomForest,
  SurvivalForest,
  SymbolicModel,
  TreeNode,
} from "@nadir/statistics";
import type { FittedStep } from "./fit-steps.ts";

export type FittedModel =
  | { readonly kind: "elastic-net" | "logistic"; readonly intercept: number; readonly coefficients: readonly number[] }
  | {
      readonly kind: "cox-elastic-net";
      readonly coefficients: readonly number[];
      /** Cumulative baseline hazard (Breslow) by the horizon, at a linear predictor of 0. */
      readonly horizon: number;
      readonly hazard: number;
    }
  | {
      readonly kind: "linear" | "elastic-net-linear";
      readonly intercept: number;
      readonly coefficients: readonly number[];
    }
  /** A row a class from the second on: intercept, then one coefficient a predictor. */
  | { readonly kind: "multinomial"; readonly rows: readonly (readonly number[])[] }
  | { readonly kind: "symbolic"; readonly model: SymbolicModel & { readonly text: string } }
  | { readonly kind: "perceptron"; readonly model: Perceptron }
  | { readonly kind: "survival-forest"; readonly horizon: number; readonly model: Pick<SurvivalForest, "trees"> }
  | { readonly kind: "support-vectors"; readonly model: CalibratedSupportVectors }
  | { readonly kind: "decision-tree"; readonly tree: TreeNode }
  | { readonly kind: "linear-discriminant"; readonly model: LinearDiscriminant }
  | { readonly kind: "naive-bayes"; readonly model: NaiveBayes }
  | { readonly kind: "nearest-neighbours"; readonly model: NearestNeighbours }
  | { readonly kind: "random-forest"; readonly model: Pick<RandomForest, "trees"> }
  | { readonly kind: "gradient-boosting"; readonly model: BoostedTrees };

/** A candidate fitted on training subjects: the steps and the model that takes what they give. */
export interface FittedCandidate {
  readonly name: string;
  readonly steps: readonly FittedStep[];
  /** Predictors that reach the model, and those of them that it uses. */
  readonly predictors: readonly string[];
  readonly used: readonly string[];
  readonly model: FittedModel;
}
