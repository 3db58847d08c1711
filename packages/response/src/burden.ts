import type { CriterionOutcome, SizeFigures } from "@nadir/domain";

const BY_AREA: ReadonlySet<string> = new Set(["irrc", "rano-2010", "mrano", "rano-2.0", "irano"]);

/** In which unit a criterion added up: as its figures say, else (no visit was judged) as its parameters do. */
export function unitOf(outcome: CriterionOutcome): SizeFigures["unit"] {
  const [first] = outcome.visitOrder;
  const size = first === undefined ? undefined : outcome.visits[first]?.size;
  if (size) return size.unit;
  if (outcome.parameters["measure"] === "volume") return "mm3";
  return BY_AREA.has(outcome.criterion) ? "mm2" : "mm";
}

/** The burden at baseline in that unit, by whichever name the criterion gives it; null where it could not be added up. */
export const baselineBurdenOf = (outcome: CriterionOutcome): number | null =>
  outcome.baselineSumMm ?? outcome.baselineSum ?? outcome.baselineBurden ?? null;
