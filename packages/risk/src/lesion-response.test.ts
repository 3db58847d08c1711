import { assess } from "@nadir/response";
import { describe, expect, it } from "vitest";
import { classOf, type LesionResponse, lesionResponse } from "./lesion-response.ts";
import { rapidProgression } from "./rapid-progression.ts";
import { courseOfSizes } from "./testing/course-of.ts";

describe("response lesion by lesion", () => {
  const course = courseOfSizes("L", [0, 67, 128], { T1: [40, 28, 20], T2: [20, 24, 25], T3: [15, 0, null] });
  const visits = lesionResponse(course);

  it("judges each against its own baseline and its own nadir", () => {
    expect(visits.V1?.lesions.map((lesion) => lesion.category)).toEqual(["PR", "SD", "CR"]);
    expect(visits.V2?.lesions.map((lesion) => lesion.category)).toEqual(["PR", "PD", "NE"]);
    expect(visits.V1?.class).toBe("response-and-stable");
    expect(visits.V2?.class).toBe("dissociated");
    expect(visits.V1?.lesions[0]?.percentFromBaseline).toBeCloseTo(-30, 12);
    expect(visits.V1?.lesions[0]?.mmPerMonth).toBeCloseTo((-12 * 30.4375) / 67, 12);
  });

  it("the sizes of the lesions add up to the patient's sum", () => {
    const outcome = assess(course, "recist-1.1");
    const sum = visits.V1?.lesions.reduce((total, lesion) => total + (lesion.mm ?? Number.NaN), 0);
    expect(sum).toBe(outcome.visits.V1?.sumMm);
    expect(outcome.visits.V2?.sumMm).toBeNull();
  });

  it("every combination of lesion categories has one class, by the words of the class", () => {
    const all: LesionResponse["category"][] = ["CR", "PR", "SD", "PD", "NE"];
    for (const a of all)
      for (const b of all)
        for (const c of all)
          for (const fresh of [false, true]) {
            const set = [a, b, c];
            const up = fresh || set.includes("PD");
            const down = set.includes("CR") || set.includes("PR");
            const word = classOf(set, fresh);
            if (up && down) expect(word).toBe("dissociated");
            else if (set.includes("NE")) expect(word).toBe("not-evaluable");
            else if (set.every((x) => x === "CR" || x === "PR")) expect(word).toBe("uniform-response");
            else if (set.every((x) => x === "PD")) expect(word).toBe("uniform-progression");
            else if (!up && !down) expect(word).toBe("stable");
            else expect(word).toBe(up ? "progression-and-stable" : "response-and-stable");
          }
    expect(classOf([], false)).toBe("not-evaluable");
    expect(classOf([], true)).toBe("uniform-progression");
  });
});

describe("rapid progression", () => {
  it.each([
    ["progression on day 60", [0, 67], [50, 70], "yes", "yes"],
    ["progression on day 61", [0, 68], [50, 70], "no", "no"],
    ["stable beyond two months", [0, 97], [50, 50], "no", "no"],
    ["stable, seen until day 60", [0, 67], [50, 50], "not-evaluable", "not-evaluable"],
  ] as const)("%s", (_, days, sizes, result, ttp) => {
    const answer = rapidProgression(courseOfSizes("R", days, { T1: [...sizes] }));
    expect([answer.result, answer.ttpUnderTwoMonths]).toEqual([result, ttp]);
  });

  it("hyperprogression by any definition is enough, and names it", () => {
    // Day 50 after start, +60 % and new lesions: Matos; no early failure known.
    const course = courseOfSizes("H", [0, 61], { T1: [50, 80] });
    expect(rapidProgression(course)).toMatchObject({ result: "yes", hyperprogressionBy: ["matos-2020"] });
  });

  it("says what is missing", () => {
    const { missing } = rapidProgression(courseOfSizes("M", [0, 67], { T1: [50, 50] }));
    expect(missing.join()).toContain("follow-up to two months");
    expect(missing.join()).toContain("a scan before baseline");
  });
});
