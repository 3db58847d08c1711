"use client";

import type { AppRouter } from "@nadir/api/trpc";
import type { inferRouterOutputs } from "@trpc/server";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { type AuthAnswer, askAuth } from "./ask-auth.ts";
import { Field } from "./field.tsx";
import { makePasskey } from "./passkey-device.ts";

type Passkeys = inferRouterOutputs<AppRouter>["account"]["read"]["passkeys"];

export function PasskeysPanel({
  passkeys,
  place: { isHere, elsewhere },
}: {
  passkeys: Passkeys;
  place: { isHere: boolean; elsewhere: string | null };
}) {
  const router = useRouter();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const asking =
    (ask: (form: FormData) => Promise<AuthAnswer<unknown>>) => async (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      const form = event.currentTarget;
      setAsking(true);
      setRefusal(null);
      const answer = await ask(new FormData(form));
      setAsking(false);
      if (!answer.ok) return setRefusal(answer.sentence);
      form.reset();
      router.refresh();
    };
  const add = asking((form) => makePasskey(String(form.get("password")), String(form.get("name"))));
  return (
    <Panel
      id="passkeys"
      title="Passkeys"
      aside={passkeys.length === 0 ? "none" : passkeys.length}
      note="A passkey is kept by your device or a security key and opened by finger, face or PIN. It signs you in without password and code; what you sign still asks for the password."
      flush
    >
      {refusal ? (
        <div className="px-4 pt-4">
          <Notice kind="refusal" title="Nothing was changed." live>
            {refusal}
          </Notice>
        </div>
      ) : null}
      {passkeys.length > 0 ? (
        <Scroll label="Your passkeys">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Added</th>
                <th scope="col">Last used</th>
                <th scope="col">
                  <span className="sr-only">Remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {passkeys.map(({ id, name, since, lastUsed }) => (
                <tr key={id}>
                  <th scope="row">{name}</th>
                  <td>
                    <Moment at={since} />
                  </td>
                  <td>
                    <Moment at={lastUsed} />
                  </td>
                  <td>
                    <details className="text-sm">
                      <summary className="cursor-pointer">
                        Remove<span className="sr-only"> {name}</span> …
                      </summary>
                      <form
                        onSubmit={asking((form) =>
                          askAuth("/passkey/remove", { passkey: id, password: String(form.get("password")) }),
                        )}
                        method="post"
                        className="my-2 grid max-w-xs gap-2"
                      >
                        <Field label="Your password" name="password" type="password" autoComplete="current-password" />
                        <Button type="submit" disabled={isAsking} className="justify-self-start">
                          Remove this passkey
                        </Button>
                      </form>
                    </details>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      ) : null}
      <div className="p-4">
        {isHere ? (
          <form onSubmit={add} method="post" className="grid max-w-2xl gap-3 sm:grid-cols-2">
            <Field label="Name of the device or key" name="name" autoComplete="off" maxLength={60} />
            <Field label="Your password" name="password" type="password" autoComplete="current-password" />
            <Button type="submit" variant="primary" disabled={isAsking} className="justify-self-start">
              {isAsking ? "Asking the device …" : "Add a passkey"}
            </Button>
          </form>
        ) : (
          <p className="text-sm text-soft">
            Passkeys belong to a host’s name, and this address is a number.
            {elsewhere
              ? ` Open the portal at ${elsewhere} to add one.`
              : " Ask the operator for an address with a name."}
          </p>
        )}
      </div>
    </Panel>
  );
}
