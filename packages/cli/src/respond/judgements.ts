import type { ResponseCase } from "@nadir/domain";
import { type AssessOptions, assessAll, CRITERIA } from "@nadir/response";
import { DEFINITIONS, isDefinition } from "@nadir/risk";
import { WrongUsage } from "../usage.ts";

/** What is judged when nobody names criteria: those made for the disease, the primary one of the field first. */
const USUAL: Readonly<Record<ResponseCase["course"]["disease"], readonly string[]>> = {
  "solid-tumour": ["recist-1.1", "irecist"],
  glioma: ["rano-2.0"],
  "brain-metastases": ["rano-bm"],
};

export const usualCriteria = (document: ResponseCase): readonly string[] => USUAL[document.course.disease];

/** The names of `--criteria`, each once; wrong usage when one is unknown. Undefined when none were named. */
export function checkedNames(list: string | undefined): readonly string[] | undefined {
  if (list === undefined) return undefined;
  const names = [...new Set(list.split(",").map((name) => name.trim()))].filter(Boolean);
  const known = [...CRITERIA.keys(), ...Object.keys(DEFINITIONS)];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0 || names.length === 0)
    throw new WrongUsage(
      `--criteria: ${unknown.map((n) => `'${n}'`).join(", ") || "nothing"} is not known here; use ${known.join(", ")}.`,
    );
  return names;
}

/**
 * One member a criterion, and one a definition of atypical response. Refusal with all problems of all criteria when the
 * case lacks what one of them adds up.
 */
export function judgements(
  document: ResponseCase,
  names: readonly string[] | undefined,
  options: AssessOptions,
): Record<string, unknown> {
  const wanted = names ?? usualCriteria(document);
  const criteria = assessAll(
    document,
    wanted.filter((name) => !isDefinition(name)),
    options,
  );
  const definitions = wanted.filter(isDefinition).map((id) => [id, DEFINITIONS[id].answer(document)]);
  return { ...criteria, ...Object.fromEntries(definitions) };
}
