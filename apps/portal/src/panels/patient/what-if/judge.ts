import { type CriterionOutcome, Refusal, type ResponseCase } from "@nadir/domain";
import { assessEach, type CaseEdits, editedCase, parseCase } from "@nadir/response";

export interface Judgement {
  readonly outcomes: readonly { readonly criterion: string; readonly outcome: CriterionOutcome }[];
  /** Why the course, or a criterion on it, cannot be judged. */
  readonly problems: readonly string[];
  /** Time of checking the course and judging it by every criterion, ms. */
  readonly ms: number;
}

/** The engine of the server, in the browser: the edited course under every criterion, each with its trace. */
export function judge(document: ResponseCase, edits: CaseEdits, criteria: readonly string[]): Judgement {
  const from = performance.now();
  try {
    const answers = assessEach(parseCase(editedCase(document, edits)), criteria);
    const lacking = answers.flatMap(({ criterion, problems }) => (problems ? [{ criterion, problems }] : []));
    return {
      outcomes: answers.flatMap(({ criterion, outcome }) => (outcome ? [{ criterion, outcome }] : [])),
      problems: lacking.map(({ problems }) => {
        const [first, ...more] = problems;
        return `${first?.message ?? ""}${more.length > 0 ? ` (And so at ${more.length} more ${more.length === 1 ? "place" : "places"}.)` : ""}`;
      }),
      ms: performance.now() - from,
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { outcomes: [], problems: error.problems.map(({ message }) => message), ms: performance.now() - from };
  }
}
