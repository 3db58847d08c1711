import { addDays, type Problem, type TrialDates } from "@nadir/domain";
import { atRow, type ReadTables } from "./trial-tables.ts";

/** The days on which something has happened. The end of a treatment and the planned day of a visit may lie ahead. */
const HAPPENED = {
  subjects: ["enrolledOn", "treatmentStart", "immunotherapyStart", "treatmentFailureOn", "deathOn", "lastContactOn"],
  visits: ["date"],
  observations: ["date"],
  biomarkers: ["date"],
  treatments: ["start"],
  adverseEvents: ["start", "end"],
} as const;

/**
 * `DAY_AHEAD`: what has happened lies no later than `today` (UTC) or the day after, which it is in some places already. A trial
 * that counts study days is laid on an invented calendar, which tells nothing of today.
 */
export function checkDaysAhead(dates: TrialDates, read: ReadTables, today: string): Problem[] {
  if (dates.kind !== "calendar") return [];
  const latest = addDays(today, 1);
  const problems: Problem[] = [];
  for (const table of Object.keys(HAPPENED) as (keyof typeof HAPPENED)[])
    for (const row of read[table])
      for (const column of HAPPENED[table]) {
        const day = (row.value as Readonly<Record<string, unknown>>)[column];
        if (typeof day === "string" && day > latest)
          problems.push(
            atRow(
              row,
              "DAY_AHEAD",
              column,
              `the day ${day} lies ahead (today is ${today}), and only what has happened is recorded; correct the day.`,
              { found: day, expected: `${latest} or earlier` },
            ),
          );
      }
  return problems;
}

/** Patients are enrolled before they are treated; it is told where it is the other way round. */
export function checkEnrolmentOrder(subjects: ReadTables["subjects"]): Problem[] {
  return subjects.flatMap((row) => {
    const { enrolledOn, treatmentStart } = row.value;
    return enrolledOn !== undefined && treatmentStart !== undefined && enrolledOn > treatmentStart
      ? [
          atRow(
            row,
            "ENROLLED_AFTER_START",
            "enrolledOn",
            `the enrolment of ${enrolledOn} lies after the start of treatment (${treatmentStart}).`,
            { found: enrolledOn, expected: `${treatmentStart} or earlier` },
          ),
        ]
      : [];
  });
}
