import type { ReadDiscrepancy } from "@nadir/api/reads";
import { measurementText, type ReaderRole, type ReadingCharter, type ReadLesion } from "@nadir/domain";

export const PLACE_WORDS: Readonly<Record<ReaderRole, string>> = { "reader-1": "Reader 1", "reader-2": "Reader 2" };

export const KIND_WORDS: Readonly<Record<ReadDiscrepancy["kind"], string>> = {
  response: "Overall response",
  "new-lesion": "New lesion",
  progression: "Day of progression",
  sum: "Sum",
  "not-judged": "Cannot be judged",
};

export const UNIT_WORDS = { mm: "mm", mm2: "mm²", mm3: "mm³" } as const;

export const STATUS_WORDS: Readonly<Record<NonNullable<ReadLesion["status"]>, string>> = {
  present: "present",
  absent: "gone",
  "too-small": "too small to measure",
  increased: "increased",
  "unequivocal-progression": "unequivocal progression",
  merged: "merged with another lesion",
  treated: "treated locally",
  "not-evaluable": "not evaluable",
  "not-imaged": "not imaged",
};

/** Findings that a lesion of this role may have in the place of a size. */
export const STATUSES: Readonly<Record<ReadLesion["role"], readonly NonNullable<ReadLesion["status"]>[]>> = {
  target: ["absent", "too-small", "merged", "treated", "not-evaluable", "not-imaged"],
  "non-target": [
    "present",
    "absent",
    "increased",
    "unequivocal-progression",
    "too-small",
    "treated",
    "not-evaluable",
    "not-imaged",
  ],
  new: ["present", "absent", "too-small", "treated", "not-evaluable", "not-imaged"],
};

/** `24 × 15 mm`, or the finding. */
export function lesionText({ longestMm, shortMm, volumeMm3, status, node }: ReadLesion): string {
  if (status) return STATUS_WORDS[status];
  const size = measurementText(
    {
      ...(longestMm === null ? {} : { longestMm }),
      ...(shortMm === null ? {} : { shortMm }),
      ...(volumeMm3 === null ? {} : { volumeMm3 }),
    },
    node,
  );
  if (size === "") return "not read";
  return size.endsWith("mL") ? size : `${size} mm`;
}

/** How many read each patient, and what is done where two differ. */
export const charterSentence = ({ readers, adjudication, sumDiffersPercent }: ReadingCharter): string => {
  if (readers === 1) return "One reader reads each patient.";
  const share =
    sumDiffersPercent === null
      ? "by as much as the primary criterion calls progression"
      : `by ${sumDiffersPercent} % or more`;
  return adjudication
    ? `Two readers read each patient independently. Where their overall response, a new lesion or the day of progression differs, or one sum exceeds the other ${share}, an adjudicator chooses the read that stands.`
    : "Two readers read each patient independently; the first reader's reads stand.";
};
