import { CRITERION_PARAMETERS_VERSION, type CriterionId, type CriterionOutcome, type Problem } from "@nadir/domain";
import { type Course, courseOf, type Track } from "./course.ts";
import { assessBurden } from "./immune-burden/assess.ts";
import { IMRECIST, IRRC, IRRECIST } from "./immune-burden/variant.ts";
import { assessIrano } from "./irano/assess.ts";
import { assessIrecist } from "./irecist/assess.ts";
import { assessItrecist } from "./itrecist/assess.ts";
import type { JudgedOutcome } from "./judged-outcome.ts";
import { assessMrano } from "./mrano/assess.ts";
import { glioBaseline } from "./rano/radiotherapy.ts";
import { assessRano20 } from "./rano-2.0/assess.ts";
import { measureOf } from "./rano-2.0/components.ts";
import { assessRano2010 } from "./rano-2010/assess.ts";
import { assessRanoBm, brainOf } from "./rano-bm/assess.ts";
import { assessRecist11 } from "./recist-1.1/assess.ts";
import { problemsOfMeasurability, problemsOfMeasure, problemsOfNewNodes } from "./requirements.ts";
import { criterionName, parametersOf, type Settings, settingsOf } from "./settings.ts";
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

interface Module {
  readonly id: CriterionId;
  readonly title: string;
  readonly citation: string;
  readonly problems: (course: Course, settings: Settings) => Problem[];
  readonly assess: (course: Course, settings: Settings, traced: boolean) => JudgedOutcome;
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

const MODULES: readonly Module[] = [
  {
    id: "recist-1.1",
    title: "RECIST 1.1",
    citation: "Eisenhauer 2009, Eur J Cancer 45:228",
    problems: byDiameter("RECIST 1.1"),
    assess: assessRecist11,
  },
  {
    id: "irecist",
    title: "iRECIST",
    citation: "Seymour 2017, Lancet Oncol 18:e143",
    problems: byDiameter("iRECIST"),
    assess: assessIrecist,
  },
  {
    id: "imrecist",
    title: "imRECIST",
    citation: "Hodi 2018, J Clin Oncol 36:850",
    problems: byBurden("imRECIST", DIAMETER),
    assess: (course, settings, traced) => assessBurden(course, IMRECIST, settings, traced),
  },
  {
    id: "irrecist",
    title: "irRECIST",
    citation: "Nishino 2013, Clin Cancer Res 19:3936",
    problems: byBurden("irRECIST", DIAMETER),
    assess: (course, settings, traced) => assessBurden(course, IRRECIST, settings, traced),
  },
  {
    id: "irrc",
    title: "irRC",
    citation: "Wolchok 2009, Clin Cancer Res 15:7412",
    problems: byBurden("irRC", PRODUCT),
    assess: (course, settings, traced) => assessBurden(course, IRRC, settings, traced),
  },
  {
    id: "itrecist",
    title: "itRECIST",
    citation: "Goldmacher 2020, J Clin Oncol 38:2667",
    problems: byDiameter("itRECIST"),
    assess: assessItrecist,
  },
  {
    id: "rano-2010",
    title: "RANO 2010",
    citation: "Wen 2010, J Clin Oncol 28:1963",
    problems: byProduct("RANO 2010"),
    assess: assessRano2010,
  },
  {
    id: "mrano",
    title: "mRANO",
    citation: "Ellingson 2017, Neurotherapeutics 14:307",
    problems: (course, settings) => {
      const measure = measureOf(settings);
      const from = Math.max(0, glioBaseline(course, settings));
      return [
        ...problemsOfMeasure(course, "mRANO", measure, course.targets.filter(isEnhancing), from),
        ...problemsOfMeasurability(course, "mRANO"),
      ];
    },
    assess: assessMrano,
  },
  {
    id: "rano-2.0",
    title: "RANO 2.0",
    citation: "Wen 2023, J Clin Oncol 41:5187",
    problems: (course, settings) => {
      const measure = measureOf(settings);
      const from = Math.max(0, glioBaseline(course, settings));
      return [
        ...problemsOfMeasure(course, "RANO 2.0", measure, course.targets, from),
        ...problemsOfMeasurability(course, "RANO 2.0"),
      ];
    },
    assess: assessRano20,
  },
  {
    id: "irano",
    title: "iRANO",
    citation: "Okada 2015, Lancet Oncol 16:e534",
    problems: (course) => [...byProduct("iRANO")(course), ...problemsOfMeasurability(course, "iRANO")],
    assess: assessIrano,
  },
  {
    id: "rano-bm",
    title: "RANO-BM",
    citation: "Lin 2015, Lancet Oncol 16:e270",
    problems: (course) => byDiameter("RANO-BM")(brainOf(course)),
    assess: assessRanoBm,
  },
];

/** A course may have been narrowed to some of its lesions before (out-of-field response): it stays so. */
function onlyLesionsOf(narrow: Course, whole: Course): Course {
  const kept = new Set([...narrow.targets, ...narrow.newLesions].map(({ id }) => id));
  const keep = (track: Track) => kept.has(track.id);
  return { ...whole, targets: whole.targets.filter(keep), newLesions: whole.newLesions.filter(keep) };
}

/** The course as the parameters have it read: which baseline, and whether steroid doses are told. */
function preparedFor(course: Course, settings: Settings): Course {
  let prepared = course;
  if (settings.baseline === "first") {
    const { visits } = course.case;
    const first = visits.findIndex((visit) => visit.role === "baseline");
    if (first < course.baseline)
      prepared = onlyLesionsOf(
        course,
        courseOf({ ...course.case, visits: visits.filter((v, i) => v.role !== "baseline" || i === first) }),
      );
  }
  if (settings.steroids === "ignored")
    prepared = {
      ...prepared,
      visits: prepared.visits.map((entry) => {
        const { dexamethasoneMgPerDay: _dose, physiologicSteroidsOnly: _only, ...visit } = entry.visit;
        return { ...entry, visit };
      }),
    };
  return prepared;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const criterionOf = ({ id, title, citation, problems, assess }: Module): Criterion => ({
  id,
  title,
  citation,
  problems: (course) => {
    const settings = settingsOf(id, course.case.options?.[id]);
    return problems(preparedFor(course, settings), settings);
  },
  judge: (course, traced) => {
    const given = course.case.options?.[id];
    const settings = settingsOf(id, given);
    // The outcome is this call's own: adding to it is several times faster than copying it.
    const outcome = assess(preparedFor(course, settings), settings, traced) as Writable<CriterionOutcome>;
    outcome.name = criterionName(id, given);
    outcome.parametersVersion = CRITERION_PARAMETERS_VERSION;
    outcome.parameters = parametersOf(id, given);
    return outcome;
  },
});

/** The criteria that Nadir judges by, in the order in which they are shown. */
export const CRITERIA: ReadonlyMap<string, Criterion> = new Map(MODULES.map((m) => [m.id, criterionOf(m)]));
