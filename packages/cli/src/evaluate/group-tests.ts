import { refuse } from "@nadir/domain";
import {
  chiSquareTest,
  correlationInterval,
  correlationStrength,
  fisherExact,
  kruskalWallis,
  mannWhitney,
  mixedModel,
  oneWayAnova,
  orderedLabels,
  pairedTTest,
  pearson,
  spearman,
  tTest,
  wilcoxonSignedRank,
} from "@nadir/statistics";
import type { Analysis } from "./analysis.ts";
import { checkColumns, complete, numbers, type Predictions } from "./predictions.ts";

type Wish = Analysis["tests"][number];

/** One test, with the number of subjects it stands on and of those left out. */
export function testOf(table: Predictions, wish: Wish, level: number) {
  const needed =
    "values" in wish
      ? wish.values
      : "categories" in wish
        ? wish.categories
        : [wish.value, wish.group, ...("covariates" in wish ? wish.covariates : [])];
  checkColumns(table, needed);
  const { rows, leftOut } = complete(table, needed);
  const column = (of: string) => numbers(table, rows, of);
  const words = (of: string) => rows.map(({ row }) => row[of] ?? "");
  return { name: wish.name, test: wish.test, n: rows.length, leftOut, ...found(wish, column, words, level) };
}

function found(wish: Wish, column: (of: string) => number[], words: (of: string) => string[], level: number) {
  switch (wish.test) {
    case "welch-t":
    case "student-t":
    case "mann-whitney": {
      const { first, second, labels } = twoSamples(wish.name, column(wish.value), words(wish.group));
      const result =
        wish.test === "mann-whitney"
          ? mannWhitney(first, second)
          : tTest(first, second, { equalVariances: wish.test === "student-t", level });
      return { groups: labels, ...result };
    }
    case "anova":
      return oneWayAnova(column(wish.value), words(wish.group));
    case "kruskal-wallis":
      return kruskalWallis(column(wish.value), words(wish.group));
    case "paired-t":
      return pairedTTest(column(wish.values[0]), column(wish.values[1]), level);
    case "signed-rank":
      return wilcoxonSignedRank(column(wish.values[0]), column(wish.values[1]));
    case "chi-square":
      return chiSquareTest(counts(words(wish.categories[0]), words(wish.categories[1])).table);
    case "fisher": {
      const { table, rows, columns } = counts(words(wish.categories[0]), words(wish.categories[1]));
      if (rows.length !== 2 || columns.length !== 2)
        return refuse(
          "NOT_TWO_BY_TWO",
          `${wish.name}: Fisher's test takes two categories by two; found ${rows.length} by ${columns.length}.`,
        );
      return { rows, columns, ...fisherExact(table as unknown as [[number, number], [number, number]]) };
    }
    case "mixed-model": {
      const fit = mixedModel(
        column(wish.value),
        Object.fromEntries(wish.covariates.map((c) => [c, column(c)])),
        words(wish.group),
      );
      if (!fit.estimable) return fit;
      const { test, ...model } = fit;
      return { ...model, tests: wish.covariates.map((covariate) => ({ covariate, ...test([covariate]) })) };
    }
  }
}

function twoSamples(name: string, values: readonly number[], group: readonly string[]) {
  const labels = orderedLabels(group);
  if (labels.length !== 2)
    return refuse("NOT_TWO_GROUPS", `${name}: the test compares two groups; found ${labels.length || "none"}.`);
  const of = (label: string | number) => values.filter((_, i) => group[i] === label);
  return { first: of(labels[0]!), second: of(labels[1]!), labels };
}

function counts(first: readonly string[], second: readonly string[]) {
  const [rows, columns] = [orderedLabels(first), orderedLabels(second)];
  const table = rows.map((r) => columns.map((c) => first.filter((v, i) => v === r && second[i] === c).length));
  return { rows, columns, table };
}

export function correlationOf(table: Predictions, wish: Analysis["correlations"][number], level: number) {
  checkColumns(table, wish.columns);
  const { rows, leftOut } = complete(table, wish.columns);
  const [x, y] = wish.columns.map((c) => numbers(table, rows, c));
  const result = wish.method === "pearson" ? pearson(x!, y!) : spearman(x!, y!);
  const head = { name: wish.name, columns: wish.columns, method: wish.method, leftOut };
  if (!result.estimable) return { ...head, ...result };
  return {
    ...head,
    ...result,
    interval: correlationInterval(result, wish.method, level),
    strength: { word: correlationStrength(result.coefficient), convention: "Mukaka 2012, Malawi Med J 24:69" },
  };
}
