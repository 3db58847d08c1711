import type { SARCOMA_SCHEDULE } from "./imaging-trials.ts";

export type Schedule = typeof SARCOMA_SCHEDULE;
/** Days by which a visit may be too early and still be meant for the planned one. */
const MEANT = 16;

/** The day of the planned visit that a follow-up was meant for. */
export function plannedFor(schedule: Schedule, day: number): number | undefined {
  const off = (of: Schedule[number]) => day - of.day;
  const near = [...schedule].sort((a, b) => Math.abs(off(a)) - Math.abs(off(b)))[0];
  return near && off(near) >= -MEANT && off(near) <= near.windowAfter ? near.day : undefined;
}
