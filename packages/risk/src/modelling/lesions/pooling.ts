import { randomSource } from "@nadir/statistics";
import { type Bags, type LesionScale, lesionScale, scaledLesions } from "./bags.ts";
import { descend, type Objective } from "./descend.ts";

/** What pooling learnt: data. `attention` is null where the rule is fixed. */
export interface PooledModel {
  readonly scale: LesionScale;
  readonly weights: readonly number[];
  readonly intercept: number;
  readonly rule: "max" | "mean" | "attention";
  readonly attention: { readonly hidden: readonly (readonly number[])[]; readonly out: readonly number[] } | null;
}

/** Starts from which the fit is tried; the best end is kept. */
const STARTS = 3;

/**
 * E: multiple-instance logistic regression: a lesion's score is linear in its features, the patient's is the greatest or the
 * mean of them (Dietterich et al. 1997; Ray & Craven 2005). F: the patient's features are the mean of the lesions', weighted by
 * softmax(v · tanh(U x)) (Ilse, Tomczak & Welling 2018, ICML, equation 8, without the gate). Mean log loss and
 * ridge / 2 · |weights|² are made small by gradient steps from seeded starts.
 */
export function fitPooling(
  bags: Bags,
  wish: { readonly rule: PooledModel["rule"]; readonly ridge: number; readonly hidden?: number; readonly seed: number },
): PooledModel {
  const scale = lesionScale(bags);
  const lesions = bags.lesions.map((own) => scaledLesions(own, scale));
  const p = bags.names.length;
  const h = wish.rule === "attention" ? (wish.hidden ?? 3) : 0;
  const objective: Objective = (x, gradient) => {
    let loss = 0;
    const n = lesions.length;
    for (const [i, own] of lesions.entries()) {
      const y = bags.outcome[i]!;
      const pooled = pool(own, x, p, h, wish.rule);
      const s = x[p]! + dotAt(x, 0, pooled.z);
      loss += (Math.log1p(Math.exp(-Math.abs(s))) + Math.max(s, 0) - y * s) / n;
      const rest = (1 / (1 + Math.exp(-s)) - y) / n;
      gradient[p]! += rest;
      for (let j = 0; j < p; j++) gradient[j]! += rest * pooled.z[j]!;
      if (h > 0) attentionGradient(own, pooled.shares, x, gradient, p, h, rest);
    }
    for (let j = 0; j < x.length; j++)
      if (j !== p) {
        loss += 0.5 * wish.ridge * x[j]! ** 2;
        gradient[j]! += wish.ridge * x[j]!;
      }
    return loss;
  };
  const ends = Array.from({ length: wish.rule === "mean" ? 1 : STARTS }, (_, k) => {
    const random = randomSource(wish.seed + k);
    const start = Float64Array.from({ length: p + 1 + h * p + h }, (_, j) =>
      k === 0 && j <= p ? 0 : random.uniform() - 0.5,
    );
    return descend(objective, start);
  });
  const { x } = ends.reduce((best, e) => (e.value < best.value ? e : best));
  return {
    scale,
    weights: Array.from(x.subarray(0, p)),
    intercept: x[p]!,
    rule: wish.rule,
    attention:
      h === 0
        ? null
        : {
            hidden: Array.from({ length: h }, (_, k) => Array.from(x.subarray(p + 1 + k * p, p + 1 + (k + 1) * p))),
            out: Array.from(x.subarray(p + 1 + h * p)),
          },
  };
}

/** Probability of each patient, and the share of each lesion in it (1 for the lesion of the greatest score). */
export function predictPooling(
  model: PooledModel,
  lesions: Bags["lesions"],
): { probability: number; shares: number[] }[] {
  const p = model.weights.length;
  const h = model.attention?.out.length ?? 0;
  const x = Float64Array.from([
    ...model.weights,
    model.intercept,
    ...(model.attention ? [...model.attention.hidden.flat(), ...model.attention.out] : []),
  ]);
  return lesions.map((own) => {
    const { z, shares } = pool(scaledLesions(own, model.scale), x, p, h, model.rule);
    return { probability: 1 / (1 + Math.exp(-(x[p]! + dotAt(x, 0, z)))), shares };
  });
}

function dotAt(x: Float64Array, from: number, v: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < v.length; j++) sum += x[from + j]! * v[j]!;
  return sum;
}

/** The patient's features: those of the lesion with the greatest score, or a weighted mean. */
function pool(
  own: readonly Float64Array[],
  x: Float64Array,
  p: number,
  h: number,
  rule: PooledModel["rule"],
): { z: Float64Array; shares: number[] } {
  const shares = sharesOf(own, x, p, h, rule);
  const z = new Float64Array(p);
  for (let k = 0; k < own.length; k++) {
    const [values, share] = [own[k]!, shares[k]!];
    // A fixed rule gives most lesions no share.
    if (share !== 0) for (let j = 0; j < p; j++) z[j]! += share * values[j]!;
  }
  return { z, shares };
}

function sharesOf(
  own: readonly Float64Array[],
  x: Float64Array,
  p: number,
  h: number,
  rule: PooledModel["rule"],
): number[] {
  if (rule === "mean") return own.map(() => 1 / own.length);
  if (rule === "max") {
    const scores = own.map((v) => dotAt(x, 0, v));
    const top = scores.indexOf(Math.max(...scores));
    return own.map((_, k) => Number(k === top));
  }
  const scores = own.map((v) => {
    let s = 0;
    for (let a = 0; a < h; a++) s += x[p + 1 + h * p + a]! * Math.tanh(dotAt(x, p + 1 + a * p, v));
    return s;
  });
  const top = Math.max(...scores);
  const raised = scores.map((s) => Math.exp(s - top));
  const total = raised.reduce((s, v) => s + v, 0);
  return raised.map((v) => v / total);
}

/** d loss / d attention: through z = Σ share · values, with d share_k / d score_l = share_k (1[k = l] - share_l). */
function attentionGradient(
  own: readonly Float64Array[],
  shares: readonly number[],
  x: Float64Array,
  gradient: Float64Array,
  p: number,
  h: number,
  rest: number,
): void {
  const scores = own.map((v) => dotAt(x, 0, v));
  const mean = scores.reduce((s, v, k) => s + shares[k]! * v, 0);
  for (const [k, values] of own.entries()) {
    const pull = rest * shares[k]! * (scores[k]! - mean);
    for (let a = 0; a < h; a++) {
      const out = p + 1 + h * p + a;
      const t = Math.tanh(dotAt(x, p + 1 + a * p, values));
      gradient[out]! += pull * t;
      const inner = pull * x[out]! * (1 - t * t);
      for (let j = 0; j < p; j++) gradient[p + 1 + a * p + j]! += inner * values[j]!;
    }
  }
}
