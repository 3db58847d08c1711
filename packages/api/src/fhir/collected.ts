import type { CriterionOutcome, Problem, ResponseCase, Trial } from "@nadir/domain";
import {
  assessEach,
  CRITERIA,
  codeSystems,
  type FhirResource,
  type FhirSubject,
  fhirOfSubject,
  signersOf,
  studyOf,
} from "@nadir/response";

export interface FhirSummary {
  readonly schema: "nadir.fhir/1";
  readonly fhirVersion: "4.0.1";
  readonly study: string;
  /** Resources by type. */
  readonly resources: Readonly<Record<string, number>>;
  readonly leftOut: { readonly sealed: number };
  /** Subjects for whom a randomisation drew an arm that nobody was told. */
  readonly armsNotTold: number;
  /** Visits that the follow-up generator made: of no patient. */
  readonly simulatedVisits: number;
  /** Subjects that a criterion could not be applied to; `criterion` null: the record makes no course. */
  readonly notJudged: readonly { readonly subject: string; readonly criterion: string | null; readonly why: string }[];
  /** What is given as text because no published code was verified for it, and in how many places. */
  readonly unmapped: readonly { readonly value: string; readonly places: number }[];
  /** What whoever takes the resources has to know. */
  readonly mind: readonly string[];
}

type CaseFound =
  | { readonly document: ResponseCase; readonly problems?: never }
  | { readonly document?: never; readonly problems: readonly Problem[] };

/** The resources of an export while they grow, as lines of NDJSON by type. */
export class Collected {
  readonly trial: Trial;
  readonly #software: readonly string[];
  readonly #lines = new Map<string, string[]>();
  readonly #responses = new Set<string>();
  readonly #people = new Set<string>();
  readonly #unmapped = new Map<string, number>();
  readonly #notJudged: { subject: string; criterion: string | null; why: string }[] = [];
  #armsNotTold = 0;
  #simulatedVisits = 0;

  constructor(trial: Trial, software: readonly string[]) {
    this.trial = trial;
    this.#software = software;
  }

  add(subject: Omit<FhirSubject, "document" | "outcomes">, found: CaseFound): void {
    const { key } = subject.subject;
    if (subject.arm === null) this.#armsNotTold++;
    this.#simulatedVisits += subject.visits.filter(({ simulated }) => simulated).length;
    for (const { person } of subject.signatures) this.#people.add(person);
    if (found.problems) this.#refused(key, null, found.problems);
    const outcomes = found.document ? this.#judge(key, found.document) : [];
    const made = fhirOfSubject({ ...subject, document: found.document ?? null, outcomes });
    this.#write(made.resources);
    for (const word of made.responses) this.#responses.add(word);
    for (const [value, n] of made.unmapped) this.#unmapped.set(value, (this.#unmapped.get(value) ?? 0) + n);
  }

  #judge(subject: string, document: ResponseCase): CriterionOutcome[] {
    const ids = this.trial.criteria.map(({ id }) => id).filter((id) => CRITERIA.has(id));
    const outcomes: CriterionOutcome[] = [];
    for (const { criterion, outcome, problems } of assessEach(document, ids, { trace: false })) {
      if (problems) this.#refused(subject, criterion, problems);
      else outcomes.push(outcome);
    }
    return outcomes;
  }

  finish(sealed: number): { readonly lines: ReadonlyMap<string, readonly string[]>; readonly summary: FhirSummary } {
    const mind = this.#mind();
    this.#write(codeSystems(this.#responses));
    this.#write(studyOf(this.trial, this.#software, mind));
    this.#write(signersOf(this.trial.id, this.#people));
    return {
      lines: this.#lines,
      summary: {
        schema: "nadir.fhir/1",
        fhirVersion: "4.0.1",
        study: this.trial.id,
        resources: Object.fromEntries(
          [...this.#lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([t, l]) => [t, l.length]),
        ),
        leftOut: { sealed },
        armsNotTold: this.#armsNotTold,
        simulatedVisits: this.#simulatedVisits,
        notJudged: this.#notJudged,
        unmapped: [...this.#unmapped]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([value, places]) => ({ value, places })),
        mind,
      },
    };
  }

  #mind(): string[] {
    const { dates, provenance } = this.trial;
    return [
      ...(this.#simulatedVisits > 0
        ? [
            `${this.#simulatedVisits} visits are simulated and of no patient: what rests on them has the tag 'simulated'. Other rows of the same patients (blood, treatments, events) may be simulated without a mark of their own.`,
          ]
        : []),
      ...(provenance?.notice === undefined ? [] : [provenance.notice]),
      "Identifiers are the record's own: pseudonyms stay as they are, and nothing was taken out as `nadir export deidentified` does.",
      "Checked against the JSON schema of R4 in Nadir's tests; no validator of profiles or terminology (HL7, HAPI) was run.",
      "Sums, changes and responses are what Nadir derived, and name their device; codes of systems urn:nadir:fhir: are Nadir's own, defined in CodeSystem.",
      ...(dates.kind === "offset"
        ? [
            `The source tells days, not dates: the dates were laid on a calendar with day 0 at ${dates.dayZero}, and only their distances mean something.`,
          ]
        : []),
    ];
  }

  #write(resources: readonly FhirResource[]): void {
    for (const one of resources) {
      const lines = this.#lines.get(one.resourceType);
      const line = JSON.stringify(one);
      if (lines) lines.push(line);
      else this.#lines.set(one.resourceType, [line]);
    }
  }

  #refused(subject: string, criterion: string | null, problems: readonly { readonly message: string }[]): void {
    this.#notJudged.push({ subject, criterion, why: problems.map(({ message }) => message).join(" ") });
  }
}
