"use client";

import type { Patient } from "@nadir/api/read";
import type { VasariItemId } from "@nadir/domain";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Notice } from "../../ui/notice.tsx";
import { KeepReading, ReadingState } from "../reader-forms/keep-reading.tsx";
import { useKeeping } from "../reader-forms/use-keeping.ts";
import { VASARI_GROUPS } from "./vasari-groups.ts";

type Form = Patient["vasari"][number];
type Answers = { [id in VasariItemId]?: number | undefined };

const field = "w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 py-1 text-sm text-ink";

/** One reader's form of one visit: kept as a draft, signed, and once signed changed only with a reason. */
export function VasariForm({
  trial,
  subject,
  visit,
  own,
  masksShown,
}: {
  trial: string;
  subject: string;
  visit: string;
  /** The reader's form of this visit, where there is one. */
  own: Form | undefined;
  /** The reader can see what the masks say. */
  masksShown: boolean;
}) {
  const {
    visit: _visit,
    reader: _reader,
    state,
    signature: _signature,
    f29,
    f30,
    ...read
  } = own ?? ({} as Partial<Form>);
  const [answers, setAnswers] = useState<Answers>(read);
  const [lengths, setLengths] = useState({ f29: f29?.toString() ?? "", f30: f30?.toString() ?? "" });
  const { vasari } = useProcedures();
  const { keep, ...keeping } = useKeeping(
    useMutation(vasari.save.mutationOptions()),
    useMutation(vasari.sign.mutationOptions()),
  );
  const isSigned = state === "signed";
  const badLength = Object.values(lengths).some((text) => text.trim() !== "" && !(Number(text.replace(",", ".")) > 0));
  const mm = (text: string) => (text.trim() === "" ? undefined : Number(text.replace(",", ".")));
  return (
    <form aria-label={`VASARI form, ${visit}`} className="grid gap-4 p-4" onSubmit={(event) => event.preventDefault()}>
      <ReadingState own={own} />
      {VASARI_GROUPS.map(({ title, items }) => (
        <fieldset key={title} className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-x-4 gap-y-2">
          <legend className="mb-1 text-sm font-semibold">{title}</legend>
          {items.map(({ id, name, answers: choices }) => (
            <label key={id} className="grid content-end gap-0.5 text-xs text-faint">
              <span>
                {name} <span className="font-mono">{id}</span>
              </span>
              <select
                value={answers[id] ?? ""}
                onChange={(event) => {
                  const { [id]: _left, ...others } = answers;
                  setAnswers(event.target.value === "" ? others : { ...others, [id]: Number(event.target.value) });
                }}
                className={field}
              >
                <option value="">not read</option>
                {Object.entries(choices).map(([code, words]) => (
                  <option key={code} value={code}>
                    {code} {words}
                  </option>
                ))}
              </select>
            </label>
          ))}
        </fieldset>
      ))}
      <fieldset className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-x-4 gap-y-2">
        <legend className="mb-1 text-sm font-semibold">Size on T2 or FLAIR</legend>
        {(
          [
            ["f29", "Longest diameter, mm"],
            ["f30", "Longest perpendicular, mm"],
          ] as const
        ).map(([id, name]) => (
          <label key={id} className="grid content-end gap-0.5 text-xs text-faint">
            <span>
              {name} <span className="font-mono">{id}</span>
            </span>
            <input
              inputMode="decimal"
              value={lengths[id]}
              onChange={(event) => setLengths({ ...lengths, [id]: event.target.value })}
              className={field}
            />
          </label>
        ))}
      </fieldset>
      {badLength ? <Notice kind="refusal">A length is a number of millimetres above 0.</Notice> : null}
      <KeepReading
        isSigned={isSigned}
        isDisabled={badLength}
        keeping={keeping}
        onKeep={(password) => {
          const form = { subject, visit, ...answers, f29: mm(lengths.f29), f30: mm(lengths.f30) };
          keep({ trial, form }, password);
        }}
        reasonWords={
          masksShown
            ? "Why the signed reading is changed (the log adds that the masks' answers could be seen)"
            : "Why the signed reading is changed"
        }
        className={field}
      />
    </form>
  );
}
