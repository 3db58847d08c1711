"use client";

import { useEffect, useState } from "react";
import { box } from "../../ui/box.ts";
import { classNames } from "../../ui/class-names.ts";
import { typedSize } from "./typed-size.ts";

/** A length or volume as it is typed. What is no size is said at once, and nothing is kept in its place. */
export function SizeField({
  label,
  most,
  unit,
  value,
  isDisabled,
  onChange,
}: {
  label: string;
  most: number;
  unit: string;
  value: number | null;
  isDisabled: boolean;
  onChange: (value: number | null) => void;
}) {
  const [text, setText] = useState(value?.toString() ?? "");
  // A size that comes from a tool of the viewer, or from what was kept elsewhere.
  useEffect(() => {
    setText((before) =>
      (typedSize(before, { most, unit }).size ?? null) === value ? before : (value?.toString() ?? ""),
    );
  }, [value, most, unit]);
  const { wrong } = typedSize(text, { most, unit });
  return (
    <label className="grid content-start gap-0.5 text-xs text-faint">
      {label}
      <input
        inputMode="decimal"
        value={text}
        disabled={isDisabled}
        aria-invalid={wrong !== undefined}
        onChange={(event) => {
          setText(event.target.value);
          onChange(typedSize(event.target.value, { most, unit }).size ?? null);
        }}
        className={classNames(box, "w-24", wrong !== undefined && "border-bad")}
      />
      {wrong === undefined ? null : <span className="text-bad">{wrong}</span>}
    </label>
  );
}
