import { type LesionMethod, type LesionPlan, refuse } from "@nadir/domain";
import {
  type AucEstimate,
  aucDeLong,
  compareAucPaired,
  type Estimated,
  type PairedAucComparison,
} from "@nadir/statistics";
import type { Predictors } from "../cohort.ts";
import { stratifiedFolds } from "../folds.ts";
import { type Bags, bagsAt, checkBags } from "./bags.ts";
import { asPredictors, fitWay } from "./fit-way.ts";
import { fitPooling, predictPooling } from "./pooling.ts";
import { combined, fixedNumber, lesionStatistics } from "./to-patient.ts";

export interface MethodResult {
  readonly method: string;
  readonly kind: LesionMethod["kind"];
  /** Out-of-fold probability of each patient. */
  readonly predictions: readonly number[];
  readonly auc: Estimated<AucEstimate>;
  /** Against the first method, on the same patients (DeLong). Null for the first. */
  readonly against: Estimated<PairedAucComparison> | null;
  /** Share of each lesion in its patient's score, where the method has one; fitted without that patient. */
  readonly shares: readonly (readonly { readonly lesion: string; readonly share: number }[])[] | null;
}

/** A table of the regions that hold all lesions of a patient, one row each, in the order of the patients. */
export type UnionTable = Pick<Predictors, "names" | "columns">;

/**
 * Every method of the plan on the same folds of patients. A lesion is never in another fold than its patient. Refusal: those of
 * `checkBags`, one outcome only, a method of one volume without its table, a model that cannot be fitted in a fold.
 */
export function compareLesionMethods(bags: Bags, plan: LesionPlan, union: UnionTable | null = null): MethodResult[] {
  checkBags(bags);
  const events = bags.outcome.reduce((s, v) => s + v, 0);
  if (events === 0 || events === bags.outcome.length)
    refuse("ONE_CLASS", `${events} of ${bags.outcome.length} patients have the outcome; a model needs both.`, {
      found: String(events),
    });
  const folds = stratifiedFolds(bags.outcome, plan.folds, plan.seed);
  const results = plan.methods.map((method) => {
    const predictions = new Float64Array(bags.outcome.length);
    const shares: { lesion: string; share: number }[][] = bags.subjects.map(() => []);
    for (let fold = 0; fold < plan.folds; fold++) {
      const rows = Array.from(folds.keys());
      const [learn, judge] = [rows.filter((i) => folds[i] !== fold), rows.filter((i) => folds[i] === fold)];
      const answers = judged(method, bags, learn, judge, plan.seed + fold, union);
      for (const [k, i] of judge.entries()) {
        predictions[i] = answers[k]!.probability;
        shares[i] = answers[k]!.shares.map((share, l) => ({ lesion: bags.lesions[i]![l]!.id, share }));
      }
    }
    return { method, predictions, shares };
  });
  const first = results[0]!.predictions;
  return results.map(({ method, predictions, shares }, k) => ({
    method: method.name,
    kind: method.kind,
    predictions: Array.from(predictions),
    auc: aucDeLong(predictions, bags.outcome),
    against: k === 0 ? null : compareAucPaired(predictions, first, bags.outcome),
    shares: method.kind === "pooled" || method.kind === "attention" ? shares : null,
  }));
}

interface Judged {
  readonly probability: number;
  readonly shares: readonly number[];
}

function judged(
  method: LesionMethod,
  bags: Bags,
  learn: readonly number[],
  judge: readonly number[],
  seed: number,
  union: UnionTable | null,
): Judged[] {
  const [training, others] = [bagsAt(bags, learn), bagsAt(bags, judge)];
  switch (method.kind) {
    case "pooled":
      return predictPooling(fitPooling(training, { ...method, seed }), others.lesions);
    case "attention":
      return predictPooling(fitPooling(training, { ...method, rule: "attention", seed }), others.lesions);
    case "fixed-number":
      return byPatient(method, fixedNumber(training, method.count), fixedNumber(others, method.count), training, seed);
    case "statistics":
      return byPatient(
        method,
        lesionStatistics(training, method.statistics),
        lesionStatistics(others, method.statistics),
        training,
        seed,
      );
    case "one-volume": {
      if (!union)
        refuse("NO_UNION", `Method '${method.name}' takes all lesions as one region; give the table of these regions.`);
      const at = (rows: readonly number[]): Predictors => ({
        names: union.names,
        columns: union.columns.map((c) => Float64Array.from(rows, (i) => c[i]!)),
        sites: rows.map(() => ""),
      });
      return byPatient(method, at(learn), at(judge), training, seed);
    }
    case "predict-then-combine": {
      // Every lesion of a training patient carries the patient's label.
      const lesions = training.lesions.flat();
      const labels = training.lesions.flatMap((own, i) => own.map(() => training.outcome[i]!));
      const p = fitWay(
        method,
        asPredictors(bags.names, lesions),
        Uint8Array.from(labels),
        seed,
      )(asPredictors(bags.names, others.lesions.flat()));
      let at = 0;
      return others.lesions.map((own) => {
        const mine = Array.from(p.subarray(at, at + own.length));
        at += own.length;
        return { probability: combined(mine, method.rule), shares: [] };
      });
    }
  }
}

function byPatient(method: WithModel, learn: Predictors, judge: Predictors, training: Bags, seed: number): Judged[] {
  return Array.from(fitWay(method, learn, training.outcome, seed)(judge), (probability) => ({
    probability,
    shares: [],
  }));
}

type WithModel = Exclude<LesionMethod, { kind: "pooled" | "attention" }>;
