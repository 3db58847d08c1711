import { addDays, type ProtocolDocument } from "@nadir/domain";
import type { SubjectFacts } from "./facts.ts";

/**
 * The calendar day by which a temporal split places a subject: the day of its index time, or of treatment start where
 * there is no such scan; the same day as the seal's (`intake/sealed-members`). Null without a treatment start.
 */
export function indexDate(facts: SubjectFacts, { indexTime }: Pick<ProtocolDocument, "indexTime">): string | null {
  const start = facts.treatmentStart;
  if (start === null) return null;
  if (indexTime.kind === "day-from-treatment-start") return addDays(start, indexTime.day);
  return firstOnTreatment(facts, start)?.date ?? start;
}

/** The first visit after treatment start that is a follow-up, planned or not. */
export const firstOnTreatment = (facts: SubjectFacts, start: string) =>
  facts.visits.find((v) => v.date > start && (v.role === "follow-up" || v.role === "unscheduled"));
