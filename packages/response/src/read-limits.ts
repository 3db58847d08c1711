import type { CriterionOutcome, Problem, ReadDocument, ReadLesion } from "@nadir/domain";
import { CRITERIA } from "./criteria.ts";

interface LimitedRead {
  readonly read: ReadDocument;
  /** Lesions that the read carries on. */
  readonly carried: readonly Pick<ReadLesion, "id">[];
  /** False of a read that is not measured yet: then how many targets there may be is told, and nothing of their sizes. */
  readonly isMeasured: boolean;
}

/**
 * What a criterion finds of the baseline selection (`selectionIssues`), as what keeps a read from being signed: of the targets
 * that the reader chose. One that the read carries on stays one, however small this reader finds it: it is read as it is found.
 */
export function limitProblems(outcome: CriterionOutcome, { read, carried, isMeasured }: LimitedRead): Problem[] {
  const status = new Map(isMeasured ? read.lesions.map((lesion) => [lesion.id, lesion.status]) : []);
  const fixed = new Set(carried.map(({ id }) => id));
  const chosen = read.lesions.filter(({ id, role }) => role === "target" && !fixed.has(id));
  return outcome.issues
    .filter((issue) => isMeasured || issue.startsWith("too-many-"))
    .filter((issue) => isOfChosen(issue, chosen))
    .flatMap((issue) => limitProblem(issue, outcome, status));
}

/** Whether one of these lesions has a part in what was found. */
function isOfChosen(issue: string, chosen: readonly ReadLesion[]): boolean {
  const [name = "", of = ""] = issue.split(":");
  if (of === "") return chosen.length > 0;
  return chosen.some(({ id, organ, node, component }) =>
    name.startsWith("too-many-") ? [node ? "lymph-node" : organ, component].includes(of) : id === of,
  );
}

/** Findings in the place of a size with which no lesion is a target at baseline. */
const AT_BASELINE: Readonly<Partial<Record<NonNullable<ReadLesion["status"]>, string>>> = {
  absent: "is gone",
  merged: "is merged with another lesion",
  treated: "was treated locally",
  "not-evaluable": "is not evaluable",
  "not-imaged": "is not imaged",
};

function limitProblem(
  issue: string,
  { criterion, parameters }: CriterionOutcome,
  statuses: ReadonlyMap<string, ReadLesion["status"]>,
): Problem[] {
  const [name = "", of = ""] = issue.split(":");
  const title = CRITERIA.get(criterion)?.title ?? criterion;
  const most = parameters["maxTargets"];
  const told = (message: string, lesion?: string): Problem[] => [
    {
      code: name.toUpperCase().replaceAll("-", "_"),
      message,
      ...(lesion ? { where: { path: `lesions/${lesion}` } } : {}),
    },
  ];
  if (name === "too-many-targets")
    return told(
      most === undefined
        ? `There are more targets than ${title} allows; make the smaller ones non-target lesions.`
        : `${title} allows at most ${most} targets; make the others non-target lesions.`,
    );
  if (name === "too-many-targets-in-organ")
    return told(
      `${title} allows at most ${parameters["maxTargetsPerOrgan"] ?? "a few"} targets in one organ, and there are more in ${of}; make the others non-target lesions.`,
    );
  if (name === "too-many-targets-in-component" && typeof most === "number")
    return told(
      `${title} allows at most ${most} targets, and ${most - 1} of each component where there are two; there are more of the ${of} component: make the others non-target lesions.`,
    );
  if (name.startsWith("too-many-"))
    return told(
      `There are more targets than ${title} allows${of === "" ? "" : ` of the ${of} component`}; make the others non-target lesions.`,
    );
  const finding = AT_BASELINE[statuses.get(of) ?? "present"];
  if (finding !== undefined)
    return told(`Lesion ${of} ${finding} at baseline, and so no target by ${title}; make it a non-target lesion.`, of);
  const node = /^node-below-(\d+)mm$/.exec(name);
  if (node)
    return told(
      `Lesion ${of} is a node below ${node[1]} mm in its short axis, which is no target by ${title}; make it a non-target lesion.`,
      of,
    );
  if (name === "target-not-measurable")
    return told(`Lesion ${of} is too small to be a target by ${title}; make it a non-target lesion.`, of);
  return [];
}
