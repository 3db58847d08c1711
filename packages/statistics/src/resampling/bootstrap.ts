import { refuse } from "@nadir/domain";
import { checkedNumbers, checkLevel, type Numbers } from "../checked-input.ts";
import { mean, quantileOfSorted, sum } from "../describe.ts";
import { normalCdf, normalQuantile } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";
import { randomSource } from "../random.ts";

export interface BootstrapPlan {
  /** Number of rows (subjects, or rows that `clusters` gathers to subjects). */
  readonly n: number;
  readonly replicates: number;
  readonly seed: number;
  readonly stream?: number;
  /** Resample within these groups (one label a row). */
  readonly strata?: ArrayLike<string | number>;
  /** Resample whole subjects (one label a row); rows of a subject stay together. */
  readonly clusters?: ArrayLike<string | number>;
}

export interface BootstrapResult {
  readonly values: Float64Array;
  readonly replicates: number;
  /** Replicates that lacked what the statistic needs and were drawn again. */
  readonly redrawn: number;
  readonly algorithm: "xoshiro256**";
  readonly seed: number;
  readonly stream: number;
}

/**
 * Draws `replicates` resamples and evaluates `statistic` on the row indices of each; null asks for another draw.
 * The unit is the subject. Not estimable when more draws fail than succeed.
 */
export function bootstrap(
  plan: BootstrapPlan,
  statistic: (rows: Int32Array) => number | null,
): Estimated<BootstrapResult> {
  const draw = drawer(plan);
  const { replicates, seed, stream = 0 } = plan;
  if (!Number.isInteger(replicates) || replicates < 1)
    refuse("REPLICATES", `${replicates} replicates; give a whole number of at least 1.`);
  const rng = randomSource(seed, stream);
  const values = new Float64Array(replicates);
  let redrawn = 0;
  for (let b = 0; b < replicates; ) {
    const value = statistic(draw(rng.integer));
    if (value !== null && Number.isFinite(value)) values[b++] = value;
    else if (++redrawn > replicates + b)
      return notEstimable(`${redrawn} of ${redrawn + b} resamples lacked what the statistic needs.`);
  }
  return estimated({ values, replicates, redrawn, algorithm: "xoshiro256**" as const, seed, stream });
}

/** Groups rows to units, units to strata, and returns a function that fills one resample. */
function drawer({ n, strata, clusters }: BootstrapPlan): (integer: (n: number) => number) => Int32Array {
  if (!Number.isInteger(n) || n < 1) refuse("NO_SUBJECTS", `${n} rows to resample; give at least 1.`);
  for (const [name, labels] of Object.entries({ strata, clusters }))
    if (labels && labels.length !== n)
      refuse("LENGTHS_DIFFER", `'${name}' has ${labels.length} labels for ${n} rows; give one a row.`);
  const units = new Map<string | number, number[]>();
  for (let i = 0; i < n; i++) {
    const key = clusters ? clusters[i]! : i;
    const unit = units.get(key);
    if (unit) unit.push(i);
    else units.set(key, [i]);
  }
  const groups = new Map<string | number, number[][]>();
  for (const [key, rows] of units) {
    const label = strata ? strata[rows[0]!]! : "";
    if (strata && rows.some((r) => strata[r] !== label))
      refuse("CLUSTER_ACROSS_STRATA", `Subject '${key}' has rows in more than one stratum; a subject belongs to one.`);
    const group = groups.get(label);
    if (group) group.push(rows);
    else groups.set(label, [rows]);
  }
  const lists = [...groups.values()];
  return (integer) => {
    const rows: number[] = [];
    for (const list of lists)
      for (let k = 0; k < list.length; k++) for (const r of list[integer(list.length)]!) rows.push(r);
    return Int32Array.from(rows);
  };
}

