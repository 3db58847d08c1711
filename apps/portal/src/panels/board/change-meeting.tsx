"use client";

import type { MeetingDetail } from "@nadir/api/board";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";

/** Moves, renames or calls off a meeting, for a reason; one that was called off is called after all by the same form. */
export function ChangeMeeting({ meeting }: { meeting: MeetingDetail }) {
  const change = useMutation(useProcedures().board.change.mutationOptions());
  const { act, isBusy, problems } = useAct();
  const [made, setMade] = useState(0);
  const wasOff = meeting.offBecause !== null;
  const submit = async (form: FormData, isOff: boolean) => {
    const isMade = await act(() =>
      change.mutateAsync({
        meeting: meeting.id,
        heldOn: String(form.get("heldOn")),
        title: String(form.get("title")),
        reason: String(form.get("reason")),
        isOff,
        seen: meeting.changed,
      }),
    );
    if (isMade) setMade((n) => n + 1);
  };
  return (
    // Drawn anew once a change is made: the fold closes. Where somebody else was faster, what is typed stays beside the refusal.
    <details key={made} className="text-sm print:hidden">
      <summary className="cursor-pointer text-soft">
        {wasOff ? "Call the meeting after all" : "Move, rename or call off the meeting"}
      </summary>
      <form
        aria-label="Change of the meeting"
        className="mt-2 grid max-w-3xl gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const by = (event.nativeEvent as SubmitEvent).submitter;
          void submit(new FormData(event.currentTarget), by?.dataset["callsOff"] !== undefined);
        }}
      >
        <Refused problems={problems} />
        <div className="flex flex-wrap items-end gap-3">
          <label className="grid gap-1">
            Held on
            <input type="date" name="heldOn" required defaultValue={meeting.heldOn} className={box} />
          </label>
          <label className="grid min-w-56 grow gap-1">
            Name of the meeting
            <input name="title" required maxLength={200} defaultValue={meeting.title} className={box} />
          </label>
        </div>
        <label className="grid gap-1">
          Reason of the change
          <input name="reason" required maxLength={500} className={box} />
        </label>
        <div className="flex flex-wrap gap-3">
          <Button type="submit" variant="primary" disabled={isBusy}>
            {wasOff ? "Call it after all" : "Record day and name"}
          </Button>
          {wasOff ? null : (
            <Button type="submit" data-calls-off="" disabled={isBusy}>
              Call off the meeting
            </Button>
          )}
        </div>
      </form>
    </details>
  );
}
