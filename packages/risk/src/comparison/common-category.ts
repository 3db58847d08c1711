/** The categories in which different criteria are compared, best first. */
export const COMMON_CATEGORIES = ["CR", "PR", "MR", "SD", "PD", "NED", "NE"] as const;
export type CommonCategory = (typeof COMMON_CATEGORIES)[number];

/**
 * A label of any criterion in the words that all share: `iPR`, `imPR` are PR; NON-CR/NON-PD is SD; every progression,
 * confirmed or waiting (iUPD, iCPD, pPD, uPD), is PD.
 */
export function commonCategory(label: string): CommonCategory {
  if (label === "NE" || label === "NED") return label;
  if (label.includes("NON-")) return "SD";
  const found = /(CR|PR|MR|SD|PD)$/.exec(label)?.[1];
  if (found === undefined) throw new RangeError(`'${label}' is no label of a response criterion.`);
  return found as CommonCategory;
}
