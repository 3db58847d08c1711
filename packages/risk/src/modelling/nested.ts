import { type DevelopmentCandidate, type DevelopmentPlan, refuse } from "@nadir/domain";
import { type Cohort, divide, type Training, wholeCohort } from "./cohort.ts";
import { fitCandidate } from "./fit-candidate.ts";
import type { FittedCandidate } from "./fitted-model.ts";
import { dealtFolds } from "./folds.ts";
import { choiceScore } from "./measure.ts";
import { predictAll } from "./predict.ts";

/** One outer part: who was left out, and what was fitted on the others. */
export interface OuterPart {
  readonly repeat: number;
  readonly label: string;
  readonly rows: readonly number[];
  /** Null where no candidate could be fitted. */
  readonly fitted: FittedCandidate | null;
  /** Of the subjects left out, in their order; of several classes as many numbers a subject. */
  readonly predictions: Float64Array | null;
}

export interface Nested {
  /** Probability (of a number: its value) of each subject by models that have not seen it, the mean over the repeats; null where there is none. */
  readonly predictions: readonly (number | null)[];
  /** Of several classes the probability of each, in place of `predictions`. */
  readonly shares: readonly (readonly number[] | null)[];
  readonly parts: readonly OuterPart[];
  /** The candidate chosen over all subjects, fitted on all. */
  readonly final: FittedCandidate | null;
  readonly notFitted: readonly { readonly candidate: string; readonly reason: string }[];
}

/**
 * Nested resampling: outer parts judge, inner folds choose, and everything that learns (filling gaps, harmonising, selecting,
 * scaling, the model) is fitted on training subjects alone (Varma & Simon 2006, BMC Bioinformatics 7:91). Folds are of
 * subjects, with the outcome in equal shares, or whole sites or types. The parts depend on outcome, plan and seed alone: two
 * plans that differ in their candidates only are judged on the same parts.
 */
export function nested(cohort: Cohort, plan: DevelopmentPlan): Nested {
  const n = cohort.outcome.length;
  const notFitted = new Map<string, string>();
  const classes = cohort.classNames?.length;
  const width = classes ?? 1;
  const [sum, times] = [new Float64Array(n * width), new Uint32Array(n)];
  const parts: OuterPart[] = [];
  const repeats = plan.outer.kind === "folds" ? plan.outer.repeats : 1;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const { labels, partOf } = outerParts(cohort, plan, repeat);
    for (const [part, label] of labels.entries()) {
      const { training, leftOut } = divide(cohort, (i) => partOf[i] === part);
      const fitted = chosenFit(training, plan, plan.seed + 1000 * (repeat + 1) + part, notFitted);
      const p = fitted ? predictAll(fitted, leftOut, classes) : null;
      for (const [k, i] of leftOut.rows.entries())
        if (p) {
          for (let c = 0; c < width; c++) sum[i * width + c]! += p[k * width + c]!;
          times[i]! += 1;
        }
      parts.push({ repeat: repeat + 1, label, rows: leftOut.rows, fitted, predictions: p });
    }
  }
  const means = Array.from(times, (t, i) =>
    t === 0 ? null : Array.from({ length: width }, (_, c) => sum[i * width + c]! / t),
  );
  return {
    predictions: classes ? means.map(() => null) : means.map((m) => (m === null ? null : m[0]!)),
    shares: classes ? means : [],
    parts,
    final: chosenFit(wholeCohort(cohort), plan, plan.seed, notFitted),
    notFitted: [...notFitted].map(([candidate, reason]) => ({ candidate, reason })),
  };
}

function outerParts(cohort: Cohort, plan: DevelopmentPlan, repeat: number): { labels: string[]; partOf: Int32Array } {
  const { outer } = plan;
  if (outer.kind === "folds")
    return {
      labels: Array.from({ length: outer.count }, (_, k) => `fold ${k + 1}`),
      partOf: dealtFolds(cohort, outer.count, plan.seed + repeat),
    };
  const groups = outer.kind === "leave-site-out" ? cohort.sites : (cohort.types ?? []);
  const what = outer.kind === "leave-site-out" ? "site" : "type";
  const labels = [...new Set(groups)].sort();
  if (labels.length < 2)
    refuse(`ONE_${what.toUpperCase()}`, `There is one ${what} only; leaving it out leaves nobody to learn from.`);
  return { labels, partOf: Int32Array.from(groups, (g) => labels.indexOf(g)) };
}

/** The candidate that does best within the training subjects, fitted on all of them. With one candidate nothing is chosen. */
function chosenFit(
  training: Training,
  plan: DevelopmentPlan,
  seed: number,
  notFitted: Map<string, string>,
): FittedCandidate | null {
  const ranked = plan.candidates.length === 1 ? [...plan.candidates] : rankInside(training, plan, seed, notFitted);
  for (const candidate of ranked) {
    const answer = fitCandidate(candidate, training, seed, plan.survival?.horizon);
    if (answer.estimable) return answer.fitted;
    note(notFitted, candidate, answer.reason);
  }
  return null;
}

function note(notFitted: Map<string, string>, { name }: DevelopmentCandidate, reason: string): void {
  if (!notFitted.has(name)) notFitted.set(name, reason);
}

function rankInside(
  training: Training,
  plan: DevelopmentPlan,
  seed: number,
  notFitted: Map<string, string>,
): DevelopmentCandidate[] {
  const folds = dealtFolds(training, plan.innerFolds, seed);
  const classes = training.classNames?.length;
  const width = classes ?? 1;
  const scored = plan.candidates.flatMap((candidate, order) => {
    const p = new Float64Array(training.outcome.length * width);
    for (let fold = 0; fold < plan.innerFolds; fold++) {
      const { training: inner, leftOut } = divide(training, (i) => folds[i] === fold);
      const answer = fitCandidate(candidate, inner, seed + fold, plan.survival?.horizon);
      if (!answer.estimable) {
        note(notFitted, candidate, answer.reason);
        return [];
      }
      const part = predictAll(answer.fitted, leftOut, classes);
      for (const [k, i] of leftOut.rows.entries()) p.set(part.subarray(k * width, (k + 1) * width), i * width);
    }
    const score = choiceScore(plan, p, training);
    if (score === null) {
      note(notFitted, candidate, "What the inner folds choose by does not exist for these subjects.");
      return [];
    }
    return [{ candidate, order, score }];
  });
  return scored.sort((a, b) => b.score - a.score || a.order - b.order).map((s) => s.candidate);
}
