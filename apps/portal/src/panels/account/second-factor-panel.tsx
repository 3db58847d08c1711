"use client";

import type { AppRouter } from "@nadir/api/trpc";
import type { inferRouterOutputs } from "@trpc/server";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { askAuth } from "./ask-auth.ts";
import { Field } from "./field.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { SetUpSecondFactor } from "./set-up-second-factor.tsx";

type State = inferRouterOutputs<AppRouter>["account"]["read"]["secondFactor"];

export function SecondFactorPanel({ state }: { state: State }) {
  const router = useRouter();
  const required = state.requiredBy.map(({ trial, role }) => `${role} of ${trial}`).join(", ");
  return (
    <Panel
      id="second-factor"
      title="Second factor"
      aside={state.isOn ? "✓ on" : "off"}
      note={
        state.isOn
          ? "Every sign-in asks for a code of your authenticator app."
          : "A code of an authenticator app beside the password: who learns the password alone cannot sign in."
      }
    >
      {state.isOn ? <TurnedOn required={required} /> : <SetUpSecondFactor onDone={() => router.refresh()} />}
    </Panel>
  );
}

function TurnedOn({ required }: { required: string }) {
  const router = useRouter();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  const withPassword =
    <T,>(path: string, then: (answer: T) => void) =>
    async (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      const form = event.currentTarget;
      setRefusal(null);
      const answer = await askAuth<T>(path, { password: String(new FormData(form).get("password")) });
      if (!answer.ok) return setRefusal(answer.sentence);
      form.reset();
      then(answer.body);
    };

  return (
    <div className="grid gap-4 text-sm">
      {refusal ? (
        <Notice kind="refusal" title="Nothing was changed." live>
          {refusal}
        </Notice>
      ) : null}
      {codes ? <RecoveryCodes codes={codes} /> : null}
      <details>
        <summary className="cursor-pointer font-medium">New recovery codes</summary>
        <form
          onSubmit={withPassword<{ backupCodes: string[] }>("/two-factor/generate-backup-codes", (answer) =>
            setCodes(answer.backupCodes),
          )}
          method="post"
          className="mt-2 grid max-w-sm gap-3"
        >
          <p className="text-soft">The present ones end.</p>
          <Field label="Your password" name="password" type="password" autoComplete="current-password" />
          <Button type="submit" className="justify-self-start">
            Make new recovery codes
          </Button>
        </form>
      </details>
      <details>
        <summary className="cursor-pointer font-medium">Turn it off</summary>
        <form
          onSubmit={withPassword("/two-factor/disable", () => router.refresh())}
          method="post"
          className="mt-2 grid max-w-sm gap-3"
        >
          {required ? (
            <Notice kind="warning" title="It is required of you">
              as {required}: you would be asked to set up another before anything else.
            </Notice>
          ) : null}
          <Field label="Your password" name="password" type="password" autoComplete="current-password" />
          <Button type="submit" className="justify-self-start">
            Turn off the second factor
          </Button>
        </form>
      </details>
    </div>
  );
}
