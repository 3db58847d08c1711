"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Field } from "../account/field.tsx";
import { OneTimeShown } from "./one-time.tsx";
import { RoleFields, roleOf } from "./role-fields.tsx";
import type { Administered } from "./role-words.ts";

export function InvitePanel({ trials }: { trials: Administered["trials"] }) {
  const router = useRouter();
  const invite = useMutation(useProcedures().people.invite.mutationOptions({ onSuccess: () => router.refresh() }));
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const person = { email: String(form.get("email")), name: String(form.get("name")), roles: [roleOf(form)] };
    await invite.mutateAsync(person).then(
      () => element.reset(),
      () => {},
    );
  };
  return (
    <Panel
      id="invite"
      title="Invite a person"
      note="One account a person: what is signed stands under their name. More roles can be given below."
    >
      <form onSubmit={submit} method="post" className="grid max-w-2xl gap-3">
        {invite.error ? (
          <Notice kind="refusal" title="Nobody was invited." live>
            {invite.error.message}
          </Notice>
        ) : null}
        {invite.data ? <OneTimeShown given={invite.data} /> : null}
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Name" name="name" autoComplete="off" />
          <Field label="E-mail address" name="email" type="email" autoComplete="off" />
        </div>
        <RoleFields trials={trials} />
        <Button type="submit" variant="primary" disabled={invite.isPending} className="justify-self-start">
          Invite
        </Button>
      </form>
    </Panel>
  );
}
