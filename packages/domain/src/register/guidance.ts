import type { GuidanceEntry } from "./register-shape.ts";

/** Guidelines that the founding reviews ask for where a tissue or expression measure is used. */
export const GUIDANCE: readonly GuidanceEntry[] = [
  {
    id: "til-working-group-2015",
    topic: "Tumour-infiltrating lymphocytes, read on haematoxylin and eosin",
    citation: "Salgado et al. 2015, Ann Oncol 26:259",
    url: "https://doi.org/10.1093/annonc/mdu450",
    hint: "Say that stromal TILs were scored as a percentage of the stromal area within the invasive tumour, by how many readers, and blinded to what.",
    concerns: ["TIL", "TILs", "sTIL"],
  },
  {
    id: "rna-seq-2016",
    topic: "Expression by RNA sequencing",
    citation: "Conesa et al. 2016, Genome Biol 17:13",
    url: "https://doi.org/10.1186/s13059-016-0881-8",
    hint: "Say the library, depth, alignment or quantification with version, normalisation, and how batches were handled; what is normalised over a cohort must be learnt on training subjects.",
    concerns: ["RNA", "TPM", "FPKM", "expression"],
  },
];

/** What applies to a biomarker, by its code or assay. */
export const guidanceFor = (words: string): readonly GuidanceEntry[] =>
  GUIDANCE.filter(({ concerns }) =>
    concerns.some((word) => new RegExp(`(^|[^A-Za-z])${word}($|[^A-Za-z])`, "i").test(words)),
  );
