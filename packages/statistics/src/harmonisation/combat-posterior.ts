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

/** The standardised values of each feature in one batch of `n` subjects: their means, and Σ (value − mean)². */
interface Moments {
  readonly n: number;
  readonly means: readonly number[];
  readonly squares: readonly number[];
}

/**
 * Conditional posterior means of location and scale of every feature in one batch, in turn (Johnson 2007, equation 3.1).
 * Σ (value − γ)² is Σ (value − mean)² + n (mean − γ)², so that a round costs nothing by the subject.
 */
export function posteriorBatch(
  { n, means, squares }: Moments,
  gammaHat: readonly number[],
  deltaHat: readonly number[],
  { gammaBar, tau2, aPrior, bPrior }: Prior,
  stop: CombatStop,
): CombatEffect[] {
  const size = stop === "as-sva" ? (g: number) => g : Math.abs;
  const gamma = Float64Array.from(gammaHat);
  const delta = Float64Array.from(deltaHat);
  // A feature that one round leaves as it was stays so: the round is a function of gamma and delta alone.
  const stands = new Uint8Array(means.length);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let change = Number.NEGATIVE_INFINITY;
    for (let f = 0; f < means.length; f++) {
      if (stands[f] === 1) {
        change = Math.max(change, 0);
        continue;
      }
      const nextGamma = (tau2 * n * gammaHat[f]! + delta[f]! * gammaBar) / (tau2 * n + delta[f]!);
      const nextDelta =
        aPrior === Number.POSITIVE_INFINITY
          ? deltaHat[f]!
          : ((squares[f]! + n * (means[f]! - nextGamma) ** 2) / 2 + bPrior) / (n / 2 + aPrior - 1);
      const moved = Math.abs(nextGamma - gamma[f]!);
      if (moved > 0) change = Math.max(change, moved / size(gamma[f]!));
      change = Math.max(change, Math.abs(nextDelta - delta[f]!) / delta[f]!);
      if (moved === 0 && nextDelta === delta[f]) stands[f] = 1;
      gamma[f] = nextGamma;
      delta[f] = nextDelta;
    }
    if (change <= (stop === "as-sva" ? 1e-4 : 1e-13)) break;
  }
  return Array.from(gamma, (g, f) => ({ gamma: g, delta: delta[f]! }));
}
