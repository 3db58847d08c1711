import { type CriterionOutcome, type Problem, parseResponseCase, Refusal, type ResponseCase } from "@nadir/domain";
import { type Course, courseOf } from "./course.ts";
import { CRITERIA, type Criterion } from "./criteria.ts";

export interface AssessOptions {
  /** Without the trace an assessment is several times faster; labels and figures are the same. Default true. */
  readonly trace?: boolean;
}

/** A document of `nadir.response-case/1`, or a `Refusal` that names all its faults. */
export const parseCase = (input: unknown): ResponseCase => parseResponseCase(input);

/**
 * One criterion on one parsed case; options of the case (`options[criterion]`) apply.
 * Throws a `Refusal`: `UNKNOWN_CRITERION`, or `FIGURE_MISSING` where the case lacks a figure that the criterion adds up.
 */
export function assess(document: ResponseCase, criterion: string, options: AssessOptions = {}): CriterionOutcome {
  return assessCourse(courseOf(document), criterion, options);
}

/** Several criteria on one case, which is made ready once. All refusals of all criteria come together. */
export function assessAll(
  document: ResponseCase,
  criteria: readonly string[],
  options: AssessOptions = {},
): Record<string, CriterionOutcome> {
  const course = courseOf(document);
  const found = criteria.map((id) => criterionOf(id));
  const problems = found.flatMap((criterion) => criterion.problems(course));
  if (problems.length > 0) throw new Refusal(problems);
  return Object.fromEntries(found.map((criterion) => [criterion.id, criterion.judge(course, options.trace ?? true)]));
}

export type Assessed =
  | { readonly criterion: string; readonly outcome: CriterionOutcome; readonly problems?: never }
  | { readonly criterion: string; readonly outcome?: never; readonly problems: readonly Problem[] };

/** Several criteria on one case, each by itself: one that lacks its figures says so and keeps none of the others back. */
export function assessEach(
  document: ResponseCase,
  criteria: readonly string[],
  options: AssessOptions = {},
): Assessed[] {
  const course = courseOf(document);
  return criteria.map((id): Assessed => {
    const criterion = criterionOf(id);
    const problems = criterion.problems(course);
    return problems.length > 0
      ? { criterion: id, problems }
      : { criterion: id, outcome: criterion.judge(course, options.trace ?? true) };
  });
}

/** What keeps a criterion from being applied to a case; empty if nothing does. */
export const problemsFor = (document: ResponseCase, criterion: string): Problem[] =>
  criterionOf(criterion).problems(courseOf(document));

/** As `assess`, on a course that is ready. */
export function assessCourse(course: Course, id: string, options: AssessOptions = {}): CriterionOutcome {
  const criterion = criterionOf(id);
  const problems = criterion.problems(course);
  if (problems.length > 0) throw new Refusal(problems);
  return criterion.judge(course, options.trace ?? true);
}

function criterionOf(id: string): Criterion {
  const criterion = CRITERIA.get(id);
  if (criterion) return criterion;
  throw new Refusal({
    code: "UNKNOWN_CRITERION",
    message: `'${id}' is not a response criterion; use ${[...CRITERIA.keys()].join(", ")}.`,
    found: id,
    expected: [...CRITERIA.keys()].join(", "),
  });
}
