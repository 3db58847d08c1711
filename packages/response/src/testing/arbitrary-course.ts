import { fc } from "@fast-check/vitest";
import type { CaseVisit } from "@nadir/domain";
import type { CourseTable, Size } from "./course-table.ts";

/** Courses of every kind that the criteria meet: growth and shrinkage, gaps, odd statuses, new lesions, steroids, decline. */

const tenths = (min: number, max: number) => fc.integer({ min: min * 10, max: max * 10 }).map((n) => n / 10);
const sized: fc.Arbitrary<Size> = tenths(6, 90).chain((longest) =>
  fc.integer({ min: 3, max: 10 }).map((ratio): Size => [longest, Math.round(longest * ratio) / 10]),
);
const later: fc.Arbitrary<Size> = fc.oneof(
  { weight: 10, arbitrary: sized },
  { weight: 2, arbitrary: fc.constantFrom<Size>("absent", "absent", "too-small") },
  { weight: 1, arbitrary: fc.constantFrom<Size>("not-evaluable", "not-imaged", null) },
);
const newLesion: fc.Arbitrary<Size> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Size>("absent") },
  { weight: 2, arbitrary: sized },
  { weight: 1, arbitrary: fc.constantFrom<Size>("present", "increased", "unequivocal-progression", null) },
);
const nonTarget = fc.constantFrom(
  "absent",
  "present",
  "present",
  "unequivocal-progression",
  "not-evaluable",
  null,
) as fc.Arbitrary<NonNullable<CourseTable["nonTarget"]>[number]>;
const facts: fc.Arbitrary<Partial<CaseVisit>> = fc.record(
  {
    clinical: fc.constantFrom("stable", "stable", "stable", "improved", "worse"),
    flair: fc.constantFrom("stable", "stable", "improved", "worse", "not-evaluable"),
    unscheduledForSymptoms: fc.boolean(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<CaseVisit>>;

export const arbitraryCourse: fc.Arbitrary<CourseTable> = fc
  .record({
    gaps: fc.array(fc.integer({ min: 7, max: 90 }), { minLength: 1, maxLength: 6 }),
    targets: fc.integer({ min: 0, max: 3 }),
    news: fc.integer({ min: 0, max: 2 }),
    node: fc.boolean(),
    hasNonTarget: fc.boolean(),
    brain: fc.boolean(),
  })
  .chain(({ gaps, targets, news, node, hasNonTarget, brain }) => {
    const n = gaps.length;
    const row = (first: fc.Arbitrary<Size>, rest: fc.Arbitrary<Size>) =>
      fc.tuple(first, fc.array(rest, { minLength: n, maxLength: n })).map(([a, b]) => [a, ...b]);
    const rows = (prefix: string, count: number, first: fc.Arbitrary<Size>, rest: fc.Arbitrary<Size>) =>
      fc.record(
        Object.fromEntries(Array.from({ length: count }, (_, k) => [`${prefix}${k + 1}`, row(first, rest)] as const)),
      );
    const days = [0];
    for (const gap of gaps) days.push((days.at(-1) as number) + gap);
    return fc
      .record({
        targets: rows("T", targets, sized, later),
        new: rows("X", news, fc.constant<Size>(null), newLesion),
        nonTarget: fc.array(nonTarget, { minLength: n, maxLength: n }),
        dose: fc.array(fc.constantFrom(null, 0, 2, 2, 4), { minLength: n + 1, maxLength: n + 1 }),
        facts: fc.array(facts, { minLength: n, maxLength: n }),
      })
      .map(
        (drawn): CourseTable => ({
          days,
          targets: drawn.targets,
          new: drawn.new,
          ...(hasNonTarget ? { nonTarget: ["present", ...drawn.nonTarget] } : {}),
          dose: drawn.dose,
          at: Object.fromEntries(drawn.facts.map((fact, i) => [i + 1, fact])),
          lesions: {
            ...(node && targets > 1 ? { T2: { node: true } } : {}),
            ...(brain
              ? Object.fromEntries(
                  [...Object.keys(drawn.targets), ...Object.keys(drawn.new)].map((id) => [id, { organ: "brain" }]),
                )
              : {}),
          },
        }),
      );
  });
