import { describe, expect, it } from "vitest";
import { assess } from "../assess.ts";
import { confirmationState, confirmationsDue } from "../confirmation-due.ts";
import { type CourseTable, courseTable } from "../testing/course-table.ts";

const irecist = (table: CourseTable) => assess(courseTable(table), "irecist");
const labels = (table: CourseTable) => Object.values(irecist(table).visits).map((visit) => visit.overall);
const days = [0, 63, 98, 133, 168, 203];

describe("iRECIST beyond the vectors", () => {
  const courses: [string, CourseTable, string[]][] = [
    [
      "the sum of a scan that is disregarded is no nadir",
      { days: [0, 63, 77, 98, 133], targets: { T1: [100, 125, 40, 110, 112] } },
      ["iUPD", "NE", "iSD", "iSD"],
    ],
    [
      "two days of tolerance: day 26 counts, day 25 does not",
      { days: [0, 63, 88, 89], targets: { T1: [100, 125, 130, 130] } },
      ["iUPD", "NE", "iCPD"],
    ],
    [
      "the tolerance is an option",
      { days: [0, 63, 89], targets: { T1: [100, 125, 130] }, options: { irecist: { earlyToleranceDays: 0 } } },
      ["iUPD", "NE"],
    ],
    [
      "a new lesion first seen on a disregarded scan counts when next seen",
      { days: [0, 63, 77, 98], targets: { T1: [100, 125, 125, 125] }, new: { X: [null, null, 12, 12] } },
      ["iUPD", "NE", "iCPD"],
    ],
    [
      "a missing target leaves the block open, and the measured rest can confirm",
      { days, targets: { T1: [60, 90, 96, 60], T2: [40, 40, "not-imaged", 40] } },
      ["iUPD", "NE", "iSD"],
    ],
    [
      "the measured rest alone confirms when it exceeds the sum at iUPD by 5 mm",
      { days, targets: { T1: [60, 90, 135], T2: [40, 40, "not-imaged"] } },
      ["iUPD", "iCPD"],
    ],
    [
      "a lesion followed by eye that increases confirms",
      {
        days,
        targets: { T1: [50, 50, 50, 50] },
        new: { X: [null, "present", "present", "increased"] },
        lesions: { X: { measurable: false } },
      },
      ["iUPD", "iUPD", "iCPD"],
    ],
    [
      "a second new lesion confirms",
      { days, targets: { T1: [50, 50, 50] }, new: { X: [null, 12, 12], Y: [null, null, 6] } },
      ["iUPD", "iCPD"],
    ],
    [
      "after a reset a known new lesion that is stable changes nothing, one grown over its nadir opens anew",
      { days, targets: { T1: [50, 50, 34, 34, 34] }, new: { X: [null, 12, 12, 12, 17] } },
      ["iUPD", "iPR", "iPR", "iUPD"],
    ],
    [
      "a new lesion not evaluated since is not taken as gone",
      { days, targets: { T1: [50, 50, 50, 50] }, new: { X: [null, 12, "not-evaluable", "absent"] } },
      ["iUPD", "iUPD", "iSD"],
    ],
    [
      "new lesion and target growth together: the target recedes, the lesion stays: reset",
      { days, targets: { T1: [50, 65, 50] }, new: { X: [null, 12, 12] } },
      ["iUPD", "iSD"],
    ],
    [
      "non-target progression that recedes resets",
      { days, targets: { T1: [50, 50, 50] }, nonTarget: ["present", "unequivocal-progression", "present"] },
      ["iUPD", "iSD"],
    ],
    [
      "non-target progression without a word of increase stays iUPD",
      {
        days,
        targets: { T1: [50, 50, 50] },
        nonTarget: ["present", "unequivocal-progression", "unequivocal-progression"],
      },
      ["iUPD", "iUPD"],
    ],
    [
      "only non-target disease",
      { days, nonTarget: ["present", "present", "unequivocal-progression", "present", "absent"] },
      ["NON-iCR/NON-iUPD", "iUPD", "NON-iCR/NON-iUPD", "iCR"],
    ],
    [
      "disease that comes back after iCR is iUPD, not final",
      { days, targets: { T1: [20, "absent", 4, "absent"] } },
      ["iCR", "iUPD", "iCR"],
    ],
    [
      "a confirmed iPR is held while the sum loosens",
      { days, targets: { T1: [100, 70, 70, 80] } },
      ["iPR", "iPR", "iPR"],
    ],
  ];
  it.each(courses)("%s", (_, table, expected) => {
    expect(labels(table)).toEqual(expected);
  });

  it("keeps every block with how it ended", () => {
    const outcome = irecist({ days, targets: { T1: [100, 125, 110, 125, 131] } });
    expect(outcome.episodes).toEqual([
      {
        visit: "V1",
        date: "2024-03-04",
        label: "iUPD",
        resolution: "not-confirmed",
        settledAt: "V2",
        settledAs: "iSD",
      },
      { visit: "V3", date: "2024-05-13", label: "iUPD", resolution: "confirmed", settledAt: "V4", settledAs: "iCPD" },
    ]);
    expect(outcome.progressionDate).toBe("2024-05-13");
    expect(outcome.progressionConfirmed).toBe(true);
  });

  it("sums up to five new lesions, two an organ, the largest first", () => {
    const outcome = irecist({
      days,
      targets: { T1: [50, 50] },
      new: { A: [null, 10], B: [null, 30], C: [null, 20], D: [null, 15] },
      lesions: { A: { organ: "lung" }, B: { organ: "lung" }, C: { organ: "lung" }, D: { organ: "bone" } },
    });
    expect(outcome.visits.V1?.newLesionSumMm).toBe(65);
  });

  it("says from when to when an iUPD is to be confirmed", () => {
    const due = confirmationsDue(irecist({ days: [0, 63], targets: { T1: [100, 125] } }));
    expect(due).toMatchObject([
      { of: "progression", label: "iUPD", visit: "V1", earliest: "2024-04-01", latest: "2024-04-29" },
    ]);
    const response = confirmationsDue(irecist({ days: [0, 63], targets: { T1: [100, 60] } }));
    expect(response).toMatchObject([{ of: "response", label: "iPR", earliest: "2024-04-01", latest: null }]);
    expect(confirmationsDue(irecist({ days, targets: { T1: [100, 60, 60] } }))).toEqual([]);
    expect(confirmationsDue(irecist({ days, targets: { T1: [100, 125, 131] } }))).toEqual([]);
  });

  it("does not call overdue what a scan has looked for and left open", () => {
    // iUPD on day 36: window from day 64 to 92. 125 mm stays 20 % over the nadir 100, and is not 5 mm over the iUPD.
    const again = (day: number) =>
      confirmationsDue(irecist({ days: [0, 36, day], targets: { T1: [100, 125, 125] } }))[0]!;
    const late = "2026-01-01";
    const within = again(76);
    expect(within).toMatchObject({ visit: "V1", looked: { visit: "V2", overall: "iUPD" } });
    expect(within.text).toMatch(/The scan of \S+ \(V2\), within the window, did not confirm it \(iUPD\)/);
    expect(again(93).text).toContain("after the window, did not confirm it");
    expect([within, again(93)].map((due) => confirmationState(due, late))).toEqual(["waiting", "waiting"]);
    // Day 62 is within the two days of tolerance, day 61 is not: that scan is disregarded, and one is still missing.
    expect(again(62).looked).not.toBeNull();
    expect([again(61).looked, confirmationState(again(61), late)]).toEqual([null, "overdue"]);
    // A visit that could not be judged is told, and leaves a scan missing.
    const unread = confirmationsDue(irecist({ days: [0, 36, 76], targets: { T1: [100, 125, null] } }))[0]!;
    expect(unread.text).toMatch(/The visit of \S+ \(V2\), within the window, could not be judged\.$/);
    expect(confirmationState(unread, late)).toBe("overdue");
  });
});
