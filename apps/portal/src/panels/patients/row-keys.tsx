"use client";

import type { KeyboardEvent, ReactNode } from "react";

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Arrow keys move from patient to patient once one is in focus; Home and End go to the first and last. */
export function RowKeys({ children }: { children: ReactNode }) {
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("a[data-row]")];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    if (at < 0) return;
    const step = steps[event.key];
    const next =
      event.key === "Home"
        ? links[0]
        : event.key === "End"
          ? links.at(-1)
          : step === undefined
            ? null
            : links[at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: adds keys to the links inside, which stay links
    <div onKeyDown={move}>{children}</div>
  );
}
