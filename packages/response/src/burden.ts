import type { CriterionOutcome, SizeFigures } from "@nadir/domain";

const BY_AREA: ReadonlySet<string> = new Set(["irrc", "rano-2010", "mrano", "rano-2.0", "irano"]);

type Unit = SizeFigures["unit"];
/** As much of a `CriterionOutcome` as is read here. Outcomes stored long ago have no parameters. */
interface Judged {
  readonly criterion: string;
  readonly visitOrder: readonly string[];
  readonly visits: Readonly<Record<string, { readonly size: Pick<SizeFigures, "unit"> }>>;
  readonly parameters?: CriterionOutcome["parameters"] | undefined;
}

/** In which unit a criterion adds up: volumes where its parameters say so, else products or diameters. */
export const unitOfCriterion = (criterion: string, parameters?: CriterionOutcome["parameters"]): Unit =>
  parameters?.["measure"] === "volume" ? "mm3" : BY_AREA.has(criterion) ? "mm2" : "mm";

/** In which unit a criterion added up: as its figures say, else (no visit was judged) as its parameters do. */
export function unitOf({ criterion, visitOrder, visits, parameters }: Judged): Unit {
  const [first] = visitOrder;
  const size = first === undefined ? undefined : visits[first]?.size;
  return size ? size.unit : unitOfCriterion(criterion, parameters);
}

/** What the sum of a unit is called. */
export const BURDEN_NAMES: Readonly<Record<Unit, string>> = {
  mm: "sum of diameters",
  mm2: "sum of products",
  mm3: "volume",
};

/** The burden at baseline in that unit, by whichever name the criterion gives it; null where it could not be added up. */
export const baselineBurdenOf = (outcome: CriterionOutcome): number | null =>
  outcome.baselineSumMm ?? outcome.baselineSum ?? outcome.baselineBurden ?? null;
