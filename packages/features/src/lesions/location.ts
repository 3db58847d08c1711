import type { FeatureValue } from "@nadir/domain";

/** A place of lesions, and the words of a record that mean it. */
export interface LocationGroup {
  readonly name: string;
  readonly words: readonly string[];
}

/** The five places of the CD8 radiomics score (Sun et al., Lancet Oncol 2018;19:1180), the last for all others. */
export const LOCATION_GROUPS: readonly LocationGroup[] = [
  { name: "adenopathy", words: ["lymph node", "lymph nodes", "node", "nodal", "adenopathy", "lymphadenopathy"] },
  { name: "head-and-neck", words: ["head and neck", "oral cavity", "pharynx", "larynx", "tongue", "neck", "parotid"] },
  { name: "lung", words: ["lung", "lungs", "pulmonary", "bronchus"] },
  { name: "liver", words: ["liver", "hepatic"] },
];

/**
 * The location of a lesion as variables of 0 and 1, one a group and one for `other`: exactly one is 1. Words compare
 * without regard to case, hyphens and underscores; an organ that no group names is `other`.
 */
export function locationIndicators(organ: string, groups: readonly LocationGroup[] = LOCATION_GROUPS): FeatureValue[] {
  const plain = organ
    .trim()
    .toLowerCase()
    .replaceAll(/[-_\s]+/g, " ");
  const found = groups.find(({ words }) => words.includes(plain))?.name ?? "other";
  return [...groups.map((g) => g.name), "other"].map((name) => ({
    key: `location@${name}`,
    id: "location",
    code: null,
    aggregation: null,
    value: name === found ? 1 : 0,
  }));
}
