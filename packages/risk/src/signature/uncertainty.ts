import type { Signature } from "@nadir/domain";
import { quantile } from "@nadir/statistics";
import { transformed } from "./evaluate-form.ts";
import type { KnownOfSubject } from "./gather-inputs.ts";

/** Limits of the probability (of the risk by the first time, of the score where there is neither) over bootstrap refits. */
export interface ScoreInterval {
  readonly of: "probability" | "risk" | "score";
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

/**
 * Percentiles over the refits of the signature's formula on bootstrap samples. The choice of inputs is not repeated and shrinkage
 * stays in: the interval tells of the coefficients' sampling alone, and is narrower than all that is not known.
 */
export function bootstrapInterval(
  { form, bootstrap, inputs }: Signature,
  values: ReadonlyMap<string, number | string>,
): ScoreInterval | null {
  if (!bootstrap || (form.kind !== "linear" && form.kind !== "cox")) return null;
  const x = form.terms.map((t) =>
    transformed(t.transform, values.get(t.input) as number, inputs.find((i) => i.name === t.input)!.label),
  );
  const isRisk = form.kind === "cox" && bootstrap.sets.every((s) => s.hazard !== undefined);
  const isProbability = form.kind === "linear" && form.link === "logit";
  const found = bootstrap.sets.map(({ intercept, coefficients, hazard }) => {
    const line = coefficients.reduce((s, b, k) => s + b * x[k]!, intercept);
    if (isRisk) return -Math.expm1(-hazard! * Math.exp(line));
    return isProbability ? 1 / (1 + Math.exp(-line)) : line;
  });
  const { level } = bootstrap;
  const at = (share: number): number => quantile(Float64Array.from(found).sort(), share);
  return {
    of: isRisk ? "risk" : isProbability ? "probability" : "score",
    lower: at((1 - level) / 2),
    upper: at((1 + level) / 2),
    level,
  };
}

/** The outcomes that cannot be excluded at the level; both or none are honest answers too. */
export interface OutcomeSet {
  readonly level: number;
  /** Share of training subjects with (without) the outcome who looked at least as unlike it; conformal p-values. */
  readonly pWith: number;
  readonly pWithout: number;
  readonly set: readonly ("with" | "without")[];
}

/**
 * Mondrian cross-conformal prediction by class (Vovk 2015, Ann Math Artif Intell 74:9): nonconformity is 1 less the probability of the
 * class, p = (number of calibration subjects of the class at least as nonconforming + 1) / (n + 1). Each class is covered at the
 * level in the long run as far as new subjects are like those of training; cross-conformal sets guarantee 1 - 2 (1 - level).
 */
export function outcomeSet({ conformal }: Pick<Signature, "conformal">, probability: number): OutcomeSet | null {
  if (!conformal) return null;
  const { level } = conformal;
  const share = (own: readonly number[], isAsUnlike: (p: number) => boolean): number =>
    (own.filter(isAsUnlike).length + 1) / (own.length + 1);
  const pWith = share(conformal.with, (p) => p <= probability);
  const pWithout = share(conformal.without, (p) => p >= probability);
  return {
    level,
    pWith,
    pWithout,
    set: [...(pWith > 1 - level ? (["with"] as const) : []), ...(pWithout > 1 - level ? (["without"] as const) : [])],
  };
}

/** What of a subject training never saw: far in all inputs taken together, or another scanner or protocol. */
export function outsideTraining(
  { training }: Pick<Signature, "training">,
  values: ReadonlyMap<string, number | string>,
  known: KnownOfSubject,
): string[] {
  if (!training) return [];
  const warnings: string[] = [];
  if (training.distance) {
    const { inputs, centre, precision, limit, origin } = training.distance;
    const x = inputs.map((name, k) => (values.get(name) as number) - centre[k]!);
    if (x.every(Number.isFinite)) {
      const d = x.reduce((s, v, a) => s + x.reduce((t, w, b) => t + v * w * precision[a]![b]!, 0), 0);
      if (d > limit)
        warnings.push(
          `The inputs together are unlike those of training: squared distance ${d.toPrecision(3)}, limit ${limit.toPrecision(3)} (${origin}).`,
        );
    }
  }
  for (const [column, words] of Object.entries(training.acquisition)) {
    const given = known.values[column]?.value ?? null;
    if (given === null || given === "") warnings.push(`'${column}' is not given; training had ${words.join(", ")}.`);
    else if (!words.includes(String(given)))
      warnings.push(`'${column}' is ${given}, which training did not have (${words.join(", ")}).`);
  }
  return warnings;
}
