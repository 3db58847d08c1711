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
  return [
    { code: data?.refusal ?? "FAILED", message: error instanceof Error ? error.message : "The server did not answer." },
  ];
}
