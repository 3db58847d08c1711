import type { VisitMethod, VisitPlan } from "@nadir/domain";
import {
  type AucEstimate,
  aucDeLong,
  aucValue,
  compareAucPaired,
  type Estimated,
  type PairedAucComparison,
} from "@nadir/statistics";
import { stratifiedFolds } from "../folds.ts";
import { type Bags, bagsAt } from "../lesions/bags.ts";
import { fitWay } from "../lesions/fit-way.ts";
import { fitPooling, predictPooling } from "../lesions/pooling.ts";
import { asBags, checkCourses, coursesAt, oneVisit, type VisitCourses } from "./courses.ts";

export interface VisitMethodResult {
  readonly method: string;
  readonly kind: VisitMethod["kind"];
  /** Out-of-fold probability of each patient. */
  readonly predictions: readonly number[];
  readonly auc: Estimated<AucEstimate>;
  /** Against the first method, on the same patients (DeLong). Null for the first. */
  readonly against: Estimated<PairedAucComparison> | null;
  /** Share of each visit in its patient's score, by a model that never saw the patient; null where the method has none. */
  readonly shares: readonly (readonly { readonly day: number; readonly share: number }[])[] | null;
  /** The setting of each outer fold, where inner folds chose. */
  readonly chosen: readonly Setting[] | null;
}

interface Setting {
  readonly hidden: number;
  readonly ridge: number;
}

/**
 * Every method of the plan on the same folds of patients, from their visits up to the landmark. Attention over time is the
 * pooling of lesions (`fitPooling`, Ilse 2018, equation 8 without the gate) with a patient's visits in place of lesions, each with its values, their
 * change since the first visit and its month: simple temporal attention in the sense of Yang 2021. Its setting is chosen in
 * inner folds of the training patients. Refusal: those of `checkCourses`, folds that cannot be dealt, a model that cannot be fitted.
 */
export function compareVisitMethods(courses: VisitCourses, plan: VisitPlan): VisitMethodResult[] {
  checkCourses(courses, plan.landmark);
  const folds = stratifiedFolds(courses.outcome, plan.folds, plan.seed);
  const rows = Array.from(folds.keys());
  const parts = Array.from({ length: plan.folds }, (_, fold) => ({
    learn: rows.filter((i) => folds[i] !== fold),
    judge: rows.filter((i) => folds[i] === fold),
    seed: plan.seed + fold,
  }));
  const bags = asBags(courses);
  const results = plan.methods.map((method) => {
    const predictions = new Float64Array(rows.length);
    const shares: (readonly number[])[] = rows.map(() => []);
    const chosen: Setting[] = [];
    for (const { learn, judge, seed } of parts) {
      const answer = judged(method, courses, bags, learn, judge, { seed, innerFolds: plan.innerFolds });
      if (answer.setting) chosen.push(answer.setting);
      for (const [k, i] of judge.entries()) {
        predictions[i] = answer.probabilities[k]!;
        shares[i] = answer.shares?.[k] ?? [];
      }
    }
    return { method, predictions, shares, chosen };
  });
  const first = results[0]!.predictions;
  return results.map(({ method, predictions, shares, chosen }, k) => ({
    method: method.name,
    kind: method.kind,
    predictions: Array.from(predictions),
    auc: aucDeLong(predictions, courses.outcome),
    against: k === 0 ? null : compareAucPaired(predictions, first, courses.outcome),
    shares:
      method.kind === "attention"
        ? shares.map((own, i) => own.map((share, v) => ({ day: courses.visits[i]![v]!.day, share })))
        : null,
    chosen: chosen.length > 0 ? chosen : null,
  }));
}

interface Answer {
  readonly probabilities: ArrayLike<number>;
  readonly shares?: readonly (readonly number[])[];
  readonly setting?: Setting;
}

function judged(
  method: VisitMethod,
  courses: VisitCourses,
  bags: Bags,
  learn: readonly number[],
  judge: readonly number[],
  { seed, innerFolds }: { readonly seed: number; readonly innerFolds: number },
): Answer {
  if (method.kind === "mean" || method.kind === "attention") {
    const training = bagsAt(bags, learn);
    const setting = method.kind === "mean" ? undefined : chosenSetting(method, training, innerFolds, seed);
    const fit = setting
      ? fitPooling(training, { rule: "attention", ...setting, seed })
      : fitPooling(training, { rule: "mean", ridge: method.ridge as number, seed });
    const answers = predictPooling(fit, bagsAt(bags, judge).lesions);
    return {
      probabilities: answers.map((a) => a.probability),
      shares: answers.map((a) => a.shares),
      ...(setting ? { setting } : {}),
    };
  }
  const training = coursesAt(courses, learn);
  const fitted = fitWay(method, oneVisit(training, method.kind), training.outcome, seed);
  return { probabilities: fitted(oneVisit(coursesAt(courses, judge), method.kind)) };
}

/** The setting with the greatest AUC over inner folds of the training patients; of equals the first. */
function chosenSetting(
  { hidden, ridge }: Extract<VisitMethod, { kind: "attention" }>,
  training: Bags,
  innerFolds: number,
  seed: number,
): Setting {
  const settings = hidden.flatMap((h) => ridge.map((r) => ({ hidden: h, ridge: r })));
  if (settings.length === 1) return settings[0]!;
  const folds = stratifiedFolds(training.outcome, innerFolds, seed);
  const rows = Array.from(folds.keys());
  const values = settings.map((setting) => {
    const p = new Float64Array(rows.length);
    for (let fold = 0; fold < innerFolds; fold++) {
      const judge = rows.filter((i) => folds[i] === fold);
      const inner = bagsAt(
        training,
        rows.filter((i) => folds[i] !== fold),
      );
      const fit = fitPooling(inner, { rule: "attention", ...setting, seed: seed + fold });
      const answers = predictPooling(fit, bagsAt(training, judge).lesions);
      for (const [k, i] of judge.entries()) p[i] = answers[k]!.probability;
    }
    return aucValue(p, training.outcome) ?? 0;
  });
  return settings[values.indexOf(Math.max(...values))]!;
}
