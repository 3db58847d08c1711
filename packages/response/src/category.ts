/**
 * The categories that all criteria share, before each gives them its own words. `NON` is non-CR/non-PD; `PPD` a progression
 * that waits for confirmation (iUPD, pPD, uPD); `CPD` one that had to be confirmed and was (iCPD); `NA` no such disease at baseline.
 */
export type Category = "CR" | "PR" | "MR" | "SD" | "NON" | "PD" | "PPD" | "CPD" | "NE" | "NED" | "NA";

export type Words = Readonly<Record<Category, string>>;

export const RECIST_WORDS: Words = {
  CR: "CR",
  PR: "PR",
  MR: "MR",
  SD: "SD",
  NON: "NON-CR/NON-PD",
  PD: "PD",
  PPD: "PD",
  CPD: "PD",
  NE: "NE",
  NED: "NED",
  NA: "NA",
};

export const IRECIST_WORDS: Words = {
  CR: "iCR",
  PR: "iPR",
  MR: "iMR",
  SD: "iSD",
  NON: "NON-iCR/NON-iUPD",
  PD: "iUPD",
  PPD: "iUPD",
  CPD: "iCPD",
  NE: "NE",
  NED: "NED",
  NA: "NA",
};

/** `ir` or `im` before the words of RECIST. */
export const prefixedWords = (prefix: string): Words => ({
  ...RECIST_WORDS,
  CR: `${prefix}CR`,
  PR: `${prefix}PR`,
  MR: `${prefix}MR`,
  SD: `${prefix}SD`,
  NON: `${prefix}NON-CR/NON-PD`,
  PD: `${prefix}PD`,
  PPD: `${prefix}PD`,
  CPD: `${prefix}PD`,
});

export const RANO20_WORDS: Words = { ...RECIST_WORDS, PPD: "pPD" };
export const IRANO_WORDS: Words = { ...RECIST_WORDS, PPD: "uPD" };

const GOODNESS: Readonly<Partial<Record<Category, number>>> = { CR: 5, PR: 4, MR: 3, SD: 2, NON: 2, PD: 1 };

/** A is better than b on CR > PR > MR > SD = NON > PD; never true where one of them says nothing (NE, NA, NED). */
export function isBetter(a: Category, b: Category): boolean {
  const x = GOODNESS[a];
  const y = GOODNESS[b];
  return x !== undefined && y !== undefined && x > y;
}
