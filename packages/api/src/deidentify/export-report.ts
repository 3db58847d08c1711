import { daysBetween } from "@nadir/domain";
import type { ChangedRows } from "./change-rows.ts";
import { WORD_FROM } from "./column-rules.ts";
import { kAnonymity } from "./k-anonymity.ts";
import type { RecordToExport } from "./read-record.ts";

/** `deidentification.json`: what was done, in counts, and what to mind. It names nothing that was taken out. */
export function exportReport(record: RecordToExport, changed: ChangedRows) {
  const { rows } = changed;
  const people = rows.subjects.map((row) => ({
    ...row,
    ageDecade: row["ageYears"] === undefined ? null : Math.floor(Number(row["ageYears"]) / 10) * 10,
  }));
  const edges = visitsAtSixMonths(record);
  return {
    schema: "nadir.deidentification/1" as const,
    profile:
      "After DICOM PS3.15 annex E (Basic Application Level Confidentiality Profile), with: Retain Longitudinal Temporal Information With Modified Dates; Clean Descriptors; Clean Structured Content. Ages after 45 CFR 164.514(b)(2)(i)(C).",
    dates:
      "Days from the first day of treatment (else the baseline, else the first day on record), not dates moved by a secret: intervals are exact, nothing of the calendar is left that a secret would have to keep, and no date can be taken for a real one.",
    counts: {
      subjects: rows.subjects.length,
      visits: rows.visits.length,
      images: rows.images.length,
      masks: rows.masks.length,
    },
    replaced: {
      patients: "by names made with a key that was drawn for this export",
      sites: changed.sites.size,
      visitsLesionsImagesTreatmentsEvents: "numbered within each patient; visits of the schedule keep its names",
      readers: "numbered",
      uids: "by UIDs under 2.25",
      wordsByNumbers: changed.replaced,
    },
    leftOut: {
      values: changed.leftOut,
      rowsWithoutAnythingLeft: changed.rowsLeftOut,
      patientsOfSealedTestSets: record.sealed,
      rowsOfReadingsThatDoNotStand: record.notStanding,
      draftsOfReadings: record.drafts,
      tables: ["importedFeatures", "features and responses (they are computed anew from what is here)"],
      imageHeaders: "every text field and extension of the NIfTI headers",
    },
    words: `A word stays where it is known to the field, or where at least ${WORD_FROM} patients have it.`,
    agesTopCoded: changed.topCoded,
    kAnonymity: [
      kAnonymity(people, ["site", "arm", "sex", "ageDecade"]),
      kAnonymity(people, ["site", "arm", "sex", "ageYears"]),
    ],
    mind: [
      "Faces are not taken off head scans, and what is burnt into voxels stays: look at the images before they leave.",
      "The course itself (intervals, laboratory values, lesions) may point to a patient for whoever knows the record; share under an agreement.",
      ...(edges > 0
        ? [
            `iRANO counts six calendar months, which are 181 to 184 days: ${edges} scans lie there and may be judged otherwise on another day zero.`,
          ]
        : []),
    ],
  };
}
export type ExportReport = ReturnType<typeof exportReport>;

/** Scans between the shortest and the longest six months after immunotherapy began, in trials that judge by iRANO. */
function visitsAtSixMonths({ trial, rows }: RecordToExport): number {
  if (!trial.criteria.some(({ id }) => id === "irano")) return 0;
  const start = new Map(rows.subjects.map((s) => [s["key"], s["immunotherapyStart"] ?? s["treatmentStart"]]));
  return rows.visits.filter(({ subject, date }) => {
    const from = start.get(subject);
    if (typeof from !== "string") return false;
    const days = daysBetween(from, String(date));
    return days >= 181 && days <= 184;
  }).length;
}
