"use client";

import { useEffect, useState } from "react";
import { box } from "../../ui/box.ts";
import { classNames } from "../../ui/class-names.ts";

const read = (text: string): number | null | undefined => {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return null;
  const value = Number(plain);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
};

/** A length or volume as it is typed. What is no number is no size: it is said, and nothing is kept in its place. */
export function SizeField({
  label,
  value,
  isDisabled,
  onChange,
}: {
  label: string;
  value: number | null;
  isDisabled: boolean;
  onChange: (value: number | null) => void;
}) {
  const [text, setText] = useState(value?.toString() ?? "");
  // A size that comes from a tool of the viewer, or from what was kept elsewhere.
  useEffect(() => {
    setText((typed) =>
      read(typed) === value || (read(typed) === undefined && value === null) ? typed : (value?.toString() ?? ""),
    );
  }, [value]);
  const isWrong = read(text) === undefined;
  return (
    <label className="grid content-start gap-0.5 text-xs text-faint">
      {label}
      <input
        inputMode="decimal"
        value={text}
        disabled={isDisabled}
        aria-invalid={isWrong}
        onChange={(event) => {
          setText(event.target.value);
          onChange(read(event.target.value) ?? null);
        }}
        className={classNames(box, "w-24", isWrong && "border-bad")}
      />
      {isWrong ? <span className="text-bad">not a number</span> : null}
    </label>
  );
}
