import type { CriterionId, Disease } from "../record/vocabulary.ts";

/** Where the names and the codes of the list come from. */
export const TUMOUR_NAME_SOURCES = {
  who: "WHO CNS 5th edition: Louis 2021, Neuro-Oncol 23:1231",
  codes:
    "NCI Thesaurus and ICD-O-3 morphology codes as OncoTree maps them (cBioPortal/oncotree, ontology_mappings.txt, 01d20c6); no code where that table has none for just this entity",
} as const;

/** A criterion that trials of a type name and that is not implemented here. */
export interface MissingCriterion {
  readonly name: string;
  readonly citation: string;
}

export interface TumourType {
  /** As WHO CNS 5 names it for tumours of the brain, else as NCI Thesaurus does. */
  readonly name: string;
  /** NCI Thesaurus concept, e.g. `C3058`. */
  readonly ncit?: string;
  /** ICD-O-3 morphology with behaviour, e.g. `9440/3`. */
  readonly icdO3Morphology?: string;
  /** Under which `trial.disease` it can stand. */
  readonly diseases: readonly Disease[];
  /** What trials of it usually name, the primary first; empty where nothing implemented here was written for it. */
  readonly usual: readonly CriterionId[];
  /** What else was written for it: named, it gives no remark. */
  readonly fits: readonly CriterionId[];
  /** Why these: the papers whose scope it is. */
  readonly source: string;
  readonly missing: readonly MissingCriterion[];
}

const RANO = "RANO 2.0: Wen 2023, J Clin Oncol 41:5187; iRANO: Okada 2015, Lancet Oncol 16:e534";
const SOLID = "RECIST 1.1: Eisenhauer 2009, Eur J Cancer 45:228; iRECIST: Seymour 2017, Lancet Oncol 18:e143";
const BRAIN = "RANO-BM: Lin 2015, Lancet Oncol 16:e270; body: RECIST 1.1";
const RAPNO_HIGH = { name: "RAPNO high-grade glioma (children)", citation: "Erker 2020, Lancet Oncol 21:e317" };
const RAPNO_EPENDYMOMA = {
  name: "RAPNO ependymoma (children)",
  citation: "Lindsay 2022, Lancet Oncol 23:e393",
};
const RAPNO_MEDULLOBLASTOMA = {
  name: "RAPNO medulloblastoma and leptomeningeal seeding tumours",
  citation: "Warren 2018, Neuro-Oncol 20:13",
};
const MRECIST = { name: "mRECIST", citation: "Lencioni and Llovet 2010, Semin Liver Dis 30:52" };

const glioma = {
  diseases: ["glioma"],
  usual: ["rano-2.0", "irano"],
  fits: ["rano-2010", "mrano"],
  source: `${RANO}; RANO 2010 (Wen 2010) is for high-grade glioma, mRANO (Ellingson 2017) for glioblastoma`,
  missing: [],
} as const satisfies Omit<TumourType, "name">;

const solid = {
  diseases: ["solid-tumour", "brain-metastases"],
  usual: ["recist-1.1", "irecist"],
  fits: ["imrecist", "irrecist", "irrc", "itrecist"],
  source: SOLID,
  missing: [],
} as const satisfies Omit<TumourType, "name">;

/** Tumour types by identifier, brain first; they are the types that the four founding reviews name. */
export const TUMOUR_TYPES = {
  glioblastoma: {
    ...glioma,
    name: "Glioblastoma, IDH-wildtype",
    ncit: "C3058",
    icdO3Morphology: "9440/3",
  },
  "high-grade-glioma": {
    ...glioma,
    name: "High-grade glioma (CNS WHO grade 3 or 4)",
    missing: [RAPNO_HIGH],
  },
  "low-grade-glioma": {
    ...glioma,
    name: "Low-grade glioma (CNS WHO grade 1 or 2)",
    ncit: "C132067",
    fits: [],
    source: `${RANO}; RANO 2010 and mRANO were written for high-grade glioma and glioblastoma`,
  },
  ependymoma: {
    ...glioma,
    name: "Ependymoma",
    ncit: "C3017",
    icdO3Morphology: "9391/3",
    usual: [],
    fits: [],
    source: "RANO 2.0 and iRANO were written for diffuse glioma; ependymoma has criteria of its own",
    missing: [RAPNO_EPENDYMOMA],
  },
  medulloblastoma: {
    ...glioma,
    name: "Medulloblastoma",
    ncit: "C3222",
    icdO3Morphology: "9470/3",
    usual: [],
    fits: [],
    source:
      "RANO 2.0 and iRANO were written for diffuse glioma; medulloblastoma has criteria of its own, with the spine",
    missing: [RAPNO_MEDULLOBLASTOMA],
  },
  "brain-metastases": {
    name: "Brain metastases of a solid tumour",
    diseases: ["brain-metastases"],
    usual: ["rano-bm", "recist-1.1"],
    fits: ["irano", "irecist", "imrecist", "irrecist", "irrc", "itrecist"],
    source: `${BRAIN}; iRANO speaks of brain metastases too`,
    missing: [],
  },
  nsclc: { ...solid, name: "Non-small cell lung carcinoma", ncit: "C2926", icdO3Morphology: "8046/3" },
  melanoma: { ...solid, name: "Melanoma", ncit: "C3224", icdO3Morphology: "8720/3" },
  hcc: {
    ...solid,
    name: "Hepatocellular carcinoma",
    ncit: "C3099",
    icdO3Morphology: "8170/3",
    source: `${SOLID}; local treatment of the liver is often judged by mRECIST (arterial enhancement)`,
    missing: [MRECIST],
  },
  hnscc: { ...solid, name: "Head and neck squamous cell carcinoma", ncit: "C34447", icdO3Morphology: "8070/3" },
  urothelial: { ...solid, name: "Urothelial carcinoma", icdO3Morphology: "8120/3" },
  renal: { ...solid, name: "Renal cell carcinoma", ncit: "C9385", icdO3Morphology: "8312/3" },
  breast: { ...solid, name: "Invasive breast carcinoma", ncit: "C9245" },
  stomach: { ...solid, name: "Gastric adenocarcinoma", ncit: "C4004", icdO3Morphology: "8140/3" },
  oesophagus: { ...solid, name: "Oesophageal carcinoma" },
  colorectal: { ...solid, name: "Colorectal adenocarcinoma", ncit: "C5105", icdO3Morphology: "8140/3" },
  ovary: { ...solid, name: "Ovarian carcinoma" },
  sarcoma: { ...solid, name: "Sarcoma", ncit: "C9118" },
  "rare-cancers": { ...solid, name: "Rare cancers" },
  "mixed-solid": { ...solid, name: "Solid tumours of several types" },
  "other-solid": { ...solid, name: "Another solid tumour" },
} as const satisfies Readonly<Record<string, TumourType>>;
