import { Refusal } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { assess } from "../assess.ts";
import { type CourseTable, courseTable } from "../testing/course-table.ts";

const recist = (table: CourseTable) => assess(courseTable(table), "recist-1.1");
const labels = (table: CourseTable) => Object.values(recist(table).visits).map((visit) => visit.overall);
const days = [0, 63, 126, 189, 252];

describe("RECIST 1.1 beyond the vectors", () => {
  // what is shown | course | overall of the follow-ups
  const courses: [string, CourseTable, string[]][] = [
    [
      "sums of tenths are exact: 0.1 + 0.2 style dust does not lose a PR",
      { days, targets: { T1: [33.4, 23.4], T2: [33.3, 23.3], T3: [33.3, 23.3] } },
      ["PR"],
    ],
    ["more decimals than doubles hold are kept", { days, targets: { T1: [100, 70.0000000001] } }, ["SD"]],
    [
      "a lesion treated locally stays missing though it is measured later",
      { days, targets: { T1: [50, "treated", 20], T2: [50, 30, 20] } },
      ["NE", "NE"],
    ],
    ["no entry is as not-evaluable", { days, targets: { T1: [50, null, 30], T2: [50, 30, 30] } }, ["NE", "PR"]],
    [
      "an always held response needs no confirmation",
      { days, targets: { T1: [100, 70, 75] }, options: { "recist-1.1": { holdResponse: "always" } } },
      ["PR", "PR"],
    ],
    ["before confirmation each visit stands by its own sum", { days, targets: { T1: [100, 70, 75] } }, ["PR", "SD"]],
    [
      "a held response ends with progression",
      { days, targets: { T1: [100, 70, 70, 80, 84] } },
      ["PR", "PR", "PR", "PD"],
    ],
    [
      "a held response is not seen at a visit with a missing target",
      { days, targets: { T1: [60, 40, 40, 50], T2: [40, 30, 30, "not-imaged"] } },
      ["PR", "PR", "NE"],
    ],
    [
      "non-target disease that comes back after CR is progression",
      { days, targets: { T1: [20, "absent", "absent"] }, nonTarget: ["present", "absent", "present"] },
      ["CR", "PD"],
    ],
    [
      "a not evaluable visit between CR and return changes nothing",
      { days, targets: { T1: [20, "absent", "not-imaged", 3] } },
      ["CR", "NE", "PD"],
    ],
    [
      "CR with non-target disease not evaluated is PR",
      { days, targets: { T1: [20, "absent"] }, nonTarget: ["present", null] },
      ["PR"],
    ],
    ["nothing at baseline and nothing since is NED", { days: [0, 63] }, ["NED"]],
    ["nothing at baseline and not imaged is NE", { days: [0, 63], at: { 1: { imaged: false } } }, ["NE"]],
    ["a new lesion makes NED progression", { days: [0, 63, 126], new: { X: [null, null, 6] } }, ["NED", "PD"]],
    [
      "a formerly normal node counts from 10 mm short axis",
      {
        days,
        targets: { T1: [50, 50, 50] },
        new: {
          N: [
            [12, 8],
            [14, 9.9],
            [14, 10],
          ],
        },
        lesions: { N: { node: true } },
      },
      ["SD", "PD"],
    ],
    [
      "a new lesion by eye counts",
      { days, targets: { T1: [50, 50] }, new: { X: [null, "present"] }, lesions: { X: { measurable: false } } },
      ["PD"],
    ],
    [
      "a merged mass that vanishes is complete response",
      { days, targets: { T1: [30, 55, "absent"], T2: [30, "merged", "merged"] } },
      ["SD", "CR"],
    ],
    [
      "parts of a node are added by their short axes",
      {
        days,
        targets: {
          N: [
            [30, 20],
            {
              parts: [
                { longestMm: 9, shortMm: 7 },
                { longestMm: 8, shortMm: 6 },
              ],
            },
          ],
        },
        lesions: { N: { node: true } },
      },
      ["PR"],
    ],
    [
      "without a complete baseline only CR and PD can be told",
      { days, targets: { T1: [null, 40, 30, 36, "absent"] } },
      ["NE", "NE", "PD", "PD"],
    ],
    [
      "the last of two baselines is the baseline",
      { days: [-10, 0, 63], roles: ["baseline", "baseline", "follow-up"], targets: { T1: [100, 60, 60] } },
      ["SD"],
    ],
  ];
  it.each(courses)("%s", (_, table, expected) => {
    expect(labels(table)).toEqual(expected);
  });

  // labels by sums of one target of 100 mm | unconfirmed | confirmed | duration in days
  const sequences: [string, number[], string, string, number | null][] = [
    ["PR SD PR", [70, 75, 70], "PR", "PR", 126],
    ["PR SD SD PR", [70, 75, 75, 70], "PR", "SD", null],
    ["PR CR CR: the response lasts from the PR", [70, 0, 0], "CR", "CR", 126],
    ["CR alone", [0], "CR", "SD", null],
  ];
  it.each(sequences)("best response of %s", (_, sums, unconfirmed, confirmed, duration) => {
    const outcome = recist({ days, targets: { T1: [100, ...sums] } });
    expect(outcome.bestOverall).toEqual({ unconfirmed, confirmed });
    expect(outcome.durationOfResponse?.days ?? null).toBe(duration);
  });

  it("counts nodes as one organ and thick slices double in the findings on selection", () => {
    const outcome = recist({
      days,
      targets: {
        A: [12, 12],
        N1: [
          [20, 16],
          [20, 16],
        ],
        N2: [
          [20, 16],
          [20, 16],
        ],
        N3: [
          [20, 14],
          [20, 14],
        ],
      },
      lesions: {
        N1: { node: true, organ: "axillary" },
        N2: { node: true, organ: "mediastinal" },
        N3: { node: true, organ: "inguinal" },
      },
      at: { 0: { sliceThicknessMm: 6.1 } },
    });
    expect(outcome.issues).toEqual([
      "node-below-15mm:N3",
      "target-not-measurable:A",
      "too-many-targets-in-organ:lymph-node",
    ]);
  });

  it("refuses a node without short axis, by name", () => {
    const document = courseTable({ days, targets: { N1: [[20, 16], 18] }, lesions: { N1: { node: true } } });
    expect(() => assess(document, "recist-1.1")).toThrow(/visit V1, lesion N1.*shortMm/);
  });

  it("refuses an unknown criterion, naming the known ones", () => {
    expect(() => assess(courseTable({ days: [0] }), "recist-2")).toThrow(Refusal);
    expect(() => assess(courseTable({ days: [0] }), "recist-2")).toThrow(/recist-1\.1, irecist/);
  });
});
