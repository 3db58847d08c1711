import type { Seniority } from "@nadir/api/reads";

export const GRADES = {
  "in-training": "in training",
  specialist: "specialist",
  senior: "senior",
} as const satisfies Readonly<Record<Seniority["grade"], string>>;

/** `senior, 12 years`; that none is recorded where none is. */
export const seniorityWords = (of: Seniority | null): string =>
  of === null ? "seniority not recorded" : `${GRADES[of.grade]}${of.years === null ? "" : `, ${of.years} years`}`;
