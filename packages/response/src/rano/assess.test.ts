import { describe, expect, it } from "vitest";
import { assess } from "../assess.ts";
import { confirmationsDue } from "../confirmation-due.ts";
import { type CourseTable, courseTable } from "../testing/course-table.ts";

/** A square lesion of so many mm on a side. */
const sq = (side: number) => [side, side] as const;
const days = [0, 63, 98, 160, 230];
const afterRadiotherapy = {
  course: { disease: "glioma", setting: "newly-diagnosed", radiotherapyEnd: "2024-01-08" },
  roles: ["baseline", "follow-up", "follow-up", "follow-up", "follow-up"],
} as const;
const outcome = (criterion: string, table: CourseTable) =>
  assess(courseTable({ ...table, course: { disease: "glioma", setting: "recurrent", ...table.course } }), criterion);
const shown = (criterion: string, table: CourseTable) =>
  Object.values(outcome(criterion, table).visits).map((v) => (v.code ? `${v.overall} ${v.code}` : v.overall));

type Row = [string, CourseTable, string[]];

describe("RANO 2010 beyond the vectors", () => {
  it.each<Row>([
    [
      "larger on a lower dose than at the reference scan is not evaluable",
      { days, dose: [4, 2], targets: { T1: [sq(20), sq(24)] } },
      ["NE steroid-taper"],
    ],
    ["larger on the same dose is progression", { days, dose: [4, 4], targets: { T1: [sq(20), sq(24)] } }, ["PD"]],
    [
      "the dose is compared with that of the reference scan, not of baseline",
      { days, dose: [4, 2, 2], targets: { T1: [sq(24), sq(20), sq(24)] } },
      ["SD", "PD"],
    ],
    [
      "a taper does not hide a new lesion",
      { days, dose: [4, 2], targets: { T1: [sq(20), sq(24)] }, new: { X: [null, sq(4)] } },
      ["PD"],
    ],
    [
      "T2/FLAIR increase is progression",
      { days, targets: { T1: [sq(20), sq(20)] }, at: { 1: { flair: "worse" } } },
      ["PD"],
    ],
    [
      "complete response needs a readable T2/FLAIR",
      { days, targets: { T1: [sq(20), "absent"] }, at: { 1: { flair: "not-evaluable" } } },
      ["NE flair-not-evaluable"],
    ],
    [
      "gone with non-target disease left is PR",
      { days, targets: { T1: [sq(20), "absent"] }, nonTarget: ["present", "present"] },
      ["PR"],
    ],
    [
      "physiologic replacement does not forbid CR",
      { days, dose: [2, 1], targets: { T1: [sq(20), "absent"] }, at: { 1: { physiologicSteroidsOnly: true } } },
      ["CR"],
    ],
    ["non-measurable disease: stable at best", { days, nonTarget: ["present", "present"] }, ["SD"]],
    [
      "within 12 weeks of radiotherapy decline alone is not progression",
      {
        ...afterRadiotherapy,
        days: [-20, 28, 70],
        targets: { T1: [sq(20), sq(20), sq(20)] },
        at: { 2: { clinical: "worse" } },
      },
      ["SD", "NE within-12-weeks-of-radiotherapy"],
    ],
    [
      "within 12 weeks a new lesion in the field waits, outside it does not",
      {
        ...afterRadiotherapy,
        days: [-20, 28, 70, 80],
        targets: { T1: [sq(20), sq(20), sq(20), sq(20)] },
        new: { X: [null, null, sq(12), sq(12)], Y: [null, null, null, sq(5)] },
        lesions: { Y: { outsideRtField: true } },
      },
      ["SD", "NE within-12-weeks-of-radiotherapy", "PD"],
    ],
    [
      "the first scan after radiotherapy is the reference, whatever was before",
      { ...afterRadiotherapy, days: [-20, 28, 98], targets: { T1: [sq(10), sq(20), sq(20)] } },
      ["SD", "SD"],
    ],
  ])("%s", (_, table, expected) => {
    expect(shown("rano-2010", table)).toEqual(expected);
  });

  it("dates decline back over an increase of steroids that lasted, over visits without a recorded dose", () => {
    const table = {
      days,
      dose: [2, 4, null, 4],
      targets: { T1: [sq(20), sq(20), sq(20), sq(20)] },
      at: { 3: { clinical: "worse" as const } },
    };
    expect(outcome("rano-2010", table).progressionDate).toBe("2024-03-04");
    expect(outcome("rano-2010", { ...table, dose: [2, 4, 2, 4] }).progressionDate).toBe("2024-06-09");
  });
});

