import { type CriterionId, criterionParameters, type ResponseCaseOptions } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { assess } from "./assess.ts";
import { confirmationsDue } from "./confirmation-due.ts";
import { criterionName, parametersOf } from "./settings.ts";
import { type CourseTable, courseTable } from "./testing/course-table.ts";

type Course = Omit<CourseTable, "days">;
const days = [0, 63, 98, 160];
const under = (id: CriterionId, table: Course, options: ResponseCaseOptions = {}) =>
  assess(courseTable({ days, ...table, options }), id);
const labels = (id: CriterionId, table: Course, options?: ResponseCaseOptions) =>
  Object.values(under(id, table, options).visits).map((visit) => visit.overall);

describe("parameters of a criterion", () => {
  it.each(Object.keys(criterionParameters) as CriterionId[])(
    "%s: every named parameter has a published value",
    (id) => {
      const values = parametersOf(id);
      expect(Object.keys(values)).toEqual(Object.keys(criterionParameters[id].shape));
      const { component: _free, ...set } = values;
      expect(Object.values(set).every((value) => value !== undefined && value !== null)).toBe(true);
      // The published values are themselves accepted by the schema, and change neither name nor answer.
      expect(criterionParameters[id].safeParse(set).success).toBe(true);
      const table: Course = {
        targets: {
          T1: [
            [40, 30],
            [30, 20],
            [20, 20],
            [40, 30],
          ],
        },
        lesions: { T1: { organ: "brain" } },
      };
      const plain = under(id, table);
      expect(criterionName(id, set as never)).toBe(id);
      expect(under(id, table, { [id]: set } as ResponseCaseOptions)).toEqual(plain);
      expect(plain.name).toBe(id);
      expect(plain.parameters).toEqual(values);
    },
  );

  it("a changed criterion says in its name what was changed", () => {
    const outcome = under(
      "recist-1.1",
      { targets: { T1: [50, 50] } },
      { "recist-1.1": { minSdDays: 56, acceptSdBetween: 1 } },
    );
    expect(outcome.name).toBe("recist-1.1 [minSdDays=56]");
    expect(outcome.parameters.minSdDays).toBe(56);
    expect(criterionName("rano-2.0", { measure: "volume", progressionPercent: 40 })).toBe("rano-2.0 [measure=volume]");
  });

  const one = (...sizes: number[]): Course => ({ targets: { T1: sizes } });
  const square = (...sizes: number[]): Course => ({
    course: { disease: "glioma", setting: "recurrent" },
    targets: { T1: sizes.map((mm) => [mm, mm] as const) },
  });
  it.each<[string, CriterionId, Course, object, string[], string[]]>([
    ["responsePercent", "recist-1.1", one(100, 75), { responsePercent: 25 }, ["SD"], ["PR"]],
    ["progressionPercent", "recist-1.1", one(100, 115), { progressionPercent: 15 }, ["SD"], ["PD"]],
    ["progressionAtLeastMm", "recist-1.1", one(20, 24), { progressionAtLeastMm: 4 }, ["SD"], ["PD"]],
    [
      "missingLesion",
      "recist-1.1",
      { targets: { T1: [40, 60], T2: [10, "not-evaluable"] } },
      { missingLesion: "not-evaluable" },
      ["PD"],
      ["NE"],
    ],
    [
      "progressionConfirmationDays",
      "irano",
      square(20, 30, 30),
      { progressionConfirmationDays: 28 },
      ["uPD", "uPD"],
      ["uPD", "SD"],
    ],
    ["confirmAtLeastMm", "irecist", one(50, 65, 72), { confirmAtLeastMm: 8 }, ["iUPD", "iCPD"], ["iUPD", "iUPD"]],
    ["progressionPercent of RANO", "rano-2010", square(20, 23), { progressionPercent: 40 }, ["PD"], ["SD"]],
    ["steroids", "rano-2010", { ...square(20, 20), dose: [2, 4] }, { steroids: "ignored" }, ["NE"], ["SD"]],
    ["windowMonths", "irano", square(20, 30), { windowMonths: 1 }, ["uPD"], ["PD"]],
  ])("%s changes what it says", (_, id, table, given, published, changed) => {
    expect(labels(id, table)).toEqual(published);
    expect(labels(id, table, { [id]: given } as ResponseCaseOptions)).toEqual(changed);
  });

  it("the baseline may be the first of several, or the one before radiotherapy", () => {
    const table: Course = { ...one(100, 60, 60), roles: ["baseline", "baseline", "follow-up"] };
    expect(labels("recist-1.1", table)).toEqual(["SD"]);
    expect(labels("recist-1.1", table, { "recist-1.1": { baseline: "first" } })).toEqual(["PR"]);
    const after = square(20, 30, 30);
    const course = { disease: "glioma", setting: "newly-diagnosed", radiotherapyEnd: "2024-01-20" } as const;
    expect(under("rano-2.0", { ...after, course }).baselineVisit).toBe("V1");
    const before = under("rano-2.0", { ...after, course }, { "rano-2.0": { baseline: "before-treatment" } });
    expect(before.baselineVisit).toBe("BL");
  });

  it("the window of the awaited scan is the protocol's", () => {
    const options = { irecist: { progressionConfirmationDays: 35, confirmByDays: 70 } };
    expect(confirmationsDue(under("irecist", one(50, 70), options))[0]).toMatchObject({
      earliest: "2024-04-08",
      latest: "2024-05-13",
    });
  });

  it("the confirmation of a response is the protocol's", () => {
    const table = one(100, 60, 60);
    expect(under("recist-1.1", table).bestOverall.confirmed).toBe("PR");
    expect(under("recist-1.1", table, { "recist-1.1": { responseConfirmationDays: 42 } }).bestOverall.confirmed).toBe(
      "SD",
    );
  });

  it("the limits change findings and no response", () => {
    const table: Course = { targets: { T1: [20, 20], T2: [20, 20] } };
    const strict = under("recist-1.1", table, {
      "recist-1.1": { maxTargets: 1, maxTargetsPerOrgan: 1, baselineWindowDays: 3 },
    });
    expect(strict.issues).toEqual(["baseline-outside-window", "too-many-targets", "too-many-targets-in-organ:liver"]);
    expect(strict.visits).toEqual(under("recist-1.1", table).visits);
  });
});
