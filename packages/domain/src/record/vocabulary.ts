import { z } from "zod";

/** Closed lists that several concepts share. Each is the field's own word list, in lower case with hyphens. */

export const disease = z.enum(["solid-tumour", "glioma", "brain-metastases"]);
export type Disease = z.infer<typeof disease>;

/** Response criteria by identifier; the same identifiers as in `nadir respond --criteria` and the response vectors. */
export const criterionId = z.enum([
  "recist-1.1",
  "irecist",
  "imrecist",
  "irrecist",
  "irrc",
  "itrecist",
  "rano-2010",
  "mrano",
  "rano-2.0",
  "irano",
  "rano-bm",
]);
export type CriterionId = z.infer<typeof criterionId>;

export const visitRole = z.enum(["pre-baseline", "baseline", "follow-up", "unscheduled"]);
export type VisitRole = z.infer<typeof visitRole>;

export const lesionRole = z.enum(["target", "non-target", "new"]);
export type LesionRole = z.infer<typeof lesionRole>;

/** Why a lesion has no figure at a visit, or what was seen of it by eye. */
export const measurementStatus = z.enum([
  "absent",
  "too-small",
  "not-evaluable",
  "not-imaged",
  "merged",
  "treated",
  "present",
  "increased",
  "unequivocal-progression",
]);
export type MeasurementStatus = z.infer<typeof measurementStatus>;

export const nonTargetStatus = z.enum(["absent", "present", "unequivocal-progression", "not-evaluable"]);
export const sinceLast = z.enum(["increased", "unchanged", "decreased"]);
export const clinicalState = z.enum(["improved", "stable", "worse"]);
export const flairState = z.enum(["improved", "stable", "worse", "not-evaluable"]);
export const sex = z.enum(["female", "male", "unknown"]);
/** After CDISC codelist ETHNIC (C66790); not compared word by word with a published version of it. */
export const ethnicity = z.enum(["hispanic-or-latino", "not-hispanic-or-latino", "not-reported", "unknown"]);
/** After CDISC codelist RACE (C74457); not compared word by word with a published version of it. */
export const race = z.enum([
  "american-indian-or-alaska-native",
  "asian",
  "black-or-african-american",
  "native-hawaiian-or-other-pacific-islander",
  "white",
  "other",
  "not-reported",
  "unknown",
]);
export const treatmentKind = z.enum(["drug", "radiotherapy", "surgery", "procedure"]);
/** What an agent does, as trials of immunotherapy sort them. A combination is one row an agent, with days that overlap. */
export const agentClass = z.enum([
  "anti-pd-1",
  "anti-pd-l1",
  "anti-ctla-4",
  "anti-lag-3",
  "bispecific-antibody",
  "dendritic-cell-vaccine",
  "peptide-vaccine",
  "oncolytic-virus",
  "nk-cells",
  "car-t",
  "til",
  "cytokine",
  "braf-inhibitor",
  "mek-inhibitor",
  "anti-vegf",
  "tyrosine-kinase-inhibitor",
  "chemotherapy",
  "corticosteroid",
  "other",
]);
/** How a molecular figure was measured. Figures of two kinds are never taken as one variable. */
export const assayKind = z.enum([
  "rna-seq",
  "single-cell-rna-seq",
  "spatial-transcriptomics",
  "microarray",
  "pcr",
  "dna-sequencing",
  "methylation",
  "ihc",
  "multiplex-ihc",
  "tissue-microarray",
  "flow-cytometry",
  "cytof",
  "proteomics",
  "metabolomics",
]);
/** DICOM modality (0008,0060) of what Nadir reads; ultrasound and radiographs (CR, DX, MG) are single slices. */
export const modality = z.enum(["CT", "MR", "PT", "US", "CR", "DX", "MG"]);
export type Modality = z.infer<typeof modality>;

/** What a key is made of. */
export const KEY_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** A pseudonymous or structural key: letters, digits, dot, underscore, hyphen; no spaces; at most 64 characters. */
export const key = z.string().regex(KEY_PATTERN, {
  error: "use 1 to 64 letters, digits, dots, underscores or hyphens, beginning with a letter or digit",
});