describe("RANO 2.0 beyond the vectors", () => {
  it.each([
    ["newly-diagnosed", "V1", { V2: "pPD" }],
    ["recurrent", "BL", { V1: "SD", V2: "PD" }],
    ["neo-adjuvant", "BL", { V1: "SD", V2: "PD" }],
  ] as const)("%s: baseline at %s, growth within 12 weeks of radiotherapy", (setting, baselineVisit, labels) => {
    const outcome = assess(
      courseTable({
        days: [0, 28, 63],
        targets: {
          T1: [
            [40, 40],
            [40, 40],
            [50, 50],
          ],
        },
        course: { disease: "glioma", setting, radiotherapyEnd: "2024-01-10" },
      }),
      "rano-2.0",
    );
    expect(outcome.baselineVisit).toBe(baselineVisit);
    expect(Object.fromEntries(Object.entries(outcome.visits).map(([id, v]) => [id, v.overall]))).toEqual(labels);
  });

  it.each<Row>([
    [
      "a lower dose does not stop progression by size",
      { days, dose: [4, 2], targets: { T1: [sq(20), sq(24)] } },
      ["PD"],
    ],
    ["T2/FLAIR does not count", { days, targets: { T1: [sq(20), sq(20)] }, at: { 1: { flair: "worse" } } }, ["SD"]],
    [
      "T2/FLAIR counts under antiangiogenic treatment",
      { days, targets: { T1: [sq(20), sq(20)] }, at: { 1: { flair: "worse" } }, course: { antiangiogenic: true } },
      ["PD"],
    ],
    [
      "minor response of non-enhancing tumour from 25 to below 50 %",
      {
        days,
        targets: {
          T1: [
            [40, 25],
            [30, 25],
            [30, 20],
            [25, 20],
          ],
        },
        lesions: { T1: { component: "non-enhancing" } },
      },
      ["MR", "MR", "PR"],
    ],
    [
      "no minor response of enhancing tumour unless asked for",
      {
        days,
        targets: {
          T1: [
            [40, 25],
            [30, 25],
          ],
        },
      },
      ["SD"],
    ],
    [
      "minor response by option",
      {
        days,
        targets: {
          T1: [
            [40, 25],
            [30, 25],
          ],
        },
        options: { "rano-2.0": { minorResponse: true } },
      },
      ["MR"],
    ],
    [
      "minor response by volume from 40 to below 65 %",
      {
        days,
        targets: { T1: [{ volumeMm3: 10000 }, { volumeMm3: 6000 }, { volumeMm3: 3500 }] },
        options: { "rano-2.0": { measure: "volume", minorResponse: true } },
      },
      ["MR", "PR"],
    ],
    [
      "mixed: each component by itself",
      {
        days,
        targets: { E: [sq(20), "absent", "absent", "absent"], N: [sq(30), sq(30), sq(20), sq(34)] },
        lesions: { N: { component: "non-enhancing" } },
      },
      ["SD", "PR", "PD"],
    ],
    [
      "confirmPd: confirmed outside the window too",
      { days, targets: { T1: [sq(20), sq(24), sq(24)] }, options: { "rano-2.0": { confirmPd: true } } },
      ["pPD", "PD"],
    ],
    [
      "a repeat scan before 28 days settles nothing",
      {
        ...afterRadiotherapy,
        days: [-20, 28, 50, 70, 90],
        targets: { T1: [sq(10), sq(20), sq(24), sq(20), sq(20)] },
      },
      ["pPD", "pPD", "SD"],
    ],
    [
      "decline while the repeat scan is awaited is progression at once",
      {
        ...afterRadiotherapy,
        days: [-20, 28, 50, 60],
        targets: { T1: [sq(10), sq(20), sq(24), sq(20)] },
        at: { 3: { clinical: "worse" } },
      },
      ["pPD", "PD"],
    ],
    [
      "further-growth: the same size at the repeat scan is not progression, and becomes the reference",
      {
        days,
        targets: { T1: [sq(20), sq(24), sq(24), sq(26), sq(27)] },
        options: { "rano-2.0": { confirmPd: true, pdConfirmation: "further-growth" } },
      },
      ["pPD", "SD", "SD", "pPD"],
    ],
    [
      "a held response stays PR though the size loosens, until progression",
      {
        days,
        targets: { T1: [sq(40), sq(28), sq(28), sq(30), sq(32)] },
        options: { "rano-2.0": { holdResponse: "confirmed" } },
      },
      ["PR", "PR", "PR", "PD"],
    ],
    [
      "no scan after radiotherapy: nothing is judged",
      {
        days: [-20, 1],
        course: { setting: "newly-diagnosed", radiotherapyEnd: "2024-01-08" },
        targets: { T1: [sq(20), sq(30)] },
      },
      [],
    ],
    [
      "what is measurable at the baseline after radiotherapy is not new",
      {
        ...afterRadiotherapy,
        days: [-20, 28, 100],
        targets: { T1: [sq(10), sq(20), sq(20)] },
        new: { X: [null, sq(12), sq(12)] },
      },
      ["SD"],
    ],
  ])("%s", (_, table, expected) => {
    expect(shown("rano-2.0", table)).toEqual(expected);
  });

  it("leaves an open preliminary progression as an event at its first date, unconfirmed", () => {
    const open = outcome("rano-2.0", {
      ...afterRadiotherapy,
      days: [-20, 28, 50],
      targets: { T1: [sq(10), sq(20), sq(24)] },
    });
    expect(open.pfs).toEqual({ status: "event", cause: "progression", date: "2024-02-20" });
    expect(open.progressionConfirmed).toBe(false);
    expect(open.bestOverall).toEqual({ unconfirmed: "pPD", confirmed: "pPD" });
    expect(confirmationsDue(open)).toMatchObject([{ label: "pPD", earliest: "2024-03-19", latest: null }]);
  });

  it("refuses a target without the perpendicular diameter, by name", () => {
    expect(() => outcome("rano-2.0", { days, targets: { T1: [sq(20), 24] } })).toThrow(/visit V1, lesion T1.*shortMm/);
    expect(() =>
      outcome("rano-2.0", { days, targets: { T1: [sq(20), sq(24)] }, options: { "rano-2.0": { measure: "volume" } } }),
    ).toThrow(/volumeMm3/);
  });
});

