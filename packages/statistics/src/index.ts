export * from "./agreement/intraclass-correlation.ts";
export * from "./agreement/kappa.ts";
export * from "./agreement/linearity.ts";
export * from "./agreement/method-comparison.ts";
export { type Correlation, correlationInterval, kendallTauB, pearson, spearman } from "./association/correlation.ts";
export { correlationStrength, MUKAKA, type StrengthScale } from "./association/correlation-strength.ts";
export { adjustP, type MultiplicityMethod } from "./association/multiplicity.ts";
export * from "./association-scan/association-scan.ts";
export { benjaminiHochberg } from "./association-scan/benjamini-hochberg.ts";
export * from "./calibration/binary-calibration.ts";
export * from "./calibration/hosmer-lemeshow.ts";
export * from "./calibration/net-benefit.ts";
export * from "./calibration/net-benefit-difference.ts";
export * from "./calibration/smooth-calibration.ts";
export * from "./calibration/survival-calibration.ts";
export type { Flags, Numbers } from "./checked-input.ts";
export { growTree, type SplitNode, type TreeNode, type TreeOptions, treeValue } from "./classifiers/decision-tree.ts";
export type { ClassDesign } from "./classifiers/design.ts";
export * from "./classifiers/gradient-boosting.ts";
export * from "./classifiers/linear-discriminant.ts";
export * from "./classifiers/naive-bayes.ts";
export * from "./classifiers/nearest-neighbours.ts";
export * from "./classifiers/perceptron.ts";
export * from "./classifiers/random-forest.ts";
export * from "./classifiers/sigmoid.ts";
export * from "./classifiers/support-vectors.ts";
export {
  covariance,
  mean,
  median,
  midRanks,
  quantile,
  standardDeviation,
  sum,
  variance,
} from "./describe.ts";
export {
  type AucEstimate,
  type AucIntervalMethod,
  aucCovariance,
  aucDeLong,
  aucInterval,
  aucValue,
} from "./discrimination/auc.ts";
export {
  compareAucPaired,
  compareAucUnpaired,
  type PairedAucComparison,
  type UnpairedAucComparison,
} from "./discrimination/auc-comparison.ts";
export {
  type ClassificationPerformance,
  type ConfusionCounts,
  classificationPerformance,
  classify,
  type Ratio,
} from "./discrimination/classification.ts";
export { type ProportionEstimate, proportion } from "./discrimination/proportion.ts";
export * from "./discrimination/reclassification.ts";
export {
  type PartialAuc,
  partialAuc,
  type RocCurve,
  type RocPoint,
  rocCurve,
  youdenPoint,
} from "./discrimination/roc-curve.ts";
export * from "./distributions.ts";
export * from "./enrichment/over-representation.ts";
export * from "./enrichment/ranked-enrichment.ts";
export {
  type Estimated,
  estimated,
  type Interval,
  isEstimable,
  type NotEstimable,
  notEstimable,
} from "./estimate.ts";
export * from "./harmonisation/combat.ts";
export * from "./hypothesis/anova.ts";
export * from "./hypothesis/contingency.ts";
export * from "./hypothesis/mixed-model.ts";
export * from "./hypothesis/rank-tests.ts";
export * from "./hypothesis/t-test.ts";
export * from "./imputation/chained-equations.ts";
export * from "./models/linear-regression.ts";
export * from "./models/local-regression.ts";
export * from "./models/logistic-regression.ts";
export * from "./models/multinomial-regression.ts";
export { type ProfiledCoefficient, type ProfileMethod, profileInterval } from "./models/profile-interval.ts";
export * from "./models/random-slopes.ts";
export * from "./models/restricted-cubic-spline.ts";
export * from "./models/stepwise-logistic.ts";
export * from "./models/symbolic-regression.ts";
export * from "./monitoring/calibration-cusum.ts";
export * from "./monitoring/input-drift.ts";
export * from "./multivariate/co-clustering.ts";
export * from "./multivariate/hierarchical-clustering.ts";
export * from "./multivariate/k-means.ts";
export * from "./multivariate/principal-components.ts";
export * from "./penalised/cross-validation.ts";
export * from "./penalised/cross-validation-cox.ts";
export * from "./penalised/elastic-net.ts";
export * from "./penalised/elastic-net-linear.ts";
export * from "./penalised/penalty-path.ts";
export type { Band } from "./performance/band.ts";
export * from "./performance/binary-performance.ts";
export * from "./performance/survival-performance.ts";
export * from "./pooling/hazard-ratios.ts";
export * from "./pooling/random-effects.ts";
export * from "./pooling/rubin.ts";
export { type RandomSource, randomSource } from "./random.ts";
export {
  type BcaInterval,
  type BootstrapPlan,
  type BootstrapResult,
  bcaInterval,
  bootstrap,
  bootstrapSignP,
  jackknife,
  percentileInterval,
} from "./resampling/bootstrap.ts";
export * from "./resampling/outcome-coverage.ts";
export {
  type ExactRankSumTest,
  exactRankSumTest,
  MOST_FOR_EXACT_RANK_SUM,
  type PermutationTest,
  permutations,
  permutationTest,
} from "./resampling/permutation.ts";
export * from "./sample-size/development.ts";
export type { LinearPredictorDistribution } from "./sample-size/linear-predictor.ts";
export { sampleSize } from "./sample-size/plan.ts";
export * from "./sample-size/validation.ts";
export * from "./survival/adaptive-partition.ts";
export * from "./survival/censoring-weights.ts";
export {
  type CompetingInput,
  type CumulativeIncidence,
  cumulativeIncidence,
  type IncidenceStep,
  incidenceAt,
} from "./survival/competing-risks.ts";
export {
  type Concordance,
  type ConcordanceDifference,
  concordance,
  concordanceDifference,
} from "./survival/concordance.ts";
export { type ChiSquareTest, type CoxCoefficient, type CoxFit, type CoxInput, coxRegression } from "./survival/cox.ts";
export { baselineHazard, type CoxSurvival, coxSurvival } from "./survival/cox-baseline.ts";
export { coxProportionality, type ProportionalityTest, type TimeTransform } from "./survival/cox-proportionality.ts";
export { type CoxResiduals, coxResiduals, coxRobustVariance, type RobustVariance } from "./survival/cox-residuals.ts";
export { type FineGrayFit, fineGray } from "./survival/fine-gray.ts";
export { type GrayTest, grayTest } from "./survival/gray-test.ts";
export * from "./survival/horizon-performance.ts";
export {
  type KaplanMeierCurve,
  kaplanMeier,
  medianFollowUp,
  numbersAtRisk,
  type RestrictedMean,
  restrictedMean,
  type SurvivalQuantile,
  type SurvivalStep,
  type SurvivalTransform,
  survivalAt,
  survivalQuantile,
} from "./survival/kaplan-meier.ts";
export { type Label, type LogRankTest, logRank, orderedLabels } from "./survival/log-rank.ts";
export type { Ties } from "./survival/risk-sets.ts";
export type { SurvivalInput } from "./survival/survival-data.ts";
export * from "./survival/survival-forest.ts";
export * from "./survival/uno-concordance.ts";
