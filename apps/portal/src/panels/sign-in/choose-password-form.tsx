"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";

const field = "w-full rounded-md border border-line-strong bg-surface px-2.5 py-2 text-base text-ink";

/** The one-time password again, and twice the new one. `to`: where it leads, a place of this portal. */
export function ChoosePasswordForm({ email, to }: { email: string; to: string }) {
  const router = useRouter();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);

  const choose = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [oneTime, chosen] = [String(form.get("oneTime")), String(form.get("chosen"))];
    if (chosen !== form.get("again")) return setRefusal("The new password and its repetition differ; type it twice.");
    setAsking(true);
    setRefusal(null);
    const answer = await fetch("/api/choose-password", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ oneTime, chosen }),
    }).catch(() => null);
    if (answer?.ok) {
      router.replace(to);
      router.refresh();
      return;
    }
    setAsking(false);
    const said = (await answer?.json().catch(() => null)) as { message?: string } | null;
    setRefusal(said?.message ?? "The portal did not answer. Try again in a moment.");
  };

  return (
    <form onSubmit={choose} method="post" className="grid gap-3.5">
      {refusal ? (
        <Notice kind="refusal" title="Not changed." live>
          {refusal}
        </Notice>
      ) : null}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <label className="grid gap-1 text-sm font-medium">
        One-time password
        <input name="oneTime" type="password" autoComplete="current-password" required className={field} />
      </label>
      <label className="grid gap-1 text-sm font-medium">
        New password, at least 12 characters
        <input name="chosen" type="password" autoComplete="new-password" required className={field} />
      </label>
      <label className="grid gap-1 text-sm font-medium">
        New password again
        <input name="again" type="password" autoComplete="new-password" required className={field} />
      </label>
      <Button type="submit" variant="primary" disabled={isAsking} className="justify-self-start px-5 py-2">
        {isAsking ? "Changing …" : "Choose this password"}
      </Button>
    </form>
  );
}
