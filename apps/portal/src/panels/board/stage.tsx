"use client";

import { type ReactNode, useEffect, useMemo, useState } from "react";
import { Button, buttonLook } from "../../ui/button.tsx";
import { keepAtPart } from "../../ui/keep-at-part.ts";
import Link from "../../ui/link.tsx";
import { useGo } from "../../ui/on-its-way.tsx";
import { LargeContext } from "./place.tsx";
import { goToPart, placeOfFocus } from "./stage-places.ts";
import { toggleFullScreen, useFullScreen } from "./use-full-screen.ts";

interface Neighbours {
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * The board's screen, worked by keys: arrows to the patients before and after, digits to the parts of the page, E for a part
 * over the whole window, F for the full screen. Keys typed into a field or an image stay theirs.
 */
export function Stage({
  at,
  agenda,
  parts,
  neighbours,
  children,
}: {
  /** Address of the meeting. */
  at: string;
  agenda: string;
  parts: readonly { readonly id: string; readonly label: string }[];
  neighbours: Neighbours;
  children: ReactNode;
}) {
  const go = useGo();
  const { before, after } = neighbours;
  const isFull = useFullScreen();
  const [large, setLarge] = useState<string | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement | null;
      if (target?.closest("dialog")) return;
      if (event.key === "Escape" && large !== null) return setLarge(null);
      if (target?.closest("input, textarea, select, canvas")) return;
      const next = { ArrowRight: after, ArrowLeft: before }[event.key];
      if (next) return go(`${at}/${next}`);
      const letter = event.key.toLowerCase();
      if (letter === "f") return toggleFullScreen();
      if (letter === "e") {
        const place = placeOfFocus();
        return setLarge(large === null ? place : null);
      }
      const part = parts[Number(event.key) - 1];
      if (!part) return;
      // What lies over the page hides the part that is asked for: that part takes its place.
      const place =
        document.getElementById(part.id)?.closest<HTMLElement>("[data-board-part]")?.dataset["boardPart"] ?? null;
      if (large !== null && large !== place) setLarge(place);
      requestAnimationFrame(() => goToPart(part.id));
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [go, at, before, after, parts, large]);
  useEffect(() => keepAtPart(window.location.hash), []);
  const size = useMemo(() => ({ large, setLarge }), [large]);
  return (
    <LargeContext value={size}>
      <div className="board-stage grid grid-cols-[minmax(0,1fr)] gap-3">
        <nav
          aria-label="The board"
          className="sticky top-0 z-10 -mx-4 flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-ground px-4 py-1 text-sm md:-mx-6 md:px-6"
        >
          <Link href={at} className="min-w-0 underline wrap-anywhere">
            {agenda}
          </Link>
          <ol className="flex flex-wrap gap-x-3">
            {parts.map(({ id, label }, n) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  className="inline-block py-1 text-soft hover:text-ink"
                  aria-keyshortcuts={String(n + 1)}
                  onClick={(event) => {
                    event.preventDefault();
                    goToPart(id);
                  }}
                >
                  <kbd className="font-sans text-xs text-faint">{n + 1}</kbd> {label}
                </a>
              </li>
            ))}
          </ol>
          <span className="ml-auto flex items-center gap-2">
            {before ? (
              <Link href={`${at}/${before}`} className={buttonLook("plain")} aria-keyshortcuts="ArrowLeft">
                ← {before}
              </Link>
            ) : null}
            {after ? (
              <Link href={`${at}/${after}`} className={buttonLook("plain")} aria-keyshortcuts="ArrowRight">
                {after} →
              </Link>
            ) : null}
            <Button
              variant={isFull ? "plain" : "quiet"}
              onClick={toggleFullScreen}
              aria-pressed={isFull}
              aria-keyshortcuts="F"
              title={isFull ? "Leave the full screen (F or Esc)" : "Fill the screen (F)"}
            >
              Full screen{isFull ? " ✓" : ""}
            </Button>
          </span>
        </nav>
        {children}
      </div>
    </LargeContext>
  );
}
