"use client";

import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";

type State = "draft" | "signed";

/** What a form of a reader is kept by, as `useMutation` gives it. */
interface Keeping {
  readonly isPending: boolean;
  readonly isError: boolean;
  readonly error: { readonly message: string } | null;
  readonly data: { readonly version: number; readonly state: State } | undefined;
}

/** The foot of a reader's form: a draft or a signature, of a signed form a correction with its reason, and what came of it. */
export function KeepReading({
  isSigned,
  isDisabled,
  keeping,
  reason,
  onReason,
  onKeep,
  reasonWords = "Why the signed reading is changed",
  className,
}: {
  isSigned: boolean;
  isDisabled: boolean;
  keeping: Keeping;
  reason: string;
  onReason: (reason: string) => void;
  onKeep: (state: State) => void;
  reasonWords?: string;
  /** The look of a field of this form. */
  className: string;
}) {
  const isOff = keeping.isPending || isDisabled;
  return (
    <>
      {isSigned ? (
        <label className="grid max-w-xl gap-0.5 text-xs text-faint">
          {reasonWords}
          <input value={reason} onChange={(event) => onReason(event.target.value)} className={className} />
        </label>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        {isSigned ? null : (
          <Button disabled={isOff} onClick={() => onKeep("draft")}>
            Keep as a draft
          </Button>
        )}
        <Button variant="primary" disabled={isOff} onClick={() => onKeep("signed")}>
          {isSigned ? "Record the correction" : "Sign the reading"}
        </Button>
      </div>
      {keeping.isError ? (
        <Notice kind="refusal" live>
          {keeping.error?.message}
        </Notice>
      ) : null}
      {keeping.data ? (
        <Notice kind="done" live>
          {keeping.data.state === "signed" ? "Signed" : "Kept as a draft"}, version {keeping.data.version}.
        </Notice>
      ) : null}
    </>
  );
}
