import { refuse } from "@nadir/domain";
import { checkedNumbers, checkSameLength, type Numbers } from "../checked-input.ts";
import { fUpper } from "../distributions.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { type Label, orderedLabels } from "../survival/log-rank.ts";
import { add, asInverse, type Matrix, product, scale, trace, transpose } from "./small-matrix.ts";

export interface MixedModel {
  readonly n: number;
  readonly groups: number;
  /** Intercept first. `standardError` is that of REML, `adjustedError` Kenward and Roger's. */
  readonly coefficients: readonly {
    readonly name: string;
    readonly coefficient: number;
    readonly standardError: number;
    readonly adjustedError: number;
  }[];
  /** REML: between groups, and within. */
  readonly varianceBetween: number;
  readonly varianceWithin: number;
  /** F test that the named coefficients are all 0, denominator degrees of freedom by Kenward and Roger. */
  readonly test: (names: readonly string[]) => { f: number; dfNumerator: number; dfDenominator: number; p: number };
}

/**
 * Linear mixed model with a random intercept for each group, by REML, and the small-sample F tests of Kenward & Roger
 * (1997, Biometrics 53:983). Not estimable with one group, one value a group, or collinear covariates.
 */
export function mixedModel(
  outcome: Numbers,
  covariates: Readonly<Record<string, Numbers>>,
  group: ArrayLike<Label>,
): Estimated<MixedModel> {
  const n = checkSameLength({ outcome, group, ...covariates });
  const y = checkedNumbers(outcome, "outcome");
  const names = ["intercept", ...Object.keys(covariates)];
  const columns = Object.entries(covariates).map(([name, c]) => checkedNumbers(c, name));
  const p = names.length;
  const labels = orderedLabels(group);
  if (labels.length < 2) return notEstimable(`A random intercept needs two groups; there is ${labels.length}.`);
  if (labels.length === n) return notEstimable("Every group has one value: between and within cannot be told apart.");
  if (n <= p + 1) return notEstimable(`${n} values cannot carry ${p} coefficients and two variances.`);
  const x: Matrix = Array.from({ length: n }, (_, i) => [1, ...columns.map((c) => c[i]!)]);
  const members = labels.map((l) => Array.from({ length: n }, (_, i) => i).filter((i) => group[i] === l));
  /** H^-1 m for H = I + ratio ZZ', group by group. */
  const solve = (m: Matrix, ratio: number): Matrix => {
    const out = m.map((row) => [...row]);
    for (const own of members) {
      const by = ratio / (1 + own.length * ratio);
      for (let c = 0; c < m[0]!.length; c++) {
        const s = own.reduce((t, i) => t + m[i]![c]!, 0);
        for (const i of own) out[i]![c]! -= by * s;
      }
    }
    return out;
  };
  const yc: Matrix = Array.from(y, (v) => [v]);
  const at = (ratio: number) => {
    const hx = solve(x, ratio);
    const inside = asInverse(product(transpose(x), hx));
    if (!inside) return null;
    const beta = product(inside.inverse, product(transpose(hx), yc)).map((r) => r[0]!);
    const residual: Matrix = yc.map((r, i) => [r[0]! - x[i]!.reduce((s, v, j) => s + v * beta[j]!, 0)]);
    const rss = product(transpose(residual), solve(residual, ratio))[0]![0]!;
    const logH = members.reduce((s, own) => s + Math.log1p(own.length * ratio), 0);
    return { beta, rss, deviance: (n - p) * Math.log(rss) + logH + inside.logDeterminant };
  };
  if (!at(0)) return notEstimable("The covariates are collinear, or one does not vary.");
  const share = smallest((u) => at(u / (1 - u))?.deviance ?? Number.POSITIVE_INFINITY);
  const ratio = share / (1 - share);
  const fit = at(ratio)!;
  const within = fit.rss / (n - p);
  if (!(within > 0)) return notEstimable("The covariates fit every value exactly: no variance is left.");
  const between = ratio * within;

  // Kenward and Roger, for V = between ZZ' + within I: second derivatives of V are 0.
  const w = (m: Matrix): Matrix => scale(solve(m, ratio), 1 / within);
  const z = (m: Matrix): Matrix => {
    const out = m.map((row) => row.map(() => 0));
    for (const own of members)
      for (let c = 0; c < m[0]!.length; c++) {
        const s = own.reduce((t, i) => t + m[i]![c]!, 0);
        for (const i of own) out[i]![c] = s;
      }
    return out;
  };
  const parts = [z, (m: Matrix) => m];
  const wx = w(x);
  const phi = asInverse(product(transpose(x), wx))!.inverse;
  const gwx = parts.map((g) => g(wx));
  const first = gwx.map((m) => scale(product(transpose(wx), m), -1));
  const second = gwx.map((a) => gwx.map((b) => product(transpose(a), w(b))));
  const unit: Matrix = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, k) => (i === k ? 1 : 0)));
  const wg = parts.map((g) => w(g(unit)));
  const information = [0, 1].map((i) =>
    [0, 1].map(
      (j) =>
        (traceOfProduct(wg[i]!, wg[j]!) -
          2 * trace(product(phi, second[i]![j]!)) +
          trace(product(product(phi, first[i]!), product(phi, first[j]!)))) /
        2,
    ),
  );
  const inverted = asInverse(information);
  if (!inverted) return notEstimable("The two variances cannot be told apart from these groups.");
  const spread = inverted.inverse;
  let u: Matrix = phi.map((r) => r.map(() => 0));
  for (const i of [0, 1])
    for (const j of [0, 1])
      u = add(u, scale(add(second[i]![j]!, scale(product(first[i]!, product(phi, first[j]!)), -1)), spread[i]![j]!));
  const adjusted = add(phi, scale(product(phi, product(u, phi)), 2));

  const test = (tested: readonly string[]) => {
    const places = tested.map((name) => {
      const k = names.indexOf(name);
      if (k < 0) refuse("COLUMN_MISSING", `'${name}' is no coefficient; there are ${names.join(", ")}.`);
      return k;
    });
    const l = places.length;
    const l1: Matrix = places.map((k) => names.map((_, j) => (j === k ? 1 : 0)));
    const theta = product(transpose(l1), product(asInverse(product(l1, product(phi, transpose(l1))))!.inverse, l1));
    const through = first.map((m) => product(theta, product(phi, product(m, phi))));
    let [a1, a2] = [0, 0];
    for (const i of [0, 1])
      for (const j of [0, 1]) {
        a1 += spread[i]![j]! * trace(through[i]!) * trace(through[j]!);
        a2 += spread[i]![j]! * trace(product(through[i]!, through[j]!));
      }
    const b = (a1 + 6 * a2) / (2 * l);
    const g = ((l + 1) * a1 - (l + 4) * a2) / ((l + 2) * a2);
    const bottom = 3 * l + 2 * (1 - g);
    const [c1, c2, c3] = [g / bottom, (l - g) / bottom, (l + 2 - g) / bottom];
    const e = 1 / (1 - a2 / l);
    const v = ((2 / l) * (1 + c1 * b)) / ((1 - c2 * b) ** 2 * (1 - c3 * b));
    const rho = v / (2 * e * e);
    const m = 4 + (l + 2) / (l * rho - 1);
    const scaling = m / (e * (m - 2));
    const estimate: Matrix = places.map((k) => [fit.beta[k]!]);
    const middle = asInverse(product(l1, product(adjusted, transpose(l1))))!.inverse;
    const f = (scaling / l) * product(transpose(estimate), product(middle, estimate))[0]![0]!;
    return { f, dfNumerator: l, dfDenominator: m, p: fUpper(f, l, m) };
  };
  return estimated({
    n,
    groups: labels.length,
    coefficients: names.map((name, j) => ({
      name,
      coefficient: fit.beta[j]!,
      standardError: Math.sqrt(phi[j]![j]!),
      adjustedError: Math.sqrt(adjusted[j]![j]!),
    })),
    varianceBetween: between,
    varianceWithin: within,
    test,
  });
}

const traceOfProduct = (a: Matrix, b: Matrix): number =>
  a.reduce((s, row, i) => s + row.reduce((t, v, k) => t + v * b[k]![i]!, 0), 0);

/** Where a function on [0, 1) is smallest: the best of a grid, then golden sections around it. */
function smallest(f: (u: number) => number): number {
  const grid = Array.from({ length: 100 }, (_, k) => k / 100);
  const best = grid.reduce((a, b) => (f(b) < f(a) ? b : a));
  let [low, high] = [Math.max(0, best - 0.01), Math.min(1 - 1e-9, best + 0.01)];
  const golden = (Math.sqrt(5) - 1) / 2;
  while (high - low > 1e-12) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
    if (f(a) <= f(b)) high = b;
    else low = a;
  }
  const middle = (low + high) / 2;
  return f(0) <= f(middle) ? 0 : middle;
}
