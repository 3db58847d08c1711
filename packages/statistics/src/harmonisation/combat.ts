import { refuse } from "@nadir/domain";
import { checkedNumbers, checkSameLength, type Numbers } from "../checked-input.ts";
import { mean, variance } from "../describe.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { type Label, orderedLabels } from "../survival/log-rank.ts";
import { sumOf, sumOfSquaresAbout } from "./column-sums.ts";
import { type CombatEffect, type CombatStop, posteriorBatch } from "./combat-posterior.ts";
import { leastSquares } from "./least-squares.ts";

export type { CombatEffect, CombatStop } from "./combat-posterior.ts";

export interface CombatData {
  /** Named feature columns, one value a subject. */
  readonly features: Readonly<Record<string, Numbers>>;
  /** Site or scanner of each subject. */
  readonly batch: ArrayLike<Label>;
  /** Named columns whose effect is kept. */
  readonly covariates?: Readonly<Record<string, Numbers>>;
}

export interface CombatOptions {
  /** This batch stays as it is and the others are brought to it; default: to the mean of all. */
  readonly referenceBatch?: Label;
  /** Corrects location only. */
  readonly meanOnly?: boolean;
  /** `converged` (default), or `as-sva`: the early stop of the reference package, a few 1e-6 of a standard deviation off. */
  readonly stop?: CombatStop;
}

export interface CombatBatch {
  readonly label: Label;
  readonly n: number;
  /** Prior of the location: mean and variance over features. Of the scale: shape and scale of an inverse gamma. */
  readonly gammaBar: number;
  readonly tau2: number;
  readonly aPrior: number;
  readonly bPrior: number;
  /** One a feature, in the order of `features`. */
  readonly effects: readonly CombatEffect[];
}

/** Everything that is needed to correct new subjects of the same batches: plain data that can be stored and locked. */
export interface CombatModel {
  readonly features: readonly string[];
  readonly covariates: readonly string[];
  readonly referenceBatch: Label | null;
  readonly grandMean: readonly number[];
  readonly pooledVariance: readonly number[];
  /** Of each feature on each covariate. */
  readonly slopes: readonly (readonly number[])[];
  readonly batches: readonly CombatBatch[];
}

/**
 * Parametric empirical-Bayes ComBat (Johnson, Li & Rabinovic 2007, Biostatistics 8:118; Fortin 2017): the batch effects
 * of every feature shrunk to what the features of that batch have in common. Fit on training rows only; `applyCombat`
 * corrects these and later rows with the frozen parameters. Not estimable with one batch, one feature, a batch of one
 * subject, a feature constant in a batch, or covariates that cannot be told from the batches.
 */
export function fitCombat(data: CombatData, options: CombatOptions = {}): Estimated<CombatModel> {
  const { referenceBatch, meanOnly = false, stop = "converged" } = options;
  const features = Object.keys(data.features);
  const covariates = Object.keys(data.covariates ?? {});
  const n = checkSameLength({ batch: data.batch, ...data.features, ...data.covariates });
  const y = features.map((f) => finite(data.features[f]!, f));
  const z = covariates.map((c) => checkedNumbers(data.covariates![c]!, c));
  const labels = orderedLabels(data.batch);
  const rowsOf = labels.map((l) => Array.from({ length: n }, (_, i) => i).filter((i) => data.batch[i] === l));
  const reference = referenceBatch === undefined ? -1 : labels.indexOf(referenceBatch);
  if (referenceBatch !== undefined && reference < 0)
    refuse(
      "UNKNOWN_BATCH",
      `No subject is of the reference batch '${referenceBatch}'; there are ${labels.join(", ")}.`,
    );
  const obstacle = impossible(features, y, labels, rowsOf, meanOnly);
  if (obstacle) return notEstimable(obstacle);

  const indicators = rowsOf.map((rows) => {
    const column = new Float64Array(n);
    for (const i of rows) column[i] = 1;
    return column;
  });
  const fits = leastSquares([...indicators, ...z], y);
  if (!fits)
    return notEstimable(`The covariates ${covariates.join(", ")} cannot be told from the batches or from each other.`);

  const slopes = fits.map((b) => Array.from(b.slice(labels.length)));
  const grandMean = fits.map((b) =>
    reference >= 0 ? b[reference]! : rowsOf.reduce((s, rows, k) => s + (rows.length / n) * b[k]!, 0),
  );
  const pooledRows = reference >= 0 ? rowsOf[reference]! : rowsOf.flat();
  const batchOf = new Int32Array(n);
  rowsOf.forEach((rows, k) => {
    for (const i of rows) batchOf[i] = k;
  });
  /** What the covariates say of subject i. */
  const explained = (own: readonly number[], i: number): number => {
    let total = 0;
    for (let j = 0; j < z.length; j++) total += own[j]! * z[j]![i]!;
    return total;
  };
  const squares = new Float64Array(pooledRows.length);
  const pooledVariance = y.map((column, f) => {
    const [own, fit] = [slopes[f]!, fits[f]!];
    for (let k = 0; k < squares.length; k++) {
      const i = pooledRows[k]!;
      squares[k] = (column[i]! - fit[batchOf[i]!]! - explained(own, i)) ** 2;
    }
    return sumOf(squares) / squares.length;
  });
  const flat = pooledVariance.findIndex((v) => !(v > 0));
  if (flat >= 0)
    return notEstimable(`The covariates explain '${features[flat]}' fully: no variance is left to scale by.`);
  /** The standardised values of the rows of one batch, feature by feature. */
  const standardised = (rows: readonly number[]): Float64Array[] => {
    // One block of memory: thousands of small ones take longer to ask for than to fill.
    const block = new Float64Array(rows.length * y.length);
    return y.map((column, f) => {
      const [own, centre, scale] = [slopes[f]!, grandMean[f]!, Math.sqrt(pooledVariance[f]!)];
      const out = block.subarray(f * rows.length, (f + 1) * rows.length);
      for (let r = 0; r < out.length; r++) out[r] = (column[rows[r]!]! - centre - explained(own, rows[r]!)) / scale;
      return out;
    });
  };
  const meanOf = (v: Float64Array): number => sumOf(v) / v.length;
  const centre = reference >= 0 ? standardised(rowsOf[reference]!).map(meanOf) : features.map(() => 0);
  const batches = rowsOf.map((rows, k): CombatBatch => {
    const values = standardised(rows);
    const means = values.map(meanOf);
    const gammaHat = means.map((m, f) => m - (reference >= 0 && k !== reference ? centre[f]! : 0));
    const squares = meanOnly ? [] : values.map((v, f) => sumOfSquaresAbout(v, means[f]!));
    const deltaHat = meanOnly ? means.map(() => 1) : squares.map((s) => s / (rows.length - 1));
    const [m, s2] = [mean(deltaHat), variance(deltaHat)];
    const prior = {
      gammaBar: mean(gammaHat),
      tau2: variance(gammaHat),
      // Features whose scales are all alike (copies of one another) have a prior of no width: its limit is their common scale.
      aPrior: s2 > 0 ? (2 * s2 + m * m) / s2 : Number.POSITIVE_INFINITY,
      bPrior: (m * s2 + m ** 3) / s2,
    };
    const effects =
      k === reference
        ? features.map(() => ({ gamma: 0, delta: 1 }))
        : meanOnly
          ? gammaHat.map((g) => ({ gamma: (prior.tau2 * g + prior.gammaBar) / (prior.tau2 + 1), delta: 1 }))
          : posteriorBatch({ n: rows.length, means, squares }, gammaHat, deltaHat, prior, stop);
    return { label: labels[k]!, n: rows.length, ...prior, effects };
  });
  return estimated({
    features,
    covariates,
    referenceBatch: referenceBatch ?? null,
    grandMean,
    pooledVariance,
    slopes,
    batches,
  });
}

