import { type DevelopmentCandidate, type DevelopmentPlan, refuse } from "@nadir/domain";
import { type AucEstimate, aucDeLong, aucValue, type Estimated, randomSource } from "@nadir/statistics";
import { type Cohort, checkCohort, divide, type Training, wholeCohort } from "./cohort.ts";
import { type FittedCandidate, fitCandidate, predict } from "./fit-candidate.ts";

export interface Development {
  /** Out-of-fold probability of each subject, the mean over the repeats; null where no candidate could be fitted. */
  readonly predictions: readonly (number | null)[];
  /** Of the nested procedure as a whole: what the chosen candidates say of subjects that they have not seen. */
  readonly auc: Estimated<AucEstimate>;
  /** AUC of each outer part, or null where it has one outcome only. */
  readonly parts: readonly {
    readonly repeat: number;
    readonly part: string;
    readonly subjects: number;
    readonly auc: number | null;
    readonly chosen: string | null;
    readonly used: readonly string[];
  }[];
  /** In how many of the outer fits a predictor was used. */
  readonly selected: readonly { readonly predictor: string; readonly times: number; readonly of: number }[];
  /** The candidate chosen over all subjects, fitted on all. Its performance is not known from here, only the procedure's. */
  readonly final: FittedCandidate | null;
  /** Candidates that could not be fitted somewhere, with the first reason. */
  readonly notFitted: readonly { readonly candidate: string; readonly reason: string }[];
}

/**
 * Nested resampling: outer parts judge, inner folds choose, and everything that learns (filling gaps, harmonising, selecting,
 * scaling, the model) is fitted on training subjects alone (Varma & Simon 2006, BMC Bioinformatics 7:91). Folds are of
 * subjects, with the outcome in equal shares, or whole sites. The same seed gives the same answer.
 */
export function develop(cohort: Cohort, plan: DevelopmentPlan): Development {
  checkCohort(cohort);
  const n = cohort.outcome.length;
  const notFitted = new Map<string, string>();
  const sum = new Float64Array(n);
  const times = new Uint32Array(n);
  const uses = new Map<string, number>();
  const parts: Development["parts"][number][] = [];
  const repeats = plan.outer.kind === "folds" ? plan.outer.repeats : 1;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const { labels, partOf } = outerParts(cohort, plan, repeat);
    for (const [part, label] of labels.entries()) {
      const { training, leftOut } = divide(cohort, (i) => partOf[i] === part);
      const seed = plan.seed + 1000 * (repeat + 1) + part;
      const fitted = chosenFit(training, plan, seed, notFitted);
      const p = fitted ? predict(fitted, leftOut) : null;
      for (const [k, i] of leftOut.rows.entries())
        if (p) {
          sum[i]! += p[k]!;
          times[i]! += 1;
        }
      for (const name of fitted?.used ?? []) uses.set(name, (uses.get(name) ?? 0) + 1);
      const y = Uint8Array.from(leftOut.rows, (i) => cohort.outcome[i]!);
      const hasBoth = new Set(y).size === 2;
      parts.push({
        repeat: repeat + 1,
        part: label,
        subjects: y.length,
        auc: p && hasBoth ? aucValue(p, y) : null,
        chosen: fitted?.name ?? null,
        used: fitted?.used ?? [],
      });
    }
  }
  const judged = Array.from(times.keys()).filter((i) => times[i]! > 0);
  const predictions = Array.from(sum, (s, i) => (times[i] === 0 ? null : s / times[i]!));
  return {
    predictions,
    auc:
      judged.length === 0
        ? { estimable: false, reason: "No candidate could be fitted in any part." }
        : aucDeLong(
            judged.map((i) => predictions[i]!),
            judged.map((i) => cohort.outcome[i]!),
          ),
    parts,
    selected: [...uses]
      .map(([predictor, count]) => ({ predictor, times: count, of: parts.length }))
      .sort((a, b) => b.times - a.times || (a.predictor < b.predictor ? -1 : 1)),
    final: chosenFit(wholeCohort(cohort), plan, plan.seed, notFitted),
    notFitted: [...notFitted].map(([candidate, reason]) => ({ candidate, reason })),
  };
}

function outerParts(cohort: Cohort, plan: DevelopmentPlan, repeat: number): { labels: string[]; partOf: Int32Array } {
  if (plan.outer.kind === "leave-site-out") {
    const labels = [...new Set(cohort.sites)].sort();
    if (labels.length < 2) refuse("ONE_SITE", "There is one site only; leaving it out leaves nobody to learn from.");
    return { labels, partOf: Int32Array.from(cohort.sites, (s) => labels.indexOf(s)) };
  }
  const { count } = plan.outer;
  return {
    labels: Array.from({ length: count }, (_, k) => `fold ${k + 1}`),
    partOf: stratifiedFolds(cohort.outcome, count, plan.seed + repeat),
  };
}

/** Deals the shuffled subjects of each outcome out in turn: every fold has its share of both. */
export function stratifiedFolds(outcome: Uint8Array, count: number, seed: number): Int32Array {
  const least = Math.min(...[0, 1].map((y) => outcome.reduce((s, v) => s + Number(v === y), 0)));
  if (least < count)
    refuse(
      "TOO_FEW_FOR_FOLDS",
      `The rarer outcome has ${least} subjects, and ${count} folds want one each; take fewer folds.`,
      { found: String(least), expected: String(count) },
    );
  const random = randomSource(seed);
  const fold = new Int32Array(outcome.length);
  let next = 0;
  for (const y of [1, 0]) {
    const rows = Array.from(outcome.keys()).filter((i) => outcome[i] === y);
    for (let i = rows.length - 1; i > 0; i--) {
      const k = random.integer(i + 1);
      [rows[i], rows[k]] = [rows[k]!, rows[i]!];
    }
    for (const row of rows) fold[row] = next++ % count;
  }
  return fold;
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
    const answer = fitCandidate(candidate, training, seed);
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
  const folds = stratifiedFolds(training.outcome, plan.innerFolds, seed);
  const scored = plan.candidates.flatMap((candidate, order) => {
    const p = new Float64Array(training.outcome.length);
    for (let fold = 0; fold < plan.innerFolds; fold++) {
      const { training: inner, leftOut } = divide(training, (i) => folds[i] === fold);
      const answer = fitCandidate(candidate, inner, seed + fold);
      if (!answer.estimable) {
        note(notFitted, candidate, answer.reason);
        return [];
      }
      const part = predict(answer.fitted, leftOut);
      for (const [k, i] of leftOut.rows.entries()) p[i] = part[k]!;
    }
    return [
      {
        candidate,
        order,
        score: plan.chooseBy === "auc" ? aucValue(p, training.outcome)! : -logLoss(p, training.outcome),
      },
    ];
  });
  return scored.sort((a, b) => b.score - a.score || a.order - b.order).map((s) => s.candidate);
}

/** Mean of -log of the probability of what happened; probabilities are kept 1e-15 from 0 and 1. */
function logLoss(p: Float64Array, y: Uint8Array): number {
  const inside = (v: number): number => Math.min(1 - 1e-15, Math.max(1e-15, v));
  return -p.reduce((s, v, i) => s + Math.log(y[i] === 1 ? inside(v) : inside(1 - v)), 0) / p.length;
}
