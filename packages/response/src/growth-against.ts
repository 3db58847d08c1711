import type { CriterionOutcome } from "@nadir/domain";

/** Change against one reference: in the sum's own unit and per cent; per cent null where the reference is 0. */
export interface Growth {
  readonly visit: string | null;
  readonly change: number;
  readonly percent: number | null;
}

/** The burden of one visit against baseline, nadir and the visit before it; null where one of the two is incomplete. */
export interface GrowthAgainst {
  readonly visit: string;
  readonly baseline: Growth | null;
  readonly nadir: Growth | null;
  readonly prior: Growth | null;
}

/** The prior visit is the last one before with a complete sum, at first the baseline. Figures are for display. */
export function growthAgainst(outcome: CriterionOutcome): GrowthAgainst[] {
  let prior: { visit: string | null; value: number } | null = null;
  return outcome.visitOrder.flatMap((visit) => {
    const size = outcome.visits[visit]?.size;
    if (!size) return [];
    prior ??= size.baseline === null ? null : { visit: outcome.baselineVisit, value: size.baseline };
    const against = (reference: number | null, at: string | null): Growth | null =>
      size.value === null || reference === null ? null : growth(size.value, reference, at);
    const row: GrowthAgainst = {
      visit,
      baseline: against(size.baseline, outcome.baselineVisit),
      nadir: against(size.nadir, size.nadirVisit),
      prior: prior === null ? null : against(prior.value, prior.visit),
    };
    if (size.value !== null) prior = { visit, value: size.value };
    return [row];
  });
}

function growth(value: number, reference: number, visit: string | null): Growth {
  // Sums carry at most four decimals; the last bits of a double are not a change.
  const change = Math.round((value - reference) * 1e4) / 1e4;
  return { visit, change, percent: reference === 0 ? null : (100 * change) / reference };
}
