import { checkedNumbers, checkSameLength, type Numbers } from "../checked-input.ts";
import { mean } from "../describe.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import type { ColumnBlock } from "./column-block.ts";
import { inColumnMemory } from "./kernels/column-memory.ts";
import { standardise } from "./models.ts";
import { checkedFeatures, type ElasticNetFit, type ElasticNetOptions, penaltyPath } from "./paths.ts";
import type { SmoothModel } from "./proximal-newton.ts";

export interface LinearDesign {
  readonly features: Readonly<Record<string, Numbers>>;
  readonly outcome: Numbers;
}

export interface LinearPath {
  readonly n: number;
  readonly alpha: number;
  readonly features: readonly string[];
  /** In the order of the penalties asked for. `devianceExplained` is R² on the subjects of the fit. */
  readonly fits: readonly ElasticNetFit[];
}

/**
 * Elastic-net linear regression (Zou & Hastie 2005; Friedman, Hastie & Tibshirani 2010, equation 1): minimises
 * RSS / (2n) + lambda (alpha |b|_1 + (1 - alpha) / 2 |b|²) over coefficients of features standardised with 1/n variance,
 * the outcome standardised likewise (lambda is on that scale times the outcome's deviation, as in glmnet), intercept free of
 * penalty. Not estimable where the outcome does not vary.
 */
export function elasticNetLinear(design: LinearDesign, options: ElasticNetOptions): Estimated<LinearPath> {
  const { names, columns } = checkedFeatures(design.features);
  checkSameLength({ outcome: design.outcome, ...design.features });
  const y = checkedNumbers(design.outcome, "outcome");
  const n = y.length;
  const centre = n > 0 ? mean(y) : 0;
  const spread = Math.sqrt(y.reduce((s, v) => s + (v - centre) ** 2, 0) / Math.max(n, 1));
  if (!(spread > 1e-14 * Math.abs(centre)))
    return notEstimable(`A linear model needs an outcome that varies; all ${n} values are the same.`);
  const target = y.map((v) => (v - centre) / spread);
  const wanted = typeof options.lambda === "number" ? [options.lambda] : options.lambda;
  const lambda = wanted.map((l) => l / spread);
  const { x, solved } = inColumnMemory(() => {
    const x = standardise(columns);
    const start = new Float64Array(names.length);
    return { x, solved: penaltyPath(linearModel(target, x.block), { ...options, lambda }, start) };
  });
  if ("reason" in solved) return notEstimable(solved.reason);
  return estimated({
    n,
    alpha: solved.alpha,
    features: names,
    fits: solved.points.map(({ beta, value }, k): ElasticNetFit => {
      const coefficients = Float64Array.from(names, (_, j) =>
        x.scales[j]! > 0 ? (beta[j]! * spread) / x.scales[j]! : 0,
      );
      return {
        lambda: wanted[k]!,
        intercept: centre - coefficients.reduce((s, b, j) => s + b * x.means[j]!, 0),
        coefficients,
        selected: names.filter((_, j) => coefficients[j] !== 0),
        devianceExplained: 1 + 2 * value,
      };
    }),
  });
}

/** -RSS / (2n) of a centred outcome with variance 1. */
function linearModel(y: Float64Array, x: ColumnBlock): SmoothModel {
  const { n } = x;
  return {
    x,
    intercept: false,
    value: (eta) => {
      let squares = 0;
      for (let i = 0; i < n; i++) squares += (y[i]! - eta[i]!) ** 2;
      return -squares / (2 * n);
    },
    residual: (eta, out) => {
      for (let i = 0; i < n; i++) out[i] = (y[i]! - eta[i]!) / n;
    },
    // The second derivatives do not depend on the coefficients.
    weights: () => ({ root: new Float64Array(n).fill(1 / Math.sqrt(n)) }),
  };
}
