"use client";

import { useMutation } from "@tanstack/react-query";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";
import { useGo } from "../../ui/on-its-way.tsx";

/** Calls a meeting and goes to its agenda. */
export function ConveneForm({ trial }: { trial: string }) {
  const go = useGo();
  const convene = useMutation(useProcedures().board.convene.mutationOptions());
  const { act, isBusy, problems } = useAct();
  const submit = (form: FormData) =>
    act(async () => {
      const { meeting } = await convene.mutateAsync({
        trial,
        heldOn: String(form.get("heldOn")),
        title: String(form.get("title")),
      });
      go(`/trials/${trial}/board/${meeting}`);
    });
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <Refused problems={problems} />
      <div className="flex flex-wrap items-end gap-3 text-sm">
        <label className="grid gap-1">
          Held on
          <input type="date" name="heldOn" required className={box} />
        </label>
        <label className="grid min-w-56 grow gap-1">
          Name of the meeting
          <input name="title" required maxLength={200} placeholder="Neuro-oncology board" className={box} />
        </label>
        <Button type="submit" variant="primary" disabled={isBusy}>
          Call the meeting
        </Button>
      </div>
    </form>
  );
}
