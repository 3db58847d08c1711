import type { CriterionId, CriterionOutcome, Problem } from "@nadir/domain";
import type { Course, Track } from "./course.ts";
import { assessBurden } from "./immune-burden/assess.ts";
import { IMRECIST, IRRC, IRRECIST } from "./immune-burden/variant.ts";
import { assessIrano } from "./irano/assess.ts";
import { assessIrecist } from "./irecist/assess.ts";
import { assessItrecist } from "./itrecist/assess.ts";
import { assessMrano } from "./mrano/assess.ts";
import { firstScanAfterRadiotherapy } from "./rano/radiotherapy.ts";
import { assessRano20 } from "./rano-2.0/assess.ts";
import { measureOf } from "./rano-2.0/components.ts";
import { assessRano2010 } from "./rano-2010/assess.ts";
import { assessRanoBm, brainOf } from "./rano-bm/assess.ts";
import { assessRecist11 } from "./recist-1.1/assess.ts";
import { problemsOfMeasurability, problemsOfMeasure, problemsOfNewNodes } from "./requirements.ts";
import { DIAMETER, type Measure, PRODUCT } from "./sum.ts";

/** A response criterion: its name, its source, what it needs of a case, and the pure function that judges. */
export interface Criterion {
  readonly id: CriterionId;
  readonly title: string;
  readonly citation: string;
  /** Figures that the case lacks for this criterion; `assess` refuses while there are any. */
  readonly problems: (course: Course) => Problem[];
  readonly judge: (course: Course, traced: boolean) => CriterionOutcome;
}

const byDiameter =
  (title: string) =>
  (course: Course): Problem[] => [
    ...problemsOfMeasure(course, title, DIAMETER, course.targets, course.baseline),
    ...problemsOfNewNodes(course, title),
  ];
/** New lesions join the sum, so they need the figure as targets do. */
const byBurden =
  (title: string, measure: Measure) =>
  (course: Course): Problem[] => [
    ...problemsOfMeasure(course, title, measure, course.targets, course.baseline),
    ...problemsOfMeasure(
      course,
      title,
      measure,
      course.newLesions.filter((track) => track.lesion.measurable !== false),
      course.baseline,
    ),
  ];
const byProduct =
  (title: string) =>
  (course: Course): Problem[] =>
    problemsOfMeasure(course, title, PRODUCT, course.targets, course.baseline);

const isEnhancing = (track: Track): boolean => track.lesion.component !== "non-enhancing";

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
    id: "imrecist",
    title: "imRECIST",
    citation: "Hodi 2018, J Clin Oncol 36:850",
    problems: byBurden("imRECIST", DIAMETER),
    judge: (course, traced) => assessBurden(course, IMRECIST, course.case.options?.imrecist, traced),
  },
  {
    id: "irrecist",
    title: "irRECIST",
    citation: "Nishino 2013, Clin Cancer Res 19:3936",
    problems: byBurden("irRECIST", DIAMETER),
    judge: (course, traced) => assessBurden(course, IRRECIST, course.case.options?.irrecist, traced),
  },
  {
    id: "irrc",
    title: "irRC",
    citation: "Wolchok 2009, Clin Cancer Res 15:7412",
    problems: byBurden("irRC", PRODUCT),
    judge: (course, traced) => assessBurden(course, IRRC, course.case.options?.irrc, traced),
  },
  {
    id: "itrecist",
    title: "itRECIST",
    citation: "Goldmacher 2020, J Clin Oncol 38:2667",
    problems: byDiameter("itRECIST"),
    judge: (course, traced) => assessItrecist(course, course.case.options?.itrecist, traced),
  },
  {
    id: "rano-2010",
    title: "RANO 2010",
    citation: "Wen 2010, J Clin Oncol 28:1963",
    problems: byProduct("RANO 2010"),
    judge: (course, traced) => assessRano2010(course, course.case.options?.["rano-2010"], traced),
  },
  {
    id: "mrano",
    title: "mRANO",
    citation: "Ellingson 2017, Neurotherapeutics 14:307",
    problems: (course) => {
      const measure = measureOf(course.case.options?.mrano);
      const from = Math.max(0, firstScanAfterRadiotherapy(course));
      return [
        ...problemsOfMeasure(course, "mRANO", measure, course.targets.filter(isEnhancing), from),
        ...problemsOfMeasurability(course, "mRANO"),
      ];
    },
    judge: (course, traced) => assessMrano(course, course.case.options?.mrano, traced),
  },
  {
    id: "rano-2.0",
    title: "RANO 2.0",
    citation: "Wen 2023, J Clin Oncol 41:5187",
    problems: (course) => {
      const measure = measureOf(course.case.options?.["rano-2.0"]);
      const from = Math.max(0, firstScanAfterRadiotherapy(course));
      return [
        ...problemsOfMeasure(course, "RANO 2.0", measure, course.targets, from),
        ...problemsOfMeasurability(course, "RANO 2.0"),
      ];
    },
    judge: (course, traced) => assessRano20(course, course.case.options?.["rano-2.0"], traced),
  },
  {
    id: "irano",
    title: "iRANO",
    citation: "Okada 2015, Lancet Oncol 16:e534",
    problems: (course) => [...byProduct("iRANO")(course), ...problemsOfMeasurability(course, "iRANO")],
    judge: (course, traced) => assessIrano(course, course.case.options?.irano, traced),
  },
  {
    id: "rano-bm",
    title: "RANO-BM",
    citation: "Lin 2015, Lancet Oncol 16:e270",
    problems: (course) => byDiameter("RANO-BM")(brainOf(course)),
    judge: (course, traced) => assessRanoBm(course, course.case.options?.["rano-bm"], traced),
  },
];

/** The criteria that Nadir judges by, in the order in which they are shown. */
export const CRITERIA: ReadonlyMap<string, Criterion> = new Map(IMPLEMENTED.map((c) => [c.id, c]));
