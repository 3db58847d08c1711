import { type CriterionOutcome, type Observation, Refusal, type ResponseCase } from "@nadir/domain";
import { caseUntil, growthAgainst } from "@nadir/response";
import type { Flag } from "../flag.ts";
import { flags } from "../flags.ts";
import { prospectivePseudoprogression } from "../prospective-pseudoprogression.ts";
import { bloodEvidence } from "./blood-evidence.ts";
import { type EvidenceItem, signedPercent } from "./evidence-item.ts";
import { grownLesions, timeAndFieldEvidence } from "./field-evidence.ts";
import { growthEvidence } from "./growth-evidence.ts";
import { imageEvidence, type StoredDelta } from "./image-evidence.ts";
import { patientEvidence } from "./patient-evidence.ts";

/** A definition's answer about a visit; `later`: it rests on what came after. */
export interface DefinitionOnVisit {
  readonly flag: Flag;
  readonly later: boolean;
}

/** All that speaks about an increase at one visit. */
export interface VisitEvidence {
  readonly visit: string;
  readonly date: string;
  /** Time-point response by the trial's primary criterion. */
  readonly overall: string;
  /** What increased, in a sentence. */
  readonly increase: string;
  readonly items: readonly EvidenceItem[];
  readonly definitions: readonly DefinitionOnVisit[];
  /** Inputs that nobody recorded, each once. */
  readonly missing: readonly string[];
}

export interface EvidenceInputs {
  readonly document: ResponseCase;
  /** By the trial's primary criterion. */
  readonly outcome: CriterionOutcome;
  readonly observations: readonly Observation[];
  readonly deltas: readonly StoredDelta[];
}

/** Evidence for every visit after baseline at which the sum grew since the visit before, a lesion is new, or non-target disease progressed. */
export function visitEvidence(inputs: EvidenceInputs): VisitEvidence[] {
  const { document, outcome } = inputs;
  const growth = new Map(growthAgainst(outcome).map((row) => [row.visit, row.prior]));
  // The figures of a definition that looks at later scans too.
  const retrospective = guarded(() => flags(document));
  return outcome.visitOrder.flatMap((visit): VisitEvidence[] => {
    const at = outcome.visits[visit];
    if (at === undefined || visit === outcome.baselineVisit) return [];
    const prior = growth.get(visit) ?? null;
    const { fresh } = grownLesions(document, visit);
    const reasons = [
      ...(prior !== null && prior.change > 0
        ? [
            `sum ${prior.percent === null ? "grown from nothing" : signedPercent(prior.percent)} since ${prior.visit ?? "the scan before"}`,
          ]
        : []),
      ...(fresh.length > 0 ? [`${fresh.length === 1 ? "a new lesion" : `${fresh.length} new lesions`}`] : []),
      ...(at.nonTarget === "PD" ? ["unequivocal progression of non-target disease"] : []),
    ];
    if (reasons.length === 0) return [];
    const items = [
      ...growthEvidence(document, outcome, visit),
      ...timeAndFieldEvidence(document, visit),
      ...imageEvidence(inputs.deltas, visit, outcome.baselineVisit),
      ...bloodEvidence(inputs.observations, document.course.treatmentStart, at.date),
      ...patientEvidence(document, visit),
    ];
    const definitions = definitionsOn(document, visit, at.date, retrospective);
    return [
      {
        visit,
        date: at.date,
        overall: at.overall,
        increase: reasons.join("; "),
        items,
        definitions,
        missing: [
          ...new Set([
            ...items.flatMap((i) => (i.missing !== null && i.id !== "growth-after" ? [i.missing] : [])),
            ...definitions.flatMap(({ flag, later }) => (later ? [] : flag.missing)),
          ]),
        ],
      },
    ];
  });
}

/** By rule on what was known that day, and what later scans made of it; what is met stands first. */
function definitionsOn(document: ResponseCase, visit: string, date: string, all: readonly Flag[]): DefinitionOnVisit[] {
  const known = caseUntil(document, date);
  const prospective = known === null ? [] : guarded(() => prospectivePseudoprogression(known));
  const told = [
    // A rule that found its swelling at an earlier visit says nothing of this one.
    ...prospective
      .filter((flag) => flag.visit === null || flag.visit === visit)
      .map((flag) => ({ flag, later: false })),
    ...all
      .filter((flag) => flag.visit === visit && !flag.definition.startsWith("pseudoprogression-prospective/"))
      .map((flag) => ({ flag, later: flag.definition.startsWith("pseudoprogression/") })),
  ];
  const isMet = ({ flag }: DefinitionOnVisit): boolean => flag.result === "yes";
  return [...told.filter(isMet), ...told.filter((d) => !isMet(d))];
}

/** A case without the figures that a definition adds up has no answer of it. */
function guarded(make: () => Flag[]): Flag[] {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
