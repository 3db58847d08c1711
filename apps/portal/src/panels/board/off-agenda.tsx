"use client";

import type { CaseDetail } from "@nadir/api/board";
import { useMutation } from "@tanstack/react-query";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";

/** The question that brings the patient, to be worded anew, and the way off the agenda and back onto it. */
export function OffAgenda({ found }: { found: CaseDetail }) {
  const { board } = useProcedures();
  const ask = useMutation(board.ask.mutationOptions());
  const takeOff = useMutation(board.takeOff.mutationOptions());
  const { act, isBusy, problems } = useAct();
  if (!found.may.prepare) return null;
  const on = { case: found.id, seen: found.seen };
  const isOff = found.standing === "off the agenda";
  return (
    <details className="text-sm print:hidden">
      <summary className="cursor-pointer text-soft">
        {isOff ? "Put back on the agenda" : "Change the question, or take off the agenda"}
      </summary>
      <div className="mt-2 grid max-w-2xl gap-3">
        <Refused problems={problems} />
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            const words = String(new FormData(event.currentTarget).get("text"));
            void act(() => ask.mutateAsync({ ...on, text: words }));
          }}
        >
          <label className="grid grow gap-1">
            Question
            <input name="text" required maxLength={2000} defaultValue={found.question} className={box} />
          </label>
          <Button type="submit" disabled={isBusy}>
            {isOff ? "Put back" : "Keep the question"}
          </Button>
        </form>
        {isOff || found.decided ? null : (
          <form
            className="flex flex-wrap items-end gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              const reason = String(new FormData(event.currentTarget).get("reason"));
              void act(() => takeOff.mutateAsync({ ...on, reason }));
            }}
          >
            <label className="grid grow gap-1">
              Reason to take the patient off
              <input name="reason" required maxLength={2000} className={box} />
            </label>
            <Button type="submit" disabled={isBusy}>
              Take off
            </Button>
          </form>
        )}
      </div>
    </details>
  );
}
