import { Refusal } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import * as statistics from "./index.ts";

/**
 * Every public function on input that carries no estimate. It must answer `not estimable` with a reason, refuse with a
 * sentence, or give numbers: never NaN, never a bare error. The table of functions must name every export, so that a new
 * one is swept or says why not.
 */
const s = statistics;

interface Input {
  /** Two columns of values, an outcome, times, whether the event was seen, a group, a cause. */
  readonly x: readonly number[];
  readonly z: readonly number[];
  readonly y: readonly number[];
  readonly time: readonly number[];
  readonly event: readonly number[];
  readonly group: readonly string[];
  readonly cause: readonly number[];
}

const many = 24;
const of = <T>(n: number, value: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => value(i));
const sound = (n: number): Input => ({
  x: of(n, (i) => Math.sin(3 * i + 1)),
  z: of(n, (i) => Math.cos(5 * i) + 0.1 * i),
  y: of(n, (i) => ((i * 7) % 3 === 0 ? 1 : 0)),
  time: of(n, (i) => 10 + ((i * 13) % 29)),
  event: of(n, (i) => (i % 4 === 3 ? 0 : 1)),
  group: of(n, (i) => "ABC"[i % 3]!),
  cause: of(n, (i) => i % 3),
});
const all = sound(many);
const INPUTS: Readonly<Record<string, Input>> = {
  sound: all,
  "n = 0": sound(0),
  "n = 1": sound(1),
  "n = 2": sound(2),
  "n = 3": sound(3),
  "one class, all with": { ...all, y: of(many, () => 1) },
  "one class, all without": { ...all, y: of(many, () => 0) },
  "one event": { ...all, y: of(many, (i) => (i === 0 ? 1 : 0)), event: of(many, (i) => (i === 0 ? 1 : 0)) },
  "all censored": { ...all, event: of(many, () => 0), cause: of(many, () => 0) },
  "all events": { ...all, event: of(many, () => 1), cause: of(many, () => 1) },
  "all ties": { ...all, x: of(many, () => 2), z: of(many, () => 2), time: of(many, () => 5) },
  "a constant": { ...all, x: of(many, () => 0) },
  "one group": { ...all, group: of(many, () => "A") },
  "each its own group": { ...all, group: of(many, (i) => `G${i}`) },
  "perfect separation": { ...all, x: all.y.map((v) => v) },
  collinear: { ...all, z: all.x.map((v) => 2 * v) },
  "time 0": { ...all, time: of(many, () => 0) },
  huge: { ...all, x: all.x.map((v) => 1e50 * v), z: all.z.map((v) => 1e-50 * v) },
  "NaN among values": { ...all, x: all.x.map((v, i) => (i === 3 ? Number.NaN : v)) },
  "infinity among values": { ...all, x: all.x.map((v, i) => (i === 3 ? Number.POSITIVE_INFINITY : v)) },
  "NaN among times": { ...all, time: all.time.map((v, i) => (i === 3 ? Number.NaN : v)) },
  "NaN among outcomes": { ...all, y: all.y.map((v, i) => (i === 3 ? Number.NaN : v)) },
  "a negative time": { ...all, time: all.time.map((v, i) => (i === 3 ? -1 : v)) },
};

const p = (v: readonly number[]) => v.map((a) => 1 / (1 + Math.exp(-a)));
const survival = ({ time, event }: Input) => ({ time, event });
const folds = (i: Input) => i.x.map((_, k) => k % 4);
const design = (i: Input) => ({ columns: [i.x, i.z], classes: i.y });
const features = (i: Input) => ({ x: i.x, z: i.z });
const fitted = <T extends object>(found: statistics.Estimated<T>, then: (value: T) => unknown): unknown =>
  found.estimable ? then(found) : found;
const cox = (i: Input) => s.coxRegression({ ...survival(i), covariates: features(i) });
const table = (i: Input) =>
  [0, 1].map((a) => [0, 1].map((b) => i.y.filter((v, k) => v === a && (i.event[k] ?? 0) === b).length));
const BOOST = { seed: 1, rounds: 3, learningRate: 0.1, depth: 2, leastInLeaf: 1 };
const SVM = { kernel: { kind: "linear" as const }, cost: 1 };
const TREE = { leastToPart: 2, leastInLeaf: 1, depth: 3, leastGain: 0 };
const pathOf = [0.3, 0.1];
const forest = { seed: 1, trees: 5 };

