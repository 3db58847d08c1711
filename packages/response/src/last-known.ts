import type { SizeFigures } from "@nadir/domain";

/** A change in per cent with the visit at which it was measured. */
export interface KnownChange {
  readonly percent: number;
  readonly visit: string;
  /** False where a later visit was judged without a whole sum. */
  readonly isLatest: boolean;
}

/** The change of the burden at the latest visit that has one; null where none has. */
export function lastKnownChange(
  outcome: {
    readonly visitOrder: readonly string[];
    readonly visits: Readonly<Record<string, { readonly size: SizeFigures }>>;
  },
  of: "percentFromBaseline" | "percentFromNadir",
): KnownChange | null {
  for (const visit of [...outcome.visitOrder].reverse()) {
    const percent = outcome.visits[visit]?.size[of];
    if (percent != null) return { percent, visit, isLatest: visit === outcome.visitOrder.at(-1) };
  }
  return null;
}

/** The sum lies below every sum before it: from here on it is the nadir that later visits are judged against. */
export const isNewLowest = ({ value, nadir }: Pick<SizeFigures, "value" | "nadir">): boolean =>
  value !== null && nadir !== null && value < nadir;
