import { refuse } from "@nadir/domain";
import { randomSource } from "@nadir/statistics";
import type { Judged } from "./measure.ts";

/** Folds of a cohort: with two classes as `stratifiedFolds`; with follow-up the events are shared out, and all may have one. */
export function dealtFolds({ outcome, time, value }: Judged, count: number, seed: number): Int32Array {
  if (value) {
    if (value.length < 2 * count)
      refuse("TOO_FEW_FOR_FOLDS", `${value.length} subjects are few for ${count} folds, which want two each.`);
    return dealt(outcome, count, seed);
  }
  if (!time) return stratifiedFolds(outcome, count, seed);
  const events = outcome.reduce((s, v) => s + v, 0);
  if (events < count)
    refuse(
      "TOO_FEW_FOR_FOLDS",
      `${events} subjects had the event, and ${count} folds want one each; take fewer folds.`,
      {
        found: String(events),
        expected: String(count),
      },
    );
  return dealt(outcome, count, seed);
}

/** Deals the shuffled subjects of each outcome out in turn: every fold has its share of both. */
export function stratifiedFolds(outcome: Uint8Array, count: number, seed: number): Int32Array {
  const classes = Math.max(2, ...outcome.map((y) => y + 1));
  const least = Math.min(
    ...Array.from({ length: classes }, (_, k) => k).map((y) => outcome.reduce((s, v) => s + Number(v === y), 0)),
  );
  if (least < count)
    refuse(
      "TOO_FEW_FOR_FOLDS",
      `The ${classes > 2 ? "rarest class" : "rarer outcome"} has ${least} subjects, and ${count} folds want one each; take fewer folds.`,
      { found: String(least), expected: String(count) },
    );
  return dealt(outcome, count, seed);
}

function dealt(outcome: Uint8Array, count: number, seed: number): Int32Array {
  const random = randomSource(seed);
  const fold = new Int32Array(outcome.length);
  let next = 0;
  for (const y of [...new Set(outcome)].sort((a, b) => b - a)) {
    const rows = Array.from(outcome.keys()).filter((i) => outcome[i] === y);
    for (let i = rows.length - 1; i > 0; i--) {
      const k = random.integer(i + 1);
      [rows[i], rows[k]] = [rows[k]!, rows[i]!];
    }
    for (const row of rows) fold[row] = next++ % count;
  }
  return fold;
}
