import { describe, expect, it } from "vitest";
import { assess } from "./assess.ts";
import { confirmationsDue } from "./confirmation-due.ts";
import { type CourseTable, courseTable, type Size } from "./testing/course-table.ts";

const outcomeOf = (criterion: string, table: CourseTable) => assess(courseTable(table), criterion);
const dueOf = (criterion: string, table: CourseTable) => confirmationsDue(outcomeOf(criterion, table))[0];
const square = (mm: number): Size => [mm, mm];

/**
 * What is said to confirm must confirm: the course goes on with a scan at the figure that the sentence names, and with one
 * just below it, and the engine judges both.
 */
describe("what the awaited scan must show", () => {
  const days = [0, 63, 98];
  const cases: [string, string, CourseTable, string, Size, Size, string][] = [
    [
      "iRECIST: 5 mm over the iUPD",
      "irecist",
      { days, targets: { T1: [100, 125] } },
      "A target sum of at least 130 mm",
      130,
      129.9,
      "iCPD",
    ],
    [
      "iRECIST: the trial's own 8 mm",
      "irecist",
      { days, targets: { T1: [100, 125] }, options: { irecist: { confirmAtLeastMm: 8 } } },
      "A target sum of at least 133 mm",
      133,
      132.9,
      "iCPD",
    ],
    [
      "imRECIST: 20 % over the nadir",
      "imrecist",
      { days, targets: { T1: [100, 130] } },
      "at least 120 mm",
      120,
      119.9,
      "imPD",
    ],
    [
      "imRECIST: 5 mm where 20 % are less",
      "imrecist",
      { days, targets: { T1: [20, 30] } },
      "at least 25 mm",
      25,
      24.9,
      "imPD",
    ],
    [
      "irRC: 25 % of the products",
      "irrc",
      { days, targets: { T1: [square(40), square(50)] } },
      "at least 2000 mm²",
      [50, 40],
      [50, 39.9],
      "irPD",
    ],
    [
      "RANO 2.0 within 12 weeks of radiotherapy: the same reference",
      "rano-2.0",
      {
        days: [0, 28, 63],
        targets: { T1: [square(40), square(50)] },
        course: { disease: "glioma", setting: "newly-diagnosed", radiotherapyEnd: "2023-12-20" },
      },
      "a size of at least 2000 mm²",
      [50, 40],
      [50, 39.9],
      "PD",
    ],
    [
      "mRANO: 25 % over the preliminary scan",
      "mrano",
      { days, targets: { T1: [square(40), square(50)] }, course: { disease: "glioma", setting: "recurrent" } },
      "Targets of at least 3125 mm²",
      [62.5, 50],
      [62.4, 50],
      "PD",
    ],
    [
      "iRANO: 25 % over the first scan, three months on",
      "irano",
      {
        days: [0, 28, 112],
        targets: { T1: [square(40), square(50)] },
        course: { disease: "glioma", setting: "recurrent" },
      },
      "together of at least 3125 mm²",
      [62.5, 50],
      [62.4, 50],
      "PD",
    ],
  ];
  it.each(cases)("%s", (_, criterion, table, words, enough, tooLittle, label) => {
    expect(dueOf(criterion, table)?.confirms).toContain(words);
    const then = (size: Size) => {
      const [[id, sizes]] = Object.entries(table.targets ?? {}) as [[string, Size[]]];
      const outcome = outcomeOf(criterion, { ...table, targets: { [id]: [...sizes, size] } });
      return {
        label: outcome.visits[outcome.visitOrder.at(-1) as string]?.overall,
        confirmed: outcome.progressionConfirmed,
      };
    };
    expect(then(enough)).toEqual({ label, confirmed: true });
    expect(then(tooLittle).confirmed).not.toBe(true);
  });

  it("names the reset of iRECIST at the limit of progression over the nadir", () => {
    const table = { days, targets: { T1: [100, 125] } };
    expect(dueOf("irecist", table)?.resets).toContain("a target sum below 120 mm");
    const then = (mm: number) => outcomeOf("irecist", { days, targets: { T1: [100, 125, mm] } }).visits.V2?.overall;
    expect([then(120), then(119.9)]).toEqual(["iUPD", "iSD"]);
  });

  it("speaks of the parts that progressed: a new lesion, non-target disease", () => {
    const due = dueOf("irecist", {
      days,
      targets: { T1: [100, 100] },
      new: { X: [null, 12] },
      nonTarget: ["present", "unequivocal-progression"],
    });
    expect(due?.confirms).toMatch(
      /Progression of the targets; or any further increase of non-target.*or another new lesion/,
    );
    expect(due?.resets).toMatch(/non-target disease no longer.*new lesions gone/);
  });

  it("does not count a new lesion that an earlier, reset iUPD brought among what opened this one", () => {
    const due = dueOf("irecist", {
      days: [0, 63, 98, 133],
      targets: { T1: [100, 100, 60, 80] },
      new: { X: [null, 12, 12, 12] },
    });
    expect(due?.confirms).toMatch(/at least 85 mm.*or a new lesion\.$/);
  });

  it("says what confirms a response and what breaks it", () => {
    const due = dueOf("recist-1.1", { days, targets: { T1: [100, 60] } });
    expect(due).toMatchObject({
      confirms: "PR or better again.",
      resets: expect.stringContaining("more than 1 visit of stable"),
    });
    const cr = dueOf("recist-1.1", { days, targets: { T1: [100, "absent"] } });
    expect(cr).toMatchObject({ confirms: "CR again.", resets: expect.stringContaining("any stable disease") });
  });

  it("moves with the scan: a day later opens and ends the window a day later", () => {
    const window = (day: number) => {
      const due = dueOf("irecist", { days: [0, day], targets: { T1: [100, 125] } });
      return [due?.earliest, due?.latest];
    };
    // 2024-01-01 + 63 days is 2024-03-04; 28 and 56 days later.
    expect(window(63)).toEqual(["2024-04-01", "2024-04-29"]);
    expect(window(64)).toEqual(["2024-04-02", "2024-04-30"]);
  });

  it("is nothing once the patient has died", () => {
    const outcome = outcomeOf("irecist", { days, targets: { T1: [100, 125] } });
    expect(confirmationsDue(outcome)).toHaveLength(1);
    expect(confirmationsDue(outcome, "2024-04-10")).toEqual([]);
  });
});
