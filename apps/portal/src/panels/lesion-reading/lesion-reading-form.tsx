"use client";

import type { Patient } from "@nadir/api/read";
import { type LesionFormId, lesionForm } from "@nadir/domain";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { KeepReading, ReadingState } from "../reader-forms/keep-reading.tsx";
import { useKeeping } from "../reader-forms/use-keeping.ts";

type Reading = Patient["lesionReadings"][number];

const field = "w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 py-1 text-sm text-ink";

/** One reader's form of one lesion at one visit: kept as a draft, signed, and once signed changed only with a reason. */
export function LesionReadingForm({
  trial,
  place,
  form,
  own,
}: {
  trial: string;
  place: { readonly subject: string; readonly visit: string; readonly lesion: string };
  form: LesionFormId;
  /** The reader's own reading of this lesion at this visit on this form, where there is one. */
  own: Reading | undefined;
}) {
  const { title, items } = lesionForm(form);
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({ ...own?.answers } as Record<
    string,
    string
  >);
  const { lesionReadings } = useProcedures();
  const save = useMutation(lesionReadings.save.mutationOptions());
  const { keep, ...keeping } = useKeeping(save, useMutation(lesionReadings.sign.mutationOptions()));
  const isSigned = own?.state === "signed";
  const isEmpty = Object.keys(answers).length === 0;
  // The server checks each answer against the form's closed list.
  const reading = { ...place, form, answers } as Parameters<typeof save.mutate>[0]["reading"];
  return (
    <form
      aria-label={`${title}, ${place.lesion}, ${place.visit}`}
      className="grid gap-4 p-4"
      onSubmit={(event) => event.preventDefault()}
    >
      <ReadingState own={own} />
      <div className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-x-4 gap-y-2">
        {items.map(({ id, name, answers: choices }) => (
          <label key={id} className="grid content-end gap-0.5 text-xs text-faint">
            {name}
            <select
              value={answers[id] ?? ""}
              onChange={(event) => {
                const { [id]: _left, ...others } = answers;
                setAnswers(event.target.value === "" ? others : { ...others, [id]: event.target.value });
              }}
              className={field}
            >
              <option value="">not read</option>
              {Object.entries(choices).map(([word, meaning]) => (
                <option key={word} value={word}>
                  {/^\d$/.test(word) ? `${word} ${meaning}` : meaning}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      <KeepReading
        isSigned={isSigned}
        isDisabled={isEmpty}
        keeping={keeping}
        onKeep={(password) => keep({ trial, reading }, password)}
        className={field}
      />
    </form>
  );
}
