import {
  type CaseLesion,
  type CaseMeasurement,
  type CriterionId,
  type CriterionOutcome,
  isOwnLesionId,
  type Problem,
  parseResponseCase,
  REASON_WORDS,
  type ReadDocument,
  type ReaderRole,
  type ReadLesion,
  Refusal,
  type ResponseCase,
  type Why,
} from "@nadir/domain";
import { assessEach } from "./assess.ts";
import { linesProblems } from "./lines-problems.ts";
import { limitProblems } from "./read-limits.ts";

export interface ReadToCheck {
  /** The reader's own reads of the patient up to this visit and no further, without this one. */
  readonly before: ResponseCase;
  readonly visit: string;
  readonly reader: ReaderRole;
  /** Lesions that the read carries on: those that every reader reads, and the reader's own of earlier visits. */
  readonly carried: readonly Pick<ReadLesion, "id" | "role" | "organ" | "node" | "component">[];
  readonly criterion: CriterionId;
  /** The images of this visit; left out where nothing was measured on one. */
  readonly images?: readonly string[] | undefined;
}

export interface CheckedRead {
  /** What keeps the read from being signed. */
  readonly problems: readonly Problem[];
  /** What the criterion makes of the reader's own reads up to this visit; null where it cannot judge them yet. */
  readonly outcome: CriterionOutcome | null;
}

/**
 * Checks one read as a whole. What a criterion allows is asked of the criterion itself (`assess`): its limits on targets,
 * the figures that it adds up, and what a course may say.
 */
export function checkRead(read: ReadDocument, check: ReadToCheck): CheckedRead {
  const { before, visit } = check;
  const isChoosing = before.visits.find(({ id }) => id === visit)?.role !== "follow-up";
  const own = [...bookkeeping(read, check), ...gaps(read), ...linesProblems(read, check.images)];
  // Before the baseline scan there is nothing to be judged yet.
  if (!before.visits.some(({ role }) => role === "baseline")) return { problems: own, outcome: null };
  const { outcome, problems } = judged(read, check, own.length > 0);
  // How many targets there may be is told before they are measured too.
  const counted = outcome ?? (isChoosing ? judged(unread(read), check, true).outcome : null);
  const limits =
    counted && isChoosing ? limitProblems(counted, { read, carried: check.carried, isMeasured: outcome !== null }) : [];
  // A lesion that is no target with this finding needs no reason for it too.
  const refused = new Set(limits.flatMap(({ where }) => where?.path ?? []));
  const open = own.filter(({ code, where }) => code !== "REASON_MISSING" || !refused.has(where?.path ?? ""));
  return { problems: [...open, ...problems, ...limits], outcome };
}