const NET = { units: 1, decay: 0.1, seed: 1, mostSteps: 20 };
const SHORT = { link: "identity" as const, longest: 3, kept: 5 };

/** Each function on an input; one that only follows from another is called on what that gives. */
const CALLS: Readonly<Record<string, (i: Input) => unknown>> = {
  adaptivePartition: (i) =>
    s.adaptivePartition({ ...survival(i), variable: i.x }, { seed: 1, permutations: 9, leastInGroup: 5 }),
  adjustP: (i) => s.adjustP(p(i.x), "bh"),
  applyCombat: (i) =>
    fitted(s.fitCombat({ features: features(i), batch: i.group }), (m) =>
      s.applyCombat(m, { features: features(i), batch: i.group }),
    ),
  applyImputation: (i) =>
    fitted(s.fitImputation(features(i), { imputations: 2, iterations: 2, equationsFor: ["x"] }), (m) =>
      s.applyImputation(m, { x: null, z: 1 }, 1),
    ),
  associationScan: (i) =>
    s.associationScan(
      [{ name: "x", kind: "numeric", values: Float64Array.from(i.x) }],
      [{ name: "y", kind: "numeric", values: Float64Array.from(i.y) }],
    ),
  aucCovariance: (i) =>
    fitted(s.aucDeLong(i.x, i.y), (a) => fitted(s.aucDeLong(i.z, i.y), (b) => s.aucCovariance(a, b))),
  aucDeLong: (i) => s.aucDeLong(i.x, i.y),
  aucInterval: (i) => fitted(s.aucDeLong(i.x, i.y), (a) => s.aucInterval(a, { method: "logit" })),
  aucValue: (i) => s.aucValue(i.x, Uint8Array.from(i.y)),
  baselineHazard: (i) => s.baselineHazard({ ...survival(i), linearPredictor: i.x }),
  bcaInterval: (i) => s.bcaInterval({ estimate: 0, values: i.x, jackknife: i.z }),
  benjaminiHochberg: (i) => s.benjaminiHochberg(Float64Array.from(p(i.x).filter((v) => !Number.isNaN(v)))),
  binaryCalibration: (i) => s.binaryCalibration(p(i.x), i.y),
  binaryPerformance: (i) => s.binaryPerformance(p(i.x), i.y, { resamples: 5, seed: 1, thresholds: [0.2] }),
  blandAltman: (i) => s.blandAltman(i.x, i.z),
  boostedTrees: (i) => s.boostedTrees([i.x, i.z], i.y, BOOST),
  boostedProbabilities: (i) =>
    fitted(s.boostedTrees([i.x, i.z], i.y, BOOST), (m) => s.boostedProbabilities(m, [i.x, i.z])),
  bootstrap: (i) =>
    s.bootstrap({ n: i.x.length, replicates: 5, seed: 1 }, (rows) => (rows.length > 0 ? i.x[rows[0]!]! : null)),
  bootstrapSignP: (i) => s.bootstrapSignP(i.x),
  calibratedSupportVectors: (i) => s.calibratedSupportVectors([i.x, i.z], i.y, { ...SVM, seed: 1 }),
  calibrationCusum: (i) => s.calibrationCusum(p(i.x), i.y, { seed: 1, simulations: 20 }),
  calibrationIndices: (i) => s.calibrationIndices(Float64Array.from(p(i.z)), Float64Array.from(p(i.z))),
  censoringDistribution: (i) => s.kaplanMeier(survival(i)),
  checkedProbabilities: (i) => s.checkedProbabilities(p(i.x)),
  chiSquareTest: (i) => s.chiSquareTest(table(i)),
  classificationPerformance: (i) => s.classificationPerformance(s.classify(i.x, i.y, 0)),
  classify: (i) => s.classify(i.x, i.y, 0),
  coClustering: (i) => s.coClustering([i.x, i.z], 2, 1),
  cohenKappa: (i) => s.cohenKappa(table(i), "unweighted"),
  bowkerChiSquare: (i) => s.bowkerChiSquare(table(i)),
  compareAucPaired: (i) => s.compareAucPaired(i.x, i.z, i.y),
  compareAucUnpaired: (i) => s.compareAucUnpaired({ scores: i.x, outcome: i.y }, { scores: i.z, outcome: i.y }),
  concordance: (i) => s.concordance({ ...survival(i), score: i.x }),
  concordanceCorrelation: (i) => s.concordanceCorrelation(i.x, i.z),
  concordanceDifference: (i) => s.concordanceDifference({ ...survival(i), scores: [i.x, i.z] }),
  correlationInterval: (i) => fitted(s.pearson(i.x, i.z), (c) => s.correlationInterval(c)),
  coxPenaltyPath: (i) => s.coxPenaltyPath({ ...survival(i), features: features(i) }, { count: 3, leastRatio: 0.1 }),
  coxProportionality: (i) => fitted(cox(i), (f) => s.coxProportionality(f)),
  coxRegression: cox,
  coxResiduals: (i) => fitted(cox(i), (f) => s.coxResiduals(f)),
  coxRobustVariance: (i) => fitted(cox(i), (f) => s.coxRobustVariance(f)),
  coxSurvival: (i) => fitted(cox(i), (f) => s.coxSurvival(f, { x: 0, z: 0 }, [20])),
  crossValidateCox: (i) =>
    s.crossValidateCox({ ...survival(i), features: features(i) }, { lambda: pathOf, folds: folds(i) }),
  crossValidateLogistic: (i) =>
    s.crossValidateLogistic({ outcome: i.y, features: features(i) }, { lambda: pathOf, folds: folds(i) }),
  cumulativeIncidence: (i) => s.cumulativeIncidence(i),
  cutTree: (i) => s.cutTree(s.hierarchicalClustering([i.x, i.z], "average"), 2),
  discriminantPosteriors: (i) =>
    fitted(s.linearDiscriminant(design(i)), (m) => s.discriminantPosteriors(m, [i.x, i.z])),
  elasticNetCox: (i) => s.elasticNetCox({ ...survival(i), features: features(i) }, { lambda: pathOf }),
  elasticNetLinear: (i) => s.elasticNetLinear({ outcome: i.z, features: { x: i.x } }, { lambda: pathOf }),
  elasticNetLogistic: (i) => s.elasticNetLogistic({ outcome: i.y, features: features(i) }, { lambda: pathOf }),
  elasticNetPredictor: (i) =>
    fitted(s.elasticNetLogistic({ outcome: i.y, features: features(i) }, { lambda: pathOf }), (m) =>
      s.elasticNetPredictor(m, m.fits[0]!, features(i)),
    ),
  exactRankSumTest: (i) => s.exactRankSumTest(i.x, i.y),
  fineGray: (i) => s.fineGray({ time: i.time, cause: i.cause, covariates: features(i) }, 1),
  firstDistinctKnots: (i) => s.firstDistinctKnots(i.x, [5, 4, 3]),
  fisherExact: (i) => s.fisherExact(table(i) as [[number, number], [number, number]]),
  fitCombat: (i) => s.fitCombat({ features: features(i), batch: i.group }),
  fitImputation: (i) =>
    s.fitImputation({ x: i.x.map((v, k) => (k % 3 === 0 ? null : v)), z: i.z }, { imputations: 2, iterations: 2 }),
  forestProbabilities: (i) => s.forestProbabilities(s.randomForest([i.x, i.z], i.y, forest), [i.x, i.z]),
  grayTest: (i) => s.grayTest(i, 1),
  growSurvivalTree: (i) => s.survivalForest([i.x, i.z], survival(i), { ...forest, trees: 1 }),
  growTree: (i) => s.growTree([i.x, i.z], i.y, Int32Array.from(i.y.keys()), TREE),
  hierarchicalClustering: (i) => s.hierarchicalClustering([i.x, i.z], "ward"),
  horizonAuc: (i) => s.horizonAuc({ ...survival(i), score: i.x }, 20),
  horizonBrier: (i) => s.horizonBrier({ ...survival(i), risk: p(i.x) }, 20),
  horizonCalibration: (i) => s.horizonCalibration({ ...survival(i), risk: p(i.x) }, 20),
  hosmerLemeshow: (i) => s.hosmerLemeshow(p(i.x), i.y, 4),
  incidenceAt: (i) => fitted(s.cumulativeIncidence(i), (c) => s.incidenceAt(c, 1, 20)),
  integratedBrier: (i) => s.integratedBrier(survival(i), [15, 20], [p(i.x), p(i.x)]),
  intraclassCorrelation: (i) => s.intraclassCorrelation(i.x.map((v, k) => [v, i.z[k]!])),
  jackknife: (i) => s.jackknife(i.x.length, (rows) => (rows.length > 0 ? i.z[rows[0]!]! : null)),
  kMeans: (i) => s.kMeans([i.x, i.z], 2, { seed: 1 }),
  kaplanMeier: (i) => s.kaplanMeier(survival(i)),
  kendallTauB: (i) => s.kendallTauB(i.x, i.z),
  kolmogorovSmirnov: (i) => s.kolmogorovSmirnov(i.x, i.z),
  kruskalWallis: (i) => s.kruskalWallis(i.x, i.group),
  linearDiscriminant: (i) => s.linearDiscriminant(design(i)),
  linearRegression: (i) => s.linearRegression(i.x, { z: i.z }),
  linearity: (i) => s.linearity(i.x, i.z),
  lloyd: (i) =>
    s.lloyd(
      [i.x, i.z],
      [
        [0, 0],
        [1, 1],
      ],
    ),
  localQuadratic: (i) => s.localQuadratic(i.x, i.z),
  logRank: (i) => s.logRank({ ...survival(i), group: i.group }),
  logisticPenaltyPath: (i) =>
    s.logisticPenaltyPath({ outcome: i.y, features: features(i) }, { count: 3, leastRatio: 0.1 }),
  logisticRegression: (i) => s.logisticRegression({ outcome: i.y, covariates: features(i) }),
  lowess: (i) => s.lowess(i.x, i.z),
  mannWhitney: (i) => s.mannWhitney(i.x, i.z),
  medianFollowUp: (i) => s.medianFollowUp(survival(i)),
  memberLine: (i) => fitted(s.randomSlopes(i.time, i.x, i.group), (m) => s.memberLine(m, i.time, i.x)),
  midRanks: (i) => s.midRanks(i.x),
  mixedModel: (i) => s.mixedModel(i.x, { z: i.z }, i.group),
  multinomialProbabilities: (i) =>
    fitted(s.multinomialRegression(design(i)), (m) => s.multinomialProbabilities(m, [i.x, i.z])),
  multinomialRegression: (i) => s.multinomialRegression(design(i)),
  naiveBayes: (i) => s.naiveBayes(design(i)),
  naiveBayesPosteriors: (i) => fitted(s.naiveBayes(design(i)), (m) => s.naiveBayesPosteriors(m, [i.x, i.z])),
  nearestNeighbours: (i) => s.nearestNeighbours(design(i), 3),
  neighbourShares: (i) => s.neighbourShares(s.nearestNeighbours(design(i), 3), [i.x, i.z]),
  nestedCrossValidateLogistic: (i) =>
    s.nestedCrossValidateLogistic(
      { outcome: i.y, features: features(i) },
      { lambda: pathOf, outer: folds(i), inner: i.x.map((_, k) => (k * 5) % 3) },
    ),
  netBenefit: (i) => s.netBenefit(p(i.x), i.y, [0.2]),
  netBenefitDifference: (i) => s.netBenefitDifference(p(i.x), p(i.z), i.y, 0.3),
  netBenefitSurvival: (i) => s.netBenefitSurvival({ ...survival(i), risk: p(i.x) }, 20, [0.2]),
  numbersAtRisk: (i) => fitted(s.kaplanMeier(survival(i)), (c) => s.numbersAtRisk(c, [0, 20])),
  oneWayAnova: (i) => s.oneWayAnova(i.x, i.group),
  orderedLabels: (i) => s.orderedLabels(i.group),
  outcomeCoverage: (i) => s.outcomeCoverage(p(i.x), i.y, 0.9),
  overRepresentation: (i) => s.overRepresentation(i.group, i.group, [{ name: "set", genes: ["A", "B"] }]),
  pairedTTest: (i) => s.pairedTTest(i.x, i.z),
  partialAuc: (i) => fitted(s.rocCurve(i.x, i.y), (c) => s.partialAuc(c, { from: 0.8, to: 1 })),
  pearson: (i) => s.pearson(i.x, i.z),
  percentileInterval: (i) => s.percentileInterval(i.x),
  perceptron: (i) => s.perceptron(design(i), NET),
  perceptronProbabilities: (i) => fitted(s.perceptron(design(i), NET), (m) => s.perceptronProbabilities(m, [i.x, i.z])),
  permutationTest: (i) => s.permutationTest(0.5, i.x, 0),
  permutations: (i) => [...s.permutations(i.x.length, 2, 1)],
  plattSigmoid: (i) => s.plattSigmoid(i.x, i.y),
  poolAreas: (i) => s.poolAreas({ auc: p(i.x), lower: p(i.x.map((v) => v - 1)), upper: p(i.x.map((v) => v + 1)) }),
  poolRatios: (i) => s.poolRatios({ ratio: p(i.x), lower: p(i.x.map((v) => v - 1)), upper: p(i.x.map((v) => v + 1)) }),
  poolRubin: (i) => s.poolRubin(i.x, p(i.z)),
  populationStability: (i) => s.populationStability(i.x, i.z),
  principalComponents: (i) => s.principalComponents([i.x, i.z]),
  proportion: (i) => s.proportion(i.y.filter((v) => v === 1).length, i.y.length),
  randomEffects: (i) => s.randomEffects(i.x, p(i.z)),
  randomForest: (i) => s.randomForest([i.x, i.z], i.y, forest),
  rankedEnrichment: (i) =>
    s.rankedEnrichment(
      i.x.map((statistic, k) => ({ gene: `g${k}`, statistic })),
      [{ name: "set", genes: ["g0", "g2"] }],
      { seed: 1, permutations: 9, least: 2 },
    ),
  randomSlopes: (i) => s.randomSlopes(i.time, i.x, i.group),
  reclassification: (i) => s.reclassification(p(i.x), p(i.z), i.y),
  repeatability: (i) => s.repeatability(i.x, i.z),
  restrictedMean: (i) => fitted(s.kaplanMeier(survival(i)), (c) => s.restrictedMean(c, 20)),
  rocCurve: (i) => s.rocCurve(i.x, i.y),
  smoothCalibration: (i) => s.smoothCalibration(p(i.x), i.y),
  spearman: (i) => s.spearman(i.x, i.z),
  splineBasis: (i) => s.splineBasis(i.x, [-1, 0, 1]),
  splineKnots: (i) => s.splineKnots(i.x, 3),
  stepwiseLogistic: (i) => s.stepwiseLogistic({ outcome: i.y, covariates: features(i) }),
  supportDecisions: (i) => fitted(s.supportVectors([i.x, i.z], i.y, SVM), (m) => s.supportDecisions(m, [i.x, i.z])),
  supportProbabilities: (i) =>
    fitted(s.calibratedSupportVectors([i.x, i.z], i.y, { ...SVM, seed: 1 }), (m) =>
      s.supportProbabilities(m, [i.x, i.z]),
    ),
  supportVectors: (i) => s.supportVectors([i.x, i.z], i.y, SVM),
  survivalAt: (i) => fitted(s.kaplanMeier(survival(i)), (c) => s.survivalAt(c, 20)),
  survivalCalibrationSlope: (i) => s.survivalCalibrationSlope({ ...survival(i), linearPredictor: i.x }),
  survivalForest: (i) => s.survivalForest([i.x, i.z], survival(i), forest),
  survivalForestRisks: (i) =>
    fitted(s.survivalForest([i.x, i.z], survival(i), forest), (m) => s.survivalForestRisks(m, [i.x, i.z], 20)),
  survivalPerformance: (i) =>
    s.survivalPerformance({ ...survival(i), risk: p(i.x) }, 20, { resamples: 3, seed: 1, thresholds: [0.2] }),
  survivalQuantile: (i) => fitted(s.kaplanMeier(survival(i)), (c) => s.survivalQuantile(c)),
  tTest: (i) => s.tTest(i.x, i.z),
  treeOrder: (i) => s.treeOrder(s.hierarchicalClustering([i.x, i.z], "complete")),
  symbolicRegression: (i) => s.symbolicRegression(i.y, features(i), SHORT),
  symbolicValues: (i) => fitted(s.symbolicRegression(i.x, { z: i.z }, SHORT), (m) => s.symbolicValues(m, { z: i.z })),
  treeValue: (i) =>
    i.x.map((_, k) => s.treeValue(s.growTree([i.x, i.z], i.y, Int32Array.from(i.y.keys()), TREE), [i.x, i.z], k)),
  unoConcordance: (i) => s.unoConcordance({ ...survival(i), score: i.x }, 20),
  wilcoxonSignedRank: (i) => s.wilcoxonSignedRank(i.x, i.z),
  youdenPoint: (i) => fitted(s.rocCurve(i.x, i.y), (c) => s.youdenPoint(c)),
};

