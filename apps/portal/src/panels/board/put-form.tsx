"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";

/** Puts one patient after another on the agenda, proposed from those of the trial who are not on it. */
export function PutForm({
  meeting,
  others,
}: {
  meeting: string;
  /** Their keys, which hold no space, parted by spaces: thousands of elements would take longer to write than all the page. */
  others: string;
}) {
  const [proposed, setProposed] = useState<readonly string[]>([]);
  useEffect(() => setProposed(others === "" ? [] : others.split(" ")), [others]);
  const put = useMutation(useProcedures().board.put.mutationOptions());
  const { act, isBusy, problems } = useAct();
  const first = useRef<HTMLInputElement>(null);
  return (
    <form
      className="grid gap-3 border-t border-line p-4"
      onSubmit={async (event) => {
        event.preventDefault();
        const at = event.currentTarget;
        const form = new FormData(at);
        const request = { meeting, subject: String(form.get("subject")), question: String(form.get("question")) };
        if (!(await act(() => put.mutateAsync(request)))) return;
        at.reset();
        first.current?.focus();
      }}
    >
      <Refused problems={problems} />
      <div className="flex flex-wrap items-end gap-3 text-sm">
        <label className="grid gap-1">
          Patient
          <input
            ref={first}
            name="subject"
            list="patients-off-agenda"
            required
            maxLength={64}
            autoComplete="off"
            className={box}
          />
          <datalist id="patients-off-agenda">
            {proposed.map((key) => (
              <option key={key} value={key} />
            ))}
          </datalist>
        </label>
        <label className="grid min-w-56 grow gap-1">
          Question to the board
          <input name="question" required maxLength={2000} className={box} />
        </label>
        <Button type="submit" disabled={isBusy}>
          Put on the agenda
        </Button>
      </div>
    </form>
  );
}
