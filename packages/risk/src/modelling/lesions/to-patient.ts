import type { LesionMethod } from "@nadir/domain";
import type { Predictors } from "../cohort.ts";
import { type BagLesion, type Bags, bySize } from "./bags.ts";

type Statistics = (LesionMethod & { kind: "statistics" })["statistics"];

/** A: predictors of the k largest lesions, `entropy#1` of the largest first; NaN where a patient has fewer. */
export function fixedNumber(bags: Bags, count: number): Predictors {
  const places = Array.from({ length: count }, (_, k) => k);
  const sorted = bags.lesions.map(bySize);
  return {
    names: places.flatMap((k) => bags.names.map((name) => `${name}#${k + 1}`)),
    columns: places.flatMap((k) =>
      bags.names.map((_, j) => Float64Array.from(sorted, (own) => own[k]?.values[j] ?? Number.NaN)),
    ),
    sites: bags.subjects.map(() => ""),
  };
}

/** C: `entropy.mean`, `entropy.max` …, and `lesions.count` once. */
export function lesionStatistics(bags: Bags, statistics: Statistics): Predictors {
  const perFeature = statistics.filter((s) => s !== "count");
  const hasCount = statistics.includes("count");
  return {
    names: [
      ...bags.names.flatMap((name) => perFeature.map((s) => `${name}.${s}`)),
      ...(hasCount ? ["lesions.count"] : []),
    ],
    columns: [
      ...bags.names.flatMap((_, j) =>
        perFeature.map((s) => Float64Array.from(bags.lesions, (own) => statistic(own, j, s))),
      ),
      ...(hasCount ? [Float64Array.from(bags.lesions, (own) => own.length)] : []),
    ],
    sites: bags.subjects.map(() => ""),
  };
}

function statistic(lesions: readonly BagLesion[], j: number, which: Statistics[number]): number {
  const known = bySize(lesions).filter((l) => !Number.isNaN(l.values[j]!));
  const values = known.map((l) => l.values[j]!);
  if (values.length === 0) return Number.NaN;
  const mean = values.reduce((s, v) => s + v, 0) / values.length;
  switch (which) {
    case "mean":
      return mean;
    case "min":
      return Math.min(...values);
    case "max":
      return Math.max(...values);
    case "sd":
      return values.length < 2
        ? Number.NaN
        : Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / (values.length - 1));
    case "volume-weighted-mean":
      return known.reduce((s, l) => s + l.volume * l.values[j]!, 0) / known.reduce((s, l) => s + l.volume, 0);
    case "largest":
      return values[0]!;
    case "count":
      return lesions.length;
  }
}

/** D: the probabilities of a patient's lesions as one. */
export function combined(
  probabilities: readonly number[],
  rule: (LesionMethod & { kind: "predict-then-combine" })["rule"],
): number {
  switch (rule) {
    case "mean":
      return probabilities.reduce((s, p) => s + p, 0) / probabilities.length;
    case "max":
      return Math.max(...probabilities);
    /** At least one, were they independent. */
    case "any":
      return 1 - probabilities.reduce((s, p) => s * (1 - p), 1);
    case "all":
      return probabilities.reduce((s, p) => s * p, 1);
    case "share-above-half":
      return probabilities.filter((p) => p > 0.5).length / probabilities.length;
  }
}
