import { type CaseVisit, daysBetween } from "@nadir/domain";

/** Study day of a day: 1 on the first day of treatment, -1 the day before, no day 0 (SDTMIG v3.4, 4.4.4). */
export function studyDayOf(treatmentStart: string, day: string): number {
  const days = daysBetween(treatmentStart, day);
  return days >= 0 ? days + 1 : days;
}

/**
 * VISITNUM of each visit of a subject. With a schedule: the place of the planned visit in it, the same for every subject;
 * a visit that is not in it gets the number of the planned visit before it and hundredths. Without one, the order of the days.
 */
export function visitNumbers(visits: readonly CaseVisit[], planned: readonly string[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  let last = 0;
  let between = 0;
  visits.forEach(({ id }, i) => {
    const place = planned.indexOf(id) + 1;
    if (planned.length === 0) numbers.set(id, i + 1);
    else if (place > 0) {
      numbers.set(id, place);
      last = place;
      between = 0;
    } else {
      between++;
      // Whole hundredths, divided once: 2.01, never 2.0099999.
      numbers.set(id, (last * 100 + between) / 100);
    }
  });
  return numbers;
}
