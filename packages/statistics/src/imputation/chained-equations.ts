import { refuse } from "@nadir/domain";
import { checkedNumbers } from "../checked-input.ts";
import { normalQuantile } from "../distributions.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { cholesky, choleskyInverse, choleskySolve } from "../linear-algebra.ts";
import { type RandomSource, randomSource } from "../random.ts";

/** Columns by name; `null` is a missing value. */
export type IncompleteColumns = Readonly<Record<string, readonly (number | null)[]>>;

/** The equation of one incomplete column at the end of a chain: what it takes to impute a new subject, and nothing else. */
export interface ImputationEquation {
  readonly column: string;
  /** Intercept first, then the other columns in their order; drawn from the posterior. */
  readonly drawn: readonly number[];
  /** Training subjects with a known value, by rising fitted value: donors for predictive mean matching. */
  readonly donors: readonly { readonly fitted: number; readonly value: number }[];
}

export interface ImputationArtefact {
  readonly columns: readonly string[];
  readonly means: Readonly<Record<string, number>>;
  /** One chain an imputation. */
  readonly chains: readonly (readonly ImputationEquation[])[];
  readonly seed: number;
  readonly iterations: number;
}

export interface ImputationOptions {
  /** Default: the larger of 20 and the percentage of incomplete subjects. */
  readonly imputations?: number;
  readonly iterations?: number;
  readonly seed?: number;
  /** Columns that get an equation though nobody lacks them here: a later subject may. */
  readonly equationsFor?: readonly string[];
}

/** Donors among which one is drawn (the usual five). */
const DONORS = 5;

/**
 * Multiple imputation by chained equations with predictive mean matching (van Buuren & Groothuis-Oudshoorn 2011; Little
 * 1988), fitted on training subjects only. For the prediction of new subjects the outcome must not be among the columns.
 * Not estimable where a column has no known value or fewer known values than the equation has terms, or where it is the
 * only column: there is then nothing to impute from.
 */
export function fitImputation(
  columns: IncompleteColumns,
  { imputations, iterations = 10, seed = 1, equationsFor = [] }: ImputationOptions = {},
): Estimated<ImputationArtefact & { readonly completed: readonly Readonly<Record<string, Float64Array>>[] }> {
  const names = Object.keys(columns);
  const n = columns[names[0] ?? ""]?.length ?? 0;
  for (const name of names)
    if (columns[name]!.length !== n)
      refuse("LENGTHS_DIFFER", `'${name}' has ${columns[name]!.length} values and '${names[0]}' has ${n}.`);
  if (n === 0) return notEstimable("There are no subjects to learn from.");
  for (const name of names) checkedNumbers(columns[name]!.filter((v) => v !== null) as number[], name);
  for (const [what, count] of [
    ["imputations", imputations ?? 1],
    ["iterations", iterations],
  ] as const)
    if (!Number.isInteger(count) || count < 1)
      refuse("COUNT_NOT_WHOLE", `The number of ${what} is ${count}; give a whole number from 1.`, {
        found: String(count),
      });
  const isIncomplete = (name: string) => columns[name]!.includes(null);
  const incomplete = names.filter((name) => isIncomplete(name) || equationsFor.includes(name));
  if (incomplete.length > 0 && names.length < 2)
    return notEstimable(`'${names[0]}' is the only column; there is nothing to impute it from.`);
  for (const name of incomplete) {
    const known = columns[name]!.filter((v) => v !== null).length;
    if (known < names.length + 1)
      return notEstimable(`'${name}' has ${known} known values; its equation has ${names.length} terms.`);
  }
  const means = Object.fromEntries(
    names.map((name) => {
      const known = columns[name]!.filter((v): v is number => v !== null);
      return [name, known.reduce((s, v) => s + v, 0) / known.length];
    }),
  );
  const missingRows = Array.from({ length: n }, (_, i) => names.some((name) => columns[name]![i] === null));
  const m = imputations ?? Math.max(20, Math.ceil((100 * missingRows.filter(Boolean).length) / Math.max(1, n)));
  const chains: ImputationEquation[][] = [];
  const completed: Record<string, Float64Array>[] = [];
  for (let k = 0; k < m; k++) {
    const random = randomSource(seed, k);
    const filled = Object.fromEntries(
      names.map((name) => [name, Float64Array.from(columns[name]!, (v) => v ?? means[name]!)]),
    );
    let equations: ImputationEquation[] = [];
    for (let step = 0; step < iterations; step++) {
      equations = [];
      for (const column of incomplete) {
        // An equation that only later subjects need is drawn once, at the end.
        if (!isIncomplete(column) && step < iterations - 1) continue;
        const equation = fitEquation(column, names, columns[column]!, filled, random);
        if (!equation) return notEstimable(`The equation of '${column}' is singular: its columns are collinear.`);
        equations.push(equation);
        for (let i = 0; i < n; i++)
          if (columns[column]![i] === null)
            filled[column]![i] = match(equation, (name) => filled[name]![i]!, names, random);
      }
    }
    chains.push(equations);
    completed.push(filled);
  }
  return estimated({ columns: names, means, chains, seed, iterations, completed });
}

