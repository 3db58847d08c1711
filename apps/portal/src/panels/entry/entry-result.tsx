import type { EntryOutcome } from "@nadir/api/entry";
import { problemsOf } from "../../shell/acts/told.ts";
import { stepInHref } from "../../shell/way-in.ts";
import { Notice } from "../../ui/notice.tsx";

interface Failure {
  readonly message: string;
  readonly data?: { readonly code: string } | null | undefined;
}

/** What came of an entry: recorded, refused with its sentences, or not sent because the session has ended. */
export function EntryResult({
  problems,
  warnings,
  outcome,
  error,
}: {
  /** Those that stand beside no field. */
  problems: EntryOutcome["problems"];
  warnings: EntryOutcome["warnings"];
  outcome: EntryOutcome | undefined;
  error: Failure | null;
}) {
  if (error)
    return error.data?.code === "UNAUTHORIZED" ? (
      <Notice kind="warning" title="Your session has ended; nothing was recorded." live>
        <p>
          What you typed is kept in this tab.{" "}
          <a
            href={stepInHref("/sign-in", `${window.location.pathname}${window.location.search}`)}
            className="underline underline-offset-2"
          >
            Sign in
          </a>{" "}
          again, which leads back to this page; then record it.
        </p>
      </Notice>
    ) : (
      <Notice kind="refusal" live>
        {problemsOf(error)[0]?.message}
      </Notice>
    );
  if (!outcome) return null;
  const { counts } = outcome;
  const told = [
    [counts.new, "new"],
    [counts.changed, "changed"],
    [counts.retracted, "taken back"],
    [counts.unchanged, "unchanged"],
  ]
    .filter(([n]) => n !== 0)
    .map(([n, word]) => `${n} ${word}`)
    .join(", ");
  return (
    <div className="grid gap-2">
      {outcome.problems.length > 0 ? (
        <Notice kind="refusal" title="Nothing was recorded." live>
          {outcome.problems.length === 1 ? "One fault is" : `${outcome.problems.length} faults are`} to be mended first.
        </Notice>
      ) : null}
      {problems.map(({ message }) => (
        <Notice key={message} kind="refusal">
          {message}
        </Notice>
      ))}
      {warnings.map(({ message }) => (
        <Notice key={message} kind="warning">
          {message}
        </Notice>
      ))}
      {outcome.isRecorded ? (
        <Notice kind="done" title={outcome.isRepeated ? "It was recorded already." : "Recorded."} live>
          {told}. Responses are computed anew.
        </Notice>
      ) : null}
    </div>
  );
}
