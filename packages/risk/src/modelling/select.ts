import {
  associationScan,
  aucValue,
  benjaminiHochberg,
  concordance,
  coxRegression,
  midRanks,
  type NumericColumn,
  randomForest,
  randomSource,
  type TargetColumn,
} from "@nadir/statistics";
import type { Training } from "./cohort.ts";

const columnsOf = (t: Training): NumericColumn[] =>
  t.names.map((name, j) => ({ name, kind: "numeric", values: t.columns[j]! }));
const outcomeOf = (t: Training): TargetColumn =>
  t.value
    ? { name: "outcome", kind: "numeric", values: t.value }
    : { name: "outcome", kind: "groups", groups: t.classNames ?? ["without", "with"], codes: t.outcome };

/** Distance of the AUC (of Harrell's C with follow-up) from one half: 0 … 0.5. A constant has none. */
const strengths = (t: Training): number[] =>
  t.columns.map((c) => {
    if (!c.some((v) => v !== c[0])) return 0;
    if (!t.time) return Math.abs(aucValue(c, t.outcome)! - 0.5);
    const found = concordance({ time: t.time, event: t.outcome, score: c });
    return found.estimable ? Math.abs(found.c - 0.5) : 0;
  });

/** p of each predictor alone: Wilcoxon's (Kruskal–Wallis, Spearman), or the score test of Cox; NaN where there is no test. */
function univariateP(t: Training): { p: Float64Array; q: Float64Array } {
  if (!t.time) return associationScan(columnsOf(t), [outcomeOf(t)]);
  const { time } = t;
  const p = Float64Array.from(t.columns, (x) => {
    const fit = coxRegression({ time, event: t.outcome, covariates: { x } });
    return fit.estimable ? fit.scoreTest.p : Number.NaN;
  });
  return { p, q: benjaminiHochberg(p) };
}

/** Predictors with q at most `level` (Benjamini & Hochberg over all), at least the `atLeast` strongest by p. */
export function selectUnivariate(t: Training, level: number, atLeast: number): string[] {
  const { p, q } = univariateP(t);
  const tested = t.names.map((_, j) => j).filter((j) => !Number.isNaN(p[j]!));
  tested.sort((a, b) => p[a]! - p[b]! || a - b);
  return tested.filter((j, k) => q[j]! <= level || k < atLeast).map((j) => t.names[j]!);
}

/** Goes from the strongest down and keeps what is not correlated (|Spearman| above the limit) with anything kept. */
export function pruneCorrelated(t: Training, above: number): string[] {
  const strength = strengths(t);
  const order = t.names.map((_, j) => j).sort((a, b) => strength[b]! - strength[a]! || a - b);
  const correlation = correlations(t);
  const kept: number[] = [];
  for (const j of order) if (kept.every((k) => Math.abs(correlation(j, k)) <= above)) kept.push(j);
  return kept.sort((a, b) => a - b).map((j) => t.names[j]!);
}

/** Ranks less their mean, of length 1; null of a constant. The dot product of two is Spearman's correlation. */
function unitRanks(column: Float64Array | Uint8Array): Float64Array | null {
  const ranks = midRanks(column);
  const centre = (ranks.length + 1) / 2;
  const length = Math.hypot(...ranks.map((r) => r - centre));
  return length > 0 ? ranks.map((r) => (r - centre) / length) : null;
}

function rho(a: Float64Array | null, b: Float64Array | null): number {
  if (!a || !b) return 0;
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  // Of a copy exactly 1.
  return 1 - Math.abs(sum) < 4e-15 ? Math.sign(sum) : sum;
}

/** Spearman's correlation of two predictors by place; 0 where one is constant. Every predictor is ranked once. */
export function correlations(t: Training): (a: number, b: number) => number {
  const units = t.columns.map(unitRanks);
  return (a, b) => rho(units[a]!, units[b]!);
}

/**
 * Minimum redundancy, maximum relevance (Peng, Long & Ding 2005, IEEE PAMI 27:1226), as a difference: greedily the predictor
 * with the greatest I(x; y) less the mean I(x; z) over those chosen. Mutual information from correlation,
 * -log(1 - r²) / 2 (De Jay et al. 2013, Bioinformatics 29:2365), with Spearman's r.
 */
export function selectMrmr(t: Training, count: number): string[] {
  const information = (r: number): number => -0.5 * Math.log(1 - Math.min(r * r, 1 - 1e-12));
  const units = t.columns.map(unitRanks);
  const outcome = unitRanks(t.outcome);
  const relevance = units.map((u) => information(rho(u, outcome)));
  const redundancy = t.names.map(() => 0);
  const chosen: number[] = [];
  while (chosen.length < Math.min(count, t.names.length)) {
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < t.names.length; j++) {
      if (chosen.includes(j)) continue;
      const score = relevance[j]! - (chosen.length === 0 ? 0 : redundancy[j]! / chosen.length);
      if (score > most) [best, most] = [j, score];
    }
    chosen.push(best);
    for (let j = 0; j < t.names.length; j++)
      if (j !== best) redundancy[j]! += information(rho(units[best]!, units[j]!));
  }
  return chosen.map((j) => t.names[j]!);
}

/**
 * All-relevant selection after Boruta (Kursa & Rudnicki 2010, J Stat Softw 36(11)): in each run a forest on the predictors and
 * their shuffled shadows; a predictor scores when its importance beats every shadow's. Kept is what scores more often than a
 * fair coin would, by the binomial tail with Bonferroni over the predictors. Shadows are of the training subjects alone.
 */
export function selectBoruta(
  t: Training,
  wish: { readonly runs: number; readonly trees: number; readonly level: number; readonly seed: number },
): string[] {
  const hits = t.names.map(() => 0);
  for (let run = 0; run < wish.runs; run++) {
    const random = randomSource(wish.seed + run);
    const shadows = t.columns.map((c) => shuffled(c, random.integer));
    const { importance } = randomForest([...t.columns, ...shadows], t.outcome, {
      seed: random.integer(2 ** 31),
      trees: wish.trees,
    });
    const best = Math.max(...importance.slice(t.names.length));
    for (let j = 0; j < hits.length; j++) if (importance[j]! > best) hits[j]! += 1;
  }
  const kept = t.names.filter((_, j) => binomialTail(hits[j]!, wish.runs) * t.names.length <= wish.level);
  // A model wants something: where nothing is shown to be relevant, what scored most often.
  return kept.length > 0 ? kept : [t.names[hits.indexOf(Math.max(...hits))]!];
}

function shuffled(column: Float64Array, integer: (n: number) => number): Float64Array {
  const out = column.slice();
  for (let i = out.length - 1; i > 0; i--) {
    const k = integer(i + 1);
    [out[i], out[k]] = [out[k]!, out[i]!];
  }
  return out;
}

/** P(X >= hits) of `runs` fair coins. */
function binomialTail(hits: number, runs: number): number {
  let term = 0.5 ** runs;
  let below = 0;
  for (let k = 0; k < hits; k++) {
    below += term;
    term *= (runs - k) / (k + 1);
  }
  return Math.max(0, 1 - below);
}
