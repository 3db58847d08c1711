"use client";

import type { StrataDraw } from "@nadir/api/strata";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { Asked } from "../../shell/acts/asked.tsx";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Scroll } from "../../ui/scroll.tsx";

/** The history of draws that the person may see. */
export function DrawsTable({
  draws,
  may,
}: {
  draws: readonly StrataDraw[];
  may: { readonly draw: boolean; readonly unblind: boolean };
}) {
  return (
    <Scroll label="History of draws">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col" className="number">
              No.
            </th>
            <th scope="col">Patient</th>
            <th scope="col">Site</th>
            <th scope="col">Stratum</th>
            <th scope="col">Arm</th>
            <th scope="col">When</th>
            <th scope="col">By</th>
            <th scope="col">Under</th>
            <th scope="col">Remarks</th>
          </tr>
        </thead>
        <tbody>
          {draws.map((draw) => (
            <tr key={draw.id}>
              <td className="number">{draw.number}</td>
              <th scope="row">{draw.subject}</th>
              <td>{draw.site}</td>
              <td>{draw.stratum}</td>
              <td>
                {draw.arm ?? <span className="text-faint">{draw.blinded ? "blinded" : "not told yet"}</span>}
                {may.draw && draw.arm === null && !draw.blinded ? <Tell draw={draw.id} /> : null}
              </td>
              <td>
                <Moment at={draw.at} />
              </td>
              <td>{draw.by}</td>
              <td>
                randomisation {draw.planVersion}
                {draw.ruleVersion === null ? "" : `, rule ${draw.ruleVersion}`}
              </td>
              <td>
                {draw.unblindings.map(({ reason, at, by }) => (
                  <p key={`${at.toISOString()} ${by}`}>
                    Unblinded by {by}, <Moment at={at} />: {reason}
                  </p>
                ))}
                {draw.remarks.map(({ text, at, by }) => (
                  <p key={`${at.toISOString()} ${text}`}>
                    {by}, <Moment at={at} />: {text}
                  </p>
                ))}
                {may.draw ? <Remark draw={draw} /> : null}
                {may.unblind && draw.blinded ? <Unblind draw={draw} /> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** Where the connection broke between a draw and its answer. */
function Tell({ draw }: { draw: string }) {
  const tell = useMutation(useProcedures().strata.tell.mutationOptions());
  const { isBusy, problems, act } = useAct<{ arm: string }>();
  return (
    <>
      <Button variant="quiet" disabled={isBusy} onClick={() => act(() => tell.mutateAsync({ draw }))}>
        Show the arm
      </Button>
      <Refused problems={problems} />
    </>
  );
}

function Remark({ draw }: { draw: StrataDraw }) {
  const annotate = useMutation(useProcedures().strata.annotate.mutationOptions());
  const { isBusy, problems, act } = useAct<object>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const remark = String(new FormData(form).get("remark"));
    act(() => annotate.mutateAsync({ draw: draw.id, remark })).then((ok) => ok && form.reset());
  };
  return (
    <details>
      <summary className="cursor-pointer text-soft">Add a remark</summary>
      <form onSubmit={submit} className="mt-1 grid min-w-64 gap-2">
        <label className="grid gap-1">
          Remark on draw {draw.number}
          <input name="remark" required className={box} />
        </label>
        <Button type="submit" disabled={isBusy} className="justify-self-start">
          Add
        </Button>
        <Refused problems={problems} />
      </form>
    </details>
  );
}

function Unblind({ draw }: { draw: StrataDraw }) {
  const unblind = useMutation(useProcedures().strata.unblind.mutationOptions());
  const { isBusy, done, problems, act } = useAct<{ arm: string }>();
  return (
    <details>
      <summary className="cursor-pointer text-warn">Emergency unblinding</summary>
      <div className="mt-1 grid min-w-64 gap-2">
        <p className="text-soft">The reason and your name are written before the arm is shown.</p>
        <Asked
          label={`Unblind ${draw.subject}`}
          disabled={isBusy}
          onSubmit={(form) =>
            act(() =>
              unblind.mutateAsync({
                draw: draw.id,
                reason: String(form.get("reason")),
                password: String(form.get("password")),
              }),
            )
          }
        >
          <label className="grid gap-1">
            Reason
            <input name="reason" required className={box} />
          </label>
        </Asked>
        <Refused problems={problems} />
        {done ? (
          <Notice kind="warning" title={`Patient ${draw.subject}:`} live>
            {done.arm}
          </Notice>
        ) : null}
      </div>
    </details>
  );
}