/** Percentile limits: type-7 quantiles of the replicates. */
export function percentileInterval(values: Numbers, level = 0.95): Interval {
  checkLevel(level);
  const sorted = checkedNumbers(values, "replicate").sort();
  if (sorted.length === 0) refuse("NO_ROWS", "There are no replicates to take an interval from.");
  const tail = (1 - level) / 2;
  return { lower: quantileOfSorted(sorted, tail), upper: quantileOfSorted(sorted, 1 - tail), level };
}

export interface BcaInterval extends Interval {
  /** Bias correction: normal quantile of the share of replicates below the estimate. */
  readonly z0: number;
  /** From the jackknife: sum u³ / (6 (sum u²)^1.5), u = mean - leave-one-out value. */
  readonly acceleration: number;
  /** The probabilities at which the replicates are read. */
  readonly lowerLevel: number;
  readonly upperLevel: number;
}

/**
 * Bias-corrected and accelerated limits (Efron 1987, JASA 82:171), read by type-7 quantiles. Replicates equal to the
 * estimate count half towards the bias correction, or with `ties: "none"` not at all (the paper's "strictly below").
 */
export function bcaInterval(
  { estimate, values, jackknife }: { readonly estimate: number; readonly values: Numbers; readonly jackknife: Numbers },
  level = 0.95,
  ties: "half" | "none" = "half",
): Estimated<BcaInterval> {
  checkLevel(level);
  checkedNumbers(jackknife, "jackknife value");
  const sorted = checkedNumbers(values, "replicate").sort();
  const below = sorted.filter((v) => v < estimate).length;
  const equal = sorted.filter((v) => v === estimate).length;
  const share = (below + (ties === "half" ? equal / 2 : 0)) / sorted.length;
  if (share <= 0 || share >= 1)
    return notEstimable(
      `All ${sorted.length} replicates lie ${share <= 0 ? "above" : "below"} the estimate: no bias correction exists.`,
    );
  const z0 = normalQuantile(share);
  const centre = mean(jackknife);
  const u = Float64Array.from(jackknife as ArrayLike<number>, (v) => centre - v);
  const squares = sum(u.map((v) => v * v));
  if (!(squares > 0)) return notEstimable("Leaving out any one subject changes nothing: no acceleration exists.");
  const acceleration = sum(u.map((v) => v ** 3)) / (6 * squares ** 1.5);
  const adjusted = (p: number) => {
    const z = z0 + normalQuantile(p);
    return normalCdf(z0 + z / (1 - acceleration * z));
  };
  const lowerLevel = adjusted((1 - level) / 2);
  const upperLevel = adjusted(1 - (1 - level) / 2);
  return estimated({
    lower: quantileOfSorted(sorted, lowerLevel),
    upper: quantileOfSorted(sorted, upperLevel),
    level,
    z0,
    acceleration,
    lowerLevel,
    upperLevel,
  });
}

/** Leave-one-out values of a statistic over row indices. Null where it cannot be computed without that row. */
export function jackknife(n: number, statistic: (rows: Int32Array) => number | null): (number | null)[] {
  if (!Number.isInteger(n) || n < 1)
    refuse("NO_ROWS", `A jackknife leaves one of ${n} subjects out; give at least one.`, { found: String(n) });
  const out: (number | null)[] = [];
  const rows = new Int32Array(n - 1);
  for (let left = 0; left < n; left++) {
    for (let i = 0, k = 0; i < n; i++) if (i !== left) rows[k++] = i;
    out.push(statistic(rows));
  }
  return out;
}

/** Two-sided bootstrap p of "difference is zero": 2 min(share <= 0, share >= 0), at most 1; and with the +1 correction. */
export function bootstrapSignP(differences: Numbers): { readonly raw: number; readonly plusOne: number } {
  const d = Array.from(checkedNumbers(differences, "difference"));
  if (d.length === 0) refuse("NO_ROWS", "There are no replicates to take a p-value from.");
  const low = d.filter((v) => v <= 0).length;
  const high = d.filter((v) => v >= 0).length;
  const least = Math.min(low, high);
  return { raw: Math.min(1, (2 * least) / d.length), plusOne: Math.min(1, (2 * (least + 1)) / (d.length + 1)) };
}
