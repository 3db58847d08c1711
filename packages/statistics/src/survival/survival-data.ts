import { refuse } from "@nadir/domain";
import { checkedFlags, checkedNumbers, checkSameLength, type Flags, type Numbers } from "../checked-input.ts";
import { ascendingOrder } from "../describe.ts";

/** Follow-up of each subject: time from the origin (any unit, >= 0) and whether it ended with the event. */
export interface SurvivalInput {
  readonly time: Numbers;
  readonly event: Flags;
}

/** Checked columns with times that differ only by rounding made equal. */
export interface SurvivalColumns {
  readonly time: Float64Array;
  readonly event: Uint8Array;
}

export function checkedSurvival({ time, event }: SurvivalInput): SurvivalColumns {
  checkSameLength({ time, event });
  const times = checkedNumbers(time, "time");
  times.forEach((t, i) => {
    if (t < 0)
      refuse("TIME_BEFORE_ORIGIN", `time: value ${i + 1} is ${t}; follow-up starts at 0.`, {
        found: String(t),
        expected: "0 or more",
      });
  });
  return { time: mergeTiedTimes(times), event: checkedFlags(event, "event") };
}

const TOLERANCE = Math.sqrt(Number.EPSILON);

/**
 * Distinct times closer than sqrt(machine epsilon), absolutely or relative to the mean distinct time, become the earlier
 * of the two: (100.1 - 100) days and 0.1 days are one time.
 */
function mergeTiedTimes(times: Float64Array): Float64Array {
  const distinct = Float64Array.from(new Set(times)).sort();
  if (distinct.length < 2) return times;
  const scale = distinct.reduce((s, v) => s + Math.abs(v), 0) / distinct.length;
  const representative = new Map<number, number>();
  let kept = distinct[0]!;
  let merged = false;
  for (let i = 0; i < distinct.length; i++) {
    const gap = i === 0 ? Number.POSITIVE_INFINITY : distinct[i]! - distinct[i - 1]!;
    if (gap <= TOLERANCE || gap / scale <= TOLERANCE) merged = true;
    else kept = distinct[i]!;
    representative.set(distinct[i]!, kept);
  }
  return merged ? times.map((t) => representative.get(t)!) : times;
}

/** One distinct observed time, ascending; at a tie events precede censoring, so all of them are at risk. */
export interface TimeStep {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
}

export function timeSteps({ time, event }: SurvivalColumns): TimeStep[] {
  const order = ascendingOrder(time);
  const steps: TimeStep[] = [];
  for (let i = 0; i < order.length; ) {
    const t = time[order[i]!]!;
    const atRisk = order.length - i;
    let events = 0;
    let j = i;
    for (; j < order.length && time[order[j]!] === t; j++) events += event[order[j]!]!;
    steps.push({ time: t, atRisk, events, censored: j - i - events });
    i = j;
  }
  return steps;
}
