import { refuse } from "@nadir/domain";
import { checkedNumbers, type Numbers } from "../checked-input.ts";
import { quantile } from "../describe.ts";

const LEVELS: Readonly<Record<number, readonly number[]>> = {
  3: [0.1, 0.5, 0.9],
  4: [0.05, 0.35, 0.65, 0.95],
  5: [0.05, 0.275, 0.5, 0.725, 0.95],
};

export type KnotCount = 3 | 4 | 5;

const knotsAt = (values: Numbers, count: KnotCount): number[] => {
  const x = checkedNumbers(values, "value");
  return LEVELS[count]!.map((p) => quantile(x, p));
};

const fallTogether = (knots: readonly number[]): boolean => knots.some((k, i) => i > 0 && !(k > knots[i - 1]!));

/** The knots of the first count whose knots are distinct; null where they fall together with every count. */
export function firstDistinctKnots(values: Numbers, counts: readonly KnotCount[]): number[] | null {
  for (const count of counts) {
    const knots = knotsAt(values, count);
    if (!fallTogether(knots)) return knots;
  }
  return null;
}

/** Harrell's default knots: type-7 quantiles of the values. `count` is 3, 4 or 5. Ascending and distinct, or refused. */
export function splineKnots(values: Numbers, count: KnotCount): number[] {
  const knots = knotsAt(values, count);
  if (fallTogether(knots))
    refuse(
      "KNOTS_TIED",
      `The ${count} knots are not distinct (${knots.join(", ")}): too few distinct values for a spline.`,
    );
  return knots;
}

/**
 * Restricted cubic spline basis without intercept (Harrell, Regression Modeling Strategies, 2nd ed., eq. 2.24): the value
 * itself and knots - 2 truncated-power terms scaled by (last - first knot)². Columns of the length of `values`.
 */
export function splineBasis(values: Numbers, knots: readonly number[]): Float64Array[] {
  const x = checkedNumbers(values, "value");
  const k = knots.length;
  const [first, before, last] = [knots[0]!, knots[k - 2]!, knots[k - 1]!];
  const scale = (last - first) ** 2;
  const cube = (v: number) => (v > 0 ? v ** 3 : 0);
  return [
    x,
    ...knots
      .slice(0, k - 2)
      .map((t) =>
        x.map(
          (v) =>
            (cube(v - t) -
              (cube(v - before) * (last - t)) / (last - before) +
              (cube(v - last) * (before - t)) / (last - before)) /
            scale,
        ),
      ),
  ];
}
