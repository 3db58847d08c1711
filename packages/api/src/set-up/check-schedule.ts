import { type Problem, type Trial, trial as trialDocument } from "@nadir/domain";

type Schedule = Trial["schedule"];
type Field = "id" | "day" | "windowBefore" | "windowAfter";

/** Days from the start of treatment within which a visit can be planned: a screening a year ahead, a follow-up of twenty years. */
const FIRST_DAY = -365;
const LAST_DAY = 7305;
/** How early or late a planned visit may be, in days: the visits of a long follow-up lie half a year apart. */
const WIDEST = 90;

/**
 * What is wrong with planned visits that are typed: a day or a window that no trial has, two visits on one day, and two scans
 * (or two visits in the clinic) whose windows overlap, so that nobody could say which of them took place. A manifest that is
 * imported keeps the schedule that its trial had.
 */
export function checkSchedule(schedule: unknown): Problem[] {
  const parsed = trialDocument.shape.schedule.safeParse(schedule);
  if (!parsed.success) return [];
  const visits = parsed.data;
  return [...visits.flatMap(ownFaults), ...faultsBetween(visits)];
}

const tell = (code: string, at: number, field: Field, sentence: string, found: number): Problem => ({
  code,
  message: `trial.schedule[${at}].${field}: ${sentence}`,
  where: { path: `trial.schedule[${at}].${field}` },
  found: String(found),
});

function ownFaults({ id, day, windowBefore, windowAfter }: Schedule[number], at: number): Problem[] {
  return [
    ...(day < FIRST_DAY || day > LAST_DAY
      ? [
          tell(
            "PLANNED_DAY_FAR",
            at,
            "day",
            `visit '${id}' cannot be planned on day ${shown(day)}; give a day from ${shown(FIRST_DAY)} to ${LAST_DAY}, counted from the start of treatment.`,
            day,
          ),
        ]
      : []),
    ...(["windowBefore", "windowAfter"] as const).flatMap((field) => {
      const days = field === "windowBefore" ? windowBefore : windowAfter;
      const side = field === "windowBefore" ? "early" : "late";
      return days > WIDEST
        ? [
            tell(
              "WINDOW_TOO_WIDE",
              at,
              field,
              `visit '${id}' may be ${days} days ${side}; give at most ${WIDEST} days.`,
              days,
            ),
          ]
        : [];
    }),
  ];
}

/** Told at the later of the two, by day; each visit once. */
function faultsBetween(visits: Schedule): Problem[] {
  const byDay = visits.map((visit, at) => ({ visit, at })).sort((a, b) => a.visit.day - b.visit.day || a.at - b.at);
  return byDay.flatMap(({ visit, at }, n) => {
    const before = byDay.slice(0, n).map((one) => one.visit);
    const same = before.find(({ day }) => day === visit.day);
    if (same)
      return [
        tell(
          "VISITS_ON_ONE_DAY",
          at,
          "day",
          `visits '${same.id}' and '${visit.id}' are both planned on day ${shown(visit.day)}; give each its own day, or keep one.`,
          visit.day,
        ),
      ];
    const opens = visit.day - visit.windowBefore;
    const over = before.find(
      (one) => (one.imaging === "none") === (visit.imaging === "none") && one.day + one.windowAfter >= opens,
    );
    return over
      ? [
          tell(
            "WINDOWS_OVERLAP",
            at,
            "windowBefore",
            `the window of '${visit.id}' opens on day ${shown(opens)}, before that of '${over.id}' has closed (day ${shown(over.day + over.windowAfter)}); narrow one of them, or a scan between could be either.`,
            visit.windowBefore,
          ),
        ]
      : [];
  });
}

const shown = (day: number): string => String(day).replace("-", "−");
