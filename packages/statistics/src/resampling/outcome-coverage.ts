import { refuse } from "@nadir/domain";
import {
  checkedFlags,
  checkedNumbers,
  checkLevel,
  checkSameLength,
  type Flags,
  type Numbers,
} from "../checked-input.ts";

export interface OutcomeCoverage {
  readonly level: number;
  /** Of subjects with (without) the outcome: the share whose set holds what came out; null where there are none. */
  readonly coveredWith: number | null;
  readonly coveredWithout: number | null;
  /** Share of all subjects whose set names one outcome only, both, or none. */
  readonly one: number;
  readonly both: number;
  readonly none: number;
}

/**
 * Mondrian conformal sets by class (Vovk 2015) of subjects whose probabilities come of models that had not seen them, each measured
 * against the others: p of a class = (others of the class at least as nonconforming + 1) / (others of the class + 1), in the set
 * where p > 1 - level.
 */
export function outcomeCoverage(probabilities: Numbers, outcome: Flags, level: number): OutcomeCoverage {
  checkLevel(level);
  const n = checkSameLength({ probabilities, outcome });
  if (n === 0) refuse("NO_ROWS", "There are no predictions whose sets could be counted.");
  const p = checkedNumbers(probabilities, "probability");
  const y = checkedFlags(outcome, "outcome");
  const tally = { one: 0, both: 0, none: 0 };
  const [covered, count] = [
    [0, 0],
    [0, 0],
  ];
  for (let i = 0; i < n; i++) {
    const isIn = [0, 1].map((label) => {
      let [asUnlike, others] = [0, 0];
      for (let k = 0; k < n; k++) {
        if (k === i || y[k] !== label) continue;
        others++;
        if (label === 1 ? p[k]! <= p[i]! : p[k]! >= p[i]!) asUnlike++;
      }
      return (asUnlike + 1) / (others + 1) > 1 - level;
    });
    tally[isIn[0] && isIn[1] ? "both" : isIn[0] || isIn[1] ? "one" : "none"] += 1;
    count[y[i]!]! += 1;
    if (isIn[y[i]!]) covered[y[i]!]! += 1;
  }
  const share = (label: 0 | 1): number | null => (count[label] === 0 ? null : covered[label]! / count[label]!);
  return {
    level,
    coveredWith: share(1),
    coveredWithout: share(0),
    one: tally.one / n,
    both: tally.both / n,
    none: tally.none / n,
  };
}
