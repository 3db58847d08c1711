"use client";

import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { askAuth } from "../account/ask-auth.ts";
import { CodeField, Field } from "../account/field.tsx";

/** The second step of a sign-in: the code of the moment, or a recovery code. */
export function SecondFactorForm({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const [byRecovery, setByRecovery] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const prove = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code")).trim();
    setAsking(true);
    setRefusal(null);
    const answer = await askAuth(byRecovery ? "/two-factor/verify-backup-code" : "/two-factor/verify-totp", { code });
    if (answer.ok) return onDone();
    setAsking(false);
    setRefusal(answer.sentence);
  };
  return (
    <form onSubmit={prove} method="post" className="grid gap-3.5">
      {refusal ? (
        <Notice kind="refusal" title="Not signed in." live>
          {refusal}
        </Notice>
      ) : null}
      <p className="text-sm">
        {byRecovery
          ? "Give one of your recovery codes. It opens once."
          : "Give the code that your authenticator app shows now."}
      </p>
      {byRecovery ? (
        <Field key="recovery" label="Recovery code" name="code" autoComplete="off" autoFocus />
      ) : (
        <CodeField />
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" disabled={isAsking} className="px-5 py-2">
          {isAsking ? "Signing in …" : "Sign in"}
        </Button>
        <Button variant="quiet" onClick={() => setByRecovery(!byRecovery)}>
          {byRecovery ? "Use the authenticator app" : "Use a recovery code"}
        </Button>
        <Button variant="quiet" onClick={onBack}>
          Begin again
        </Button>
      </div>
    </form>
  );
}
