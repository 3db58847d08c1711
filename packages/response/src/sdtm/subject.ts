import type { CaseVisit, CriterionOutcome, ResponseCase } from "@nadir/domain";
import type { Course } from "../course.ts";
import type { SdtmRow } from "./columns.ts";
import { METHOD_TERM } from "./terms.ts";
import { studyDayOf, visitNumbers } from "./timing.ts";
import type { Unmapped } from "./unmapped.ts";

/** One subject as the rows are made from it. */
export interface SdtmSubject {
  /** Key of the trial. */
  readonly study: string;
  readonly document: ResponseCase;
  /** What the trial's criteria made of the case; nothing is judged here again. */
  readonly outcomes: readonly CriterionOutcome[];
  /** Ids of the planned visits in their order; empty without a schedule. */
  readonly planned: readonly string[];
  /** Whose reading the case is, where that is known. */
  readonly evaluator: "INVESTIGATOR" | "INDEPENDENT ASSESSOR" | null;
  /** Why no scan was made, by visit. */
  readonly scanNotDone: Readonly<Record<string, string>>;
}

export const usubjid = (study: string, subject: string): string => `${study}-${subject}`;

/** What the rows of one subject share: its timing, methods, evaluator, and a number for each row of a domain. */
export class RowMaker {
  readonly subject: SdtmSubject;
  readonly course: Course;
  readonly unmapped: Unmapped;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #next = new Map<string, number>();

  constructor(subject: SdtmSubject, course: Course, unmapped: Unmapped) {
    this.subject = subject;
    this.course = course;
    this.unmapped = unmapped;
    this.#numbers = visitNumbers(subject.document.visits, subject.planned);
  }

  visit(id: string | null): CaseVisit | undefined {
    return this.subject.document.visits.find((visit) => visit.id === id);
  }

  method(visit: CaseVisit | undefined): string | undefined {
    const modality = visit?.modality;
    return modality && this.unmapped.standard("METHOD", modality, METHOD_TERM[modality]);
  }

  /** A row of a domain; `cells` by the names of the columns without the domain's two letters. */
  row(
    domain: "TU" | "TR" | "RS",
    visit: CaseVisit | undefined,
    cells: Readonly<Record<string, string | number | undefined>>,
    dated = true,
  ): SdtmRow {
    const { study, document, evaluator } = this.subject;
    const number = (this.#next.get(domain) ?? 0) + 1;
    this.#next.set(domain, number);
    return {
      STUDYID: study,
      DOMAIN: domain,
      USUBJID: usubjid(study, document.id),
      [`${domain}SEQ`]: number,
      ...Object.fromEntries(Object.entries(cells).map(([name, value]) => [`${domain}${name}`, value])),
      [`${domain}EVAL`]: evaluator ?? undefined,
      VISITNUM: visit && this.#numbers.get(visit.id),
      VISIT: visit?.id,
      ...(visit && dated
        ? { [`${domain}DTC`]: visit.date, [`${domain}DY`]: studyDayOf(document.course.treatmentStart, visit.date) }
        : {}),
    };
  }
}
