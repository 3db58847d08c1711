"use client";

import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { Button, buttonLook } from "../../ui/button.tsx";
import { keepAtPart } from "../../ui/keep-at-part.ts";
import Link from "../../ui/link.tsx";
import { useGo } from "../../ui/on-its-way.tsx";
import { LargeContext } from "./place.tsx";
import { goToPart, placeOfFocus, placeOfPart } from "./stage-places.ts";
import { toggleFullScreen, useFullScreen, useWall } from "./use-full-screen.ts";

interface Neighbours {
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * The board's screen, worked by keys: arrows to the patients before and after, digits to the parts of the page, E for a part
 * over the whole window, F for the full screen. On the full screen a digit lays its part over the page at once, and 0 leads back.
 * Keys typed into a field or an image stay theirs.
 */
export function Stage({
  at,
  meeting,
  subject,
  parts,
  neighbours,
  children,
}: {
  /** Address of the meeting. */
  at: string;
  /** Its name, and what stays whole where the name is too long for the bar: the day, and that it was called off. */
  meeting: { readonly name: string; readonly day: string };
  subject: string;
  parts: readonly { readonly id: string; readonly label: string }[];
  neighbours: Neighbours;
  children: ReactNode;
}) {
  const go = useGo();
  const { before, after } = neighbours;
  const isFull = useFullScreen();
  const isWall = useWall();
  const [large, setLarge] = useState<string | null>(null);
  const show = useCallback(
    (id: string) => {
      const place = placeOfPart(id);
      // What lies over the page hides the part that is asked for: that part takes its place.
      if (place !== null && (isWall || large !== null)) setLarge(place);
      requestAnimationFrame(() => goToPart(id));
    },
    [isWall, large],
  );
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
        return setLarge(large === null ? placeOfFocus() : null);
      }
      if (event.key === "0") return setLarge(null);
      const part = parts[Number(event.key) - 1];
      if (part) show(part.id);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [go, at, before, after, parts, large, show]);
  useEffect(() => keepAtPart(window.location.hash), []);
  const size = useMemo(() => ({ large, setLarge }), [large]);
  return (
    <LargeContext value={size}>
      <div className="board-stage grid grid-cols-[minmax(0,1fr)] gap-3">
        <nav
          aria-label="The board"
          className="board-bar sticky top-0 z-10 -mx-4 flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-ground px-4 py-1 text-sm md:-mx-6 md:px-6"
        >
          <Link href={at} title={meeting.name} className="min-w-0 underline wrap-anywhere">
            <span>{meeting.name}</span>
            <span>, {meeting.day}</span>
          </Link>
          {large === null ? null : <strong className="font-semibold">{subject}</strong>}
          <ol className="flex flex-wrap gap-x-3">
            {parts.map(({ id, label }, n) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  className="inline-block py-1 text-soft hover:text-ink aria-[current]:font-semibold aria-[current]:text-ink"
                  aria-keyshortcuts={String(n + 1)}
                  aria-current={large === id ? "true" : undefined}
                  onClick={(event) => {
                    event.preventDefault();
                    show(id);
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
