import { describe, expect, it } from "vitest";
import { Refusal } from "./problem.ts";
import { parseResponseCase } from "./response-case-parse.ts";

type Draft = Record<string, unknown>;
const sound = () => ({
  schema: "nadir.response-case/1",
  id: "P-12",
  course: { disease: "solid-tumour", treatmentStart: "2024-01-08" } as Draft,
  lesions: [
    { id: "T1", role: "target", organ: "liver" },
    { id: "T2", role: "target", organ: "lung" },
    { id: "X1", role: "new", organ: "bone" },
  ] as Draft[],
  visits: [
    {
      id: "BL",
      date: "2024-01-01",
      role: "baseline",
      measurements: [
        { lesion: "T1", longestMm: 50 },
        { lesion: "T2", longestMm: 20 },
      ],
    },
    { id: "V1", date: "2024-03-04", role: "follow-up", measurements: [{ lesion: "T1", longestMm: 40 }] },
    { id: "V2", date: "2024-04-29", role: "follow-up", measurements: [{ lesion: "T1", longestMm: 40 }] },
  ] as { id: string; date: string; role: string; measurements: Draft[]; imaged?: boolean }[],
  options: {} as Draft,
});
type Case = ReturnType<typeof sound>;

function problems(spoil: (c: Case) => void) {
  const draft = sound();
  spoil(draft);
  try {
    parseResponseCase(draft);
  } catch (error) {
    if (error instanceof Refusal) return error.problems;
    throw error;
  }
  return [];
}
const visit = (c: Case, i: number) => c.visits[i] as Case["visits"][number];
const entry = (c: Case, v: number, m: number) => visit(c, v).measurements[m] as Draft;