/** Exports that take no data: what they refuse has its own test, or there is nothing to estimate. */
const WITHOUT_DATA = new Set([
  ...[
    "bernoulliLogLikelihood",
    "betaCdf",
    "betaQuantile",
    "chiSquareCdf",
    "chiSquareQuantile",
    "chiSquareUpper",
    "expit",
  ],
  ...["fQuantile", "fUpper", "hypergeometric", "hypergeometricUpper", "logit", "normalCdf", "normalQuantile"],
  ...["normalTwoSided", "normalUpper", "subjectsForKappaInterval", "tQuantile", "tTwoSided", "tUpper", "zOf"],
  ...["correlationStrength", "coxSnellFromC", "developmentSizeBinary", "developmentSizeContinuous"],
  ...[
    "developmentSizeSurvival",
    "expectedClassification",
    "largestCoxSnellBinary",
    "sampleSize",
    "validationSizeBinary",
  ],
  // Primitives for checked columns, by their docstring.
  ...["covariance", "mean", "median", "quantile", "standardDeviation", "sum", "variance"],
  ...["estimated", "isEstimable", "notEstimable", "profileInterval", "randomSource"],
]);

/** Said in the docstring: NaN for a subject that no tree left out, or a pair that could not be tested. */
const SAID = new Set(["outOfBag", "effect", "p", "q"]);

