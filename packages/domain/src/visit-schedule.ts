import { addDays, daysBetween } from "./day.ts";
import type { Trial } from "./record/trial.ts";

/**
 * How a planned visit stands on a day. `due`: its window is open. `late`: the window has closed and no visit is on record.
 * `missed`: the same, and a later visit has taken place. `out-of-window`: it took place on a day outside the window.
 */
export type PlannedState = "coming" | "due" | "late" | "missed" | "done" | "out-of-window";

export interface PlannedVisitState {
  readonly visit: string;
  /** ISO days; the window is inclusive on both sides. */
  readonly planned: string;
  readonly from: string;
  readonly to: string;
  readonly state: PlannedState;
  /** The visit on record that this one is, where there is one. */
  readonly actual: { readonly id: string; readonly date: string } | null;
  /** Days from the nearest edge of the window to the visit: negative before it, positive after it, 0 within or without a visit. */
  readonly offBy: number;
}

interface VisitOnRecord {
  readonly id: string;
  readonly date: string;
  readonly plannedDate?: string | undefined;
}

/**
 * The visits of a trial's schedule for one subject, as they stand on `day`, in the order of the schedule's days. A visit on
 * record is the planned one of the same key; else the one that names its planned day; else the nearest within the window
 * that is no other planned visit. Visits after `day` have not happened yet.
 */
export function plannedVisits(
  schedule: Trial["schedule"],
  treatmentStart: string,
  onRecord: readonly VisitOnRecord[],
  day: string,
): PlannedVisitState[] {
  const visits = onRecord.filter(({ date }) => date <= day);
  const planned = [...schedule]
    .sort((a, b) => a.day - b.day)
    .map((plan) => {
      const on = addDays(treatmentStart, plan.day);
      return { id: plan.id, on, from: addDays(on, -plan.windowBefore), to: addDays(on, plan.windowAfter) };
    });
  const taken = new Map<string, VisitOnRecord>();
  const free = new Set(visits);
  const take = (plan: string, visit: VisitOnRecord | undefined) => {
    if (!visit) return;
    taken.set(plan, visit);
    free.delete(visit);
  };
  for (const plan of planned)
    take(
      plan.id,
      visits.find(({ id }) => id === plan.id),
    );
  for (const plan of planned)
    if (!taken.has(plan.id))
      take(
        plan.id,
        [...free].find(({ plannedDate }) => plannedDate === plan.on),
      );
  for (const plan of planned)
    if (!taken.has(plan.id))
      take(
        plan.id,
        [...free]
          .filter(({ date }) => plan.from <= date && date <= plan.to)
          .sort((a, b) => away(a.date, plan.on) - away(b.date, plan.on) || (a.date < b.date ? -1 : 1))[0],
      );
  const last =
    visits
      .map(({ date }) => date)
      .sort()
      .at(-1) ?? "";
  return planned.map(({ id, on, from, to }) => {
    const actual = taken.get(id);
    const offBy = actual
      ? actual.date < from
        ? daysBetween(from, actual.date)
        : actual.date > to
          ? daysBetween(to, actual.date)
          : 0
      : 0;
    return {
      visit: id,
      planned: on,
      from,
      to,
      actual: actual ? { id: actual.id, date: actual.date } : null,
      offBy,
      state: actual ? (offBy === 0 ? "done" : "out-of-window") : stateWithout(from, to, day, last),
    };
  });
}

/**
 * The keys of the visits on record that the schedule plans in the clinic alone, without a scan: those of its name, or that name
 * its planned day. One that merely lies in its window is no such visit: a scan too many asked for is seen, one too few is not.
 */
export function clinicVisits(
  schedule: Trial["schedule"],
  treatmentStart: string | null,
  onRecord: readonly Omit<VisitOnRecord, "date">[],
): ReadonlySet<string> {
  const clinic = schedule.filter(({ imaging }) => imaging === "none");
  const names = new Set(clinic.map(({ id }) => id));
  const others = new Set(schedule.map(({ id }) => id).filter((id) => !names.has(id)));
  const days = new Set(treatmentStart === null ? [] : clinic.map(({ day }) => addDays(treatmentStart, day)));
  return new Set(
    onRecord.flatMap(({ id, plannedDate }) =>
      names.has(id) || (plannedDate !== undefined && days.has(plannedDate) && !others.has(id)) ? [id] : [],
    ),
  );
}

function stateWithout(from: string, to: string, day: string, lastVisit: string): PlannedState {
  if (day < from) return "coming";
  if (day <= to) return "due";
  return lastVisit > to ? "missed" : "late";
}

const away = (a: string, b: string): number => Math.abs(daysBetween(a, b));
