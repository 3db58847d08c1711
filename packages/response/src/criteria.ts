import type { CriterionId, CriterionOutcome, Problem } from "@nadir/domain";
import type { Course } from "./course.ts";
import { assessIrecist } from "./irecist/assess.ts";
import { firstScanAfterRadiotherapy } from "./rano/radiotherapy.ts";
import { assessRano20 } from "./rano-2.0/assess.ts";
import { measureOf } from "./rano-2.0/components.ts";
import { assessRecist11 } from "./recist-1.1/assess.ts";
import { problemsOfMeasurability, problemsOfMeasure, problemsOfNewNodes } from "./requirements.ts";
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
  {
    id: "rano-2.0",
    title: "RANO 2.0",
    citation: "Wen 2023, J Clin Oncol 41:5187",
    problems: (course) => {
      const measure = measureOf(course.case.options?.["rano-2.0"]);
      return [
        ...problemsOfMeasure(
          course,
          "RANO 2.0",
          measure,
          course.targets,
          Math.max(0, firstScanAfterRadiotherapy(course)),
        ),
        ...problemsOfMeasurability(course, "RANO 2.0"),
      ];
    },
    judge: (course, traced) => assessRano20(course, course.case.options?.["rano-2.0"], traced),
  },
];

/** The criteria that Nadir judges by, in the order in which they are shown. */
export const CRITERIA: ReadonlyMap<string, Criterion> = new Map(IMPLEMENTED.map((c) => [c.id, c]));
