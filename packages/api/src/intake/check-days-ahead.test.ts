import { describe, expect, it } from "vitest";
import { readTrialBundle } from "./read-bundle.ts";
import { altered, filesOf, smallTrial, type TrialText } from "./testing/small-trial.ts";

const TODAY = "2024-12-24";
const reading = (trial: TrialText) => readTrialBundle(filesOf(trial), () => {}, TODAY);
/** Of the small trial, whose days all lie before `TODAY`. */
const told = async (trial: TrialText) =>
  (await reading(trial)).problems.map((p) => [p.code, p.where?.row, p.where?.column]);

/** The small trial with another column in a table, filled for one of its rows (the header is row 1) and empty for the others. */
function withCell(file: string, row: number, column: string, cell: string): TrialText {
  const lines = String(smallTrial()[file]).trimEnd().split("\n");
  const added = lines.map((line, n) => `${line},${n === 0 ? column : n + 1 === row ? cell : ""}`);
  return { ...smallTrial(), [file]: `${added.join("\n")}\n` };
}

describe("a day that lies ahead", () => {
  it.each([
    ["visits.csv", "2024-06-25", "2024-12-26", 8, "date"],
    ["observations.csv", "S1,2024-01-05,LDH,251", "S1,2031-01-05,LDH,251", 3, "date"],
    ["biomarkers.csv", "S3,2024-03-01", "S3,2025-03-01", 3, "date"],
    ["treatments.csv", "2024-02-01,2024-02-05", "2025-02-01,2025-02-05", 2, "start"],
    ["adverse-events.csv", "2024-04-01", "2029-04-01", 2, "start"],
    ["subjects.csv", "2024-03-05", "2025-03-05", 4, "treatmentStart"],
    ["subjects.csv", "2024-11-30", "2025-11-30", 3, "deathOn"],
  ])("is refused as that of what has happened: %s, '%s' as '%s'", async (file, from, to, row, column) => {
    expect(await told(altered(smallTrial(), file, from, to))).toContainEqual(["DAY_AHEAD", row, column]);
  });

  it.each([
    ["adverse-events.csv", 2, "end"],
    ["subjects.csv", 3, "enrolledOn"],
    ["subjects.csv", 3, "immunotherapyStart"],
    ["subjects.csv", 3, "treatmentFailureOn"],
    ["subjects.csv", 3, "lastContactOn"],
  ])("is refused as that of what has happened: %s, row %i, %s", async (file, row, column) => {
    expect(await told(withCell(file, row, column, "2025-06-01"))).toEqual([["DAY_AHEAD", row, column]]);
  });

  it("is told with its place, today, and what would be right", async () => {
    const { bundle, problems } = await reading(altered(smallTrial(), "visits.csv", "2024-06-25", "2025-06-25"));
    expect(bundle).toBeUndefined();
    expect(problems).toEqual([
      {
        code: "DAY_AHEAD",
        message:
          "visits.csv, row 8, column date: the day 2025-06-25 lies ahead (today is 2024-12-24), and only what has happened is recorded; correct the day.",
        where: { file: "visits.csv", row: 8, column: "date" },
        found: "2025-06-25",
        expected: "2024-12-25 or earlier",
      },
    ]);
  });

  it("is taken where it is tomorrow, which it is in some places already", async () => {
    expect(await told(altered(smallTrial(), "visits.csv", "2024-06-25", "2024-12-25"))).toEqual([]);
  });

  it("is taken as the planned end of a treatment or the planned day of a visit", async () => {
    expect(await told(altered(smallTrial(), "treatments.csv", "2024-02-05", "2025-02-05"))).toEqual([]);
    expect(await told(withCell("subjects.csv", 2, "radiotherapyEnd", "2025-02-05"))).toEqual([]);
    expect(await told(withCell("visits.csv", 8, "plannedDate", "2025-06-25"))).toEqual([]);
  });

  it("is not told of a trial that counts study days: its calendar is invented", async () => {
    const counted = altered(
      smallTrial(),
      "trial.yaml",
      "  disease: solid-tumour\n",
      "  disease: solid-tumour\n  dates: { kind: offset, dayZero: 2024-01-01, note: Days only. }\n",
    );
    const { problems } = await reading(altered(counted, "visits.csv", "2024-06-25", "2034-06-25"));
    expect(problems).toEqual([]);
  });
});

it("an enrolment after the start of treatment is told, and not in the way", async () => {
  const { bundle, warnings } = await reading(withCell("subjects.csv", 3, "enrolledOn", "2024-02-02"));
  expect(bundle).toBeDefined();
  expect(warnings.map((w) => [w.code, w.where?.row, w.where?.column])).toEqual([
    ["ENROLLED_AFTER_START", 3, "enrolledOn"],
  ]);
});
