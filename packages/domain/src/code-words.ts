/** Codes that sources and laboratories write, in words. The code stays what it is; the words stand beside it. */
const WORDS: Readonly<Record<string, string>> = {
  os: "overall survival",
  pfs: "progression-free survival",
  ipfs: "progression-free survival, iRECIST",
  ttp: "time to progression",
  efs: "event-free survival",
  dfs: "disease-free survival",
  orr: "objective response",
  cbr: "clinical benefit",
  dcr: "disease control",
  dcb: "durable clinical benefit",
  dor: "duration of response",
  bor: "best overall response",
  ldh: "lactate dehydrogenase",
  crp: "C-reactive protein",
  nlr: "neutrophils to lymphocytes",
  plr: "platelets to lymphocytes",
  alc: "absolute lymphocyte count",
  anc: "absolute neutrophil count",
  "pd-l1": "programmed death ligand 1",
  tmb: "tumour mutational burden",
};

/** What a code stands for, in any case of its letters; null where it is not one of those that the field shares. */
export const codeWords = (code: string): string | null => WORDS[code.toLowerCase()] ?? null;

const RESPONSES: Readonly<Record<string, string>> = {
  CR: "complete response",
  PR: "partial response",
  SD: "stable disease",
  PD: "progression",
  NE: "not evaluable",
};
const RESPONSE = /^(CR|PR|SD|PD|NE)(?:(<|<=|>|>=|≤|≥)C(\d+))?$/;
const BOUNDS: Readonly<Record<string, string>> = {
  "<": "fewer than",
  "<=": "at most",
  "≤": "at most",
  ">": "more than",
  ">=": "at least",
  "≥": "at least",
};

/**
 * A class of responses as trials write it, in words: `PD/SD<C6` is "progression, or stable disease for fewer than 6
 * cycles". Null where any part is not a response.
 */
export function responseClassWords(text: string): string | null {
  const parts = text.split("/").map((part) => {
    const [, category, bound, cycles] = RESPONSE.exec(part.trim()) ?? [];
    if (!category) return null;
    const words = RESPONSES[category] ?? category;
    return bound ? `${words} for ${BOUNDS[bound]} ${cycles} cycles` : words;
  });
  if (parts.includes(null)) return null;
  const last = parts.pop();
  return parts.length === 0 ? (last ?? null) : `${parts.join(", ")}, or ${last}`;
}
