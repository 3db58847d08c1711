interface Measured {
  /** ISO day. */
  readonly date: string;
  /** Change of the burden from baseline; null where it is not known. */
  readonly percent: number | null;
}

/**
 * The visit with the lowest change of the burden from baseline, among those up to and including the day on which the
 * criterion sets progression (`progressionDate`; null: none); of equal ones the first, null where none of them has a change.
 * A best overall response looks no further than progression (Eisenhauer 2009 §4.4, §4.6), and neither does what is drawn in its
 * colour: a shrinkage after it, under another treatment or none, is no part of it (docs/criteria/best-change.md).
 */
export function bestChangeOf<V extends Measured>(
  visits: readonly V[],
  progressionDate: string | null,
): (V & { readonly percent: number }) | null {
  return visits.reduce<(V & { readonly percent: number }) | null>((best, visit) => {
    const isAfter = progressionDate !== null && visit.date > progressionDate;
    return isAfter || visit.percent === null || (best !== null && visit.percent >= best.percent)
      ? best
      : { ...visit, percent: visit.percent };
  }, null);
}
