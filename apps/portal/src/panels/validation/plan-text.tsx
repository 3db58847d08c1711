import type { Json } from "./plan-node.ts";

export const box = "w-full rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-sm text-ink";

/** A line of text, or several; `read` makes of it what is meant (a number, a word) when the field is left. */
export function PlanText({
  id,
  value,
  described,
  read,
  onChange,
}: {
  id: string;
  value: Json;
  described: string | undefined;
  read?: (text: string) => Json;
  onChange: (v: Json) => void;
}) {
  const text = value === undefined || value === null ? "" : String(value);
  return (
    <textarea
      id={id}
      rows={text.length > 90 ? 3 : 1}
      className={box}
      aria-describedby={described}
      value={text}
      onChange={(e) => onChange(e.target.value)}
      onBlur={() => {
        if (read && typeof value === "string") onChange(read(value));
      }}
    />
  );
}
