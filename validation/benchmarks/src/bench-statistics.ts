import { createHash } from "node:crypto";
import {
  applyCombat,
  aucValue,
  binaryPerformance,
  concordance,
  coxPenaltyPath,
  crossValidateCox,
  fitCombat,
  nestedCrossValidateLogistic,
  randomSource,
  survivalPerformance,
} from "@nadir/statistics";
import { conclude, median, timed } from "./measure.ts";

/**
 * The goals of the validation issue on one core: a whole binary report of 500 subjects with 2,000 resamples, a survival
 * report of 1,000 without and with 500 resamples, nested LASSO of 300 × 1,000; and those of the risk issue: nested 5 × 10,
 * Cox LASSO, ComBat of 300 × 1,000 over four sites. Ratios are to the naive computation of the
 * same run. The digest of each result is printed: the same on every machine and with any number of cores.
 */
const random = randomSource(20260101);
const normal = (): number => {
  const u = 1 - random.uniform();
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.uniform());
};
const digest = (result: unknown): string =>
  createHash("sha256").update(JSON.stringify(result)).digest("hex").slice(0, 16);

/** Once to warm up, then the median of three; and the digest of the result. */
async function measured(work: () => unknown): Promise<{ ms: number; digest: string }> {
  const first = digest(work());
  const times: number[] = [];
  for (let k = 0; k < 3; k++) times.push(await timed(async () => work()));
  return { ms: median(times), digest: first };
}

function binary() {
  const linear = Float64Array.from({ length: 500 }, () => -1 + 1.2 * normal());
  return {
    p: linear.map((l) => 1 / (1 + Math.exp(-l))),
    y: Uint8Array.from(linear, (l) => (random.uniform() < 1 / (1 + Math.exp(-0.8 * l)) ? 1 : 0)),
  };
}

function followUp(n: number) {
  const score = Float64Array.from({ length: n }, () => 0.8 * normal());
  const event = new Uint8Array(n);
  const time = score.map((lp, i) => {
    const death = -Math.log(1 - random.uniform()) / (0.001 * Math.exp(lp));
    const censored = random.uniform() * 3000;
    event[i] = death <= censored ? 1 : 0;
    return Math.ceil(Math.min(death, censored));
  });
  return { time, event, score, risk: score.map((lp) => -Math.expm1(-0.365 * Math.exp(lp))) };
}

const thresholds = Array.from({ length: 50 }, (_, k) => 0.01 + k * 0.01);

const b = binary();
const report = await measured(() => binaryPerformance(b.p, b.y, { resamples: 2000, seed: 1, thresholds }));
const plainAuc = await measured(() => Array.from({ length: 2000 }, () => aucValue(b.p, b.y)));
conclude({
  name: "binary report, n = 500, 2,000 resamples",
  targetMs: 1300,
  measuredMs: report.ms,
  baseline: { what: "2,000 AUCs alone", ms: plainAuc.ms },
  detail: { digest: report.digest },
});

const s = followUp(1000);
const plainC = await measured(() => concordance(s));
const single = await measured(() => survivalPerformance(s, 365, { thresholds }));
conclude({
  name: "survival report, n = 1,000",
  targetMs: 100,
  measuredMs: single.ms,
  baseline: { what: "Harrell's C alone", ms: plainC.ms },
  detail: { digest: single.digest },
});
const resampled = await measured(() => survivalPerformance(s, 365, { thresholds, resamples: 500, seed: 1 }));
conclude({
  name: "survival report, n = 1,000, 500 resamples",
  targetMs: 3000,
  measuredMs: resampled.ms,
  baseline: { what: "the report without resampling", ms: single.ms },
  detail: { digest: resampled.digest },
});

const rows = 300;
const names = Array.from({ length: 1000 }, (_, j) => `f${j}`);
const features = Object.fromEntries(names.map((name) => [name, Float64Array.from({ length: rows }, normal)]));
const outcome = Uint8Array.from({ length: rows }, (_, i) =>
  random.uniform() < 1 / (1 + Math.exp(-(features["f0"]![i]! + 0.8 * features["f1"]![i]!))) ? 1 : 0,
);
const folds = (count: number) => Array.from({ length: rows }, (_, i) => (i % count) + 1);
const lambda = Array.from({ length: 30 }, (_, k) => 0.25 * 0.05 ** (k / 29));
const nested = await measured(() =>
  nestedCrossValidateLogistic(
    { features, outcome },
    { alpha: 1, lambda, outer: folds(5), inner: folds(5).map((f, i) => ((f + i * 7) % 5) + 1) },
  ),
);
conclude({
  name: "nested LASSO, 300 × 1,000, 5 × 5 folds, 30 penalties",
  targetMs: 2100,
  measuredMs: nested.ms,
  baseline: { what: "2,000 AUCs of 500", ms: plainAuc.ms },
  detail: { digest: nested.digest },
});
const wider = await measured(() =>
  nestedCrossValidateLogistic(
    { features, outcome },
    {
      alpha: 1,
      lambda,
      outer: folds(5),
      inner: Array.from({ length: rows }, (_, i) => (Math.floor(i / 5) % 10) + 1),
    },
  ),
);
conclude({
  name: "nested LASSO, 300 × 1,000, 5 × 10 folds, 30 penalties",
  targetMs: 2100,
  measuredMs: wider.ms,
  baseline: { what: "2,000 AUCs of 500", ms: plainAuc.ms },
  detail: { digest: wider.digest },
});
const time = Float64Array.from(
  { length: rows },
  (_, i) => -Math.log(1 - random.uniform()) / (0.01 * Math.exp(features["f0"]![i]! + 0.8 * features["f1"]![i]!)),
);
const followed = { features, time, event: Uint8Array.from({ length: rows }, () => (random.uniform() < 0.7 ? 1 : 0)) };
const coxLambda = coxPenaltyPath(followed, { count: 100, leastRatio: 0.05 });
const hazards = await measured(() => crossValidateCox(followed, { lambda: coxLambda, folds: folds(10) }));
conclude({
  name: "Cox LASSO, 300 × 1,000, 10 folds, 100 penalties",
  targetMs: 6000,
  measuredMs: hazards.ms,
  baseline: { what: "2,000 AUCs of 500", ms: plainAuc.ms },
  detail: { digest: hazards.digest },
});

const sites = Array.from({ length: rows }, (_, i) => "ABCD"[i % 4]!);
const shifted = Object.fromEntries(
  names.map((name, j) => [name, features[name]!.map((v, i) => v * (1 + 0.1 * (i % 4)) + ((i % 4) * (j % 7)) / 7)]),
);
const harmonise = () => {
  const model = fitCombat({ features: shifted, batch: sites });
  if (!model.estimable) throw new Error(model.reason);
  return applyCombat(model, { features: shifted, batch: sites })["f0"];
};
// Some tens of milliseconds want a compiler that has seen the code a few times.
for (let k = 0; k < 4; k++) harmonise();
const harmonised = await measured(harmonise);
conclude({
  name: "ComBat, 300 × 1,000, 4 sites, fitted and applied",
  targetMs: 60,
  measuredMs: harmonised.ms,
  baseline: { what: "2,000 AUCs of 500", ms: plainAuc.ms },
  detail: { digest: harmonised.digest },
});
