import { Refusal, type ResponseCase } from "@nadir/domain";
import { type Course, courseOf } from "@nadir/response";
import { ABSCOPAL_CITATION, abscopalOf } from "./abscopal.ts";
import { LACKING } from "./definition-result.ts";
import { DISSOCIATED_CITATION, type DissociatedVisit, dissociatedOf } from "./dissociated.ts";
import type { Flag } from "./flag.ts";
import {
  HYPERPROGRESSION_DEFINITIONS,
  type HyperprogressionDefinition,
  hyperprogressionOf,
} from "./hyperprogression.ts";
import { nearFieldFlag } from "./near-field.ts";
import { prospectivePseudoprogression } from "./prospective-pseudoprogression.ts";
import { PSEUDOPROGRESSION_CITATION, pseudoprogressionOf, sourceOf } from "./pseudoprogression.ts";

/** All definitions on one case, side by side. A definition that cannot be applied says so; none is left out. */
export function flags(document: ResponseCase): Flag[] {
  const course = courseOf(document);
  return [
    ...guarded("hyperprogression", () => hyperprogressionFlags(course)),
    ...guarded(`pseudoprogression/${sourceOf(document)}`, () => [pseudoprogressionFlag(course)]),
    ...guarded("pseudoprogression-prospective", () => prospectivePseudoprogression(document)),
    ...guarded("dissociated", () => dissociatedFlags(course)),
    ...guarded("abscopal/out-of-field-recist", () => [abscopalFlag(course)]),
    ...guarded("adscopal/near-field-recist", () => [nearFieldFlag(course)]),
  ];
}

/** A case that lacks the figures of the underlying criterion is not evaluable, and says which figures. */
function guarded(definition: string, make: () => Flag[]): Flag[] {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [
      {
        definition,
        result: "not-evaluable",
        reason: "figures-missing",
        visit: null,
        date: null,
        text: error.message,
        figures: {},
        citation: "",
        missing: error.problems.map((problem) => problem.expected ?? problem.message),
      },
    ];
  }
}

function hyperprogressionFlags(course: Course): Flag[] {
  const answer = hyperprogressionOf(course);
  const visit = answer.scans.onTreatment;
  const date = course.visits.find(({ id }) => id === visit)?.date ?? null;
  const names = Object.keys(HYPERPROGRESSION_DEFINITIONS) as HyperprogressionDefinition[];
  return names.map((name) => {
    const { result, reason, text, figures, missing, couldBeMet: isOpen } = answer.definitions[name];
    return {
      definition: `hyperprogression/${name}`,
      // A "no" that rests on what nobody recorded is not shown as one.
      result: isOpen ? "undetermined" : result,
      reason: isOpen ? "inputs-missing" : (reason ?? null),
      visit,
      date,
      text,
      figures,
      citation: HYPERPROGRESSION_DEFINITIONS[name].citation,
      missing,
    };
  });
}

function pseudoprogressionFlag(course: Course): Flag {
  const answer = pseudoprogressionOf(course);
  const text = {
    yes: `Progression of ${answer.date} was not confirmed (${answer.settledAs} at ${answer.settledAt}); ${answer.depth === "response" ? "a response followed" : "the disease stabilised"}.`,
    no: "No progression that waited for confirmation was refuted by a later scan.",
    undetermined:
      answer.reason === "treatment-changed"
        ? `Progression of ${answer.date} was not confirmed, but treatment changed between.`
        : `Progression of ${answer.date} still waits for its confirmation scan.`,
  }[answer.result];
  return {
    definition: `pseudoprogression/${answer.source}`,
    result: answer.result,
    reason: answer.reason ?? null,
    visit: answer.visit,
    date: answer.date,
    text,
    figures: { depth: answer.depth, settledAt: answer.settledAt, settledAs: answer.settledAs },
    citation: PSEUDOPROGRESSION_CITATION[answer.source],
    missing: answer.reason ? [LACKING[answer.reason] ?? answer.reason] : [],
  };
}

function dissociatedFlags(course: Course): Flag[] {
  const visits = Object.entries(dissociatedOf(course).visits);
  const flag = (name: string, of: (visit: DissociatedVisit) => DissociatedVisit["result"]): Flag => {
    const yes = visits.find(([, visit]) => of(visit) === "yes");
    const unclear = visits.find(([, visit]) => of(visit) === "not-evaluable");
    const [id, found] = yes ?? unclear ?? visits.at(-1) ?? [null, null];
    const result = yes ? "yes" : unclear ? "not-evaluable" : visits.length === 0 ? "not-evaluable" : "no";
    const reason = result !== "not-evaluable" ? null : visits.length === 0 ? "no-on-treatment-scan" : "target-missing";
    const unmeasured =
      found && found.notEvaluable.length > 0 ? ` (not at ${id}: ${found.notEvaluable.join(", ")})` : "";
    const because = reason ? `Not evaluable: it needs ${LACKING[reason]}${unmeasured}. ` : "";
    const list = (ids: readonly string[] | undefined) => (ids && ids.length > 0 ? ids.join(", ") : "none");
    return {
      definition: `dissociated/${name}`,
      result,
      reason,
      visit: yes ? id : null,
      date: yes ? (found?.date ?? null) : null,
      text: `${because}Responding targets: ${list(found?.responding)}; progressing: ${list(found?.progressing)}; new lesions: ${list(found?.newLesions)}${id ? ` (${id})` : ""}.`,
      figures: {
        responding: list(found?.responding),
        progressing: list(found?.progressing),
        newLesions: list(found?.newLesions),
      },
      citation: DISSOCIATED_CITATION,
      missing: reason ? [LACKING[reason] as string] : [],
    };
  };
  return [flag("bernard-tessier-2020", (visit) => visit.result), flag("zhou-2020", (visit) => visit["zhou-2020"])];
}

function abscopalFlag(course: Course): Flag {
  const answer = abscopalOf(course);
  const visit = answer.visit === null ? undefined : answer.visits[answer.visit];
  const text = {
    yes: `Out-of-field response: ${visit?.outOfField} of the non-irradiated targets on ${answer.date}.`,
    no: answer.singleLesionOnly
      ? "A non-irradiated lesion responded, but their sum did not: not an out-of-field response."
      : "No response of the non-irradiated targets.",
    "not-evaluable": `Not evaluable: it needs ${LACKING[answer.reason ?? ""] ?? answer.reason}.`,
  }[answer.result];
  return {
    definition: "abscopal/out-of-field-recist",
    result: answer.result,
    reason: answer.reason ?? null,
    visit: answer.visit,
    date: answer.date,
    text,
    figures: { outOfFieldSumMm: visit?.outOfFieldSumMm ?? null, outOfField: visit?.outOfField ?? null },
    citation: ABSCOPAL_CITATION,
    missing: answer.reason ? [LACKING[answer.reason] ?? answer.reason] : [],
  };
}
