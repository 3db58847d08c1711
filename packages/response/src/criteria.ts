import type { CriterionId, CriterionOutcome, Problem } from "@nadir/domain";
import type { Course } from "./course.ts";
import { assessIrecist } from "./irecist/assess.ts";
import { assessRecist11 } from "./recist-1.1/assess.ts";
import { problemsOfMeasure, problemsOfNewNodes } from "./requirements.ts";
import { DIAMETER } from "./sum.ts";

/** A response criterion: its name, its source, what it needs of a case, and the pure function that judges. */
export interface Criterion {
  readonly id: CriterionId;
  readonly title: string;
  readonly citation: string;
  /** Figures that the case lacks for this criterion; `assess` refuses while there are any. */
  readonly problems: (course: Course) => Problem[];
  readonly judge: (course: Course, traced: boolean) => CriterionOutcome;
}

const byDiameter = (title: string) => (course: Course) => [
  ...problemsOfMeasure(course, title, DIAMETER, course.targets, course.baseline),
  ...problemsOfNewNodes(course, title),
];

const IMPLEMENTED: readonly Criterion[] = [
  {
    id: "recist-1.1",
    title: "RECIST 1.1",
    citation: "Eisenhauer 2009, Eur J Cancer 45:228",
    problems: byDiameter("RECIST 1.1"),
    judge: (course, traced) => assessRecist11(course, course.case.options?.["recist-1.1"], traced),
  },
  {
    id: "irecist",
    title: "iRECIST",
    citation: "Seymour 2017, Lancet Oncol 18:e143",
    problems: byDiameter("iRECIST"),
    judge: (course, traced) => assessIrecist(course, course.case.options?.irecist, traced),
  },
];

/** The criteria that Nadir judges by, in the order in which they are shown. */
export const CRITERIA: ReadonlyMap<string, Criterion> = new Map(IMPLEMENTED.map((c) => [c.id, c]));
