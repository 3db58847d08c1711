"use client";

import { type NotEvaluableReason, REASON_WORDS, type Why, withWhy } from "@nadir/domain";
import { box } from "../../ui/box.ts";

const small = "grid content-start gap-0.5 text-xs text-faint";

/** Why something cannot be evaluated: one of the choices, or another reason in words. */
export function ReasonFields<T extends Why>({
  of,
  isDisabled,
  onChange,
}: {
  of: T;
  isDisabled: boolean;
  onChange: (next: T) => void;
}) {
  // What was kept before there were choices stands as another reason.
  const code = of.reasonCode ?? (of.reason === "" ? null : "other");
  return (
    <>
      <label className={small}>
        Why
        <select
          value={code ?? ""}
          disabled={isDisabled}
          onChange={(event) =>
            onChange(withWhy(of, event.target.value === "" ? null : (event.target.value as NotEvaluableReason)))
          }
          className={box}
        >
          <option value="">not said</option>
          {Object.entries(REASON_WORDS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {code === "other" ? (
        <label className={small}>
          Which other reason
          <input
            value={of.reason}
            maxLength={500}
            disabled={isDisabled}
            onChange={(event) => onChange(withWhy(of, "other", event.target.value))}
            className={box}
          />
        </label>
      ) : null}
    </>
  );
}
