/**
 * Glucocorticoid doses of equal anti-inflammatory effect, mg by mouth or vein, as the standard tables have them
 * (Meikle & Tyler 1977, Am J Med 63:200; Liu 2013, Allergy Asthma Clin Immunol 9:30, Table 1): 0.75 mg of dexamethasone.
 */
const EQUIVALENT_MG: Readonly<Record<string, number>> = {
  dexamethasone: 0.75,
  betamethasone: 0.6,
  methylprednisolone: 4,
  triamcinolone: 4,
  prednisone: 5,
  prednisolone: 5,
  hydrocortisone: 20,
  cortisone: 25,
};

/** The glucocorticoid that a drug's name names, in lower case; null for any other drug. */
export function glucocorticoidOf(name: string): string | null {
  const words = name.toLowerCase().split(/[^a-z]+/);
  return Object.keys(EQUIVALENT_MG).find((drug) => words.includes(drug)) ?? null;
}

/** Dexamethasone of equal effect, mg; null for a drug that is no glucocorticoid of the table. */
export function dexamethasoneEquivalentMg(drug: string, mg: number): number | null {
  const found = glucocorticoidOf(drug);
  if (found === null) return null;
  // 8 mg of prednisone are 1.2 mg: rounded to the microgram, free of the last bits of a double.
  return Math.round(((mg * 0.75) / (EQUIVALENT_MG[found] as number)) * 1000) / 1000;
}
