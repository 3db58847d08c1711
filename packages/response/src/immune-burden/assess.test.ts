import { describe, expect, it } from "vitest";
import { assess } from "../assess.ts";
import { type CourseTable, courseTable } from "../testing/course-table.ts";

const days = [0, 63, 98, 133, 168];
const shown = (criterion: string, table: CourseTable) =>
  Object.values(assess(courseTable(table), criterion).visits).map((v) => v.overall);

describe("criteria in which new lesions join the burden", () => {
  it.each<[string, string, CourseTable, string[]]>([
    [
      "imrecist",
      "a scan before 28 days neither confirms nor negates",
      { days: [0, 63, 77, 98], targets: { T1: [50, 62, 50, 62] } },
      ["imPD", "imSD", "imPD"],
    ],
    [
      "imrecist",
      "a joined lesion that is missing makes the burden not evaluable",
      { days, targets: { T1: [50, 50, 50] }, new: { X: [null, 12, "not-evaluable"] } },
      ["imPD", "NE"],
    ],
    [
      "imrecist",
      "a joined lesion stays in the burden below measurable size",
      { days, targets: { T1: [50, 45, 45] }, new: { X: [null, 20, 6] } },
      ["imPD", "imSD"],
    ],
    [
      "irrecist",
      "a lesion joins when it becomes measurable, not before",
      { days, targets: { T1: [100, 90, 90] }, new: { X: [null, 9.9, 10] } },
      ["irSD", "irSD"],
    ],
    [
      "irrecist",
      "a new node is measurable from 15 mm short axis",
      {
        days,
        targets: { T1: [100, 100, 100] },
        new: {
          N: [
            [20, 9],
            [30, 14.9],
            [30, 20],
          ],
        },
        lesions: { N: { node: true } },
      },
      ["irSD", "irPD"],
    ],
    [
      "irrecist",
      "complete response needs non-target disease and new lesions gone",
      {
        days,
        targets: { T1: [20, "absent", "absent", "absent"] },
        new: { X: [null, 12, "absent", "absent"] },
        nonTarget: ["present", "present", "present", "absent"],
      },
      ["irPR", "irPR", "irCR"],
    ],
    [
      "irrc",
      "growth over a nadir of nothing is progression at any size",
      { days, targets: { T1: [[20, 20], "absent", [2, 2]] } },
      ["irCR", "irPD"],
    ],
    [
      "irrc",
      "a node below 10 mm is normal though its product is not 0",
      {
        days,
        targets: {
          N: [
            [20, 15],
            [12, 9],
          ],
        },
        lesions: { N: { node: true } },
      },
      ["irCR"],
    ],
  ])("%s: %s", (criterion, _, table, expected) => {
    expect(shown(criterion, table)).toEqual(expected);
  });

  it("keeps adding a joined lesion when it is below measurable size", () => {
    const outcome = assess(courseTable({ days, targets: { T1: [50, 45, 45] }, new: { X: [null, 12, 6] } }), "imrecist");
    expect(Object.values(outcome.visits).map((visit) => visit.burden)).toEqual([57, 51]);
  });

  it("takes in no more new lesions than the criterion allows", () => {
    const many = Object.fromEntries(Array.from({ length: 7 }, (_, k) => [`X${k}`, [null, 10 + k]]));
    const lesions = Object.fromEntries(
      Array.from({ length: 7 }, (_, k) => [`X${k}`, { organ: k < 4 ? "lung" : `organ${k}` }]),
    );
    const outcome = assess(courseTable({ days, targets: { T1: [200, 100] }, new: many, lesions }), "imrecist");
    // Five at most, two an organ, the largest first: 16, 15, 14 and of the lung 13, 12.
    expect(outcome.visits.V1?.burden).toBe(100 + 16 + 15 + 14 + 13 + 12);
  });

  it("lets best response follow a negated progression", () => {
    const outcome = assess(courseTable({ days, targets: { T1: [50, 62, 34, 34] } }), "imrecist");
    expect(outcome.bestOverall.unconfirmed).toBe("imPR");
    expect(outcome.bestOverall.confirmed).toBe("imPR");
    expect(outcome.progressionDate).toBeNull();
    expect(outcome.episodes).toMatchObject([{ visit: "V1", resolution: "not-confirmed", settledAt: "V2" }]);
  });
});
