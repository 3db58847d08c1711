import type { ResponseCase } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { courseOfSizes } from "../testing/course-of.ts";
import { type LandmarkSubject, landmarkCohort } from "./landmark.ts";

// Treatment starts on day 7 of these courses: a scan on day 67 is day 60 of treatment.
const DAYS = [0, 67, 107, 190];
const subject = (id: string, document: ResponseCase, more: Partial<LandmarkSubject> = {}): LandmarkSubject => ({
  id,
  document,
  score: 1,
  scoredOn: "2024-01-05",
  survival: { days: 400, event: true },
  ...more,
});
const sizes = (id: string, row: readonly (number | null)[], news = {}) => courseOfSizes(id, DAYS, { T1: row }, news);

describe("the landmark method", () => {
  const late = sizes("late responder", [50, 50, 30, 30]);

  it("takes the response that was known at the landmark, and counts survival from it", () => {
    const at = (landmark: number) => landmarkCohort([subject("P1", late)], "recist-1.1", landmark).patients[0];
    // Day 60: 50 of 50 is SD. Day 100: 30 of 50 is PR.
    expect(at(90)).toMatchObject({ category: "SD", visit: "V1", time: 310, event: true });
    expect(at(100)).toMatchObject({ category: "PR", visit: "V2", time: 300 });
  });

  it("does not credit a response with the time that its patient had to live to be scanned", () => {
    const early = { survival: { days: 80, event: true } };
    const found = landmarkCohort([subject("P1", late, early), subject("P2", late)], "recist-1.1", 90);
    expect(found.patients.map(({ id }) => id)).toEqual(["P2"]);
    expect(found.leftOut["event-by-landmark"]).toBe(1);
    // On the very day of the landmark nothing is left to predict.
    const onTheDay = { survival: { days: 90, event: true } };
    expect(landmarkCohort([subject("P1", late, onTheDay)], "recist-1.1", 90).leftOut["event-by-landmark"]).toBe(1);
  });

  it("knows nothing that came later: a new lesion that proved real after the landmark is still equivocal at it", () => {
    const course = sizes("N", [50, 50, 50, 50], { X1: [null, 9, 9, 15] });
    const proved: ResponseCase = {
      ...course,
      lesions: course.lesions.map((lesion) =>
        lesion.id === "X1" ? { ...lesion, certainty: "equivocal" as const, confirmedAt: "V3" } : lesion,
      ),
    };
    const label = (landmark: number) =>
      landmarkCohort([subject("P1", proved)], "recist-1.1", landmark).patients[0]?.label;
    expect([label(90), label(110), label(190)]).toEqual(["SD", "SD", "PD"]);
  });

  it("names why each of the others is in neither figure", () => {
    const unseen = sizes("U", [50, null, null, null]);
    const { patients, leftOut, undatedScores } = landmarkCohort(
      [
        subject("in", late, { scoredOn: null }),
        subject("no survival", late, { survival: null }),
        subject("lost", late, { survival: { days: 70, event: false } }),
        subject("no score", late, { score: null }),
        subject("scored late", late, { scoredOn: "2024-07-01" }),
        subject("unseen", unseen),
      ],
      "recist-1.1",
      90,
    );
    expect(patients.map(({ id }) => id)).toEqual(["in"]);
    expect(undatedScores).toBe(1);
    expect(leftOut).toEqual({
      "no-survival": 1,
      "event-by-landmark": 0,
      "censored-by-landmark": 1,
      "no-score": 1,
      "scored-after-landmark": 1,
      "criterion-not-applicable": 0,
      "no-evaluable-scan": 1,
    });
  });

  it("a criterion that lacks its figures leaves the patient out, counted", () => {
    expect(landmarkCohort([subject("P1", late)], "irrc", 90).leftOut["criterion-not-applicable"]).toBe(1);
  });
});
