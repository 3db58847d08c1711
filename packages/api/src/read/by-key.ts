const KEYS = new Intl.Collator("en", { numeric: true });

/** Keys sort by their leading text, then as numbers, so that P-9 stands before P-10. */
export const byKey = (a: string, b: string): number => KEYS.compare(a, b);
