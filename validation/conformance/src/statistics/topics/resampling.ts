import {
  aucValue,
  bcaInterval,
  bootstrapSignP,
  exactRankSumTest,
  jackknife,
  mean,
  percentileInterval,
  permutationTest,
  standardDeviation,
} from "@nadir/statistics";
import type { CaseContext, CaseKind, Topic } from "../case.ts";

function data(c: CaseContext, score: string) {
  const t = c.table();
  const scores = t.numbers(c.text(score));
  const flags = Uint8Array.from(t.numbers(c.text("outcome")));
  const at = (rows: ArrayLike<number>) =>
    aucValue(
      Float64Array.from(rows, (r) => scores[r]!),
      Uint8Array.from(rows, (r) => flags[r]!),
    );
  return { n: scores.length, scores, flags, at };
}

const zeroBased = (rows: readonly number[]) => rows.map((r) => r - 1);
const defined = (values: readonly (number | null)[]) => values.filter((v): v is number => v !== null);

const bootstrapAuc: CaseKind = {
  name: "bootstrap of an AUC",
  matches: (c) => c.has("outcome", "score", "indices") && !c.has("score2") && c.wanted.includes("percentile_lower"),
  compute: (c) => {
    const { n, scores, flags, at } = data(c, "score");
    const auc = aucValue(scores, flags)!;
    const values = defined(c.indices("indices").map((row) => at(zeroBased(row))));
    const limits = percentileInterval(values, c.level);
    const sample = { estimate: auc, values, jackknife: defined(jackknife(n, at)) };
    const bca = bcaInterval(sample, c.level);
    const strict = bcaInterval(sample, c.level, "none");
    return {
      B: values.length,
      auc,
      replicate_mean: mean(values),
      replicate_sd: standardDeviation(values),
      first5: values.slice(0, 5),
      percentile_lower: limits.lower,
      percentile_upper: limits.upper,
      ...(bca.estimable
        ? {
            z0: bca.z0,
            acceleration: bca.acceleration,
            bca_level_lower: bca.lowerLevel,
            bca_level_upper: bca.upperLevel,
            bca_lower: bca.lower,
            bca_upper: bca.upper,
          }
        : {}),
      ...(strict.estimable
        ? {
            z0_strictly_below: strict.z0,
            bca_lower_strictly_below: strict.lower,
            bca_upper_strictly_below: strict.upper,
          }
        : {}),
    };
  },
};

const bootstrapDifference: CaseKind = {
  name: "paired bootstrap of an AUC difference",
  matches: (c) => c.has("outcome", "score", "score2", "indices"),
  compute: (c) => {
    const a = data(c, "score");
    const b = data(c, "score2");
    const difference = aucValue(a.scores, a.flags)! - aucValue(b.scores, b.flags)!;
    const values = c.indices("indices").map((row) => a.at(zeroBased(row))! - b.at(zeroBased(row))!);
    const limits = percentileInterval(values, c.level);
    const p = bootstrapSignP(values);
    const sd = standardDeviation(values);
    return {
      difference,
      sd,
      percentile_lower: limits.lower,
      percentile_upper: limits.upper,
      p_raw: p.raw,
      p_plus1: p.plusOne,
      z_delong_style: difference / sd,
    };
  },
};

const permuted: CaseKind = {
  name: "label permutation of an AUC",
  matches: (c) => c.has("outcome", "score", "indices") && c.wanted.includes("p_one_sided"),
  compute: (c) => {
    const { scores, flags } = data(c, "score");
    const auc = aucValue(scores, flags)!;
    const values = c.indices("indices").map((row) =>
      aucValue(
        scores,
        Uint8Array.from(row, (r) => flags[r - 1]!),
      ),
    );
    const r = permutationTest(auc, defined(values), 0.5);
    return {
      auc,
      B: r.permutations,
      count_one_sided: r.countGreater,
      p_one_sided: r.pGreater,
      count_two_sided: r.countTwoSided,
      p_two_sided: r.pTwoSided,
      replicate_mean: mean(r.values),
      replicate_sd: standardDeviation(r.values),
    };
  },
};

const exact: CaseKind = {
  name: "exact rank-sum permutation",
  matches: (c) => c.has("outcome", "score") && c.wanted.includes("p_asymptotic_two_sided"),
  compute: (c) => {
    const all = c.table();
    const t = c.has("rows_1based") ? all.take(c.numbers("rows_1based")) : all;
    const r = exactRankSumTest(t.numbers(c.text("score")), t.numbers(c.text("outcome")));
    if (!r.estimable) return {};
    return {
      n: r.n,
      events: r.events,
      z: r.z,
      p_two_sided: r.pTwoSided,
      p_greater: r.pGreater,
      p_asymptotic_two_sided: r.pAsymptoticTwoSided,
    };
  },
};

export const resampling: Topic = { id: "resampling", kinds: [bootstrapDifference, permuted, exact, bootstrapAuc] };
