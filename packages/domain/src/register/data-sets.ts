import type { DataSetEntry } from "./register-shape.ts";

const ARCHIVE = "The Cancer Imaging Archive (TCIA)";
const GEO = "Gene Expression Omnibus (NCBI)";
const AT_ARCHIVE = "as the archive states for the collection; read it there before use, and cite it as it asks";
const AT_GEO =
  "no licence of its own; NCBI sets no restriction, a submitter may claim rights: read the record before use";

/** Public cohorts that the founding reviews name, and one that is not public. None of their data is bundled here. */
export const DATA_SETS: readonly DataSetEntry[] = [
  {
    id: "TCGA-GBM",
    title: "The Cancer Genome Atlas, glioblastoma",
    disease: "glioblastoma",
    holds: "MRI before surgery (archive); expression, mutations, methylation and survival (Genomic Data Commons)",
    keeper: ARCHIVE,
    url: "https://www.cancerimagingarchive.net/collection/tcga-gbm/",
    licence: AT_ARCHIVE,
    linkSystem: "public-tcga",
    usedFor: "radiogenomic signatures; the same patients in almost every paper of the review",
    namedIn: ["001 T1", "004"],
  },
  {
    id: "CPTAC-GBM",
    title: "Clinical Proteomic Tumor Analysis Consortium, glioblastoma",
    disease: "glioblastoma",
    holds: "MRI and pathology images (archive); proteomes and genomes (Proteomic and Genomic Data Commons)",
    keeper: ARCHIVE,
    url: "https://www.cancerimagingarchive.net/collection/cptac-gbm/",
    licence: AT_ARCHIVE,
    linkSystem: "public-cptac",
    usedFor: "matched images and expression, together with TCGA (n = 70)",
    namedIn: ["001 T1"],
  },
  {
    id: "CGGA",
    title: "Chinese Glioma Genome Atlas",
    disease: "glioma",
    holds: "expression and survival",
    keeper: "Beijing Neurosurgical Institute",
    url: "http://www.cgga.org.cn",
    licence: "as the atlas states on its pages; read it there before use",
    linkSystem: "public-cgga",
    usedFor:
      "a set of expression and survival to repeat a signature on (n = 374); no images: no test of an imaging marker",
    namedIn: ["001 T1"],
  },
  {
    id: "GSE13041",
    title: "GEO series GSE13041",
    disease: "glioblastoma",
    holds: "expression by microarray",
    keeper: GEO,
    url: "https://www.ncbi.nlm.nih.gov/geo/query/acc.cgi?acc=GSE13041",
    licence: AT_GEO,
    linkSystem: "public-geo",
    usedFor: "gene signatures of immune cells against survival; no images",
    namedIn: ["001 T1"],
  },
  {
    id: "GSE83300",
    title: "GEO series GSE83300",
    disease: "glioblastoma",
    holds: "expression by microarray",
    keeper: GEO,
    url: "https://www.ncbi.nlm.nih.gov/geo/query/acc.cgi?acc=GSE83300",
    licence: AT_GEO,
    linkSystem: "public-geo",
    usedFor: "gene signatures of immune cells against survival; no images",
    namedIn: ["001 T1"],
  },
  {
    id: "NBH",
    title: "NBH cohort of a study in review 001",
    disease: "glioblastoma",
    holds: "MRI before surgery and survival (n = 149)",
    keeper: "a hospital in China, by the study; the letters are not resolved in the review",
    url: null,
    licence: "not public",
    linkSystem: null,
    usedFor: "an independent set of MRI and survival",
    namedIn: ["001 T1"],
  },
  {
    id: "RIDER-Lung-CT",
    title: "Reference Image Database to Evaluate Therapy Response, lung CT",
    disease: "non-small-cell lung cancer",
    holds: "CT twice within minutes, without a change of the tumour",
    keeper: ARCHIVE,
    url: "https://www.cancerimagingarchive.net/collection/rider-lung-ct/",
    licence: AT_ARCHIVE,
    linkSystem: "public-tcia",
    usedFor: "which features come out the same twice",
    namedIn: ["004 T1"],
  },
];
