import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

/** One subject on the page: a heading, an optional line of context, and what it shows. */
export function Panel({
  id,
  title,
  aside,
  note,
  children,
  flush = false,
  className,
}: {
  id?: string;
  title: string;
  aside?: ReactNode;
  note?: ReactNode;
  children: ReactNode;
  /** Lets a table reach the panel's edges. */
  flush?: boolean;
  className?: string;
}) {
  const heading = id ? `${id}-heading` : undefined;
  return (
    <section
      id={id}
      aria-labelledby={heading}
      className={classNames("min-w-0 rounded-md border border-line bg-surface", className)}
    >
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-2.5">
        <h2 id={heading} className="text-base font-semibold">
          {title}
        </h2>
        {aside ? <div className="text-sm text-soft">{aside}</div> : null}
        {note ? (
          <div className="w-full">
            <p className="max-w-[90ch] text-sm text-faint">{note}</p>
          </div>
        ) : null}
      </header>
      <div className={flush ? "" : "p-4"}>{children}</div>
    </section>
  );
}
