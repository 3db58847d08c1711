import { lesion, measurement, nonTargetAssessment, subject, treatment, trial, visit } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { blindedCourse } from "./blinded-course.ts";
import type { CourseOfRecord } from "./course-of-record.ts";

const scan = (id: string, date: string, role: string, more: object = {}) => ({
  ...visit.parse({ subject: "P", id, date, role, ...more }),
  scanned: true,
  sliceMm: 2,
  modality: "MR" as const,
});
const size = (reader: string, at: string, of: string, longestMm: number) =>
  measurement.parse({ subject: "P", visit: at, lesion: of, reader, longestMm });

const record: CourseOfRecord = {
  trial: trial.parse({
    id: "t",
    title: "T",
    disease: "glioma",
    setting: "newly-diagnosed",
    criteria: [{ id: "rano-2.0", primary: true, parameters: {} }],
    sites: [{ id: "n", name: "N" }],
    arms: [{ id: "a", name: "A" }],
  }),
  subject: subject.parse({
    key: "P",
    site: "n",
    arm: "a",
    treatmentStart: "2024-01-10",
    radiotherapyEnd: "2024-02-20",
    deathOn: "2024-12-01",
  }),
  visits: [
    scan("BL", "2024-01-01", "baseline", { dexamethasoneMgPerDay: 4, ecog: 1 }),
    scan("V1", "2024-03-01", "unscheduled", { clinical: "worse", unscheduledForSymptoms: true, histology: "tumour" }),
  ],
  lesions: [
    lesion.parse({ subject: "P", id: "T1", role: "target", organ: "brain", irradiated: true, injectedFrom: "V1" }),
    lesion.parse({ subject: "P", id: "X1", role: "new", organ: "brain", certainty: "equivocal", confirmedAt: "V1" }),
  ],
  measurements: [size("me", "BL", "T1", 30), size("other", "BL", "T1", 33), size("other", "V1", "X1", 9)],
  nonTarget: [nonTargetAssessment.parse({ subject: "P", visit: "V1", reader: "other", status: "absent" })],
  treatments: [treatment.parse({ subject: "P", id: "d", kind: "drug", name: "dexamethasone", start: "2024-01-10" })],
};

describe("what a blinded reader may have judged", () => {
  const mine = blindedCourse(record, "me");

  it("own sizes on the scans, and no day but the scans'", () => {
    expect(mine.measurements).toEqual([size("me", "BL", "T1", 30)]);
    expect(mine.lesions.map(({ id }) => id)).toEqual(["T1"]);
    expect(mine.subject).toEqual({ key: "P", site: "", arm: "", sex: "unknown", treatmentStart: "2024-01-01" });
    expect(mine.visits.map(({ id, role }) => [id, role])).toEqual([
      ["BL", "baseline"],
      ["V1", "follow-up"],
    ]);
  });

  it("is the same whatever the arm, the outcome, the treatment, the clinical state and the other readers say", () => {
    const elsewise: CourseOfRecord = {
      ...record,
      subject: subject.parse({ key: "P", site: "n", arm: "b", treatmentStart: "2023-12-01", sex: "female" }),
      visits: [scan("BL", "2024-01-01", "baseline"), scan("V1", "2024-03-01", "follow-up", { ecog: 4 })],
      lesions: [lesion.parse({ subject: "P", id: "T1", role: "target", organ: "brain", injected: true })],
      measurements: [size("me", "BL", "T1", 30), size("other", "V1", "T1", 90)],
      nonTarget: [],
      treatments: [],
    };
    expect(blindedCourse(elsewise, "me")).toEqual(mine);
  });

  it("a new lesion is there for the reader who measured it", () => {
    const more = { ...record, measurements: [...record.measurements, size("me", "V1", "X1", 12)] };
    const found = blindedCourse(more, "me").lesions.find(({ id }) => id === "X1");
    // Whether somebody found it equivocal, and when it proved real, stays with the record.
    expect(found).toEqual({
      subject: "P",
      id: "X1",
      role: "new",
      organ: "brain",
      node: false,
      irradiated: false,
      injected: false,
    });
  });

  it("without a baseline scan there is nothing to compare with, in a sentence", () => {
    const without = { ...record, visits: record.visits.filter(({ role }) => role !== "baseline") };
    expect(() => blindedCourse(without, "me")).toThrow(/P has no baseline scan/);
  });
});
