"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useProcedures } from "../../shell/procedures.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { type Administered, ROLES } from "./role-words.ts";

/** Which roles of a trial need a second factor. */
export function RulesPanel({ trials }: { trials: Administered["trials"] }) {
  const router = useRouter();
  const set = useMutation(
    useProcedures().people.requireSecondFactor.mutationOptions({ onSuccess: () => router.refresh() }),
  );
  return (
    <Panel
      id="second-factor-rules"
      title="Second factor required"
      note="Whoever holds a role that is ticked sets up a second factor before anything else is shown to them."
      flush
    >
      {set.error ? (
        <div className="p-4">
          <Notice kind="refusal" title="Nothing was changed." live>
            {set.error.message}
          </Notice>
        </div>
      ) : null}
      <Scroll label="Roles that need a second factor">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Trial</th>
              {ROLES.map((role) => (
                <th key={role} scope="col">
                  {role}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {trials.map(({ key: trial, secondFactor }) => (
              <tr key={trial}>
                <th scope="row">{trial}</th>
                {ROLES.map((role) => (
                  <td key={role}>
                    <input
                      type="checkbox"
                      aria-label={`${role} of ${trial}`}
                      className="size-4 accent-accent"
                      checked={secondFactor.includes(role)}
                      disabled={set.isPending}
                      onChange={(event) => set.mutate({ trial, role, required: event.target.checked })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
