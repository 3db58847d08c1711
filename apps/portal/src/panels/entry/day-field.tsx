"use client";

import { dayTyped } from "@nadir/domain";
import { type ComponentProps, useState } from "react";
import { dayFault, dayStanding, type StudyDays } from "./study-days.ts";

/**
 * A date; in a trial that counts study days with the day beside it, which can be typed instead. What is no day leaves the
 * date empty, so that nothing is recorded that the field does not show.
 */
export function DayField({
  days,
  label,
  onText,
  ...common
}: ComponentProps<"input"> & {
  /** Null: the trial's dates are dates. */
  days: StudyDays | null;
  label: string;
  value: string;
  onText: (text: string) => void;
}) {
  /** What is typed into the day and is none, or none yet. */
  const [typed, setTyped] = useState<string | null>(null);
  const date = (
    <input
      {...common}
      type="date"
      autoComplete="off"
      onChange={(event) => {
        setTyped(null);
        onText(event.target.value);
      }}
    />
  );
  if (days === null) return date;
  const fault = typed === null || typed.trim() === "" ? null : dayFault(days, typed);
  return (
    <>
      <div className="flex flex-wrap gap-1">
        <div className="w-16 grow">
          <input
            value={typed ?? dayStanding(days, common.value)}
            aria-label={`Study day of ${label.toLowerCase()}`}
            aria-invalid={fault !== null || undefined}
            placeholder="day"
            autoComplete="off"
            maxLength={12}
            className={common.className}
            onChange={({ target: { value } }) => {
              setTyped(value);
              onText(dayTyped(days, value) ?? "");
            }}
            onBlur={() => {
              if (fault === null) setTyped(null);
            }}
          />
        </div>
        <div className="min-w-32 grow">{date}</div>
      </div>
      {fault === null ? null : <p className="text-xs text-bad">{fault}</p>}
    </>
  );
}
