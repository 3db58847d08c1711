"use client";

import type { FormSignature } from "@nadir/api/read";
import { READING_MEANING } from "@nadir/domain";
import { useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { SignatureState } from "../../ui/signature-state.tsx";
import type { Keeping } from "./use-keeping.ts";

/** The head of a reader's form: what it is so far, and the signature under it. */
export function ReadingState({
  own,
}: {
  own: { readonly state: "draft" | "signed"; readonly signature: FormSignature } | undefined;
}) {
  const signature = own?.signature ?? null;
  return (
    <div className="grid gap-2 text-sm" data-state={own?.state ?? "empty"}>
      <p className="text-soft">
        {!own
          ? "Not read yet."
          : own.state === "signed"
            ? "Signed. A change needs a reason and a new signature, and becomes a new version."
            : "A draft; only you see it."}
      </p>
      {signature === null ? null : "none" in signature ? (
        <Notice kind="info">{signature.none}</Notice>
      ) : (
        <SignatureState signature={{ ...signature, by: signature.by ?? "you" }} />
      )}
    </div>
  );
}

/** The foot of a reader's form: a draft or a signature, of a signed form a correction with its reason, and what came of it. */
export function KeepReading({
  isSigned,
  isDisabled,
  keeping,
  onKeep,
  reasonWords = "Why the signed reading is changed",
  className,
}: {
  isSigned: boolean;
  isDisabled: boolean;
  keeping: Keeping;
  /** A draft where the password is null. */
  onKeep: (password: string | null) => void;
  reasonWords?: string;
  /** The look of a field of this form. */
  className: string;
}) {
  const [password, setPassword] = useState("");
  const box = useRef<HTMLInputElement>(null);
  const { isPending, refused, kept, reason, setReason } = keeping;
  const isOff = isPending || isDisabled;
  const sign = () => {
    if (!box.current?.reportValidity()) return;
    onKeep(password);
    setPassword("");
  };
  return (
    <>
      {isSigned ? (
        <label className="grid max-w-xl gap-0.5 text-xs text-faint">
          {reasonWords}
          <input value={reason} onChange={(event) => setReason(event.target.value)} className={className} />
        </label>
      ) : null}
      <div className="grid max-w-xl gap-1">
        <p className="text-sm text-soft">You sign: “{READING_MEANING}”</p>
        <label className="grid gap-0.5 text-xs text-faint">
          Your password, to sign
          <input
            ref={box}
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !isOff) sign();
            }}
            className={className}
          />
        </label>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {isSigned ? null : (
          <Button disabled={isOff} onClick={() => onKeep(null)}>
            Keep as a draft
          </Button>
        )}
        <Button variant="primary" disabled={isOff} onClick={sign}>
          {isSigned ? "Sign the correction" : "Sign the reading"}
        </Button>
      </div>
      {refused ? (
        <Notice kind="refusal" live>
          {refused}
        </Notice>
      ) : null}
      {kept ? (
        <Notice kind="done" live>
          {kept.state === "signed" ? "Signed" : "Kept as a draft"}, version {kept.version}.
        </Notice>
      ) : null}
    </>
  );
}