function judged(
  read: ReadDocument,
  { before, visit, criterion }: ReadToCheck,
  areGapsTold: boolean,
): { readonly outcome: CriterionOutcome | null; readonly problems: readonly Problem[] } {
  try {
    const [found] = assessEach(parseResponseCase(withRead(before, visit, read)), [criterion], { trace: false });
    return { outcome: found?.outcome ?? null, problems: (found?.problems ?? []).map(inWords(visit)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A gap is told once, by the sentence that names it.
    const told = areGapsTold ? error.problems.filter(({ code }) => !GAPS.has(code)) : error.problems;
    return { outcome: null, problems: told.map(inWords(visit)) };
  }
}

/** The read's choice of lesions alone, as if none could be evaluated. */
const unread = (read: ReadDocument): ReadDocument => ({
  ...read,
  lesions: read.lesions.map((lesion) => ({
    ...lesion,
    longestMm: null,
    shortMm: null,
    volumeMm3: null,
    status: "not-evaluable",
  })),
});

const GAPS = new Set(["MEASUREMENT_WITHOUT_FIGURE", "MEASUREMENT_AND_STATUS"]);
const inWords =
  (visit: string) =>
  (problem: Problem): Problem => ({
    ...problem,
    message: FIELD_WORDS.reduce(
      (message, [field, words]) => message.replaceAll(field, words),
      problem.message.replace(/^Case [^,:]+/, "This read").replaceAll(`, visit ${visit}`, ""),
    ),
  });
/** What a case's file calls a figure or a finding, and what a reader does; the longer names first. */
const FIELD_WORDS = [
  ["longestMm with shortMm is not given; give it, or", "one of the two is not given; measure both, or give"],
  ["is not given; give it, or", "is not given; measure it, or give"],
  ["is not given; give it", "is not given; measure it"],
  ["a status such as 'not-evaluable'", "a finding such as 'not evaluable'"],
  ["longestMm", "the longest diameter"],
  ["shortMm", "the short axis"],
  ["volumeMm3", "the volume"],
] as const;

/** The reader's case with this read in it. */
function withRead(before: ResponseCase, visit: string, read: ReadDocument): ResponseCase {
  const known = new Map(before.lesions.map((lesion) => [lesion.id, lesion]));
  const named = new Set(read.lesions.map(({ id }) => id));
  return {
    ...before,
    lesions: [
      ...before.lesions.filter(({ id }) => !named.has(id)),
      ...read.lesions.map((lesion) => caseLesionOf(lesion, known.get(lesion.id), visit)),
    ],
    visits: before.visits.map((entry) => {
      if (entry.id !== visit) return entry;
      const { nonTarget: _former, imaged: _seen, ...rest } = entry;
      const { status, sinceLast } = read.nonTarget;
      return {
        ...rest,
        measurements: read.lesions.map(caseMeasurementOf),
        ...(status === null ? {} : { nonTarget: { status, ...(sinceLast === null ? {} : { sinceLast }) } }),
      };
    }),
  };
}

/** A new lesion that was equivocal when it was first signed proved real at the visit whose read calls it unequivocal. */
export function caseLesionOf(lesion: ReadLesion, known: CaseLesion | undefined, visit: string): CaseLesion {
  const { id, role, organ, node, component, certainty } = lesion;
  const wasEquivocal = known?.certainty === "equivocal";
  const proved = wasEquivocal && certainty === "unequivocal" ? { confirmedAt: known.confirmedAt ?? visit } : {};
  return {
    ...known,
    id,
    role,
    // Lesions whose organs are not said yet are not in one organ together.
    organ: organ === "" ? `not said of ${id}` : organ,
    node,
    ...(component === null ? {} : { component }),
    ...(certainty === null ? {} : { certainty: wasEquivocal ? "equivocal" : certainty }),
    ...proved,
  };
}

const caseMeasurementOf = ({ id, longestMm, shortMm, volumeMm3, status }: ReadLesion): CaseMeasurement => ({
  lesion: id,
  ...(longestMm === null ? {} : { longestMm }),
  ...(shortMm === null ? {} : { shortMm }),
  ...(volumeMm3 === null ? {} : { volumeMm3 }),
  ...(status === null ? {} : { status }),
});

/** Lesions keep their identity; targets are chosen up to the baseline scan, and afterwards lesions are new. */
function bookkeeping(read: ReadDocument, { before, visit, reader, carried }: ReadToCheck): Problem[] {
  const problems: Problem[] = [];
  const isFollowUp = before.visits.find(({ id }) => id === visit)?.role === "follow-up";
  const byId = new Map(read.lesions.map((lesion) => [lesion.id, lesion]));
  for (const { id, role, organ, node, component } of carried) {
    const now = byId.get(id);
    if (!now)
      problems.push(fault("LESION_DROPPED", id, "is not in this read; each lesion of the earlier reads stays in it."));
    else if (now.role !== role || now.organ !== organ || now.node !== node || now.component !== component)
      problems.push(fault("LESION_CHANGED", id, `is a ${role} of ${organ} in the earlier reads and stays so.`));
  }
  const known = new Set(carried.map(({ id }) => id));
  const seen = new Set<string>();
  for (const lesion of read.lesions) {
    if (seen.has(lesion.id))
      problems.push(fault("LESION_TWICE", lesion.id, "is in this read twice; keep one of the two."));
    seen.add(lesion.id);
    if (known.has(lesion.id)) continue;
    if (!isOwnLesionId(reader, lesion))
      problems.push(fault("LESION_NAME", lesion.id, "has no name of this reader's own, such as R1-T1."));
    if (isFollowUp !== (lesion.role === "new"))
      problems.push(
        isFollowUp
          ? fault(
              "TARGET_AT_FOLLOW_UP",
              lesion.id,
              "is first seen at a follow-up: it is a new lesion, no target or non-target.",
            )
          : fault(
              "NEW_AT_BASELINE",
              lesion.id,
              "is seen at baseline: it is a target or a non-target lesion, not a new one.",
            ),
      );
  }
  return problems;
}

/** What a signed read does not leave open. */
function gaps(read: ReadDocument): Problem[] {
  const problems: Problem[] = [];
  for (const lesion of read.lesions) {
    const { id, organ, role, status, certainty, reason } = lesion;
    const figures = [lesion.longestMm, lesion.shortMm, lesion.volumeMm3].filter((figure) => figure !== null);
    if (organ === "") problems.push(fault("ORGAN_MISSING", id, "has no organ; say where it lies."));
    if (figures.length === 0 && status === null)
      problems.push(fault("LESION_NOT_READ", id, "has neither a size nor a finding; measure it, or say why not."));
    if (figures.length > 0 && status !== null)
      problems.push(fault("MEASUREMENT_AND_STATUS", id, "has a size and a finding; keep one of the two."));
    if ((status === "not-evaluable" || status === "not-imaged") && reason === "")
      problems.push(fault("REASON_MISSING", id, "is not evaluable; say why."));
    if (isOtherReason(lesion)) problems.push(fault("REASON_UNCLEAR", id, otherReason(lesion)));
    if (role === "new" && certainty === null)
      problems.push(fault("CERTAINTY_MISSING", id, "is new; say whether it is equivocal or unequivocal."));
  }
  const { status, reason } = read.nonTarget;
  if (status === null && read.lesions.some(({ role }) => role === "non-target"))
    problems.push({
      code: "NON_TARGET_MISSING",
      message: "The non-target disease as a whole is not judged; judge it.",
    });
  if (status === "not-evaluable" && reason === "")
    problems.push({
      code: "REASON_MISSING",
      message: "The non-target disease is not evaluable; say why.",
    });
  if (isOtherReason(read.nonTarget))
    problems.push({ code: "REASON_UNCLEAR", message: `The non-target disease ${otherReason(read.nonTarget)}` });
  return problems;
}

/** A choice stands in its own words; other words are another reason. */
const isOtherReason = ({ reason, reasonCode }: Why): boolean =>
  reasonCode !== undefined && reasonCode !== "other" && reason !== REASON_WORDS[reasonCode];
const otherReason = ({ reason, reasonCode }: Why): string =>
  `has the reason '${reason}' beside the choice '${REASON_WORDS[reasonCode ?? "other"]}'; keep the choice, or choose 'other'.`;

const fault = (code: string, lesion: string, words: string): Problem => ({
  code,
  message: `Lesion ${lesion} ${words}`,
  where: { path: `lesions/${lesion}` },
});
