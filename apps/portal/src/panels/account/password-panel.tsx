"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Field } from "./field.tsx";

export function PasswordPanel({ email }: { email: string }) {
  const router = useRouter();
  const change = useMutation(useProcedures().account.changePassword.mutationOptions());
  const [differs, setDiffers] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const chosen = String(given.get("chosen"));
    setDiffers(chosen !== given.get("again"));
    if (chosen !== given.get("again")) return change.reset();
    await change.mutateAsync({ current: String(given.get("current")), chosen }).then(
      () => {
        form.reset();
        router.refresh();
      },
      () => {},
    );
  };
  const refusal = differs ? "The new password and its repetition differ; type it twice." : change.error?.message;
  return (
    <Panel
      id="password"
      title="Password"
      note="At least twelve characters, and not one of those that are tried first. Several words that do not belong together are good. Your other sessions end."
    >
      <form onSubmit={submit} method="post" className="grid max-w-sm gap-3">
        {refusal ? (
          <Notice kind="refusal" title="Not changed." live>
            {refusal}
          </Notice>
        ) : change.isSuccess ? (
          <Notice kind="done" title="Changed." live>
            Your other sessions have ended.
          </Notice>
        ) : null}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <Field label="Present password" name="current" type="password" autoComplete="current-password" />
        <Field label="New password" name="chosen" type="password" autoComplete="new-password" />
        <Field label="New password again" name="again" type="password" autoComplete="new-password" />
        <Button type="submit" variant="primary" disabled={change.isPending} className="justify-self-start">
          Change the password
        </Button>
      </form>
    </Panel>
  );
}
