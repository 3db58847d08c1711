import { addMonths, dayNumber, daysBetween, type ResponseCase } from "@nadir/domain";
import { assess, caseUntil } from "@nadir/response";
import type { Flag } from "./flag.ts";

/**
 * Pseudoprogression before it is known: at the visit where a progression first showed, by written conditions under which
 * the literature warns that the swelling may not be tumour. It is no diagnosis and not the retrospective label
 * (`pseudoprogression/…`), which exists only once a later scan does. Only what was known on the day of that visit enters.
 */
export const PROSPECTIVE_RULES = {
  "rano-12-weeks": {
    criterion: "rano-2.0",
    citation:
      "Wen 2010, J Clin Oncol 28:1963 (Table 1) and Wen 2023, J Clin Oncol 41:5187: 12 weeks, in the field; decline and steroids: Rowe 2018, J Neurooncol 139:145",
  },
  "irano-6-months": {
    criterion: "irano",
    citation: "Okada 2015, Lancet Oncol 16:e534 (six months of immunotherapy without significant clinical decline)",
  },
  "irecist-clinical-stability": {
    criterion: "irecist",
    citation: "Seymour 2017, Lancet Oncol 18:e143 (iUPD with clinical stability: performance status and symptoms)",
  },
} as const;
export type ProspectiveRule = keyof typeof PROSPECTIVE_RULES;

/** A condition of a rule: met, not met, or not to be told from the record; in words for the board. */
interface Condition {
  readonly name: string;
  readonly met: boolean | null;
  readonly found: string;
  /** What to record where `met` is null. */
  readonly needs?: string;
}

/** The rules that apply to the disease, each as a flag. Refusals of the underlying criterion pass through. */
export function prospectivePseudoprogression(document: ResponseCase): Flag[] {
  const { disease, setting, radiotherapyEnd } = document.course;
  if (disease !== "glioma") return [flagOf("irecist-clinical-stability", document)];
  const afterRadiotherapy = setting === "newly-diagnosed" && radiotherapyEnd !== undefined;
  return [
    ...(setting === "newly-diagnosed" && !afterRadiotherapy ? [withoutRadiotherapy()] : []),
    ...(afterRadiotherapy ? [flagOf("rano-12-weeks", document)] : []),
    flagOf("irano-6-months", document),
  ];
}

const withoutRadiotherapy = (): Flag => ({
  ...blank("rano-12-weeks"),
  result: "not-evaluable",
  reason: "no-radiotherapy-end",
  text: `Not evaluable: the twelve weeks count from the last day of radiotherapy. ${NOT_THE_LABEL}`,
  missing: ["the last day of radiotherapy"],
});

const NOT_THE_LABEL = "Prospective, not the retrospective label.";

const blank = (rule: ProspectiveRule) => ({
  definition: `pseudoprogression-prospective/${rule}`,
  visit: null,
  date: null,
  figures: {},
  citation: PROSPECTIVE_RULES[rule].citation,
});

function flagOf(rule: ProspectiveRule, document: ResponseCase): Flag {
  const swelling = lastSwelling(rule, document);
  if (swelling === null)
    return {
      ...blank(rule),
      result: "no",
      reason: null,
      text: `No first swelling to judge: no progression that waits for its confirmation was seen. ${NOT_THE_LABEL}`,
      missing: [],
    };
  const { known, visit } = swelling;
  const conditions = CONDITIONS[rule](known);
  const unmet = conditions.filter(({ met }) => met === false);
  const open = conditions.filter(({ met }) => met === null);
  const result = unmet.length > 0 ? "no" : open.length > 0 ? "undetermined" : "yes";
  const said = {
    yes: "may be pseudoprogression: every condition is met",
    no: `nothing speaks for pseudoprogression by this rule: ${unmet.map(({ found }) => found).join("; ")}`,
    undetermined: `cannot be told: ${open.map(({ found }) => found).join("; ")}`,
  }[result];
  return {
    ...blank(rule),
    result,
    reason: result === "undetermined" ? "inputs-missing" : null,
    visit: visit.id,
    date: visit.date,
    text: `Swelling first seen at ${visit.id}: ${said}. ${NOT_THE_LABEL}`,
    figures: Object.fromEntries(conditions.map(({ name, found }) => [name, found])),
    // A missing input that could still turn the answer is named; beside a condition that is not met none could.
    missing: result === "undetermined" ? open.flatMap(({ needs }) => needs ?? []) : [],
  };
}

/** The latest visit at which, on its own day, a progression that waits for confirmation was first seen. */
function lastSwelling(rule: ProspectiveRule, document: ResponseCase) {
  const { criterion } = PROSPECTIVE_RULES[rule];
  for (const visit of [...document.visits].reverse()) {
    if (visit.role !== "follow-up") continue;
    const known = caseUntil(document, visit.date);
    if (known === null) continue;
    const last = assess(known, criterion, { trace: false }).episodes.at(-1);
    if (last?.visit === visit.id && last.resolution === "open") return { known, visit };
  }
  return null;
}

