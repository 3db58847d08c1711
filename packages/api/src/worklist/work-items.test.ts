import { describe, expect, it } from "vitest";
import { byUrgency, type SubjectFacts, subjectWork, type TrialFacts, type VisitFacts } from "./work-items.ts";

const trial = {
  schedule: [
    { id: "base", day: -7, windowBefore: 21, windowAfter: 7 },
    { id: "wk8", day: 56, windowBefore: 7, windowAfter: 7 },
  ],
  images: "some" as TrialFacts["images"],
};
const visit = (id: string, date: string, rest: Partial<VisitFacts> = {}): VisitFacts => ({
  id,
  date,
  role: id === "base" ? "baseline" : "follow-up",
  images: 1,
  deviations: [],
  isRead: true,
  ...rest,
});
const subject = (rest: Partial<SubjectFacts>): SubjectFacts => ({
  key: "S1",
  site: "North",
  treatmentStart: "2024-01-10",
  deathOn: null,
  visits: [visit("base", "2024-01-05")],
  confirmations: [],
  ...rest,
});
const told = (rest: Partial<SubjectFacts>, day: string, of = trial) =>
  subjectWork(of, subject(rest), day).map(({ id, state, move }) => `${id} ${state} ${move}`);

describe("the work on a subject", () => {
  it("is nothing where everything is there", () => {
    const visits = [visit("base", "2024-01-05"), visit("wk8", "2024-03-06")];
    expect(told({ visits }, "2024-03-20")).toEqual([]);
  });

  it("is a visit due within its window, overdue after it, and planned before it", () => {
    expect(told({}, "2024-03-13")).toEqual(["visit/S1/wk8 due coordinator"]);
    expect(told({}, "2024-03-14")).toEqual(["visit/S1/wk8 overdue coordinator"]);
    expect(told({}, "2024-02-01")).toEqual(["visit/S1/wk8 coming coordinator"]);
  });

  it("asks for the reason of a visit outside its window, until its note gives one", () => {
    const late = (note?: string) => [visit("base", "2024-01-05"), visit("wk8", "2024-03-20", { note })];
    expect(subjectWork(trial, subject({ visits: late() }), "2024-03-21")[0]?.what).toContain("7 days after its window");
    expect(told({ visits: late("scanner was down") }, "2024-03-21")).toEqual([]);
  });

  it("plans nothing for the dead, and says where no visit can be planned", () => {
    expect(told({ deathOn: "2024-03-01" }, "2024-03-20")).toEqual([]);
    // Died after the window had closed: the visit was still due.
    expect(told({ deathOn: "2024-03-15" }, "2024-03-20")).toEqual(["visit/S1/wk8 overdue coordinator"]);
    expect(told({ treatmentStart: null }, "2024-03-20")).toEqual(["start/S1 waiting coordinator"]);
  });

  it("is a scan that is missing, one that fails the protocol, and one that nobody has read", () => {
    const visits = [
      visit("base", "2024-01-05", { images: 0, isRead: false }),
      visit("wk8", "2024-03-06", { isRead: false, deviations: ["The slices are 5 mm thick."] }),
    ];
    expect(told({ visits }, "2024-03-20")).toEqual([
      "scan/S1/base waiting coordinator",
      "quality/S1/wk8 waiting coordinator",
      "read/S1/wk8 waiting reader",
    ]);
    const measured = [visit("base", "2024-01-05", { images: 0 })];
    expect(told({ visits: measured }, "2024-01-06", { schedule: [], images: "some" })).toEqual([]);
    expect(told({ visits: measured }, "2024-01-06", { schedule: [], images: "demanded" })).toEqual([
      "scan/S1/base waiting coordinator",
    ]);
    expect(
      told({ visits: [visit("base", "2024-01-05", { images: 0, isRead: false })] }, "2024-01-06", {
        schedule: [],
        images: "none",
      }),
    ).toEqual([]);
  });

  it("is no scan where the schedule plans none, or the visit says why none was made", () => {
    const clinic = { id: "wk12", day: 84, windowBefore: 7, windowAfter: 7, imaging: "none" as const };
    const of = { schedule: [...trial.schedule, clinic], images: "demanded" as const };
    const at = (rest: Partial<VisitFacts>, id = "wk12") => [
      visit("base", "2024-01-05"),
      visit("wk8", "2024-03-06"),
      visit(id, "2024-04-03", { images: 0, isRead: false, ...rest }),
    ];
    expect(told({ visits: at({}) }, "2024-04-05", of)).toEqual([]);
    // Of another name, within the window of the clinic visit: its scan is asked for.
    expect(told({ visits: at({}, "extra") }, "2024-04-05", of)).toEqual(["scan/S1/extra waiting coordinator"]);
    expect(told({ visits: at({ scanNotDone: "too ill" }, "extra") }, "2024-04-05", of)).toEqual([]);
    // It is read all the same where there is a scan.
    expect(told({ visits: at({ images: 1 }) }, "2024-04-05", of)).toEqual(["read/S1/wk12 waiting reader"]);
    // A clinic visit that did not take place is due all the same.
    expect(told({ visits: at({}).slice(0, 2) }, "2024-04-05", of)).toEqual(["visit/S1/wk12 due coordinator"]);
  });

  it("is no read of a visit that was not scanned, in a trial that is read without images", () => {
    const reads = { signed: 0, wanted: 2 };
    const visits = [visit("base", "2024-01-05", { images: 0, reads, scanNotDone: "declined" })];
    expect(told({ visits }, "2024-02-01", { schedule: [], images: "none" })).toEqual([]);
  });

  it("is the scan and not its read, where a reading charter stands and the protocol's scan is missing", () => {
    const reads = { signed: 0, wanted: 2 };
    const of = (images: TrialFacts["images"]) => ({ schedule: [], images });
    const visits = [visit("base", "2024-01-05", { images: 0, isRead: false, reads })];
    expect(told({ visits }, "2024-02-01", of("demanded"))).toEqual(["scan/S1/base waiting coordinator"]);
    // A trial without images, whose figures are typed, is read all the same.
    expect(told({ visits }, "2024-02-01", of("none"))).toEqual(["read/S1/base waiting reader"]);
    const scanned = [visit("base", "2024-01-05", { isRead: false, reads })];
    expect(told({ visits: scanned }, "2024-02-01", of("demanded"))).toEqual(["read/S1/base waiting reader"]);
  });

  it("is a scan that fewer readers have read than the charter asks for", () => {
    const scan = (signed: number) =>
      subjectWork(
        { schedule: [], images: "some" },
        subject({ visits: [visit("base", "2024-01-05", { reads: { signed, wanted: 2 } })] }),
        "2024-02-01",
      ).map(({ id, what }) => `${id}: ${what}`);
    expect(scan(0)).toEqual(["read/S1/base: The scan of 2024-01-05 has not been read."]);
    expect(scan(1)).toEqual(["read/S1/base: The scan of 2024-01-05 has been read by 1 of 2 readers."]);
    expect(scan(2)).toEqual([]);
  });

  it("is a confirming scan, from the earliest to the latest day", () => {
    const confirmations: SubjectFacts["confirmations"] = [
      {
        criterion: "irecist",
        of: "progression",
        label: "iUPD",
        visit: "wk8",
        date: "2024-03-06",
        earliest: "2024-04-03",
        latest: "2024-05-01",
        confirms: "",
        resets: "",
        looked: null,
        text: "iUPD of 2024-03-06 (wk8) awaits its confirmation scan.",
      },
    ];
    const state = (day: string) => told({ confirmations }, day, { ...trial, schedule: [] })[0]?.split(" ")[1];
    expect(["2024-04-02", "2024-04-03", "2024-05-01", "2024-05-02"].map(state)).toEqual([
      "coming",
      "due",
      "due",
      "overdue",
    ]);
    // A scan within the window that did not settle it: none is missing.
    const looked = { visit: "wk14", date: "2024-04-17", overall: "iUPD" };
    const left = confirmations.map((due) => ({ ...due, looked }));
    expect(told({ confirmations: left }, "2024-05-02", { ...trial, schedule: [] })).toEqual([
      "confirmation/S1/irecist/wk8 waiting coordinator",
    ]);
  });

  it("comes in the order of its urgency", () => {
    const items = subjectWork(
      trial,
      subject({ visits: [visit("base", "2024-01-05", { isRead: false })] }),
      "2024-03-14",
    ).sort(byUrgency);
    expect(items.map(({ id }) => id)).toEqual(["visit/S1/wk8", "read/S1/base"]);
  });

  it("has what is alike by the day of the visit and the number of the patient, not by their letters", () => {
    const visits = ["D-2", "D42", "D84", "D140"].map((id, n) => visit(id, `2024-0${n + 1}-05`, { isRead: false }));
    const of = (key: string) => subjectWork({ schedule: [], images: "some" }, subject({ key, visits }), "2024-06-01");
    expect([...of("S10"), ...of("S9")].sort(byUrgency).map(({ id }) => id)).toEqual(
      ["S9", "S10"].flatMap((key) => visits.map(({ id }) => `read/${key}/${id}`)),
    );
  });
});
