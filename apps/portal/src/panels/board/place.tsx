"use client";

import { createContext, type ReactNode, useContext, useEffect, useRef } from "react";
import { classNames } from "../../ui/class-names.ts";
import { inertAround } from "./stage-places.ts";
import { useWall } from "./use-full-screen.ts";

/** Which place of the page lies over the whole window, and how that changes. */
export const LargeContext = createContext<{
  readonly large: string | null;
  readonly setLarge: (place: string | null) => void;
}>({ large: null, setLarge: () => {} });

/** A place on the board's page, with one panel or more: laid over the whole window by its button, or by E while the focus is in it. */
export function Place({
  id,
  label,
  className,
  children,
}: {
  id: string;
  /** What stands here, for the button. */
  label: string;
  className?: string;
  children: ReactNode;
}) {
  const { large, setLarge } = useContext(LargeContext);
  const isLarge = large === id;
  const isWall = useWall();
  const frame = useRef<HTMLDivElement>(null);
  // On the wall the bar of the parts stays in sight above what is large.
  useEffect(
    () => (isLarge && frame.current ? inertAround(frame.current, isWall ? ".board-bar" : undefined) : undefined),
    [isLarge, isWall],
  );
  return (
    <div
      ref={frame}
      data-board-part={id}
      data-large={isLarge ? "" : undefined}
      className={classNames("board-place", className)}
    >
      <button
        type="button"
        aria-pressed={isLarge}
        aria-keyshortcuts="E"
        aria-label={`${label} over the whole window`}
        title={isLarge ? "Back to its place (Esc)" : "Over the whole window (E)"}
        onClick={() => setLarge(isLarge ? null : id)}
        className="board-enlarge"
      >
        <svg aria-hidden="true" viewBox="0 0 16 16" className="size-4" fill="none" stroke="currentColor">
          <path
            d={
              isLarge
                ? "M3 7h4V3M13 9H9v4M7 7 2.5 2.5M9 9l4.5 4.5"
                : "M2.5 6.5v-4h4M13.5 9.5v4h-4M2.5 2.5 7 7M13.5 13.5 9 9"
            }
          />
        </svg>
      </button>
      {children}
    </div>
  );
}
