/** Patients who cannot be told apart by what others may know of them, after Sweeney 2002 (k-anonymity). */
export interface KAnonymity {
  readonly quasiIdentifiers: readonly string[];
  readonly subjects: number;
  readonly classes: number;
  /** The size of the smallest class: the k that the export has. Null without a patient. */
  readonly k: number | null;
  /** Patients in a class of their own. */
  readonly alone: number;
  /** Patients in classes of fewer than five. */
  readonly inClassesBelow5: number;
}

/** Classes of rows that are equal in the columns named. */
export function kAnonymity(
  rows: readonly Readonly<Record<string, unknown>>[],
  quasiIdentifiers: readonly string[],
): KAnonymity {
  const sizes = new Map<string, number>();
  for (const row of rows) {
    const of = JSON.stringify(quasiIdentifiers.map((name) => row[name] ?? null));
    sizes.set(of, (sizes.get(of) ?? 0) + 1);
  }
  const all = [...sizes.values()];
  const below = (n: number) => all.filter((size) => size < n).reduce((sum, size) => sum + size, 0);
  return {
    quasiIdentifiers,
    subjects: rows.length,
    classes: all.length,
    k: all.length === 0 ? null : Math.min(...all),
    alone: below(2),
    inClassesBelow5: below(5),
  };
}