/**
 * Completes one new subject by the frozen equations, once a chain: no other subject and no outcome is looked at. `stream`
 * (a whole number from 0) names the subject, so that its values do not depend on who else is imputed.
 */
export function applyImputation(
  artefact: ImputationArtefact,
  row: Readonly<Record<string, number | null>>,
  stream: number,
): Record<string, number>[] {
  return artefact.chains.map((equations, k) => {
    // A seed of its own for each subject and chain: reaching a far stream of one seed would take as many jumps.
    const random = randomSource(artefact.seed + 1 + stream * artefact.chains.length + k);
    const filled: Record<string, number> = Object.fromEntries(
      artefact.columns.map((name) => [name, row[name] ?? artefact.means[name]!]),
    );
    for (const name of artefact.columns)
      if ((row[name] ?? null) === null && !equations.some((e) => e.column === name))
        refuse(
          "IMPUTATION_UNKNOWN",
          `'${name}' is missing, and was known of every training subject: there is no equation for it.`,
        );
    for (let step = 0; step < artefact.iterations; step++)
      for (const equation of equations)
        if ((row[equation.column] ?? null) === null)
          filled[equation.column] = match(equation, (name) => filled[name]!, artefact.columns, random);
    return filled;
  });
}

/** Least squares on the known rows and one draw of variance and coefficients from their posterior (Rubin 1987, 5.3). */
function fitEquation(
  column: string,
  names: readonly string[],
  values: readonly (number | null)[],
  filled: Readonly<Record<string, Float64Array>>,
  random: RandomSource,
): ImputationEquation | null {
  const others = names.flatMap((name) => (name === column ? [] : [filled[name]!]));
  const p = others.length + 1;
  const rows = values.flatMap((v, i) => (v === null ? [] : [i]));
  const design = new Float64Array(rows.length * p);
  rows.forEach((i, r) => {
    design[r * p] = 1;
    others.forEach((other, j) => {
      design[r * p + j + 1] = other[i]!;
    });
  });
  const cross = new Float64Array(p * p);
  const right = new Float64Array(p);
  for (let r = 0; r < rows.length; r++) {
    const at = r * p;
    const y = values[rows[r]!]!;
    for (let j = 0; j < p; j++) {
      const x = design[at + j]!;
      right[j]! += x * y;
      for (let k = 0; k < p; k++) cross[j * p + k]! += x * design[at + k]!;
    }
  }
  const factor = cholesky(cross, p, 1e-13);
  if (!factor) return null;
  const beta = choleskySolve(factor, p, right);
  const fitted = rows.map((_, r) => beta.reduce((s, b, j) => s + b * design[r * p + j]!, 0));
  const residual = rows.reduce((s, i, r) => s + (values[i]! - fitted[r]!) ** 2, 0);
  const normal = () => normalQuantile(Math.min(1 - 1e-16, Math.max(1e-16, random.uniform())));
  let chiSquare = 0;
  for (let d = 0; d < rows.length - p; d++) chiSquare += normal() ** 2;
  const sigma = Math.sqrt(residual / Math.max(chiSquare, 1e-12));
  const half = cholesky(choleskyInverse(factor, p), p, 1e-18);
  if (!half) return null;
  const z = Float64Array.from({ length: p }, normal);
  // beta + sigma L z with L L' = (X'X)^-1; the lower factor by rows.
  const drawn = beta.map((b, j) => {
    let s = 0;
    for (let k = 0; k <= j; k++) s += half[j * p + k]! * z[k]!;
    return b + sigma * s;
  });
  const donors = rows
    .map((i, r) => ({ fitted: fitted[r]!, value: values[i]! }))
    .sort((a, b) => a.fitted - b.fitted || a.value - b.value);
  return { column, drawn: Array.from(drawn), donors };
}

/** The observed value of one of the five donors whose fitted values lie nearest to the drawn prediction. */
function match(
  { column, drawn, donors }: ImputationEquation,
  at: (name: string) => number,
  names: readonly string[],
  random: RandomSource,
): number {
  let target = drawn[0]!;
  let term = 1;
  for (const name of names) if (name !== column) target += drawn[term++]! * at(name);
  let low = 0;
  let high = donors.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (donors[middle]!.fitted < target) low = middle + 1;
    else high = middle;
  }
  let [left, right] = [low - 1, low];
  const near: number[] = [];
  while (near.length < Math.min(DONORS, donors.length)) {
    const down = left >= 0 ? target - donors[left]!.fitted : Number.POSITIVE_INFINITY;
    const up = right < donors.length ? donors[right]!.fitted - target : Number.POSITIVE_INFINITY;
    near.push(down <= up ? donors[left--]!.value : donors[right++]!.value);
  }
  return near[random.integer(near.length)]!;
}
