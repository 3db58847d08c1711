import { refuse } from "@nadir/domain";
import { checkedFlags, checkSameLength, type Flags, type Numbers } from "../checked-input.ts";
import { quantileOfSorted } from "../describe.ts";
import { chiSquareUpper } from "../distributions.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { checkedProbabilities } from "./binary-calibration.ts";

export interface HosmerLemeshow {
  readonly statistic: number;
  readonly groups: readonly { readonly n: number; readonly observed: number; readonly expected: number }[];
  /** External data: as many degrees of freedom as groups. */
  readonly pExternal: number;
  /** Development data: groups - 2. */
  readonly pDevelopment: number;
}

/**
 * Secondary only: the groups are arbitrary, power is driven by n, and it has no direction. Groups by type-7 quantiles of
 * the prediction, right-closed, the lowest included; equal cut-points merge their groups.
 */
export function hosmerLemeshow(probabilities: Numbers, outcome: Flags, groups = 10): Estimated<HosmerLemeshow> {
  checkSameLength({ probability: probabilities, outcome });
  if (!Number.isInteger(groups) || groups < 3) refuse("GROUPS", `${groups} groups; give a whole number of at least 3.`);
  const { p } = checkedProbabilities(probabilities);
  const y = checkedFlags(outcome, "outcome");
  const sorted = Float64Array.from(p).sort();
  if (sorted.length === 0) return notEstimable("There are no predictions to group.");
  const cuts = [...new Set(Array.from({ length: groups + 1 }, (_, i) => quantileOfSorted(sorted, i / groups)))];
  const cells = Array.from({ length: cuts.length - 1 }, () => ({ n: 0, observed: 0, expected: 0 }));
  if (cells.length < 3) return notEstimable(`Only ${cells.length} groups have distinct limits; three are needed.`);
  p.forEach((v, i) => {
    const at = Math.max(
      1,
      cuts.findIndex((c) => v <= c),
    );
    const cell = cells[at - 1]!;
    cell.n++;
    cell.observed += y[i]!;
    cell.expected += v;
  });
  const statistic = cells.reduce(
    (s, c) => s + (c.observed - c.expected) ** 2 / (c.expected * (1 - c.expected / c.n)),
    0,
  );
  if (!Number.isFinite(statistic))
    return notEstimable("A group expects no event, or only events: the statistic divides by 0.");
  return estimated({
    statistic,
    groups: cells,
    pExternal: chiSquareUpper(statistic, cells.length),
    pDevelopment: chiSquareUpper(statistic, cells.length - 2),
  });
}
