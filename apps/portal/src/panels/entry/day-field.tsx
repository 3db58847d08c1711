"use client";

import { dayFault, dayTyped } from "@nadir/domain";
import { type ComponentProps, useState } from "react";
import { dayStanding, notADay, type StudyDays } from "./study-days.ts";

/**
 * A date; in a trial that counts study days with the day beside it, which can be typed instead. What is no day is sent as it
 * stands and refused for what it says: the date beside it is empty, and the day is not.
 */
export function DayField({
  days,
  label,
  isTold,
  onText,
  ...common
}: ComponentProps<"input"> & {
  /** Null: the trial's dates are dates. */
  days: StudyDays | null;
  label: string;
  /** What is wrong with it is said elsewhere. */
  isTold: boolean;
  value: string;
  onText: (text: string) => void;
}) {
  /** What is typed into the day and is none, or none yet. */
  const [typed, setTyped] = useState(() => notADay(common.value));
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
              onText(dayTyped(days, value) ?? value);
            }}
            onBlur={() => {
              if (fault === null) setTyped(null);
            }}
          />
        </div>
        <div className="min-w-32 grow">{date}</div>
      </div>
      {fault === null || isTold ? null : <p className="text-xs text-bad">{fault}</p>}
    </>
  );
}
