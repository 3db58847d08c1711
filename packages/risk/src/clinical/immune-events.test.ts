import { adverseEvent, treatment } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { immuneEventOutcome } from "./immune-event-outcome.ts";
import { immuneEvents, immuneOrganOf, summariseImmuneEvents } from "./immune-events.ts";

let n = 0;
const event = (term: string, grade: number, start: string, rest: object = {}) =>
  adverseEvent.parse({ subject: "P", id: `e${n++}`, term, grade, start, immuneRelated: true, ...rest });
const drug = (name: string, start: string, end?: string) =>
  treatment.parse({ subject: "P", id: `d${n++}`, kind: "drug", name, start, end });

describe("immune-related events", () => {
  it.each([
    ["Colitis", "bowel"],
    ["Enterocolitis", "bowel"],
    ["Hypophysitis", "pituitary"],
    ["Hypothyroidism", "thyroid"],
    ["Autoimmune thyroiditis", "thyroid"],
    ["Autoimmune hepatitis", "liver"],
    ["Alanine aminotransferase increased", "liver"],
    ["Arthritis", "joints"],
    ["Pneumonitis", "lung"],
    ["Sarcoid-like lymphadenopathy", "lung"],
    ["Pancreatitis", "pancreas"],
    ["Lipase increased", "pancreas"],
    ["Rash maculo-papular", "skin"],
    ["Fatigue", "other"],
  ])("%s is of the organ %s", (term, organ) => {
    expect(immuneOrganOf(term)).toBe(organ);
  });
  it("have onset from immunotherapy, the drugs that ran, steroids and hold as recorded", () => {
    const [found] = immuneEvents(
      [
        event("Colitis", 3, "2024-04-01", { action: "interrupted", steroids: false }),
        event("Nausea", 1, "2024-03-01", { immuneRelated: false }),
      ],
      [
        drug("pembrolizumab", "2024-01-10"),
        drug("docetaxel", "2023-01-01", "2023-12-01"),
        drug("prednisone", "2023-12-01", "2024-06-01"),
      ],
      "2024-01-10",
    );
    // 10 January to 1 April 2024: 21 + 29 + 31 + 1 = 82 days.
    expect(found).toMatchObject({ onsetDays: 82, under: ["pembrolizumab"], action: "interrupted", steroids: false });
  });
  it("know steroids from a course that began during the event, and nothing from one before or after", () => {
    const of = (start: string) =>
      immuneEvents(
        [event("Colitis", 3, "2024-04-01", { end: "2024-04-20" })],
        [drug("methylprednisolone 80 mg", start)],
        null,
      )[0];
    expect(of("2024-04-02")).toMatchObject({
      steroids: true,
      steroidCourse: "methylprednisolone 80 mg from 2024-04-02",
      onsetDays: null,
    });
    expect([of("2024-03-31")?.steroids, of("2024-04-21")?.steroids]).toEqual([null, null]);
  });
});

describe("events of a trial by organ", () => {
  const patient = (...events: Parameters<typeof immuneEvents>[0]) => immuneEvents(events, [], "2024-01-01");
  const { organs, all } = summariseImmuneEvents([
    patient(
      event("Colitis", 1, "2024-01-11"),
      event("Colitis", 3, "2024-02-10", { action: "withdrawn", steroids: true }),
    ),
    patient(
      event("Diarrhea", 2, "2024-01-31", { action: "interrupted" }),
      event("Rash maculo-papular", 1, "2024-01-02"),
    ),
    patient(event("Rash maculo-papular", 2, "2023-12-31")),
    [],
  ]);
  it("count a patient once, at the worst grade; onset is that of the first event on immunotherapy: 10 and 30 days, median 20", () => {
    expect(organs.map((o) => o.organ)).toEqual(["bowel", "skin"]);
    expect(organs[0]).toEqual({
      organ: "bowel",
      patients: 2,
      byGrade: [0, 1, 1, 0, 0],
      events: 3,
      onset: { median: 20, least: 10, greatest: 30 },
      steroids: 1,
      held: 1,
      withdrawn: 1,
    });
    expect(organs[1]).toMatchObject({
      patients: 2,
      byGrade: [1, 1, 0, 0, 0],
      onset: { median: 1, least: 1, greatest: 1 },
      // Nobody wrote of steroids or of the treatment: that is not "none".
      steroids: null,
      held: null,
      withdrawn: null,
    });
    expect(all).toMatchObject({ patients: 3, byGrade: [0, 2, 1, 0, 0], events: 5 });
  });
  it("no event at all makes an empty table", () => {
    expect(summariseImmuneEvents([[], []])).toMatchObject({ organs: [], all: { patients: 0, onset: null } });
  });
});

describe("the event that a model foretells, by hand", () => {
  const start = "2024-01-01";
  const target = { organ: "lung", leastGrade: 2, withinDays: 90 } as const;
  const outcome = (
    events: Parameters<typeof immuneEvents>[0],
    followed: { lastKnown?: string; deathOn?: string; start?: string | null },
  ) =>
    immuneEventOutcome(immuneEvents(events, [], start), target, {
      start: followed.start === undefined ? start : followed.start,
      lastKnown: followed.lastKnown ?? null,
      deathOn: followed.deathOn ?? null,
    });
  it("came within the days, at the grade, in the organ: the first such event counts", () => {
    // 31 January is day 30. Grade 1 before it is too low, colitis another organ.
    const events = [
      event("Pneumonitis", 1, "2024-01-11"),
      event("Colitis", 3, "2024-01-12"),
      event("Pneumonitis", 2, "2024-01-31"),
      event("Pneumonitis", 3, "2024-03-01"),
    ];
    expect(outcome(events, { lastKnown: "2024-12-01" })).toEqual({
      happened: true,
      event: true,
      days: 30,
      grade: 2,
      term: "Pneumonitis",
    });
  });
  it("came after the days: no within them, and yes for a model of time; day 90 is within, day 91 is not", () => {
    // 2024 is a leap year: 31 March is day 90.
    expect(outcome([event("Pneumonitis", 2, "2024-03-31")], {})).toMatchObject({ happened: true, days: 90 });
    expect(outcome([event("Pneumonitis", 2, "2024-04-01")], {})).toMatchObject({
      happened: false,
      event: true,
      days: 91,
    });
  });
  it("did not come: no where followed for the days or dead before, not known where lost before", () => {
    expect(outcome([], { lastKnown: "2024-03-31" })).toMatchObject({ happened: false, event: false, days: 90 });
    expect(outcome([], { lastKnown: "2024-03-30" })).toMatchObject({ happened: null, days: 89 });
    expect(outcome([], { lastKnown: "2024-02-01", deathOn: "2024-02-10" })).toMatchObject({
      happened: false,
      days: 40,
    });
    expect(outcome([], {})).toMatchObject({ happened: null, days: null });
  });
  it("is none of treatment where it began before, and not known without a start of immunotherapy", () => {
    expect(outcome([event("Pneumonitis", 3, "2023-12-31")], { lastKnown: "2024-12-01" })).toMatchObject({
      happened: false,
      event: false,
    });
    expect(outcome([event("Pneumonitis", 3, "2024-02-01")], { start: null })).toMatchObject({ happened: null });
  });
});