/** As `checkedNumbers`, without a copy of what holds doubles already: nothing here writes into it. */
function finite(values: Numbers, name: string): Float64Array {
  if (!(values instanceof Float64Array)) return checkedNumbers(values, name);
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) return checkedNumbers(values, name);
  return values;
}

function impossible(
  features: readonly string[],
  y: readonly Float64Array[],
  labels: readonly Label[],
  rowsOf: readonly (readonly number[])[],
  meanOnly: boolean,
): string | null {
  if (labels.length < 2) return `ComBat compares batches; there is ${labels.length}.`;
  if (features.length < 2) return `ComBat borrows from other features; there is ${features.length}.`;
  const lone = rowsOf.findIndex((rows) => rows.length < 2);
  if (lone >= 0) return `Batch '${labels[lone]}' has one subject: it has no variance to scale by.`;
  if (meanOnly) return null;
  for (const [k, rows] of rowsOf.entries()) {
    const flat = y.findIndex((column) => rows.every((i) => column[i] === column[rows[0]!]));
    if (flat >= 0)
      return `'${features[flat]}' is constant in batch '${labels[k]}': its scale there cannot be estimated.`;
  }
  return null;
}

/** Corrected feature columns of any rows of the batches that the model was fitted on. */
export function applyCombat(model: CombatModel, data: CombatData): Record<string, Float64Array> {
  const n = checkSameLength({ batch: data.batch, ...data.features, ...data.covariates });
  const column = (from: Readonly<Record<string, Numbers>> | undefined, name: string) =>
    from?.[name]
      ? checkedNumbers(from[name], name)
      : refuse("COLUMN_MISSING", `The model was fitted with '${name}'; give that column too.`);
  const z = model.covariates.map((c) => column(data.covariates, c));
  const index = new Map(model.batches.map((b, k) => [b.label, k]));
  const batchOf = Int32Array.from(
    { length: n },
    (_, i) =>
      index.get(data.batch[i]!) ??
      refuse(
        "UNKNOWN_BATCH",
        `Subject ${i + 1} is of batch '${data.batch[i]}', which the model does not know; it was fitted on ${[...index.keys()].join(", ")}.`,
      ),
  );
  const reference = model.batches.findIndex((b) => b.label === model.referenceBatch);
  return Object.fromEntries(
    model.features.map((name, f) => {
      const y = finite(data.features[name] ?? column(data.features, name), name);
      const scale = Math.sqrt(model.pooledVariance[f]!);
      const [own, centre] = [model.slopes[f]!, model.grandMean[f]!];
      const gammas = model.batches.map((b) => b.effects[f]!.gamma);
      const roots = model.batches.map((b) => Math.sqrt(b.effects[f]!.delta));
      const corrected = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        const [v, batch] = [y[i]!, batchOf[i]!];
        if (batch === reference) {
          corrected[i] = v;
          continue;
        }
        let explained = 0;
        for (let j = 0; j < z.length; j++) explained += own[j]! * z[j]![i]!;
        const expected = centre + explained;
        corrected[i] = (((v - expected) / scale - gammas[batch]!) / roots[batch]!) * scale + expected;
      }
      return [name, corrected];
    }),
  );
}