/** Where a number that is not finite stands in an answer; the estimable parts only. */
function notFinite(value: unknown, path = "", seen = new Set<unknown>()): string | null {
  if (typeof value === "number") return Number.isNaN(value) ? `${path} is NaN` : null;
  if (value === null || typeof value !== "object" || seen.has(value)) return null;
  seen.add(value);
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const list = Array.from(value as ArrayLike<unknown>);
    for (let k = 0; k < list.length; k++) {
      const found = notFinite(list[k], `${path}[${k}]`, seen);
      if (found) return found;
    }
    return null;
  }
  for (const [key, part] of Object.entries(value)) {
    if (SAID.has(key)) continue;
    const found = notFinite(part, path ? `${path}.${key}` : key, seen);
    if (found) return found;
  }
  return null;
}

/** What is wrong with an answer; null where nothing is. */
function fault(call: () => unknown): string | null {
  try {
    const answer = call();
    if (answer !== null && typeof answer === "object" && "estimable" in answer && answer.estimable === false) {
      const { reason } = answer as { reason?: unknown };
      return typeof reason === "string" && /^[A-Z'0-9].*\.$/s.test(reason)
        ? null
        : `a reason that is no sentence: ${String(reason)}`;
    }
    return notFinite(answer);
  } catch (error) {
    if (!(error instanceof Refusal)) return `a bare ${(error as Error).name}: ${(error as Error).message}`;
    return error.problems.every((q) => /\.$/.test(q.message))
      ? null
      : `a refusal that is no sentence: ${error.message}`;
  }
}

describe("degenerate input", () => {
  it("is tried on every public function of the package", () => {
    const functions = Object.entries(statistics).filter(([, f]) => typeof f === "function");
    const left = functions.map(([name]) => name).filter((name) => !(name in CALLS) && !WITHOUT_DATA.has(name));
    expect(left).toEqual([]);
    const gone = [...Object.keys(CALLS), ...WITHOUT_DATA].filter((name) => !(name in statistics));
    expect(gone).toEqual([]);
  });

  it.each(Object.entries(CALLS))("%s: a reason, a sentence or numbers, never NaN", (_, call) => {
    const faults = Object.entries(INPUTS).flatMap(([name, input]) => {
      const found = fault(() => call(input));
      return found === null ? [] : [`${name}: ${found}`];
    });
    expect(faults).toEqual([]);
  });
});
