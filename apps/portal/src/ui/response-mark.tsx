"use client";

import { classNames } from "./class-names.ts";
import { responseKind } from "./response-kind.ts";

const looks = {
  complete: "bg-good-soft text-good",
  partial: "bg-good-soft text-good",
  stable: "bg-even-soft text-even",
  unconfirmed: "bg-warn-soft text-warn",
  progression: "bg-bad-soft text-bad",
  "not-evaluable": "bg-transparent text-faint border border-dashed border-line-strong",
  none: "bg-even-soft text-even",
} as const;

/** One shape a category, so that the category is read without its colour: down is shrinking, up is growing. */
function Shape({ kind }: { kind: keyof typeof looks }) {
  const stroke = { fill: "none", stroke: "currentColor", strokeWidth: 1.5 } as const;
  return (
    <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 shrink-0">
      {kind === "complete" ? <circle cx="5" cy="5" r="3.6" {...stroke} /> : null}
      {kind === "partial" ? <path d="M1 2.5h8L5 9z" fill="currentColor" /> : null}
      {kind === "stable" || kind === "none" ? <path d="M1 3.75h8v2.5H1z" fill="currentColor" /> : null}
      {kind === "unconfirmed" ? <path d="M5 1.6 8.7 8.2H1.3z" {...stroke} /> : null}
      {kind === "progression" ? <path d="M5 1 9.4 9H.6z" fill="currentColor" /> : null}
      {kind === "not-evaluable" ? <path d="M2 2l6 6M8 2 2 8" {...stroke} /> : null}
    </svg>
  );
}

/**
 * A response category as shape, word and colour. `emphasis` for the one that decides. Made where it is shown: a table of a hundred
 * would else send each with all its parts.
 */
export function ResponseMark({ label, emphasis = false }: { label: string | null | undefined; emphasis?: boolean }) {
  if (!label) return <span className="text-faint">none</span>;
  const { kind, words } = responseKind(label);
  return (
    <span
      title={words}
      className={classNames(
        "inline-flex items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-semibold",
        emphasis ? "py-0.5 text-lg" : "text-sm",
        looks[kind],
      )}
    >
      <Shape kind={kind} />
      {label}
      <span className="sr-only"> ({words})</span>
    </span>
  );
}
