"use client";

import { type ImmuneEventTarget, immuneOrgan } from "@nadir/domain";
import { useId } from "react";
import { Field, fieldLook } from "./form-parts.tsx";

/** Which immune-related event a signature foretells, if any: organ, grade that counts, days of immunotherapy. */
export function ImmuneEventFields({
  value,
  onChange,
}: {
  value: ImmuneEventTarget | null;
  onChange: (value: ImmuneEventTarget | null) => void;
}) {
  const ids = { organ: useId(), grade: useId(), days: useId() };
  const { organ, leastGrade, withinDays } = value ?? { organ: null, leastGrade: 2, withinDays: 180 };
  const number = (text: string, least: number, most: number) =>
    Math.min(most, Math.max(least, Math.round(Number(text)) || least));
  return (
    <>
      <Field id={ids.organ} name="Immune-related event">
        <select
          id={ids.organ}
          className={fieldLook}
          value={organ ?? ""}
          onChange={(e) => {
            const chosen = immuneOrgan.safeParse(e.target.value);
            onChange(chosen.success ? { organ: chosen.data, leastGrade, withinDays } : null);
          }}
        >
          <option value="">foretells none</option>
          {immuneOrgan.options.map((o) => (
            <option key={o}>{o}</option>
          ))}
        </select>
      </Field>
      {value === null ? null : (
        <>
          <Field id={ids.grade} name="CTCAE grade, at least">
            <input
              id={ids.grade}
              type="number"
              min={1}
              max={5}
              className={fieldLook}
              value={leastGrade}
              onChange={(e) => onChange({ ...value, leastGrade: number(e.target.value, 1, 5) })}
            />
          </Field>
          <Field id={ids.days} name="Within days of immunotherapy">
            <input
              id={ids.days}
              type="number"
              min={1}
              max={3650}
              className={fieldLook}
              value={withinDays}
              onChange={(e) => onChange({ ...value, withinDays: number(e.target.value, 1, 3650) })}
            />
          </Field>
        </>
      )}
    </>
  );
}
