"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { SecondFactorForm } from "./second-factor-form.tsx";
import { signInSentence } from "./sign-in-sentence.ts";

const field = "w-full rounded-md border border-line-strong bg-surface px-2.5 py-2 text-base text-ink";

/**
 * E-mail address and password, then the code where one is owed; `children` are the other ways in. `to`: where signing in
 * leads, a place of this portal.
 */
export function SignInForm({ to, owesCode, children }: { to: string; owesCode: boolean; children: ReactNode }) {
  const router = useRouter();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [asksCode, setAsksCode] = useState(owesCode);
  const password = useRef<HTMLInputElement>(null);

  const enter = () => {
    router.replace(to);
    router.refresh();
  };
  const signIn = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    setAsking(true);
    setRefusal(null);
    const answer = await fetch("/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: given.get("email"), password: given.get("password") }),
    }).catch(() => null);
    if (answer?.ok) {
      const { twoFactorRedirect } = (await answer.json().catch(() => ({}))) as { twoFactorRedirect?: boolean };
      if (!twoFactorRedirect) return enter();
      setAsking(false);
      setAsksCode(true);
      return;
    }
    setAsking(false);
    setRefusal(await signInSentence(answer));
    password.current?.select();
  };

  if (asksCode) return <SecondFactorForm onDone={enter} onBack={() => setAsksCode(false)} />;
  return (
    <>
      <form onSubmit={signIn} method="post" className="grid gap-3.5" aria-describedby={refusal ? "refusal" : undefined}>
        {refusal ? (
          <div id="refusal">
            <Notice kind="refusal" title="Not signed in." live>
              {refusal}
            </Notice>
          </div>
        ) : null}
        <label className="grid gap-1 text-sm font-medium">
          E-mail address
          <input name="email" type="email" autoComplete="username" required className={field} />
        </label>
        <label className="grid gap-1 text-sm font-medium">
          Password
          <input
            ref={password}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            className={field}
          />
        </label>
        <Button type="submit" variant="primary" disabled={isAsking} className="justify-self-start px-5 py-2">
          {isAsking ? "Signing in …" : "Sign in"}
        </Button>
      </form>
      {children}
    </>
  );
}
