import type { PatientTimelineData } from "@nadir/charts";
import type { FigureTable } from "../../ui/figure-table.ts";

/** A course as one table, a row an event or a value, every day counted from the time line's day 0. */
export function courseTable(data: PatientTimelineData): FigureTable {
  const { treatments = [], visits = [], burden = [], responses = [], series = [], adverseEvents = [] } = data;
  return {
    columns: ["what", "name", "from_day", "to_day", "value", "unit", "detail"],
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
}
