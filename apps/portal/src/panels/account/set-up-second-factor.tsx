"use client";

import { type FormEvent, Fragment, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { askAuth } from "./ask-auth.ts";
import { CodeField, Field } from "./field.tsx";
import { QrCode } from "./qr-code.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

interface Begun {
  readonly totpURI: string;
  readonly backupCodes: readonly string[];
}

/** Password, then the secret to an authenticator app, then a code as proof that it arrived. */
export function SetUpSecondFactor({ onDone }: { onDone: () => void }) {
  const [begun, setBegun] = useState<Begun | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);

  const asking = async <T,>(path: string, body: object, then: (answer: T) => void) => {
    setAsking(true);
    setRefusal(null);
    const answer = await askAuth<T>(path, body);
    setAsking(false);
    if (answer.ok) then(answer.body);
    else setRefusal(answer.sentence);
  };
  const begin = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password"));
    void asking<Begun>("/two-factor/enable", { password }, setBegun);
  };
  const prove = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code"));
    void asking("/two-factor/verify-totp", { code }, onDone);
  };
  const refused = refusal ? (
    <Notice kind="refusal" title="Not set up." live>
      {refusal}
    </Notice>
  ) : null;

  if (!begun)
    return (
      <form onSubmit={begin} method="post" className="grid max-w-sm gap-3">
        {refused}
        <Field label="Your password" name="password" type="password" autoComplete="current-password" />
        <Button type="submit" variant="primary" disabled={isAsking} className="justify-self-start">
          Set up a second factor
        </Button>
      </form>
    );
  const secret = new URL(begun.totpURI).searchParams.get("secret") ?? "";
  return (
    <div className="grid gap-5">
      {refused}
      <div className="flex flex-wrap items-start gap-5">
        <QrCode text={begun.totpURI} label="The secret as a QR code, for an authenticator app" />
        <div className="grid max-w-sm gap-2 text-sm">
          <p>1. Scan this with an authenticator app, or type the secret into it (SHA-1, six digits, 30 seconds):</p>
          {/* Groups of four are read and typed as one: a line ends between them. */}
          <code className="font-mono text-xs">
            {secret.match(/.{1,4}/g)?.map((four, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two groups may be alike, and none moves
              <Fragment key={at}>
                <span className="whitespace-nowrap">{four}</span>{" "}
              </Fragment>
            ))}
          </code>
        </div>
      </div>
      <div className="grid gap-2 text-sm">
        <p>2. Keep the recovery codes apart from the device.</p>
        <RecoveryCodes codes={begun.backupCodes} />
      </div>
      <form onSubmit={prove} method="post" className="grid max-w-sm gap-3 text-sm">
        <p>3. Give the code that the app shows now. From then on it is asked at every sign-in.</p>
        <CodeField />
        <Button type="submit" variant="primary" disabled={isAsking} className="justify-self-start">
          Turn it on
        </Button>
      </form>
    </div>
  );
}
