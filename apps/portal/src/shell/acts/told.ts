/** A problem as the server tells it. */
export interface Told {
  readonly code: string;
  readonly message: string;
  readonly where?: { readonly path?: string | undefined } | undefined;
}

/** Every problem in an answer that was refused; one of our own where the server gave none. */
export function problemsOf(error: unknown): readonly Told[] {
  const data = (error as { data?: { problems?: readonly Told[]; refusal?: string | null } | null }).data;
  if (data?.problems && data.problems.length > 0) return data.problems;
  if (!data && hasNoAnswer(error)) return [{ code: "NO_ANSWER", message: NO_ANSWER }];
  return [
    { code: data?.refusal ?? "FAILED", message: error instanceof Error ? error.message : "The server did not answer." },
  ];
}

/** Whether it was refused because the page shows what was, and not what is. */
export const isOfOldState = (problems: readonly Told[]): boolean =>
  problems.some(({ code }) => code === "CHANGED_MEANWHILE");

const NO_ANSWER =
  "The server could not be reached, so nothing is known to be recorded. What you typed is still here, but for a password, which must be typed again: try once the connection is back.";

/** What `fetch` throws where no answer came is a `TypeError`, in words that differ by browser. */
const hasNoAnswer = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof Error && error.cause instanceof TypeError);
