import { sum } from "../describe.ts";

/** Location and scale of one feature in one batch, in pooled standard deviations. */
export interface CombatEffect {
  readonly gamma: number;
  readonly delta: number;
}

/**
 * `converged`: until no effect changes by more than 1e-13 of itself. `as-sva`: the rule of sva 3.46, which stops when the
 * largest change falls to 1e-4 and divides by the signed location, so that negative locations never hold it up.
 */
export type CombatStop = "converged" | "as-sva";

interface Prior {
  readonly gammaBar: number;
  readonly tau2: number;
  readonly aPrior: number;
  readonly bPrior: number;
}

const MOST_ROUNDS = 10_000;

/** Conditional posterior means of location and scale of every feature in one batch, in turn (Johnson 2007, equation 3.1). */
export function posteriorBatch(
  values: readonly Float64Array[],
  gammaHat: readonly number[],
  deltaHat: readonly number[],
  { gammaBar, tau2, aPrior, bPrior }: Prior,
  stop: CombatStop,
): CombatEffect[] {
  const n = values[0]!.length;
  const size = stop === "as-sva" ? (g: number) => g : Math.abs;
  let gamma = [...gammaHat];
  let delta = [...deltaHat];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const nextGamma = gammaHat.map((g, f) => (tau2 * n * g + delta[f]! * gammaBar) / (tau2 * n + delta[f]!));
    const nextDelta = values.map((v, f) =>
      aPrior === Number.POSITIVE_INFINITY
        ? deltaHat[f]!
        : (sum(v.map((x) => (x - nextGamma[f]!) ** 2)) / 2 + bPrior) / (n / 2 + aPrior - 1),
    );
    let change = Number.NEGATIVE_INFINITY;
    for (let f = 0; f < gamma.length; f++) {
      const moved = Math.abs(nextGamma[f]! - gamma[f]!);
      if (moved > 0) change = Math.max(change, moved / size(gamma[f]!));
      change = Math.max(change, Math.abs(nextDelta[f]! - delta[f]!) / delta[f]!);
    }
    gamma = nextGamma;
    delta = nextDelta;
    if (change <= (stop === "as-sva" ? 1e-4 : 1e-13)) break;
  }
  return gamma.map((g, f) => ({ gamma: g, delta: delta[f]! }));
}
