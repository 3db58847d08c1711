"use client";

import type { ReaderOfTrial } from "@nadir/api/reads";
import { useMutation } from "@tanstack/react-query";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { GRADES } from "./seniority-words.ts";

type Grade = keyof typeof GRADES;

/** Who reads in the trial and how experienced they are, for its administrator. */
export function ReadersPanel({ trial, readers }: { trial: string; readers: readonly ReaderOfTrial[] }) {
  return (
    <Panel
      id="readers"
      title="Readers"
      note="Seniority stands beside the readers' agreement; the charter may ask for a senior first reader. What was recorded before stays in the log."
      flush
    >
      <Scroll label="Readers">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Reader</th>
              <th scope="col">Seniority and years of reading</th>
            </tr>
          </thead>
          <tbody>
            {readers.map((reader) => (
              <tr key={`${reader.id} ${reader.number}`}>
                <th scope="row">{reader.name}</th>
                <td>
                  <SeniorityForm trial={trial} reader={reader} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

function SeniorityForm({ trial, reader: { id, name, number, seniority } }: { trial: string; reader: ReaderOfTrial }) {
  const set = useMutation(useProcedures().reads.setSeniority.mutationOptions());
  const { act, isBusy, problems } = useAct();
  const submit = (form: FormData) => {
    const years = String(form.get("years") ?? "").trim();
    const grade = String(form.get("grade")) as Grade;
    return act(() =>
      set.mutateAsync({ trial, reader: id, seen: number, grade, years: years === "" ? null : Number(years) }),
    );
  };
  return (
    <form
      aria-label={`Seniority of ${name}`}
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <select name="grade" aria-label="Seniority" defaultValue={seniority?.grade ?? ""} required className={box}>
        <option value="" disabled>
          not recorded
        </option>
        {Object.entries(GRADES).map(([grade, words]) => (
          <option key={grade} value={grade}>
            {words}
          </option>
        ))}
      </select>
      <input
        name="years"
        type="number"
        min={0}
        max={60}
        step={1}
        aria-label="Years of reading"
        placeholder="years"
        defaultValue={seniority?.years ?? ""}
        className={`${box} w-20`}
      />
      <Button type="submit" disabled={isBusy}>
        Record
      </Button>
      <Refused problems={problems} />
    </form>
  );
}
