import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

const kinds = {
  info: { look: "border-line-strong bg-raised text-ink", mark: "i", word: "Note" },
  warning: { look: "border-warn bg-warn-soft text-ink", mark: "!", word: "Mind" },
  refusal: { look: "border-bad bg-bad-soft text-ink", mark: "×", word: "Refused" },
  done: { look: "border-good bg-good-soft text-ink", mark: "✓", word: "Done" },
} as const;

/** A sentence the reader must not miss: its kind is said by a word and a mark, not by colour alone. */
export function Notice({
  kind = "info",
  title,
  children,
  live = false,
}: {
  kind?: keyof typeof kinds;
  title?: string;
  children?: ReactNode;
  live?: boolean;
}) {
  const { look, mark, word } = kinds[kind];
  return (
    <div
      role={live ? "alert" : undefined}
      className={classNames("flex gap-2.5 rounded-md border-l-4 px-3 py-2 text-sm", look)}
    >
      <span
        aria-hidden
        className="mt-px inline-flex size-4 shrink-0 items-center justify-center rounded-full border border-current text-[0.6875rem] font-bold leading-none"
      >
        {mark}
      </span>
      <div className="min-w-0">
        <strong className="font-semibold">{title ?? word}</strong>
        {children ? <span className="[&>p]:mt-1"> {children}</span> : null}
      </div>
    </div>
  );
}
