"use client";

import type { MeetingDetail } from "@nadir/api/board";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import Link from "../../ui/link.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { moved } from "./moved.ts";
import { StandingMark } from "./standing-mark.tsx";

/** Who is heard, in order, with the question and what came of it; whoever prepares the agenda moves patients up and down. */
export function AgendaTable({ meeting }: { meeting: MeetingDetail }) {
  const order = useMutation(useProcedures().board.order.mutationOptions());
  const { act, isBusy, problems } = useAct();
  const [said, setSaid] = useState("");
  const heard = meeting.cases.filter((c) => c.standing !== "off the agenda");
  const isOrdered = meeting.may.order && heard.length > 1;
  const move = async (id: string, subject: string, by: 1 | -1) => {
    const cases = moved(
      meeting.cases.map((c) => c.id),
      id,
      by,
    );
    if (!(await act(() => order.mutateAsync({ meeting: meeting.id, cases, seen: meeting.order })))) return;
    setSaid(`${subject} is heard as number ${cases.indexOf(id) + 1} of ${heard.length} now.`);
  };
  return (
    <>
      <Refused problems={problems} />
      <p role="status" className="sr-only">
        {said}
      </p>
      <Scroll label="Agenda">
        <table className="sheet">
          <thead>
            <tr>
              {isOrdered ? (
                <th scope="col" className="print:hidden">
                  Order
                </th>
              ) : null}
              <th scope="col">Patient</th>
              <th scope="col">Question</th>
              <th scope="col">Standing</th>
              <th scope="col">Decision</th>
            </tr>
          </thead>
          <tbody>
            {meeting.cases.map(({ id, subject, question, standing, decision, hasChangedSince }, n) => (
              <tr key={id}>
                {isOrdered ? (
                  <td className="whitespace-nowrap print:hidden">
                    {standing === "off the agenda" ? null : (
                      <>
                        <Button
                          variant="quiet"
                          className="px-1.5 py-0.5"
                          aria-label={`${subject} earlier`}
                          disabled={isBusy || n === 0}
                          onClick={() => void move(id, subject, -1)}
                        >
                          ↑
                        </Button>
                        <Button
                          variant="quiet"
                          className="px-1.5 py-0.5"
                          aria-label={`${subject} later`}
                          disabled={isBusy || n === heard.length - 1}
                          onClick={() => void move(id, subject, 1)}
                        >
                          ↓
                        </Button>
                      </>
                    )}
                  </td>
                ) : null}
                <th scope="row">
                  <Link href={`/trials/${meeting.trial}/board/${meeting.id}/${subject}`} className="underline">
                    {subject}
                  </Link>
                </th>
                <td className="min-w-[16ch] max-w-[60ch] wrap-anywhere">{question}</td>
                <td>
                  <StandingMark standing={standing} />
                </td>
                <td>
                  {decision ? (
                    <>
                      <Link
                        href={`/trials/${meeting.trial}/board/${meeting.id}/${subject}/letter`}
                        className="underline"
                      >
                        {decision}
                      </Link>
                      {hasChangedSince ? <p className="text-sm text-warn">△ the record has changed since</p> : null}
                    </>
                  ) : (
                    <span className="text-faint">none yet</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