const CONDITIONS: Readonly<Record<ProspectiveRule, (known: ResponseCase) => Condition[]>> = {
  "rano-12-weeks": (known) => [
    timeSinceRadiotherapy(known),
    inField(known),
    clinicallyStable(known),
    steroidsNotRaised(known),
    noTissueProof(known),
  ],
  "irano-6-months": (known) => [timeOnImmunotherapy(known), clinicallyStable(known), noTissueProof(known)],
  "irecist-clinical-stability": (known) => [clinicallyStable(known), performanceNotWorse(known)],
};

const now = (known: ResponseCase) => known.visits.at(-1) as ResponseCase["visits"][number];
const baselineOf = (known: ResponseCase) => known.visits.findLast(({ role }) => role === "baseline");

const WEEKS_12 = 84;
function timeSinceRadiotherapy(known: ResponseCase): Condition {
  const days = daysBetween(known.course.radiotherapyEnd ?? now(known).date, now(known).date);
  return {
    name: "time",
    met: days < WEEKS_12,
    found: `${days} days after radiotherapy (fewer than ${WEEKS_12} asked)`,
  };
}

function timeOnImmunotherapy(known: ResponseCase): Condition {
  const { immunotherapyStart, treatmentStart } = known.course;
  const until = addMonths(immunotherapyStart ?? treatmentStart, 6);
  const within = dayNumber(now(known).date) <= dayNumber(until);
  return { name: "time", met: within, found: `${within ? "within" : "after"} six months of immunotherapy (${until})` };
}

function inField(known: ResponseCase): Condition {
  const seen = (id: string) =>
    now(known).measurements?.some(
      (m) => m.lesion === id && m.status !== "absent" && m.status !== "not-evaluable" && m.status !== "not-imaged",
    ) === true;
  const news = known.lesions.filter(({ id, role }) => role === "new" && seen(id));
  const ids = (list: typeof news) => list.map(({ id }) => id).join(", ");
  const outside = news.filter(({ outsideRtField }) => outsideRtField === true);
  if (outside.length > 0)
    return { name: "field", met: false, found: `new lesion outside the high-dose field: ${ids(outside)}` };
  const unsaid = news.filter(({ outsideRtField }) => outsideRtField === undefined);
  return unsaid.length > 0
    ? {
        name: "field",
        met: null,
        found: `nobody said whether ${ids(unsaid)} lies outside the high-dose field`,
        needs: `whether ${ids(unsaid)} lies outside the high-dose field`,
      }
    : { name: "field", met: true, found: news.length > 0 ? `new lesions in the field: ${ids(news)}` : "no new lesion" };
}

function clinicallyStable(known: ResponseCase): Condition {
  const { clinical, id } = now(known);
  return clinical === undefined
    ? {
        name: "clinical",
        met: null,
        found: `the clinical state at ${id} is not recorded`,
        needs: `the clinical state at ${id} (stable, improved or worse)`,
      }
    : { name: "clinical", met: clinical !== "worse", found: `clinically ${clinical}` };
}

function performanceNotWorse(known: ResponseCase): Condition {
  const [before, after] = [baselineOf(known), now(known)];
  const unknown = [before, after].filter((visit) => visit?.ecog === undefined).map((visit) => visit?.id ?? "baseline");
  return unknown.length > 0
    ? {
        name: "performance",
        met: null,
        found: `ECOG is not recorded at ${unknown.join(" and ")}`,
        needs: `ECOG at ${unknown.join(" and ")}`,
      }
    : {
        name: "performance",
        met: (after.ecog as number) <= (before?.ecog as number),
        found: `ECOG ${before?.ecog} at baseline, ${after.ecog} now`,
      };
}

function steroidsNotRaised(known: ResponseCase): Condition {
  const dose = (visit: ReturnType<typeof baselineOf>) =>
    visit?.physiologicSteroidsOnly === true ? 0 : visit?.dexamethasoneMgPerDay;
  const [before, after] = [baselineOf(known), now(known)];
  const unknown = [before, after].filter((visit) => dose(visit) === undefined).map((visit) => visit?.id ?? "baseline");
  return unknown.length > 0
    ? {
        name: "steroids",
        met: null,
        found: `the steroid dose is not recorded at ${unknown.join(" and ")}`,
        needs: `the dexamethasone dose at ${unknown.join(" and ")}`,
      }
    : {
        name: "steroids",
        met: (dose(after) as number) <= (dose(before) as number),
        found: `dexamethasone ${dose(before)} mg at baseline, ${dose(after)} mg now`,
      };
}

const noTissueProof = (known: ResponseCase): Condition => ({
  name: "tissue",
  met: now(known).histology !== "tumour",
  found: now(known).histology === "tumour" ? "tissue proved tumour" : "no tissue that proves tumour",
});
