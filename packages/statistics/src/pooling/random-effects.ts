import { checkedNumbers, checkLevel, checkSameLength, type Numbers } from "../checked-input.ts";
import { sum } from "../describe.ts";
import { tQuantile, zOf } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";

export interface RandomEffects {
  readonly method: "dersimonian-laird" | "reml";
  readonly mu: number;
  readonly standardError: number;
  readonly interval: Interval;
  readonly tau2: number;
  /** Cochran's Q and I² in percent (descriptive). */
  readonly q: number;
  readonly iSquared: number;
  /** Where a new site's true value may lie: mu ± z sqrt(tau² + se²). */
  readonly predictionInterval: Interval;
  /** Hartung–Knapp–Sidik–Jonkman: t with k - 1 degrees of freedom, for mean and prediction. */
  readonly hksj: { readonly standardError: number; readonly interval: Interval; readonly predictionInterval: Interval };
}

/** Random-effects pooling of per-site estimates with known variances (spec 4.8: logit AUC, log O/E, slope). */
export function randomEffects(
  estimates: Numbers,
  variances: Numbers,
  { method = "reml", level = 0.95 }: { method?: RandomEffects["method"]; level?: number } = {},
): Estimated<RandomEffects> {
  checkLevel(level);
  const k = checkSameLength({ estimate: estimates, variance: variances });
  const y = checkedNumbers(estimates, "estimate");
  const v = checkedNumbers(variances, "variance");
  if (k < 2) return notEstimable(`Heterogeneity needs two sites; there ${k === 1 ? "is 1" : "are 0"}.`);
  if (v.some((x) => !(x > 0))) return notEstimable("A site has variance 0: it would take all the weight.");
  const pooled = (tau2: number) => {
    const w = v.map((x) => 1 / (x + tau2));
    const total = sum(w);
    return { w, total, mu: sum(w.map((x, i) => x * y[i]!)) / total };
  };
  const fixed = pooled(0);
  const q = sum(fixed.w.map((w, i) => w * (y[i]! - fixed.mu) ** 2));
  const c = fixed.total - sum(fixed.w.map((w) => w * w)) / fixed.total;
  const dl = Math.max(0, (q - (k - 1)) / c);
  const tau2 = method === "dersimonian-laird" ? dl : reml(y, dl, pooled);
  const { w, total, mu } = pooled(tau2);
  const se = Math.sqrt(1 / total);
  const z = zOf(level);
  const t = tQuantile(1 - (1 - level) / 2, k - 1);
  const hksjSe = Math.sqrt(sum(w.map((x, i) => x * (y[i]! - mu) ** 2)) / ((k - 1) * total));
  const around = (half: number): Interval => ({ lower: mu - half, upper: mu + half, level });
  return estimated({
    method,
    mu,
    standardError: se,
    interval: around(z * se),
    tau2,
    q,
    iSquared: q > 0 ? Math.max(0, (100 * (q - (k - 1))) / q) : 0,
    predictionInterval: around(z * Math.sqrt(tau2 + se ** 2)),
    hksj: {
      standardError: hksjSe,
      interval: around(t * hksjSe),
      predictionInterval: around(t * Math.sqrt(tau2 + hksjSe ** 2)),
    },
  });
}

/** Restricted maximum likelihood by Fisher scoring with step halving at 0. */
function reml(
  y: Float64Array,
  start: number,
  pooled: (tau2: number) => { w: Float64Array; total: number; mu: number },
): number {
  let tau2 = start;
  for (let i = 0; i < 500; i++) {
    const { w, total, mu } = pooled(tau2);
    const w2 = sum(w.map((x) => x * x));
    const w3 = sum(w.map((x) => x ** 3));
    // Score and information of tau² in the restricted likelihood: P = W - W 1 1' W / total.
    const trace = total - w2 / total;
    const traceSquare = w2 - (2 * w3) / total + (w2 / total) ** 2;
    const fit = sum(w.map((x, j) => (x * (y[j]! - mu)) ** 2));
    const next = Math.max(0, tau2 + (fit - trace) / traceSquare);
    if (Math.abs(next - tau2) <= 1e-14 * Math.max(1e-3, tau2)) return next;
    tau2 = next;
  }
  return tau2;
}