describe("iRANO beyond the vectors", () => {
  it.each<Row>([
    [
      "growth that recedes before three months closes the question",
      { days, targets: { T1: [sq(20), sq(24), sq(20), sq(24)] } },
      ["uPD", "SD", "uPD"],
    ],
    [
      "growth that holds waits for three months",
      { days, targets: { T1: [sq(20), sq(24), sq(24), sq(24)] } },
      ["uPD", "uPD", "SD"],
    ],
    [
      "a new lesion waits like growth, and belongs to the tumour once three months did not bear it out",
      { days, targets: { T1: [sq(20), sq(20), sq(20), sq(20)] }, new: { X: [null, sq(12), sq(12), sq(12)] } },
      ["uPD", "uPD", "SD"],
    ],
    [
      "an additional new lesion at three months is progression, dated to the first scan",
      {
        days,
        targets: { T1: [sq(20), sq(20), sq(20), sq(20)] },
        new: { X: [null, sq(12), sq(12), sq(12)], Y: [null, null, null, sq(6)] },
      },
      ["uPD", "uPD", "PD"],
    ],
    [
      "decline while waiting is progression",
      { days, targets: { T1: [sq(20), sq(24), sq(24)] }, at: { 2: { clinical: "worse" } } },
      ["uPD", "PD"],
    ],
    [
      "a response by baseline at three months is a response",
      { days, targets: { T1: [sq(40), sq(20), sq(23), sq(23), sq(23)] } },
      ["PR", "uPD", "uPD", "PR"],
    ],
    [
      "three months without a target leave it open",
      { days, targets: { T1: [sq(20), sq(24), sq(24), "not-evaluable"] } },
      ["uPD", "uPD", "NE"],
    ],
  ])("%s", (_, table, expected) => {
    expect(shown("irano", table)).toEqual(expected);
  });

  it("dates confirmed progression and decline to the first scan that showed it", () => {
    const grown = outcome("irano", { days, targets: { T1: [sq(20), sq(24), sq(24), sq(28)] } });
    expect(grown.progressionDate).toBe("2024-03-04");
    const declined = outcome("irano", {
      days,
      targets: { T1: [sq(20), sq(24), sq(24)] },
      at: { 2: { clinical: "worse" } },
    });
    expect(declined.progressionDate).toBe("2024-03-04");
  });
});

describe("RANO-BM beyond the vectors", () => {
  const brain = { T1: { organ: "brain" }, T2: { organ: "brain" }, X: { organ: "lung" } };
  it.each<Row>([
    [
      "a new lesion of the body is RECIST's",
      { days, targets: { T1: [20, 20] }, new: { X: [null, 12] }, lesions: brain },
      ["SD"],
    ],
    ["gone on steroids is PR", { days, dose: [4, 2], targets: { T1: [20, "absent"] }, lesions: brain }, ["PR"]],
    [
      "small enough but on a raised dose is SD",
      { days, dose: [2, 4], targets: { T1: [20, 10] }, lesions: brain },
      ["SD"],
    ],
    [
      "gone but on a raised dose is SD",
      { days, dose: [2, 4], targets: { T1: [20, "absent"] }, lesions: brain },
      ["SD"],
    ],
    [
      "the 5 mm are those of one lesion since the nadir scan",
      { days, targets: { T1: [20, 12, 16], T2: [20, 12, 16] }, lesions: brain },
      ["PR", "SD"],
    ],
    ["one lesion 5 mm larger", { days, targets: { T1: [20, 12, 17], T2: [20, 12, 12] }, lesions: brain }, ["PR", "PD"]],
  ])("%s", (_, table, expected) => {
    expect(shown("rano-bm", { ...table, course: { disease: "brain-metastases" } })).toEqual(expected);
  });
});
