import type { StudyRow, StudyValidation } from "./study.ts";

/** Type of prediction study: Collins 2015 (TRIPOD), Ann Intern Med 162:55, box 1 and figure 1. */
export type TripodType = "1a" | "1b" | "2a" | "2b" | "3" | "4" | "2a or 2b" | "2 or 3";

/** From least to most: how far the figure was tested. */
export const EVIDENCE_LEVELS = [
  { id: "animals", title: "Animals", meaning: "a study in animals; it says nothing of patients yet" },
  { id: "association", title: "Association", meaning: "images go with something; nothing is predicted" },
  {
    id: "not-tested",
    title: "Not tested",
    meaning: "a model judged on the data it was made from, or nothing is printed",
  },
  { id: "resampled", title: "Resampled", meaning: "a model judged by cross-validation or bootstrap of its own data" },
  {
    id: "held-out",
    title: "Held out",
    meaning: "a model judged on a part of the data set apart before, or on a set not said to be separate",
  },
  { id: "separate", title: "Separate data", meaning: "a model judged on separate data, collected in the past" },
  { id: "prospective", title: "Prospective", meaning: "a model judged on separate data, collected for it" },
] as const;
export type EvidenceLevel = (typeof EVIDENCE_LEVELS)[number]["id"];

/** Where a level stands among the levels, from 0. */
export const levelRank = (level: EvidenceLevel): number => EVIDENCE_LEVELS.findIndex(({ id }) => id === level);

const TYPES: Readonly<Record<Exclude<StudyValidation, "not-printed">, TripodType>> = {
  none: "1a",
  "cross-validation": "1b",
  bootstrap: "1b",
  "random-split": "2a",
  "split-by-time": "2b",
  "split-by-place": "2b",
  "held-out": "2a or 2b",
  unspecified: "2 or 3",
  "separate-data": "3",
};

/**
 * The evidence that a row stands for, by rule: its TRIPOD type (null for an association, which is no prediction study, and
 * where no validation is printed), and the level. What is not printed counts as the lower of what it can be.
 */
export function evidenceOf({
  kind,
  does,
  validation,
  species,
  design,
}: Pick<StudyRow, "kind" | "does" | "validation" | "species" | "design">): {
  readonly tripod: TripodType | null;
  readonly level: EvidenceLevel;
} {
  const tripod =
    kind === "association" || validation === "not-printed" ? null : does === "validates" ? "4" : TYPES[validation];
  return { tripod, level: species === "mouse" ? "animals" : kind === "association" ? "association" : levelOf() };

  function levelOf(): EvidenceLevel {
    if (tripod === null || tripod === "1a") return "not-tested";
    if (tripod === "1b") return "resampled";
    if (tripod === "3" || tripod === "4") return design.timing === "prospective" ? "prospective" : "separate";
    return "held-out";
  }
}
