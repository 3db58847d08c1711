import { labMarkerOf, sequenceOf, tissueMarkerOf } from "@nadir/domain";

/** Organs and tissues by the words in which records of trials name them; one lesion each may lie in. */
const ORGANS = new Set(
  "adrenal bladder bone brain breast cervix colon heart kidney larynx liver lung lymph-node mediastinum muscle oesophagus ovary pancreas pelvis peritoneum pharynx pleura prostate rectum retroperitoneum salivary-gland skin small-bowel soft-tissue spleen stomach testis thyroid uterus".split(
    " ",
  ),
);
const METHODS = new Set(["entered", "derived-from-mask"]);
const RESULTS = new Set(
  "methylated unmethylated mutant mutated wild-type wildtype wt positive negative present absent amplified not-amplified codeleted intact lost retained high low indeterminate cr pr sd pd ne".split(
    " ",
  ),
);
const UNITS =
  /^(%|1|U\/L|[mµu]?[gl]\/d?[lL]|10\*\d\/L|[munp]?mol\/L|ng\/mL|pg\/mL|mut\/Mb|Gy|mg|mg\/kg|mg\/m2|µg|g|mL|MBq)$/;

/** Whether a word is one of the field and no patient's own: it stays however few have it. */
export function isKnownWord(table: string, column: string, word: string): boolean {
  const plain = word.toLowerCase();
  if (column === "organ") return ORGANS.has(plain.replaceAll(" ", "-"));
  if (column === "method") return METHODS.has(word);
  if (column === "unit" || column === "doseUnit") return UNITS.test(word);
  if (column === "code") return labMarkerOf(word) !== null || tissueMarkerOf(word) !== null;
  if (table === "biomarkers" && column === "text") return RESULTS.has(plain.replaceAll(" ", "-"));
  if (table === "outcomes" && column === "value") return RESULTS.has(plain.replaceAll(" ", "-"));
  if (column === "acquisitionType") return word === "2D" || word === "3D";
  return false;
}

/** In the place of the description of an image that may name a patient: its sequence where it names one, else its modality. */
export const plainDescription = (description: string, modality: string): string => sequenceOf(description) ?? modality;