describe("a response case", () => {
  it("is taken as it is when sound", () => {
    expect(parseResponseCase(sound())).toEqual(sound());
  });

  // what is spoilt | code | words that the sentence must carry
  const faults: [string, (c: Case) => void, string, string[]][] = [
    [
      "measurement without a lesion",
      (c) => delete entry(c, 1, 0).lesion,
      "MEASUREMENT_WITHOUT_LESION",
      ["P-12", "V1", "'lesion' is missing"],
    ],
    [
      "lesion measured twice",
      (c) => visit(c, 1).measurements.push({ lesion: "T1", longestMm: 3 }),
      "MEASURED_TWICE",
      ["P-12", "V1", "T1"],
    ],
    [
      "negative diameter",
      (c) => (entry(c, 1, 0).longestMm = -4),
      "NEGATIVE_SIZE",
      ["P-12", "V1", "T1", "-4", "at least 0"],
    ],
    [
      "absurd diameter",
      (c) => (entry(c, 1, 0).longestMm = 1000.1),
      "ABSURD_SIZE",
      ["V1", "T1", "1000.1", "at most 1000"],
    ],
    ["diameter as text", (c) => (entry(c, 1, 0).longestMm = "40"), "WRONG_VALUE", ["V1", "T1", '"40"', "a number"]],
    ["no baseline", (c) => (visit(c, 0).role = "pre-baseline"), "NO_BASELINE", ["P-12", "baseline"]],
    ["dates reversed", (c) => (visit(c, 2).date = "2024-02-01"), "DATES_REVERSED", ["V2", "V1", "2024-02-01"]],
    ["one day twice", (c) => (visit(c, 2).date = "2024-03-04"), "DUPLICATE_DATE", ["V1", "V2", "2024-03-04"]],
    ["no such day", (c) => (visit(c, 2).date = "2024-02-30"), "NOT_A_DAY", ["V2", "2024-02-30", "calendar"]],
    ["visit id twice", (c) => (visit(c, 2).id = "V1"), "DUPLICATE_VISIT", ["V1", "twice"]],
    ["lesion id twice", (c) => c.lesions.push({ id: "X1", role: "new", organ: "lung" }), "DUPLICATE_LESION", ["X1"]],
    ["unknown lesion", (c) => (entry(c, 1, 0).lesion = "T9"), "UNKNOWN_LESION", ["V1", "T9", "T1, T2, X1"]],
    [
      "unknown lesion in a status",
      (c) => visit(c, 1).measurements.push({ lesion: "Q", status: "absent" }),
      "UNKNOWN_LESION",
      ["V1", "Q"],
    ],
    ["unknown status", (c) => visit(c, 1).measurements.push({ lesion: "T2", status: "gone" }), "WRONG_VALUE", ["gone"]],
    ["unknown criterion", (c) => (c.options["recist-2"] = {}), "UNKNOWN_CRITERION", ["P-12", "recist-2"]],
    [
      "unknown option",
      (c) => (c.options["recist-1.1"] = { minSDdays: 1 }),
      "UNKNOWN_FIELD",
      ["minSDdays", "options.recist-1.1"],
    ],
    ["unknown field", (c) => (entry(c, 1, 0).longestCm = 4), "UNKNOWN_FIELD", ["V1", "T1", "longestCm"]],
    ["no figure", (c) => delete entry(c, 1, 0).longestMm, "MEASUREMENT_WITHOUT_FIGURE", ["V1", "T1", "status"]],
    ["figure and status", (c) => (entry(c, 1, 0).status = "absent"), "MEASUREMENT_AND_STATUS", ["V1", "T1"]],
    ["axes swapped", (c) => (entry(c, 1, 0).shortMm = 41), "SHORT_LONGER_THAN_LONGEST", ["T1", "41", "40"]],
    [
      "status of an eye-followed lesion on a target",
      (c) => visit(c, 1).measurements.push({ lesion: "T2", status: "increased" }),
      "STATUS_NOT_FOR_TARGET",
      ["V1", "T2", "increased"],
    ],
    [
      "new lesion at baseline",
      (c) => visit(c, 0).measurements.push({ lesion: "X1", longestMm: 6 }),
      "NEW_LESION_AT_BASELINE",
      ["BL", "X1"],
    ],
    [
      "merged with nobody",
      (c) => (visit(c, 1).measurements = [{ lesion: "T1", status: "merged" }]),
      "MERGED_WITHOUT_PARTNER",
      ["V1", "T1"],
    ],
    [
      "proved real before it was seen",
      (c) => {
        Object.assign(c.lesions[2] as Draft, { certainty: "equivocal", confirmedAt: "V1" });
        visit(c, 2).measurements.push({ lesion: "X1", longestMm: 9 });
      },
      "CONFIRMED_BEFORE_SEEN",
      ["P-12", "X1", "V1", "V2"],
    ],
    ["measured though not imaged", (c) => (visit(c, 1).imaged = false), "NOT_IMAGED_BUT_MEASURED", ["V1", "T1"]],
    ["death before a visit", (c) => (c.course.deathDate = "2024-04-01"), "VISIT_AFTER_DEATH", ["V2", "2024-04-01"]],
    [
      "confirmedAt of an unknown visit",
      (c) => Object.assign(c.lesions[2] as Draft, { certainty: "equivocal", confirmedAt: "V7" }),
      "UNKNOWN_VISIT",
      ["X1", "V7"],
    ],
  ];
  it.each(faults)("is refused for: %s", (_, spoil, code, words) => {
    const found = problems(spoil);
    expect(found.map((p) => p.code)).toEqual([code]);
    for (const word of words) expect(found[0]?.message).toContain(word);
  });

  it.each(["not-evaluable", "not-imaged", "treated", "absent"])(
    "a lesion may be merged with one that is %s: the mass is under its name",
    (status) => {
      const found = problems((c) => {
        visit(c, 1).measurements = [
          { lesion: "T1", status: "merged" },
          { lesion: "T2", status },
        ];
      });
      expect(found).toEqual([]);
    },
  );

  it("reports all faults of shape and of sense together", () => {
    const found = problems((c) => {
      entry(c, 0, 0).longestMm = -1;
      delete entry(c, 1, 0).lesion;
      visit(c, 2).date = "2024-02-01";
      visit(c, 2).measurements.push({ lesion: "Q", longestMm: 5 });
      c.course.disease = "gout";
    });
    expect(found.map((p) => p.code).sort()).toEqual([
      "DATES_REVERSED",
      "MEASUREMENT_WITHOUT_LESION",
      "NEGATIVE_SIZE",
      "UNKNOWN_LESION",
      "WRONG_VALUE",
    ]);
  });

  it.each([[null], [3], [[]], [{ visits: "x", lesions: 7 }], [{ visits: [null], lesions: [3] }]])(
    "refuses %j without failing on it",
    (input) => {
      expect(() => parseResponseCase(input)).toThrow(Refusal);
    },
  );
});
