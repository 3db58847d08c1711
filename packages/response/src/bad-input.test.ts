import { Refusal } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { assess, parseCase } from "./assess.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test spoils documents anywhere
type Draft = any;
const sound = (): Draft => ({
  schema: "nadir.response-case/1",
  id: "P-12",
  course: { disease: "solid-tumour", treatmentStart: "2024-01-08" },
  lesions: [
    { id: "T1", role: "target", organ: "liver" },
    { id: "X1", role: "new", organ: "lung" },
  ],
  visits: [
    { id: "BL", date: "2024-01-01", role: "baseline", measurements: [{ lesion: "T1", longestMm: 50 }] },
    { id: "V1", date: "2024-03-04", role: "follow-up", measurements: [{ lesion: "T1", longestMm: 35 }] },
  ],
});

/** The sentences with which a case is refused. */
function refused(spoil: (draft: Draft) => void, criterion = "recist-1.1"): string {
  const draft = sound();
  spoil(draft);
  try {
    assess(parseCase(draft), criterion);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  return "answered";
}

describe("bad input gets a sentence with patient, visit and lesion, and no outcome", () => {
  it.each<[string, (draft: Draft) => void, string[]]>([
    [
      "a measurement without a lesion",
      (d) => delete d.visits[1].measurements[0].lesion,
      ["P-12", "V1", "'lesion' is missing"],
    ],
    [
      "a measurement of a lesion that is not listed",
      (d) => (d.visits[1].measurements[0].lesion = "T9"),
      ["P-12", "V1", "T9", "not listed"],
    ],
    [
      "a lesion measured before it exists",
      (d) => d.visits[0].measurements.push({ lesion: "X1", longestMm: 12 }),
      ["P-12", "BL", "X1", "already there at the baseline"],
    ],
    [
      "a negative diameter",
      (d) => (d.visits[1].measurements[0].longestMm = -3),
      ["P-12", "V1", "T1", "-3", "at least 0"],
    ],
    [
      "an absurd diameter",
      (d) => (d.visits[1].measurements[0].longestMm = 35_000),
      ["P-12", "V1", "T1", "35000", "at most 1000"],
    ],
    [
      "a diameter that is text",
      (d) => (d.visits[1].measurements[0].longestMm = "35"),
      ["P-12", "V1", "T1", "a number"],
    ],
    [
      "two measurements of one lesion at one visit",
      (d) => d.visits[1].measurements.push({ lesion: "T1", longestMm: 36 }),
      ["P-12", "V1", "T1", "measured twice"],
    ],
    ["no baseline", (d) => (d.visits[0].role = "pre-baseline"), ["P-12", "baseline"]],
    ["dates reversed", (d) => (d.visits[1].date = "2023-12-01"), ["P-12", "V1", "lies before"]],
    ["a day that does not exist", (d) => (d.visits[1].date = "2024-02-30"), ["P-12", "V1", "2024-02-30"]],
    ["a parameter that is none", (d) => (d.options = { "recist-1.1": { minSdDay: 3 } }), ["P-12", "minSdDay"]],
    [
      "a parameter out of range",
      (d) => (d.options = { irrc: { responsePercent: 0 } }),
      ["P-12", "responsePercent", "at least 1"],
    ],
    [
      "a parameter of another criterion",
      (d) => (d.options = { irrc: { progressionAtLeastMm: 5 } }),
      ["P-12", "progressionAtLeastMm"],
    ],
  ])("%s", (_, spoil, words) => {
    const message = refused(spoil);
    for (const word of words) expect(message).toContain(word);
  });

  it("an unknown criterion names those that are known", () => {
    const message = refused(() => {}, "recist-2.0");
    expect(message).toContain("'recist-2.0'");
    expect(message).toContain("mrano");
  });

  it("a figure that the criterion adds up and the case lacks", () => {
    expect(refused(() => {}, "irrc")).toMatch(
      /P-12, visit BL, lesion T1: irRC adds up products.*longestMm with shortMm/,
    );
  });

  it("a baseline without targets is legal: disease that is not measured", () => {
    const draft = sound();
    draft.lesions = [];
    draft.visits = [
      { id: "BL", date: "2024-01-01", role: "baseline", nonTarget: { status: "present" } },
      { id: "V1", date: "2024-03-04", role: "follow-up", nonTarget: { status: "unequivocal-progression" } },
    ];
    const outcome = assess(parseCase(draft), "recist-1.1");
    expect(outcome.visits.V1).toMatchObject({ target: "NA", nonTarget: "PD", overall: "PD" });
  });
});
