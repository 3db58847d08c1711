import { addDays, type CaseMeasurement, parseResponseCase } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { hyperprogression } from "./hyperprogression.ts";

/** One target of so many mm before baseline, at baseline, on treatment; days from 2024-01-01, treatment starts on day 7. */
function course(
  sizes: readonly (number | "absent" | "not-evaluable" | null)[],
  days: readonly number[] = [-61, 0, 61],
  rest: {
    course?: object;
    options?: object;
    lesions?: object[];
    more?: readonly CaseMeasurement[];
    ecog?: number;
  } = {},
) {
  const roles = ["pre-baseline", "baseline", "follow-up"];
  return parseResponseCase({
    schema: "nadir.response-case/1",
    id: "hpd",
    course: { disease: "solid-tumour", treatmentStart: "2024-01-08", ...rest.course },
    lesions: [{ id: "T1", role: "target", organ: "liver" }, ...(rest.lesions ?? [])],
    visits: sizes.flatMap((size, i) =>
      size === null
        ? []
        : [
            {
              id: ["PB", "BL", "V1"][i],
              date: addDays("2024-01-01", days[i] as number),
              role: roles[i],
              measurements: [
                typeof size === "number" ? { lesion: "T1", longestMm: size } : { lesion: "T1", status: size },
                ...(i === 2 ? (rest.more ?? []) : []),
              ],
              ...(i === 2 && rest.ecog !== undefined ? { ecog: rest.ecog } : {}),
            },
          ],
    ),
    ...(rest.options ? { options: rest.options } : {}),
  });
}
const results = (document: ReturnType<typeof course>) =>
  Object.fromEntries(
    Object.entries(hyperprogression(document).definitions).map(([id, d]) => [id.split("-")[0], d.reason ?? d.result]),
  );

describe("tumour growth kinetics", () => {
  it("is the growth of a sphere a month: a doubled diameter in one month is +700 %", () => {
    const month = 30.4375;
    const { kinetics } = hyperprogression(course([10, 20, 40], [-61, 0, 61]));
    expect(kinetics?.tgrRef).toBeCloseTo(100 * (8 ** (month / 61) - 1), 9);
    expect(kinetics?.tgkRef).toBeCloseTo((10 * month) / 61, 9);
    expect(kinetics?.tgkExp).toBeCloseTo((20 * month) / 61, 9);
  });

  it("is −100 % when nothing is left, never an error", () => {
    const { kinetics } = hyperprogression(course([10, 20, "absent"]));
    expect(kinetics?.tgrExp).toBe(-100);
  });

  it("decides a ratio of exactly 2 in whole numbers", () => {
    // +1.1 mm in 61 days, then +2.2 mm in 61 days: 3.3000000000000003 and 2.2 in doubles
    const exact = hyperprogression(course([2.2, 3.3, 5.5], [-61, 0, 61])).definitions;
    expect(exact["saada-bouzid-2017"].result).toBe("yes");
    // over 2 is asked by Kato, 2 is not over 2
    const kato = course([2.2, 3.3, 5.5], [-61, 0, 61], { course: { treatmentFailureDate: "2024-02-01" } });
    expect(hyperprogression(kato).definitions["kato-2017"].result).toBe("no");
  });
});

describe("hyperprogression: why a definition is not evaluable, and what it still decides", () => {
  it.each<[string, ReturnType<typeof course>, Record<string, string>]>([
    [
      "no scan on treatment",
      course([10, 20, null]),
      { champiat: "no-on-treatment-scan", lo: "no-on-treatment-scan", matos: "no-on-treatment-scan" },
    ],
    [
      "no scan before baseline",
      course([null, 20, 40]),
      { champiat: "no-pre-baseline-scan", lo: "no", kato: "no-pre-baseline-scan" },
    ],
    [
      "a target not measured before baseline leaves Matos",
      course(["not-evaluable", 20, 40], [-61, 0, 50]),
      { ferrara: "target-not-measured-on-all-three-scans", matos: "yes" },
    ],
    [
      "a target not measured on treatment: nothing but its remainder can be said",
      course([20, 20, "not-evaluable"], [-61, 0, 50]),
      { ferrara: "target-not-measured-on-all-three-scans", matos: "target-not-measured-on-all-three-scans" },
    ],
    [
      "baseline after treatment start",
      course([10, 20, 40], [-61, 10, 61]),
      { saada: "baseline-after-treatment-start" },
    ],
    ["scans too close before", course([10, 20, 40], [-13, 0, 61]), { saada: "pre-baseline-interval-too-short" }],
    ["scans too close on treatment", course([10, 20, 40], [-61, 0, 13]), { saada: "on-treatment-interval-too-short" }],
    ["14 days are enough", course([10, 20, 40], [-14, 0, 14]), { saada: "yes" }],
    [
      "the shortest interval is an option",
      course([10, 20, 40], [-13, 0, 61], { options: { hyperprogression: { minIntervalDays: 13 } } }),
      { saada: "no", ferrara: "no" },
    ],
    ["nothing measurable at baseline", course([10, "absent", 40]), { champiat: "zero-size-reference" }],
    [
      "without progression Champiat is no, though the ratio is undefined",
      course([20, 18, 19]),
      { champiat: "no", ferrara: "no", saada: "reference-growth-not-positive" },
    ],
    ["Kato asks for the time to failure", course([20, 21, 40]), { kato: "no-time-to-treatment-failure" }],
    [
      "still on treatment is no failure",
      course([20, 21, 40], undefined, { course: { onTreatmentAtLastContact: true } }),
      { kato: "no" },
    ],
    ["Matos: the first evaluation after eight weeks is too late", course([null, 20, 40], [0, 0, 64]), { matos: "no" }],
    ["Matos: at eight weeks it is not", course([null, 20, 40], [0, 0, 63]), { matos: "yes" }],
    ["Matos: 39 % is not enough", course([null, 100, 139], [0, 0, 50]), { matos: "no" }],
    [
      "Matos: 20 % with new lesions in two organs",
      course([null, 100, 120], [0, 0, 50], {
        lesions: [
          { id: "X", role: "new", organ: "lung" },
          { id: "Y", role: "new", organ: "bone" },
        ],
        more: [
          { lesion: "X", longestMm: 8 },
          { lesion: "Y", longestMm: 8 },
        ],
      }),
      { matos: "yes" },
    ],
    [
      "Lo Russo: two new lesions in an involved organ, ECOG 2, the sum half larger",
      course([null, 20, 30], [0, 0, 50], {
        lesions: [
          { id: "X", role: "new", organ: "liver" },
          { id: "Y", role: "new", organ: "liver" },
        ],
        more: [
          { lesion: "X", longestMm: 8 },
          { lesion: "Y", longestMm: 8 },
        ],
        ecog: 2,
      }),
      { lo: "yes" },
    ],
    [
      "Lo Russo: one new lesion in each of two involved organs does not do",
      course([null, 20, 30], [0, 0, 50], {
        lesions: [
          { id: "T2", role: "non-target", organ: "lung" },
          { id: "X", role: "new", organ: "liver" },
          { id: "Y", role: "new", organ: "lung" },
        ],
        more: [
          { lesion: "X", longestMm: 8 },
          { lesion: "Y", longestMm: 8 },
        ],
        ecog: 2,
      }),
      { lo: "no" },
    ],
  ])("%s", (_, document, expected) => {
    expect(results(document)).toMatchObject(expected);
  });
});
