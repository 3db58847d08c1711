import type { DevelopmentStep } from "@nadir/domain";
import { aucValue, elasticNetLogistic, mean, randomSource, standardDeviation } from "@nadir/statistics";
import { drawnFrom, type Training } from "../cohort.ts";
import { lineAt } from "../predict-line.ts";
import { selectMrmr } from "../select.ts";
import { selectFisher } from "../select-by-information.ts";
import { nearestToIdeal, paretoFront, selectionStability } from "./pareto.ts";

type Wish = Omit<Extract<DevelopmentStep, { kind: "multi-objective" }>, "kind"> & { readonly seed: number };

/** One set of predictors that was weighed, with what it is worth in samples of the training subjects. */
export interface WeighedSelection {
  readonly selector: keyof typeof SELECTORS;
  readonly features: number;
  readonly auc: number;
  readonly sensitivity: number;
  readonly specificity: number;
  readonly stability: number;
  readonly isOnFront: boolean;
  readonly isChosen: boolean;
}

/** Orders of predictors, strongest first; a set is the beginning of one. */
const SELECTORS = { mrmr: selectMrmr, fisher: selectFisher } as const;
const RIDGE = 0.02;

/**
 * Weighs sets of predictors by several objectives at once, and takes one of the Pareto front by the rule that the plan states. Each set
 * is chosen anew in bootstrap samples of the training subjects (both outcomes as many as there are), and a ridge logistic regression
 * on it is judged on the subjects that the sample lacks: AUC, sensitivity and specificity at the sample's share of events, and the
 * stability of the choice. Automated multi-objective delta-radiomics (Chen 2021, Comput Biol Med 138:104916) weighs sensitivity and
 * specificity, with an evolutionary search; here the sets are few and all are weighed. The same seed gives the same answer.
 */
export function selectMultiObjective(t: Training, wish: Wish): { chosen: string[]; weighed: WeighedSelection[] } {
  const most = Math.min(wish.most, t.names.length);
  const samples = bootstrapSamples(t, wish.resamples, wish.seed);
  const sets = (Object.keys(SELECTORS) as (keyof typeof SELECTORS)[]).flatMap((selector) => {
    const orders = samples.map(({ inBag }) => SELECTORS[selector](inBag, most));
    return Array.from({ length: most }, (_, k) => {
      const judged = samples.flatMap(({ inBag, outOfBag }, b) => judge(inBag, outOfBag, orders[b]!.slice(0, k + 1)));
      const over = (of: (j: Judged) => number): number => (judged.length === 0 ? 0 : mean(judged.map(of)));
      return {
        selector,
        features: k + 1,
        auc: over((j) => j.auc),
        sensitivity: over((j) => j.sensitivity),
        specificity: over((j) => j.specificity),
        stability: selectionStability(
          orders.map((own) => own.slice(0, k + 1)),
          t.names.length,
        ),
        judged,
      };
    });
  });
  const points = sets.map((s) => wish.objectives.map((o) => (o === "features" ? -s.features : s[o])));
  const front = paretoFront(points);
  const at =
    wish.rule === "knee" ? front[nearestToIdeal(front.map((i) => points[i]!))]! : fewestNearBest(sets, front, wish);
  const weighed = sets.map(({ judged: _, ...set }, i) => ({
    ...set,
    isOnFront: front.includes(i),
    isChosen: i === at,
  }));
  const { selector, features } = sets[at]!;
  return { chosen: SELECTORS[selector](t, most).slice(0, features), weighed };
}

interface Judged {
  readonly auc: number;
  readonly sensitivity: number;
  readonly specificity: number;
}

/** Of the front, the sets whose first objective lies within one standard error of the best; of these the one with fewest predictors. */
function fewestNearBest(
  sets: readonly (Record<Wish["objectives"][number], number> & { readonly judged: readonly Judged[] })[],
  front: readonly number[],
  { objectives }: Wish,
): number {
  const [first] = objectives;
  const value = (i: number): number => (first === "features" ? -sets[i]!.features : sets[i]![first!]);
  const best = front.reduce((b, i) => (value(i) > value(b) ? i : b));
  const spread = first === "features" || first === "stability" ? [] : sets[best]!.judged.map((j) => j[first!]);
  const error = spread.length < 2 ? 0 : standardDeviation(spread) / Math.sqrt(spread.length);
  return front
    .filter((i) => value(i) >= value(best) - error)
    .reduce((b, i) =>
      sets[i]!.features < sets[b]!.features || (sets[i]!.features === sets[b]!.features && value(i) > value(b)) ? i : b,
    );
}

function bootstrapSamples(t: Training, count: number, seed: number) {
  const random = randomSource(seed, 2);
  const of = (y: number) => Array.from(t.outcome.keys()).filter((i) => t.outcome[i] === y);
  const classes = [of(0), of(1)];
  return Array.from({ length: count }, () => {
    const rows = classes.flatMap((own) => own.map(() => own[random.integer(own.length)]!));
    const drawn = new Set(rows);
    const left = Array.from(t.outcome.keys()).filter((i) => !drawn.has(i));
    return { inBag: drawnFrom(t, rows), outOfBag: drawnFrom(t, left) };
  });
}

/** Nothing where the sample has no model, or nobody of one outcome was left out of it. */
function judge(inBag: Training, outOfBag: Training, names: readonly string[]): Judged[] {
  const columnsOf = (of: Training) => names.map((name) => of.columns[of.names.indexOf(name)]!);
  const features = Object.fromEntries(columnsOf(inBag).map((c, j) => [names[j]!, c]));
  const path = elasticNetLogistic({ features, outcome: inBag.outcome }, { alpha: 0, lambda: RIDGE });
  if (!path.estimable) return [];
  const { intercept, coefficients } = path.fits[0]!;
  const columns = columnsOf(outOfBag);
  const line = Float64Array.from(outOfBag.outcome, (_, i) => intercept + lineAt(Array.from(coefficients), columns, i));
  const auc = aucValue(line, outOfBag.outcome);
  if (auc === null) return [];
  const events = inBag.outcome.reduce((s, v) => s + v, 0);
  const limit = Math.log(events / (inBag.outcome.length - events));
  const rightOf = (y: number): number => {
    const own = Array.from(outOfBag.outcome.keys()).filter((i) => outOfBag.outcome[i] === y);
    return own.filter((i) => (line[i]! >= limit ? 1 : 0) === y).length / own.length;
  };
  return [{ auc, sensitivity: rightOf(1), specificity: rightOf(0) }];
}
