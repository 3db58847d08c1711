import { checkedNumbers, checkSameLength, type Numbers } from "../checked-input.ts";
import { zOf } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";
import { type RandomEffects, randomEffects } from "./random-effects.ts";

export interface PooledRatio {
  readonly ratio: number;
  readonly interval: Interval;
  /** Where the ratio of a new cohort may lie. */
  readonly predictionInterval: Interval;
  /** On the log scale. */
  readonly log: RandomEffects;
}

/**
 * Random-effects pooling of hazard ratios (or odds ratios) from their limits: on the log scale, standard errors
 * (log upper - log lower) / 2z. `limitsLevel` is the level of the limits given.
 */
export function poolRatios(
  ratios: { readonly ratio: Numbers; readonly lower: Numbers; readonly upper: Numbers },
  {
    limitsLevel = 0.95,
    ...options
  }: { readonly limitsLevel?: number; readonly method?: RandomEffects["method"]; readonly level?: number } = {},
): Estimated<PooledRatio> {
  checkSameLength(ratios);
  const [ratio, lower, upper] = (["ratio", "lower", "upper"] as const).map((k) => checkedNumbers(ratios[k], k));
  const odd = ratio!.findIndex((r, i) => !(lower![i]! > 0 && lower![i]! <= r && r <= upper![i]!));
  if (odd >= 0)
    return notEstimable(
      `Cohort ${odd + 1} has ratio ${ratio![odd]} with limits ${lower![odd]} to ${upper![odd]}; a ratio lies between its limits, all above 0.`,
    );
  const z = zOf(limitsLevel);
  const log = randomEffects(
    ratio!.map(Math.log),
    upper!.map((u, i) => ((Math.log(u) - Math.log(lower![i]!)) / (2 * z)) ** 2),
    options,
  );
  if (!log.estimable) return log;
  const up = ({ lower: l, upper: u, level }: Interval): Interval => ({ lower: Math.exp(l), upper: Math.exp(u), level });
  return estimated({
    ratio: Math.exp(log.mu),
    interval: up(log.interval),
    predictionInterval: up(log.predictionInterval),
    log,
  });
}
