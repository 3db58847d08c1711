import { refuse } from "@nadir/domain";
import { checkLevel } from "../checked-input.ts";
import { zOf } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";

export type KappaWeights = "unweighted" | "linear" | "quadratic";

export interface Kappa {
  readonly weights: KappaWeights;
  readonly kappa: number;
  /** Large-sample standard error (Fleiss, Cohen & Everitt 1969, Psychological Bulletin 72:323); see `subjectsForKappaInterval`. */
  readonly standardError: number;
  readonly interval: Interval;
  readonly observedAgreement: number;
  readonly chanceAgreement: number;
}

/**
 * Cohen's kappa (Cohen 1960, Educational and Psychological Measurement 20:37) of a square table of counts (rows: first rater, columns: second), categories in their order. The weights
 * are always named. A missing class (not evaluable) is no level of an ordinal scale: leave it out, and report it.
 */
export function cohenKappa(
  table: readonly (readonly number[])[],
  weights: KappaWeights,
  level = 0.95,
): Estimated<Kappa> {
  checkLevel(level);
  const k = table.length;
  if (k < 2 || table.some((r) => r.length !== k || r.some((v) => !Number.isFinite(v) || v < 0)))
    refuse("TABLE_NOT_SQUARE", `The table has ${k} rows; give a square table of counts with at least two categories.`);
  const n = table.reduce((s, r) => s + r.reduce((a, b) => a + b, 0), 0);
  if (n === 0) return notEstimable("The table is empty: nobody was rated.");
  const p = table.map((r) => r.map((v) => v / n));
  const rows = p.map((r) => r.reduce((a, b) => a + b, 0));
  const columns = rows.map((_, j) => p.reduce((s, r) => s + r[j]!, 0));
  const w = (i: number, j: number) =>
    weights === "unweighted"
      ? i === j
        ? 1
        : 0
      : weights === "linear"
        ? 1 - Math.abs(i - j) / (k - 1)
        : 1 - ((i - j) / (k - 1)) ** 2;
  let po = 0;
  let pe = 0;
  const rowWeight = rows.map((_, i) => columns.reduce((s, c, j) => s + c * w(i, j), 0));
  const columnWeight = columns.map((_, j) => rows.reduce((s, r, i) => s + r * w(i, j), 0));
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) {
      po += w(i, j) * p[i]![j]!;
      pe += w(i, j) * rows[i]! * columns[j]!;
    }
  if (!(pe < 1)) return notEstimable("Both raters used one category for all: chance agreement is complete.");
  const kappa = (po - pe) / (1 - pe);
  let spread = 0;
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) spread += p[i]![j]! * (w(i, j) - (rowWeight[i]! + columnWeight[j]!) * (1 - kappa)) ** 2;
  // Where one cell holds all but one rater's choices the difference is 0 and may round below it.
  const standardError = Math.sqrt(Math.max(0, spread - (kappa - pe * (1 - kappa)) ** 2) / n) / (1 - pe);
  const half = zOf(level) * standardError;
  return estimated({
    weights,
    kappa,
    standardError,
    interval: { lower: kappa - half, upper: kappa + half, level },
    observedAgreement: po,
    chanceAgreement: pe,
  });
}

/**
 * From how many subjects on the large-sample interval of a kappa over so many categories is to be trusted: 2k² (Cicchetti 1981,
 * Applied Psychological Measurement 5:101). With fewer it is no more than an indication.
 */
export const subjectsForKappaInterval = (categories: number): number => 2 * categories ** 2;

/** Bowker's test of symmetry: chi-square over the pairs of categories with any disagreement. */
export function bowkerChiSquare(table: readonly (readonly number[])[]): {
  readonly chiSquare: number;
  readonly df: number;
} {
  let [chiSquare, df] = [0, 0];
  table.forEach((r, i) => {
    for (let j = 0; j < i; j++) {
      const sum = r[j]! + table[j]![i]!;
      if (sum > 0) {
        chiSquare += (r[j]! - table[j]![i]!) ** 2 / sum;
        df++;
      }
    }
  });
  return { chiSquare, df };
}
