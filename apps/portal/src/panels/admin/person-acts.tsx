"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { OneTimeShown } from "./one-time.tsx";
import { RoleFields, roleOf } from "./role-fields.tsx";
import { type Administered, type Person, roleWords } from "./role-words.ts";

type Act = "one-time-password" | "end-sessions" | "remove-second-factor" | "remove-passkeys" | "unlock" | "disable";

/** What an administrator may do to a person: roles in their own trials, and the sign-in where it is theirs to look after. */
export function PersonActs({ person, trials }: { person: Person; trials: Administered["trials"] }) {
  const router = useRouter();
  const procedures = useProcedures();
  const onSuccess = () => router.refresh();
  const change = useMutation(procedures.people.changeRole.mutationOptions({ onSuccess }));
  const act = useMutation(procedures.people.act.mutationOptions({ onSuccess }));
  const [asksAgain, setAsksAgain] = useState(false);
  const isBusy = change.isPending || act.isPending;
  const { email } = person;
  const refusal = change.error ?? act.error;
  const give = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    act.reset();
    change.mutate({ email, role: roleOf(new FormData(event.currentTarget)), held: true });
  };
  const doing = (what: Act) => () => {
    change.reset();
    setAsksAgain(false);
    act.mutate({ email, act: what });
  };
  return (
    <details className="mt-1 text-sm">
      <summary className="inline-block cursor-pointer text-xs underline underline-offset-2">
        Change<span className="sr-only"> {person.name}</span>
      </summary>
      <div className="mt-2 grid gap-3">
        {refusal ? (
          <Notice kind="refusal" title="Nothing was changed." live>
            {refusal.message}
          </Notice>
        ) : null}
        {act.data ? <OneTimeShown given={act.data} /> : null}
        <form onSubmit={give} method="post" className="flex flex-wrap items-end gap-2.5">
          <RoleFields trials={trials} />
          <Button type="submit" disabled={isBusy}>
            Give this role
          </Button>
        </form>
        {person.roles.length > 0 ? (
          <ul className="flex flex-wrap gap-2">
            {person.roles.map((role) => (
              <li key={roleWords(role)}>
                <Button disabled={isBusy} onClick={() => change.mutate({ email, role, held: false })}>
                  End: {roleWords(role)}
                </Button>
              </li>
            ))}
          </ul>
        ) : null}
        {person.isElsewhere ? (
          <p className="max-w-[70ch] text-xs text-faint">
            Also holds roles in trials that you do not administer, so password, sessions and sign-in are not yours to
            end.
          </p>
        ) : (
          <div className="flex flex-wrap gap-2">
            <Button disabled={isBusy} onClick={doing("one-time-password")}>
              New one-time password
            </Button>
            {person.lockedUntil ? (
              <Button disabled={isBusy} onClick={doing("unlock")}>
                Unlock<span className="sr-only"> the sign-in of {person.name}</span>
              </Button>
            ) : null}
            {person.sessions > 0 ? (
              <Button disabled={isBusy} onClick={doing("end-sessions")}>
                End sessions
              </Button>
            ) : null}
            {person.secondFactor ? (
              <Button disabled={isBusy} onClick={doing("remove-second-factor")}>
                Remove the second factor
              </Button>
            ) : null}
            {person.passkeys > 0 ? (
              <Button disabled={isBusy} onClick={doing("remove-passkeys")}>
                Remove the passkeys
              </Button>
            ) : null}
            {person.state === "disabled" ? null : asksAgain ? (
              <Button disabled={isBusy} onClick={doing("disable")}>
                Yes, end sign-in, sessions and all roles
              </Button>
            ) : (
              <Button disabled={isBusy} onClick={() => setAsksAgain(true)}>
                Disable …
              </Button>
            )}
          </div>
        )}
      </div>
    </details>
  );
}
