"use client";

import type { AppRouter } from "@nadir/api/trpc";
import { useMutation } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useRouter } from "next/navigation";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";

type Sessions = inferRouterOutputs<AppRouter>["account"]["read"]["sessions"];

const WAYS: Readonly<Record<Sessions[number]["signedInBy"], string>> = {
  password: "password",
  passkey: "passkey",
  hospital: "hospital's sign-in",
};

export function SessionsPanel({ sessions }: { sessions: Sessions }) {
  const router = useRouter();
  const procedures = useProcedures();
  const onSuccess = () => router.refresh();
  const end = useMutation(procedures.account.endSession.mutationOptions({ onSuccess }));
  const endOthers = useMutation(procedures.account.endOtherSessions.mutationOptions({ onSuccess }));
  const isBusy = end.isPending || endOthers.isPending;
  const refusal = end.error ?? endOthers.error;
  return (
    <Panel
      id="sessions"
      title="Sessions"
      flush
      aside={
        sessions.length > 1 ? (
          <Button disabled={isBusy} onClick={() => endOthers.mutate()}>
            End all others
          </Button>
        ) : (
          "only this one"
        )
      }
      note="Where you are signed in. A session that nobody uses ends after twelve hours. Last use is exact to the hour."
    >
      {refusal ? (
        <div className="p-4">
          <Notice kind="refusal" live>
            {refusal.message}
          </Notice>
        </div>
      ) : null}
      <Scroll label="Your sessions">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col">Signed in by</th>
              <th scope="col">Since</th>
              <th scope="col">Last used</th>
              <th scope="col">From</th>
              <th scope="col">
                <span className="sr-only">End</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((s) => (
              <tr key={s.id}>
                <th scope="row">{s.device ?? "unknown"}</th>
                <td>{WAYS[s.signedInBy]}</td>
                <td>
                  <Moment at={s.since} />
                </td>
                <td>
                  <Moment at={s.lastSeen} />
                </td>
                <td>{s.address ?? "not told"}</td>
                <td>
                  {s.isThis ? (
                    "this one"
                  ) : (
                    <Button disabled={isBusy} onClick={() => end.mutate({ session: s.id })}>
                      End
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
