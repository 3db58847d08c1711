import type { Numbers } from "../checked-input.ts";
import type { Estimated } from "../estimate.ts";
import { censoringDistribution } from "./censoring-weights.ts";
import { type Concordance, concordance } from "./concordance.ts";
import { checkedSurvival, type SurvivalInput } from "./survival-data.ts";

/**
 * Uno's C (Uno 2011): Harrell's pairs with an event before `tau`, each weighted by 1 / G(T-)². Tau belongs to the figure:
 * values of different tau are not comparable.
 */
export function unoConcordance(
  input: SurvivalInput & { readonly score: Numbers },
  tau: number,
  level = 0.95,
): Estimated<Concordance> {
  const g = censoringDistribution(checkedSurvival(input));
  return concordance(input, { tau, level, weight: (t) => 1 / g.before(t) ** 2 });
}
