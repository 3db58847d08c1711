import { type PatientTimelineData, studyDayOf } from "@nadir/charts";
import type { FigureTable } from "../../ui/figure-table.ts";

const DAYS = ["from_day", "to_day"];
const STUDY_DAYS = ["from_study_day", "to_study_day"];

/**
 * A course as one table, a row an event or a value. Days are counted from the time line's origin; of a trial that counts study
 * days they are those, as its columns then say.
 */
export function courseTable(data: PatientTimelineData): FigureTable {
  const { treatments = [], visits = [], burden = [], responses = [], series = [], adverseEvents = [] } = data;
  const { studyDays } = data;
  const table: FigureTable = {
    columns: ["what", "name", ...(studyDays ? STUDY_DAYS : DAYS), "value", "unit", "detail"],
    rows: [
      ...treatments.map((t) => [
        "treatment",
        t.name,
        t.from,
        t.to,
        null,
        null,
        [t.kind, t.detail].filter(Boolean).join(", "),
      ]),
      ...visits.map((v) => ["visit", v.label, v.day, v.day, null, null, v.imaging ? "imaging" : null]),
      ...burden.flatMap(({ label, unit, points, unknown = [] }) => [
        ...points.map(({ day, value }) => ["burden", label, day, day, value, unit, null]),
        ...unknown.map((day) => ["burden", label, day, day, null, unit, "not known"]),
      ]),
      ...responses.flatMap(({ criterion, outcomes }) =>
        outcomes.map(({ day, category, reason }) => ["response", criterion, day, day, category, null, reason]),
      ),
      ...series.flatMap(({ label, unit, points }) =>
        points.map(({ day, value }) => ["value", label, day, day, value, unit, null]),
      ),
      ...adverseEvents.map((e) => [
        ...["adverse event", e.term, e.from, e.to, e.grade, "CTCAE grade"],
        e.immuneRelated ? "immune-related" : null,
      ]),
      ...(data.milestones ?? []).map((m) => ["milestone", m.label, m.day, m.day, null, null, m.kind]),
    ],
  };
  if (!studyDays) return table;
  const told = (day: FigureTable["rows"][number][number]) =>
    typeof day === "number" ? studyDayOf(studyDays, day) : day;
  return {
    ...table,
    rows: table.rows.map(([what, name, from, to, ...rest]) => [what, name, told(from), told(to), ...rest]),
  };
}
