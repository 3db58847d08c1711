"use client";

import type { AppRouter } from "@nadir/api/trpc";
import { useMutation } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { SignatureState } from "../../ui/signature-state.tsx";
import { Field } from "../account/field.tsx";

type Locks = inferRouterOutputs<AppRouter>["dataLock"]["list"];

/** Which trials' data are locked, since when and why; and the act itself, with password and reason. */
export function LockPanel({ of: { locks, lockable } }: { of: Locks }) {
  return (
    <Panel
      id="data-lock"
      title="Data lock"
      note="A locked trial takes nothing new into its record, by nobody: no entry, no import, no correction. What is computed and validated from it goes on. Another person than who locked it unlocks it, for a reason."
      flush
    >
      <Scroll label="Data locks">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Trial</th>
              <th scope="col">State</th>
              <th scope="col">Before</th>
            </tr>
          </thead>
          <tbody>
            {lockable.map(({ trial, others }) => (
              <TrialLock key={trial} trial={trial} others={others} locks={locks.filter((l) => l.trial === trial)} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

function TrialLock({ trial, others, locks }: { trial: string; others: readonly string[]; locks: Locks["locks"] }) {
  const present = locks.find((l) => l.unlockedAt === null);
  const former = locks.filter((l) => l.unlockedAt !== null);
  return (
    <tr>
      <th scope="row" className="align-top">
        {trial}
      </th>
      <td className="min-w-80 align-top wrap-anywhere">
        {present ? (
          <>
            <strong className="font-semibold">■ locked</strong> since <Moment at={present.lockedAt} /> by{" "}
            {present.lockedBy}: {present.reason}
            {present.signature ? <SignatureState signature={present.signature} /> : null}
          </>
        ) : (
          "□ open"
        )}
        {present?.byYou ? (
          <p className="mt-1 max-w-prose text-xs text-soft">
            You locked it, so another person unlocks it: {others.length > 0 ? others.join(", ") : NOBODY_ELSE}.
          </p>
        ) : !present && others.length === 0 ? (
          <p className="mt-1 max-w-prose text-xs text-soft">
            You cannot lock it yet: whoever locks does not unlock, so it would stay locked for good. First give another
            person the role administrator or data-manager for all sites.
          </p>
        ) : (
          <LockForm trial={trial} isLocked={present !== undefined} />
        )}
      </td>
      <td className="min-w-72 align-top text-xs wrap-anywhere">
        {former.length === 0 ? "never locked" : null}
        <ul className="grid gap-1">
          {former.map((l) => (
            <li key={l.lockedAt.toISOString()}>
              <Moment at={l.lockedAt} /> to <Moment at={l.unlockedAt} />; unlocked by {l.unlockedBy}: {l.unlockReason}
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}

const NOBODY_ELSE =
  "nobody could now; give another person the role administrator or data-manager for all sites of the trial first";

function LockForm({ trial, isLocked }: { trial: string; isLocked: boolean }) {
  const router = useRouter();
  const { dataLock } = useProcedures();
  const onSuccess = () => router.refresh();
  const lock = useMutation(dataLock.lock.mutationOptions({ onSuccess }));
  const unlock = useMutation(dataLock.unlock.mutationOptions({ onSuccess }));
  const act = isLocked ? unlock : lock;
  const what = isLocked ? "Unlock" : "Lock";
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const given = { trial, reason: String(form.get("reason")), password: String(form.get("password")) };
    await act.mutateAsync(given).then(
      () => element.reset(),
      () => {},
    );
  };
  return (
    <details className="mt-1">
      <summary className="inline-block cursor-pointer text-xs underline underline-offset-2">
        {what} …<span className="sr-only"> the data of {trial}</span>
      </summary>
      <form onSubmit={submit} method="post" className="mt-2 grid max-w-sm gap-2.5">
        {act.error ? (
          <Notice kind="refusal" title="Nothing was changed." live>
            {act.error.message}
          </Notice>
        ) : null}
        <Field label="Reason" name="reason" autoComplete="off" maxLength={2000} />
        <Field label="Your password" name="password" type="password" autoComplete="current-password" />
        <Button type="submit" disabled={act.isPending} className="justify-self-start">
          {what} the data of {trial}
        </Button>
      </form>
    </details>
  );
}
