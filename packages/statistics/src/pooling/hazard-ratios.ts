import { checkedNumbers, checkSameLength, type Numbers } from "../checked-input.ts";
import { zOf } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";
import { type RandomEffects, randomEffects } from "./random-effects.ts";

interface Pooled {
  readonly interval: Interval;
  /** Where the figure of a new cohort may lie. */
  readonly predictionInterval: Interval;
  /** Both again by Hartung, Knapp, Sidik and Jonkman: t with k - 1 degrees of freedom. */
  readonly hksj: { readonly interval: Interval; readonly predictionInterval: Interval };
  /** Share of each cohort in the mean, in their order; sum 1. */
  readonly weights: readonly number[];
}

export interface PooledRatio extends Pooled {
  readonly ratio: number;
  /** On the log scale. */
  readonly log: RandomEffects;
}

export interface PooledArea extends Pooled {
  readonly auc: number;
  /** On the logit scale. */
  readonly logit: RandomEffects;
}

export interface PoolingOptions {
  /** The level of the limits given. */
  readonly limitsLevel?: number;
  readonly method?: RandomEffects["method"];
  readonly level?: number;
}

/**
 * Random-effects pooling of hazard ratios (or odds ratios) from their limits: on the log scale, standard errors
 * (log upper - log lower) / 2z. `limitsLevel` is the level of the limits given.
 */
export function poolRatios(
  { ratio, lower, upper }: { readonly ratio: Numbers; readonly lower: Numbers; readonly upper: Numbers },
  options: PoolingOptions = {},
): Estimated<PooledRatio> {
  const rule = "a ratio lies between its limits, all above 0";
  const found = pool(
    { ratio, lower, upper },
    { ...options, rule, isInside: (v) => v > 0, to: Math.log, back: Math.exp },
  );
  if (!found.estimable) return found;
  const { value, effects, ...rest } = found;
  return estimated({ ratio: value, log: effects, ...rest });
}

/** The same of AUCs or C-indices, on the logit scale (rule book validation §4.8). */
export function poolAreas(
  { auc, lower, upper }: { readonly auc: Numbers; readonly lower: Numbers; readonly upper: Numbers },
  options: PoolingOptions = {},
): Estimated<PooledArea> {
  const found = pool(
    { auc, lower, upper },
    {
      ...options,
      rule: "an AUC lies between its limits, all between 0 and 1",
      isInside: (v) => v > 0 && v < 1,
      to: (v) => Math.log(v / (1 - v)),
      back: (v) => 1 / (1 + Math.exp(-v)),
    },
  );
  if (!found.estimable) return found;
  const { value, effects, ...rest } = found;
  return estimated({ auc: value, logit: effects, ...rest });
}

interface Scale extends PoolingOptions {
  readonly rule: string;
  readonly isInside: (value: number) => boolean;
  readonly to: (value: number) => number;
  readonly back: (value: number) => number;
}

function pool(columns: Readonly<Record<string, Numbers>>, { limitsLevel = 0.95, ...scale }: Scale) {
  checkSameLength(columns);
  const { isInside, to, back, rule, ...options } = scale;
  const names = Object.keys(columns);
  const [value, lower, upper] = names.map((name) => checkedNumbers(columns[name]!, name)) as Float64Array[];
  const odd = value!.findIndex(
    (v, i) => !(isInside(lower![i]!) && isInside(upper![i]!) && lower![i]! <= v && v <= upper![i]!),
  );
  if (odd >= 0)
    return notEstimable(
      `Cohort ${odd + 1} has ${names[0]} ${value![odd]} with limits ${lower![odd]} to ${upper![odd]}; ${rule}.`,
    );
  const z = zOf(limitsLevel);
  const variances = upper!.map((u, i) => ((to(u) - to(lower![i]!)) / (2 * z)) ** 2);
  const effects = randomEffects(value!.map(to), variances, options);
  if (!effects.estimable) return effects;
  const up = ({ lower: l, upper: u, level }: Interval): Interval => ({ lower: back(l), upper: back(u), level });
  const raw = variances.map((v) => 1 / (v + effects.tau2));
  const total = raw.reduce((s, w) => s + w, 0);
  return estimated({
    value: back(effects.mu),
    interval: up(effects.interval),
    predictionInterval: up(effects.predictionInterval),
    hksj: {
      interval: up(effects.hksj.interval),
      predictionInterval: up(effects.hksj.predictionInterval),
    },
    weights: Array.from(raw, (w) => w / total),
    effects: effects as RandomEffects,
  });
}
