import type { CaseLesion, CaseMeasurement, CaseVisit, MeasurementEntry, ResponseCase } from "@nadir/domain";

/** Facts of a visit that a reader may try out beside the sizes. Undefined = as recorded, null = not said. */
export interface VisitFacts {
  readonly nonTarget?: CaseVisit["nonTarget"] | null;
  readonly dexamethasoneMgPerDay?: number | null;
  readonly clinical?: CaseVisit["clinical"] | null;
  readonly flair?: CaseVisit["flair"] | null;
}

/** What is tried out on a case without being recorded. */
export interface CaseEdits {
  /** By visit, then lesion; null takes the entry away. */
  readonly measurements: Readonly<Record<string, Readonly<Record<string, MeasurementEntry | null>>>>;
  readonly facts: Readonly<Record<string, VisitFacts>>;
  /** Follow-ups that are not on record. */
  readonly visits: readonly { readonly id: string; readonly date: string }[];
  /** New lesions that are not on record. */
  readonly lesions: readonly CaseLesion[];
}
export const NO_EDITS: CaseEdits = { measurements: {}, facts: {}, visits: [], lesions: [] };

/**
 * The case with the edits made, its visits by date. It is not checked: the result goes through `parseCase` like any other,
 * so that a course that cannot be judged is refused in words. The case itself is left as it is.
 */
export function editedCase(document: ResponseCase, edits: CaseEdits): ResponseCase {
  const added = edits.visits.map(({ id, date }): CaseVisit => ({ id, date, role: "follow-up", measurements: [] }));
  const visits = [...document.visits, ...added]
    // Visits of one day keep their order: the refusal then names them as they stand.
    .sort((a, b) => a.date.localeCompare(b.date))
    .map((visit) => editedVisit(visit, edits));
  return { ...document, lesions: [...document.lesions, ...edits.lesions], visits };
}

function editedVisit(visit: CaseVisit, edits: CaseEdits): CaseVisit {
  const sizes = edits.measurements[visit.id] ?? {};
  const kept = (visit.measurements ?? []).filter(({ lesion }) => !Object.hasOwn(sizes, lesion));
  const tried = Object.entries(sizes).flatMap(([lesion, entry]): CaseMeasurement[] =>
    entry === null ? [] : [{ ...entry, lesion }],
  );
  const facts = edits.facts[visit.id] ?? {};
  const { imaged, ...recorded } = visit;
  // A visit at which something is tried out was imaged.
  const seen = tried.length > 0 || facts.nonTarget ? undefined : imaged;
  const edited: Record<string, unknown> = { ...recorded, measurements: [...kept, ...tried] };
  for (const [name, value] of Object.entries(facts)) {
    if (value === null) delete edited[name];
    else if (value !== undefined) edited[name] = value;
  }
  return { ...edited, ...(seen === undefined ? {} : { imaged: seen }) } as CaseVisit;
}
