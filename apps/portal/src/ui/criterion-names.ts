import { type CriterionId, type TumourTypeId, tumourTypeName } from "@nadir/domain";

/** Criteria by the names of their papers. */
const names: Readonly<Record<CriterionId, string>> = {
  "recist-1.1": "RECIST 1.1",
  irecist: "iRECIST",
  imrecist: "imRECIST",
  irrecist: "irRECIST",
  irrc: "irRC",
  itrecist: "itRECIST",
  "rano-2010": "RANO 2010",
  mrano: "mRANO",
  "rano-2.0": "RANO 2.0",
  irano: "iRANO",
  "rano-bm": "RANO-BM",
};

export const criterionName = (id: string): string => names[id as CriterionId] ?? id;

const diseases = { "solid-tumour": "Solid tumours", glioma: "Glioma", "brain-metastases": "Brain metastases" } as const;
export const diseaseName = (id: keyof typeof diseases): string => diseases[id];

/** A trial's tumour types in words; without any, its disease. */
export const tumourNames = (disease: keyof typeof diseases, types: readonly TumourTypeId[]): string =>
  types.length === 0 ? diseaseName(disease) : types.map(tumourTypeName).join(", ");
