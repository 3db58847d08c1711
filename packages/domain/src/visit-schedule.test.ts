import { describe, expect, it } from "vitest";
import { clinicVisits, plannedVisits } from "./visit-schedule.ts";

/** Day 0 = 2024-01-10. By hand: day 56 is 2024-03-06, day 112 is 2024-05-01, day 168 is 2024-06-26. */
const schedule = [
  { id: "base", day: -7, windowBefore: 21, windowAfter: 7 },
  { id: "wk8", day: 56, windowBefore: 7, windowAfter: 7 },
  { id: "wk16", day: 112, windowBefore: 7, windowAfter: 7 },
  { id: "wk24", day: 168, windowBefore: 7, windowAfter: 7 },
];
const stand = (visits: { id: string; date: string; plannedDate?: string }[], day: string) =>
  plannedVisits(schedule, "2024-01-10", visits, day);
const states = (visits: { id: string; date: string; plannedDate?: string }[], day: string) =>
  stand(visits, day).map(({ visit, state }) => `${visit} ${state}`);

describe("planned visits", () => {
  it("lie on the day of the schedule, with their window", () => {
    expect(stand([], "2024-01-01").map(({ planned, from, to }) => [from, planned, to])).toEqual([
      ["2023-12-13", "2024-01-03", "2024-01-10"],
      ["2024-02-28", "2024-03-06", "2024-03-13"],
      ["2024-04-24", "2024-05-01", "2024-05-08"],
      ["2024-06-19", "2024-06-26", "2024-07-03"],
    ]);
  });

  it("are coming, due on every day of the window, and late from the day after", () => {
    const base = [{ id: "base", date: "2024-01-05" }];
    const wk8 = (day: string) => stand(base, day)[1]?.state;
    expect(["2024-02-27", "2024-02-28", "2024-03-13", "2024-03-14"].map(wk8)).toEqual(["coming", "due", "due", "late"]);
  });

  it("are missed once a later visit has taken place, and out of their window by so many days", () => {
    const visits = [
      { id: "base", date: "2024-01-05" },
      { id: "wk16", date: "2024-05-11" },
    ];
    expect(states(visits, "2024-05-20")).toEqual(["base done", "wk8 missed", "wk16 out-of-window", "wk24 coming"]);
    // 2024-05-11 is three days after 2024-05-08.
    expect(stand(visits, "2024-05-20")[2]).toMatchObject({ offBy: 3, actual: { id: "wk16", date: "2024-05-11" } });
    expect(stand([{ id: "wk8", date: "2024-02-26" }], "2024-03-01")[1]).toMatchObject({ offBy: -2 });
  });

  it("are told by their key, by the planned day that the visit names, or by the window, each visit once", () => {
    const visits = [
      { id: "B", date: "2024-01-05" },
      { id: "V2", date: "2024-03-20", plannedDate: "2024-03-06" },
      { id: "extra", date: "2024-04-25" },
      { id: "V3", date: "2024-05-02" },
    ];
    expect(stand(visits, "2024-05-20").map(({ actual }) => actual?.id)).toEqual(["B", "V2", "V3", undefined]);
    expect(states(visits, "2024-05-20")[1]).toBe("wk8 out-of-window");
  });

  it("know nothing of what happens after the day that is asked for", () => {
    const visits = [
      { id: "base", date: "2024-01-05" },
      { id: "wk8", date: "2024-03-06" },
    ];
    expect(states(visits, "2024-03-01")).toEqual(["base done", "wk8 due", "wk16 coming", "wk24 coming"]);
  });
});

describe("visits of the clinic alone", () => {
  const plan = [...schedule, { id: "wk12", day: 84, windowBefore: 3, windowAfter: 3, imaging: "none" as const }];
  const clinic = (visits: { id: string; plannedDate?: string }[], start: string | null = "2024-01-10") => [
    ...clinicVisits(plan, start, visits),
  ];

  it("are those of its name, and those that name its planned day", () => {
    // Day 84 after 2024-01-10 is 2024-04-03.
    expect(clinic([{ id: "wk12" }, { id: "toxicity", plannedDate: "2024-04-03" }, { id: "wk8" }])).toEqual([
      "wk12",
      "toxicity",
    ]);
    expect(clinic([{ id: "wk12" }, { id: "toxicity", plannedDate: "2024-04-03" }], null)).toEqual(["wk12"]);
  });

  it("are not those that lie in its window only, nor a visit with a scan that was planned for another day", () => {
    expect(clinic([{ id: "unplanned" }, { id: "wk16", plannedDate: "2024-04-03" }])).toEqual([]);
  });

  it("are none where the schedule demands a scan at each", () => {
    expect([...clinicVisits(schedule, "2024-01-10", [{ id: "wk8" }])]).toEqual([]);
  });
});
