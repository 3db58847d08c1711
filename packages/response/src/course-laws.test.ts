import { fc, test } from "@fast-check/vitest";
import { addDays, type CriterionOutcome } from "@nadir/domain";
import { describe, expect } from "vitest";
import { assess } from "./assess.ts";
import { CRITERIA } from "./criteria.ts";
import { arbitraryCourse } from "./testing/arbitrary-course.ts";
import { type CourseTable, courseTable, type Size } from "./testing/course-table.ts";

const seeded = { seed: 20260301, numRuns: 150 };
const ALL = [...CRITERIA.keys()];
const labels = (outcome: CriterionOutcome) =>
  Object.fromEntries(Object.entries(outcome.visits).map(([id, v]) => [id, v.overall]));

/** Sizes are whole tens of 30 mm and more: every growth is 0 or at least 10 mm, every lesion clear of 5, 10 and 15 mm. */
const tens = fc.integer({ min: 3, max: 10 }).map((n) => 10 * n);
const target = fc.array(tens, { minLength: 6, maxLength: 6 });
const newLesion = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.array(fc.option(tens, { nil: 0 }), { minLength: 6, maxLength: 6 }))
  .map(([from, sizes]) => sizes.map((mm, i) => (i < from ? null : mm)));
const clearCourse = fc.record({
  targets: fc.array(target, { minLength: 1, maxLength: 3 }),
  news: fc.array(newLesion, { maxLength: 2 }),
  node: fc.boolean(),
  brain: fc.boolean(),
});

function scaled(
  { targets, news, node, brain }: typeof clearCourse extends fc.Arbitrary<infer T> ? T : never,
  by: number,
): CourseTable {
  const size = (mm: number | null): Size => (mm === null ? null : mm === 0 ? "absent" : [mm * by, mm * by]);
  const rows = (prefix: string, lists: readonly (readonly (number | null)[])[]) =>
    Object.fromEntries(lists.map((list, k) => [`${prefix}${k + 1}`, list.map(size)]));
  const lesions = [...targets.map((_, k) => `T${k + 1}`), ...news.map((_, k) => `X${k + 1}`)];
  return {
    days: [0, 63, 98, 160, 230, 330],
    targets: rows("T", targets),
    new: rows("X", news),
    lesions: Object.fromEntries(
      lesions.map((id) => [id, { organ: brain ? "brain" : "liver", ...(node && id === "T1" ? { node: true } : {}) }]),
    ),
  };
}

describe("laws that hold under every criterion", () => {
  test.prop([clearCourse, fc.integer({ min: 2, max: 9 })], seeded)(
    "scaling every diameter of a course that stays clear of the millimetre thresholds leaves its outcomes",
    (course, factor) => {
      for (const id of ALL) {
        const small = assess(courseTable(scaled(course, 1)), id);
        const big = assess(courseTable(scaled(course, factor)), id);
        expect([id, labels(big)]).toEqual([id, labels(small)]);
        expect(big.bestOverall).toEqual(small.bestOverall);
        expect(big.pfs).toEqual(small.pfs);
        expect(big.durationOfResponse).toEqual(small.durationOfResponse);
        expect(big.episodes).toEqual(small.episodes);
      }
    },
  );

  test.prop([arbitraryCourse, fc.nat({ max: 5 }), fc.integer({ min: 1, max: 6 })], seeded)(
    "a scan of which nothing could be evaluated changes no other visit",
    (table, at, offset) => {
      const targets = Object.keys(table.targets ?? {});
      const isBrain = targets.every((id) => table.lesions?.[id]?.organ === "brain");
      // Without a target that the criterion counts there is nothing on the scan that could fail to be evaluated.
      const criteria = targets.length === 0 ? [] : isBrain ? ALL : ALL.filter((id) => id !== "rano-bm");
      const before = courseTable(table);
      const column = 1 + (at % (table.days.length - 1));
      const visits = [...before.visits];
      visits.splice(column, 0, {
        id: "GAP",
        date: addDays("2024-01-01", (table.days[column] as number) - offset),
        role: "follow-up",
        measurements: targets.map((lesion) => ({ lesion, status: "not-evaluable" })),
        ...(table.nonTarget ? { nonTarget: { status: "not-evaluable" } } : {}),
      });
      for (const id of criteria) {
        const plain = assess(before, id);
        const withGap = assess({ ...before, visits }, id);
        const { GAP: gap, ...others } = labels(withGap);
        expect([id, others]).toEqual([id, labels(plain)]);
        expect(withGap.bestOverall).toEqual(plain.bestOverall);
        expect(withGap.progressionDate).toBe(plain.progressionDate);
        expect(withGap.pfs).toEqual(plain.pfs);
        expect(gap === "NE" || plain.progressionDate !== null).toBe(true);
      }
    },
  );

  test.prop([arbitraryCourse, fc.constantFrom(...ALL)], seeded)(
    "a progression that had to be confirmed was first unconfirmed, and dates to where it was first seen",
    (table, id) => {
      const outcome = assess(courseTable(table), id);
      for (const episode of outcome.episodes) {
        const opened = outcome.visitOrder.indexOf(episode.visit);
        expect(opened).toBeGreaterThanOrEqual(0);
        if (episode.settledAt !== null) expect(outcome.visitOrder.indexOf(episode.settledAt)).toBeGreaterThan(opened);
      }
      const last = outcome.episodes.at(-1);
      if (last?.resolution === "confirmed") {
        expect(outcome.progressionConfirmed).toBe(true);
        expect((outcome.progressionDate as string) <= last.date).toBe(true);
      }
      if (last?.resolution === "open")
        expect(outcome).toMatchObject({ progressionDate: last.date, progressionConfirmed: false });
    },
  );
});
